"""The point that stands for an area."""

from __future__ import annotations

import pytest

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.marks import (
    BrushStroke,
    Outline,
    Pin,
    Point,
    RegionFill,
    Shape,
    SpreadArrow,
    View,
)
from pt_chart.clinical.bodychart.middle import middle_of, middle_of_shape


@pytest.mark.parametrize(
    ("shape", "point"),
    [
        (BrushStroke(((0.1, 0.1), (0.2, 0.2), (0.3, 0.3)), 0.02), (0.2, 0.2)),
        (Outline(((0.0, 0.0), (0.4, 0.0), (0.4, 0.4), (0.0, 0.4))), (0.2, 0.2)),
        (Pin((0.7, 0.1)), (0.7, 0.1)),
        (SpreadArrow((0.3, 0.4), (0.5, 0.9)), (0.3, 0.4)),
        (RegionFill("no_such_region", None), (0.5, 0.5)),
        (BrushStroke((), 0.02), (0.5, 0.5)),
        (Outline(()), (0.5, 0.5)),
    ],
)
def test_a_shape_has_its_middle(atlas: BodyAtlas, shape: Shape, point: Point) -> None:
    assert middle_of_shape(shape, atlas.views[View.BACK]) == pytest.approx(point)


def test_a_region_fill_has_the_middle_of_its_region(atlas: BodyAtlas) -> None:
    view = atlas.views[View.BACK]
    for region in view.regions:
        fill = RegionFill(region.id, region.side)
        assert middle_of_shape(fill, view) == middle_of(region)
