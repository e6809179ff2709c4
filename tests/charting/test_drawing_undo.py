"""Undo and redo of drawings: whatever is drawn, both lead back exactly."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Outline,
    Pin,
    RegionFill,
    Shape,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.sides import Side
from tests.charting.test_desk import _desk

NUMBERS = st.floats(0, 1, allow_nan=False)
POINTS = st.tuples(NUMBERS, NUMBERS)
SHAPES: st.SearchStrategy[Shape] = st.one_of(
    st.builds(BrushStroke, st.lists(POINTS, min_size=1, max_size=5).map(tuple), NUMBERS),
    st.builds(Outline, st.lists(POINTS, min_size=3, max_size=5).map(tuple)),
    st.builds(RegionFill, st.just("calf"), st.sampled_from(Side)),
    st.builds(SpreadArrow, POINTS, POINTS),
    st.builds(Pin, POINTS),
)
PENCILS = st.builds(Pencil, st.sampled_from(SymptomKind), st.none() | st.integers(0, 10))


def edited(chart: BodyChart, step: tuple[str, View, Shape, Pencil]) -> BodyChart:
    what, view, shape, pencil = step
    match what:
        case "erase" if isinstance(shape, BrushStroke | Outline | RegionFill):
            return editing.erased(chart, view, shape)
        case "mirror":
            return editing.mirrored(chart)
        case "clear":
            return editing.cleared(chart)
        case _:
            return editing.with_mark(chart, view, shape, pencil)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["draw", "draw", "erase", "mirror", "clear"]),
        st.sampled_from(View),
        SHAPES,
        PENCILS,
    ),
    min_size=1,
    max_size=8,
)


@given(STEPS, st.data())
def test_undo_of_redo_and_redo_of_undo(
    steps: list[tuple[str, View, Shape, Pencil]], data: st.DataObject
) -> None:
    place, _ = _desk()
    states = [place.visit.chart]
    for number, step in enumerate(steps):
        chart = edited(place.visit.chart, step)
        if chart != place.visit.chart:
            place.edit(f"step {number}", replace(place.visit, chart=chart), parts=(Part.CHART,))
            states.append(chart)
    back = data.draw(st.integers(0, len(states) - 1))
    for expected in reversed(states[len(states) - 1 - back : -1]):
        place.undo()
        assert place.visit.chart == expected
    for expected in states[len(states) - back :]:
        place.redo()
        assert place.visit.chart == expected
        place.undo()
        place.redo()
        assert place.visit.chart == expected
    assert place.visit.chart == states[-1]
