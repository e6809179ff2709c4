"""Body charts: regions tile the figure, sides are the person's own, ids come from the catalog."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

BODY = Path(__file__).parents[2] / "resources" / "figures" / "body"
BODIES = ("neutral", "female", "male")
VIEWS = ("front", "back", "left", "right", "foot_tops", "soles")
CHARTS = [(b, v) for b in BODIES for v in VIEWS]
Points = NDArray[np.float64]


def _catalog() -> dict[str, dict[str, Any]]:
    with (BODY / "regions.toml").open("rb") as file:
        regions: dict[str, dict[str, Any]] = tomllib.load(file)["region"]
    return regions


def _document(body: str, view: str) -> dict[str, Any]:
    text = (BODY / body / f"{view}_regions.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def _labels(body: str, view: str) -> tuple[NDArray[np.uint8], float]:
    with np.load(BODY / body / f"{view}_labels.npz") as data:
        return data["labels"], float(data["pixels_per_unit"])


def _area(ring: list[list[float]]) -> float:
    x, y = np.array(ring).T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def _inside(points: Points, ring: list[list[float]]) -> NDArray[np.bool_]:
    """Even-odd test of many points against one ring."""
    corners = np.array(ring)
    result = np.zeros(len(points), bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (points[:, 1] < y0) != (points[:, 1] < y1)
        at = x0 + (points[:, 1] - y0) / (y1 - y0) * (x1 - x0)
        result ^= crosses & (points[:, 0] < at)
    return result


@pytest.mark.parametrize(("body", "view"), CHARTS)
def test_regions_tile_the_figure(body: str, view: str) -> None:
    document = _document(body, view)
    labels, scale = _labels(body, view)
    areas = sum(_area(r) for region in document["regions"] for r in region["polygons"])
    assert areas == pytest.approx(np.count_nonzero(labels) / scale**2, rel=0.01)
    random = np.random.default_rng(7)
    rows, columns = np.nonzero(_core(labels))
    chosen = random.choice(len(rows), 400, replace=False)
    points = np.c_[columns[chosen] + 0.5, rows[chosen] + 0.5] / scale
    hits = np.zeros(len(points), int)
    for region in document["regions"]:
        for ring in region["polygons"]:
            hits += _inside(points, ring)
    assert (hits == 1).all()


def _core(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Pixels away from the rim of the figure, where rounding decides."""
    core = labels > 0
    for axis in (0, 1):
        for step in (-2, 2):
            core &= np.roll(labels > 0, step, axis)
    return core


@pytest.mark.parametrize(("body", "view"), CHARTS)
def test_region_entries(body: str, view: str) -> None:
    catalog, document = _catalog(), _document(body, view)
    labels, _ = _labels(body, view)
    assert document["view"] == view
    indices = [r["index"] for r in document["regions"]]
    assert indices == list(range(1, len(indices) + 1))
    assert set(np.unique(labels).tolist()) == {0, *indices}
    keys = [(r["id"], r["side"]) for r in document["regions"]]
    assert len(set(keys)) == len(keys)
    for region in document["regions"]:
        entry = catalog[region["id"]]
        assert region["side"] in {"left", "right", "midline"}
        assert {k: region[k] for k in ("label", "reach", "below_knee")} == {
            k: entry[k] for k in ("label", "reach", "below_knee")
        }


@pytest.mark.parametrize(("view", "right_is_left_of"), [("front", True), ("back", False)])
def test_sides_are_the_persons_own(view: str, right_is_left_of: bool) -> None:
    document = _document("neutral", view)
    middle = document["viewbox"][2] / 2
    for region in document["regions"]:
        if region["side"] == "midline":
            continue
        x = np.concatenate([np.array(r)[:, 0] for r in region["polygons"]]).mean()
        assert (x < middle) == ((region["side"] == "right") == right_is_left_of), region["id"]
    texts = {label["text"]: label["x"] for label in document["side_labels"]}
    assert (texts["RIGHT"] < texts["LEFT"]) == right_is_left_of


def test_side_views_show_one_side() -> None:
    for view in ("left", "right"):
        assert {r["side"] for r in _document("male", view)["regions"]} == {view}


def test_catalog_is_a_tree_and_reach_grows_down_the_leg() -> None:
    catalog = _catalog()
    for name, entry in catalog.items():
        parent = entry["parent"]
        assert parent == name.rpartition(".")[0]
        assert not parent or parent in catalog
        if entry["below_knee"]:
            assert entry["reach"] > catalog["popliteal"]["reach"]
    path = ["low_back", "sacrum", "buttock", "thigh_posterior", "popliteal", "calf", "ankle"]
    path += ["heel", "sole", "toes"]
    reaches = [catalog[p]["reach"] for p in path]
    assert reaches == sorted(reaches)
    assert reaches[0] == 0


def test_fine_where_it_matters() -> None:
    shown = {r["id"] for v in VIEWS for r in _document("neutral", v)["regions"]}
    for vertical in ("upper", "lower"):
        for across in ("medial", "lateral"):
            assert f"buttock.{vertical}_{across}" in shown
    for level in ("proximal", "middle", "distal"):
        for across in ("medial", "lateral"):
            assert f"thigh_posterior.{level}_{across}" in shown
    for wanted in ("perineum", "groin", "sacrum", "popliteal.medial", "heel.under", "toes.great"):
        assert wanted in shown
    leaves = {n for n in _catalog() if not any(m.startswith(f"{n}.") for m in _catalog())}
    assert leaves == shown
