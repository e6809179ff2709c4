"""What the window remembers: a bad value in the file falls back to the usual one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pt_chart.host.settings import Settings, load, save


@pytest.mark.parametrize("minutes", [0, -1, 61, 35_000, 100_000_000])
def test_an_idle_lock_beyond_its_bounds_is_the_usual_one(tmp_path: Path, minutes: int) -> None:
    save(tmp_path, Settings(idle_lock_minutes=minutes, touch=True))
    assert load(tmp_path) == Settings(touch=True)
    save(tmp_path, Settings(idle_lock_minutes=60))
    assert load(tmp_path).idle_lock_minutes == 60
