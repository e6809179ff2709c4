from __future__ import annotations

from pathlib import Path

import pytest

from tools.figures.figure_files import FigureFileError, read_figures

GOOD = """
folder = "exercises"
[figure.nod]
look = "chi"
view = [-90, 5]
orientation = "standing"
[[figure.nod.frames]]
name = "start"
use = ["standing"]
joints = { neck = { flex = 5 }, hip_B = { flex = 12 } }
alt = "Person standing."
caption = "Stand"
[[figure.nod.frames]]
name = "end"
from = "start"
joints = { neck = { flex = 30 } }
alt = "Person standing, chin down."
caption = "Chin down"
"""


def _read(folder: Path, text: str) -> object:
    (folder / "one.toml").write_text(text, encoding="utf-8")
    return read_figures(folder)


def test_frames_inherit_and_b_means_both(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(GOOD, encoding="utf-8")
    figure = read_figures(tmp_path)["exercises/nod"]
    start, end = figure.frames
    assert start.pose.get("hip_L", "flex") == start.pose.get("hip_R", "flex") == 12
    assert end.pose.get("hip_R", "flex") == 12
    assert (start.pose.get("neck", "flex"), end.pose.get("neck", "flex")) == (5, 30)


def test_all_problems_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('look = "chi"', 'look = "nobody"').replace('"standing"\n', '"flying"\n', 1)
    text = text.replace("neck = { flex = 30 }", "tail = { flex = 30 }").replace(
        'caption = "Stand"', "colour = 3"
    )
    with pytest.raises(FigureFileError) as caught:
        _read(tmp_path, text)
    told = str(caught.value)
    for word in ("nobody", "orientation", "tail", "colour", "caption"):
        assert word in told
    assert all(line.startswith("nod: ") for line in told.splitlines())


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(FigureFileError, match="look"):
        _read(tmp_path, GOOD.replace('look = "chi"\n', ""))


def test_every_committed_definition_reads() -> None:
    figures = read_figures()
    assert len(figures) > 80
    assert all(f.frames for f in figures.values())
