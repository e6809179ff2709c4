"""Edits of a drawing: each takes a chart and gives a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Constancy,
    Depth,
    Mark,
    Outline,
    Pin,
    Point,
    RegionFill,
    Shape,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.sides import Side

MOST_POINTS = 2000
"""A stroke keeps at most so many points; longer ones are thinned evenly, ends kept."""

_MIRRORED_VIEW = {View.LEFT: View.RIGHT, View.RIGHT: View.LEFT}


@dataclass(frozen=True, slots=True)
class Pencil:
    """What the next mark gets: kind, strength, depth, constancy."""

    kind: SymptomKind = SymptomKind.ACHE
    intensity: int | None = None
    depth: Depth = Depth.UNSURE
    constancy: Constancy = Constancy.UNSURE


def next_id(chart: BodyChart) -> int:
    """A mark id not used in this chart."""
    return max((mark.id for mark in chart.marks), default=0) + 1


def with_mark(
    chart: BodyChart,
    view: View,
    shape: Shape,
    pencil: Pencil,
    *,
    note: str = "",
    by_patient: bool = False,
) -> BodyChart:
    """The chart with one more mark on top."""
    mark = Mark(
        next_id(chart),
        view,
        pencil.kind,
        thinned(shape),
        pencil.intensity,
        pencil.depth,
        pencil.constancy,
        note,
        by_patient=by_patient,
    )
    return replace(chart, marks=(*chart.marks, mark))


def erased(chart: BodyChart, view: View, shape: BrushStroke | Outline | RegionFill) -> BodyChart:
    """The chart with everything under a shape rubbed out on one view."""
    mark = Mark(next_id(chart), view, SymptomKind.ACHE, thinned(shape), erases=True)
    return replace(chart, marks=(*chart.marks, mark))


def toggled_region(
    chart: BodyChart, view: View, region: str, side: Side | None, pencil: Pencil
) -> BodyChart:
    """Fill a region with the pencil's kind, or take that very fill off again."""
    fill = RegionFill(region, side)
    kept = tuple(
        m
        for m in chart.marks
        if not (m.view is view and m.shape == fill and m.kind is pencil.kind and not m.erases)
    )
    if len(kept) < len(chart.marks):
        return replace(chart, marks=kept)
    return with_mark(chart, view, fill, pencil)


def without_marks(chart: BodyChart, ids: frozenset[int]) -> BodyChart:
    """The chart without some of its marks."""
    return replace(chart, marks=tuple(m for m in chart.marks if m.id not in ids))


def restyled(chart: BodyChart, kind: SymptomKind, pencil: Pencil) -> BodyChart:
    """Every mark of a kind with the pencil's intensity, depth and constancy."""
    return replace(
        chart,
        marks=tuple(
            replace(m, intensity=pencil.intensity, depth=pencil.depth, constancy=pencil.constancy)
            if m.kind is kind and not m.erases
            else m
            for m in chart.marks
        ),
    )


def mark_of(chart: BodyChart, id: int) -> Mark | None:
    """The mark with an id, None when there is none."""
    return next((mark for mark in chart.marks if mark.id == id), None)


def with_pencil(chart: BodyChart, id: int, pencil: Pencil) -> BodyChart:
    """The chart with one mark's kind, intensity, depth and constancy changed."""
    return _changed(
        chart,
        id,
        lambda mark: replace(
            mark,
            kind=pencil.kind,
            intensity=pencil.intensity,
            depth=pencil.depth,
            constancy=pencil.constancy,
        ),
    )


def pencil_of(mark: Mark) -> Pencil:
    """What a mark was made with."""
    return Pencil(mark.kind, mark.intensity, mark.depth, mark.constancy)


def moved(chart: BodyChart, id: int, by: Point) -> BodyChart:
    """The chart with one mark shifted, in shares of the box; a filled region stays its region."""
    return _changed(chart, id, lambda mark: replace(mark, shape=_shifted(mark.shape, by)))


def with_note(chart: BodyChart, id: int, note: str) -> BodyChart:
    """The chart with another note on one mark."""
    return _changed(chart, id, lambda mark: replace(mark, note=note))


def mirrored_marks(chart: BodyChart, ids: frozenset[int]) -> BodyChart:
    """Some marks put on the other side, as they would lie there."""
    return replace(chart, marks=tuple(_mirrored_mark(m) if m.id in ids else m for m in chart.marks))


def on_body(chart: BodyChart, body: str) -> BodyChart:
    """An empty chart on another body; a drawn one keeps the body it was drawn on."""
    return chart if chart.marks else replace(chart, body=body)


def _changed(chart: BodyChart, id: int, change: Callable[[Mark], Mark]) -> BodyChart:
    return replace(chart, marks=tuple(change(m) if m.id == id else m for m in chart.marks))


def _shifted(shape: Shape, by: Point) -> Shape:
    def shift(point: Point) -> Point:
        return (point[0] + by[0], point[1] + by[1])

    match shape:
        case BrushStroke() | Outline():
            return replace(shape, points=tuple(shift(p) for p in shape.points))
        case SpreadArrow():
            return SpreadArrow(shift(shape.start), shift(shape.end))
        case Pin():
            return Pin(shift(shape.at))
        case RegionFill():
            return shape


def cleared(chart: BodyChart) -> BodyChart:
    """The chart without any mark."""
    return replace(chart, marks=(), confirmed_side=None)


def mirrored(chart: BodyChart) -> BodyChart:
    """Left and right exchanged, on every view; mirroring twice gives the drawing back."""
    marks = tuple(_mirrored_mark(mark) for mark in chart.marks)
    return replace(chart, marks=marks, confirmed_side=None)


def _mirrored_mark(mark: Mark) -> Mark:
    view = _MIRRORED_VIEW.get(mark.view, mark.view)
    return replace(mark, view=view, shape=_mirrored_shape(mark.shape))


def _mirrored_shape(shape: Shape) -> Shape:
    match shape:
        case BrushStroke() | Outline():
            return replace(shape, points=tuple(_flipped(p) for p in shape.points))
        case RegionFill():
            return replace(shape, side=shape.side.mirrored if shape.side else None)
        case SpreadArrow():
            return SpreadArrow(_flipped(shape.start), _flipped(shape.end))
        case Pin():
            return Pin(_flipped(shape.at))


def _flipped(point: Point) -> Point:
    return (1.0 - point[0], point[1])


def thinned(shape: Shape) -> Shape:
    """A stroke or outline with at most `MOST_POINTS` points."""
    if not isinstance(shape, BrushStroke | Outline) or len(shape.points) <= MOST_POINTS:
        return shape
    last = len(shape.points) - 1
    picks = [round(i * last / (MOST_POINTS - 1)) for i in range(MOST_POINTS)]
    return replace(shape, points=tuple(shape.points[i] for i in picks))
