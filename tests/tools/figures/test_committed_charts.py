"""The committed body charts, held with shapely: regions tile each figure exactly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon
from shapely.ops import unary_union

from tools.figures.chart_views import VIEWS
from tools.figures.charts import CHART_BODIES

BODY = Path(__file__).parents[3] / "resources" / "figures" / "body"
CHARTS = [(body, view) for body in CHART_BODIES for view in VIEWS]
POINTS = 2000


def _regions(body: str, view: str) -> list[Polygon]:
    text = (BODY / body / f"{view}_regions.json").read_text(encoding="utf-8")
    rings = [ring for region in json.loads(text)["regions"] for ring in region["polygons"]]
    return [Polygon(ring) for ring in rings]


@pytest.mark.parametrize(("body", "view"), CHARTS)
def test_area_sum_is_the_union_and_the_union_is_the_figure(body: str, view: str) -> None:
    regions = _regions(body, view)
    assert all(region.is_valid for region in regions)
    union = unary_union(regions)
    assert sum(r.area for r in regions) == pytest.approx(union.area, rel=1e-5)
    with np.load(BODY / body / f"{view}_labels.npz") as data:
        mask, scale = data["labels"] > 0, float(data["pixels_per_unit"])
    rows, columns = np.indices(mask.shape)
    covered = shapely.contains_xy(union, (columns + 0.5) / scale, (rows + 0.5) / scale)
    assert (mask & covered).sum() / (mask | covered).sum() >= 0.99


@pytest.mark.parametrize(("body", "view"), CHARTS)
def test_a_random_point_lies_in_exactly_one_region(body: str, view: str) -> None:
    regions = _regions(body, view)
    union = unary_union(regions)
    left, top, right, bottom = union.bounds
    random = np.random.default_rng(11)
    points = random.uniform((left, top), (right, bottom), (4 * POINTS, 2))
    inside = points[shapely.contains_xy(union, points[:, 0], points[:, 1])]
    assert len(inside) > POINTS // 2
    hits = sum(shapely.contains_xy(r, inside[:, 0], inside[:, 1]).astype(int) for r in regions)
    assert set(np.asarray(hits).tolist()) == {1}
