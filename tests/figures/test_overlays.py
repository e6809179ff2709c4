"""Overlays: every key sensory point from L1 to S4-5, on the figure; the nerve down to the foot."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

BODY = Path(__file__).parents[2] / "resources" / "figures" / "body"
BODIES = ("neutral", "female", "male")
VIEWS = ("front", "back", "left", "right", "foot_tops", "soles")
LEVELS = {"L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4-5"}


def _points(body: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for view in VIEWS:
        path = BODY / body / f"{view}_overlay_sensory_points.json"
        if path.is_file():
            document = json.loads(path.read_text(encoding="utf-8"))
            assert document["standard"] == "ISNCSCI key sensory points"
            found += [(view, point) for point in document["points"]]
    return found


@pytest.mark.parametrize("body", BODIES)
def test_every_level_on_both_sides(body: str) -> None:
    shown = {(point["level"], point["side"]) for _, point in _points(body)}
    for level in LEVELS:
        sides = {side for found, side in shown if found == level}
        assert sides == {"left", "right"} or (level == "S4-5" and sides), level
    assert {level for level, _ in shown} == LEVELS


@pytest.mark.parametrize("body", BODIES)
def test_points_lie_on_the_figure_and_each_side_on_its_own(body: str) -> None:
    for view, point in _points(body):
        with np.load(BODY / body / f"{view}_labels.npz") as data:
            labels, scale = data["labels"], float(data["pixels_per_unit"])
        row, column = round(point["y"] * scale), round(point["x"] * scale)
        near = labels[max(row - 5, 0) : row + 6, max(column - 5, 0) : column + 6]
        assert near.any(), (view, point)
        middle = labels.shape[1] / scale / 2
        if view in {"front", "foot_tops", "soles"} and point["side"] != "midline":
            assert (point["x"] < middle) == (point["side"] == "right"), (view, point)


def _reach(path: Path) -> tuple[float, float]:
    """Highest and lowest point of an overlay, as shares of its height."""
    text = path.read_text(encoding="utf-8")
    height = float(re.findall(r'viewBox="0 0 \S+ (\S+)"', text)[0])
    pairs = re.findall(
        r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)", " ".join(re.findall(r'd="(.*?)"', text))
    )
    y = [float(b) for _, b in pairs]
    return min(y) / height, max(y) / height


@pytest.mark.parametrize("body", BODIES)
def test_the_nerve_runs_from_the_back_to_the_foot(body: str) -> None:
    for view in ("left", "right"):
        top, bottom = _reach(BODY / body / f"{view}_overlay_sciatic.svg")
        assert top < 0.48
        assert bottom > 0.93
    top, bottom = _reach(BODY / body / "back_overlay_sciatic.svg")
    assert top < 0.48
    assert bottom > 0.90
    for view in ("front", "foot_tops", "soles"):
        assert (BODY / body / f"{view}_overlay_sciatic.svg").is_file()
    for view in ("back", "left", "right"):
        assert (BODY / body / f"{view}_overlay_muscles.svg").is_file()
