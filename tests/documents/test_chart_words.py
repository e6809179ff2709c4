"""The legend of the printed drawing says of each kind what was said of that kind."""

from __future__ import annotations

from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.editing import Pencil, with_mark
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    Constancy,
    Depth,
    RegionFill,
    SymptomKind,
    View,
)
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import read_atlas
from pt_chart.documents.report.chart import where_felt
from pt_chart.host.resources import resources_dir

ATLAS = read_atlas(resources_dir() / "figures" / "body", "neutral")


def test_strength_depth_and_constancy_are_of_the_kind_itself() -> None:
    calf = RegionFill("calf", Side.RIGHT)
    chart = BodyChart()
    for pencil in (
        Pencil(SymptomKind.SHOOTING, 7, Depth.DEEP, Constancy.CONSTANT),
        Pencil(SymptomKind.TINGLING, 4, Depth.SKIN, Constancy.INTERMITTENT),
        Pencil(SymptomKind.CRAMP),
    ):
        chart = with_mark(chart, View.BACK, calf, pencil)
    summary = summarize(chart, ATLAS)
    assert where_felt(SymptomKind.SHOOTING, summary) == "RIGHT calf 7/10, deep, constant"
    assert where_felt(SymptomKind.TINGLING, summary) == (
        "RIGHT calf 4/10, in the skin, comes and goes"
    )
    assert where_felt(SymptomKind.CRAMP, summary) == "RIGHT calf"
    assert where_felt(SymptomKind.ACHE, summary) == ""
