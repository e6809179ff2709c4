"""Damaged marks are told of once, kept, and never counted as findings."""

from __future__ import annotations

import math

import pytest

from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Mark,
    RegionFill,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.soundness import drawable, remarks
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import read_atlas
from pt_chart.host.resources import resources_dir

ATLAS = read_atlas(resources_dir() / "figures" / "body", "neutral")
CALF = RegionFill("calf", Side.RIGHT)


@pytest.mark.parametrize(
    "shape",
    [
        BrushStroke(((math.nan, 0.5),), 0.02),
        BrushStroke(((0.5, 0.5),), 1e300),
        BrushStroke(((0.5, 0.5),), 1.5),
        RegionFill("tail", None),
    ],
)
def test_a_damaged_mark_is_told_of_once_and_covers_nothing(
    shape: BrushStroke | RegionFill,
) -> None:
    chart = BodyChart((Mark(1, View.BACK, SymptomKind.SHARP, shape),))
    summary = summarize(chart, ATLAS)
    assert len(remarks(chart, ATLAS)) == 1
    assert summary.outside_figure == 0
    assert summary.regions == ()


def test_an_intensity_off_the_scale_counts_as_not_asked() -> None:
    chart = BodyChart((Mark(1, View.BACK, SymptomKind.SHARP, CALF, 77),))
    summary = summarize(chart, ATLAS)
    assert drawable(chart.marks[0])
    assert summary.worst_by_kind == ((SymptomKind.SHARP, None),)
    assert {area.intensity for area in summary.areas} == {None}
    (said,) = remarks(chart, ATLAS)
    assert "off the scale" in said
