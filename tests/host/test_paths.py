"""Where the program keeps its data."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from pt_chart.host.paths import data_dir, make_private


def test_a_given_folder_wins_and_is_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folders = data_dir("clinic data")
    assert folders.root == tmp_path / "clinic data"
    assert not folders.root.exists()


def test_the_demo_clinic_stands_apart() -> None:
    folders = data_dir("anywhere")
    assert folders.demo_root in folders.demo_chart.parents
    assert folders.demo_root not in folders.chart.parents
    assert folders.demo_chart != folders.chart


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are Linux's")
def test_the_usual_place_follows_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_dir().root == tmp_path / "pt-chart"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_private_folders_are_closed_to_others(tmp_path: Path) -> None:
    folder = make_private(tmp_path / "a" / "b")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
