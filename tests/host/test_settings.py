"""What the window remembers: a bad value in the file falls back to the usual one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pt_chart.host.settings import FILE_NAME, Settings, load, save


@pytest.mark.parametrize("bad", ["large", None, [], 1.5])
def test_a_bad_value_falls_back_and_the_rest_stays(tmp_path: Path, bad: object) -> None:
    save(tmp_path, Settings(touch=True))
    stored = json.loads((tmp_path / FILE_NAME).read_text())
    text = json.dumps({**stored, "text_size": bad, "unknown": 1})
    (tmp_path / FILE_NAME).write_text(text)
    assert load(tmp_path) == Settings(touch=True)


def test_how_soon_the_chart_locks_is_not_this_file_s(tmp_path: Path) -> None:
    """An earlier version kept it here, where anybody could switch the lock off."""
    (tmp_path / FILE_NAME).write_text('{"idle_lock_minutes": 100000000, "touch": true}')
    assert load(tmp_path) == Settings(touch=True)
    assert not hasattr(load(tmp_path), "idle_lock_minutes")
