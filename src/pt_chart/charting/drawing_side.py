"""Whether a drawing may lie on the wrong side: it mirrors the last one, or misses the main side.

The same question as under a typed finding (`side_check`): asked while it is drawn, and again
before the signature. Which side is right is the clinician's word; it is kept with the drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.derive import summarize, visible_patches
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    Mark,
    Pin,
    Point,
    RegionFill,
    SpreadArrow,
)
from pt_chart.clinical.bodychart.summary import ChartSummary, RegionTouched
from pt_chart.clinical.program.dates import day_and_month
from pt_chart.clinical.sides import Side


@dataclass(frozen=True, slots=True)
class DrawingDoubt:
    """Areas on one side that may belong to the other; ``areas`` () = the whole drawing."""

    side: Side
    words: str
    areas: tuple[str, ...] = ()


def drawing_doubt(desk: VisitDesk, atlas: BodyAtlas) -> DrawingDoubt | None:
    """The question to ask about the side of today's drawing, None when there is nothing to ask.

    Asked when everything lies on one side and the newest earlier drawing had everything on the
    other, when areas lie where that drawing had them on the other side only, and when everything
    lies on the side that is not the main one of the episode. A side that was confirmed is not
    asked about again, nor a main side that the last drawing left out too. A pin, and both ends of
    an arrow, count as the area that they lie in.
    """
    now = summarize(_pointed_filled(desk.visit.chart, atlas), atlas)
    before = next((v for v in desk.previous if not v.chart.empty), None)
    last = summarize(_pointed_filled(before.chart, atlas), atlas) if before is not None else None
    kept = desk.visit.chart.confirmed_side
    day = day_and_month(before.date) if before is not None else ""
    for side in now.sides:
        if kept in (side, Side.BOTH):
            continue
        found = _whole(now, last, day, side, desk.episode.side) or _areas(now, last, day, side)
        if found is not None:
            return found
    return None


def keep_drawing(desk: VisitDesk, doubt: DrawingDoubt) -> None:
    """The side is right: say so with the drawing."""
    chart = desk.visit.chart
    kept = doubt.side if chart.confirmed_side in (None, doubt.side) else Side.BOTH
    changed = replace(desk.visit, chart=replace(chart, confirmed_side=kept))
    desk.edit(f"Body chart: {doubt.side.spelled} confirmed", changed, parts=(Part.CHART,))


def move_drawing(desk: VisitDesk, doubt: DrawingDoubt, atlas: BodyAtlas) -> None:
    """The side was wrong: what is in doubt changes sides, as one undoable step."""
    chart = desk.visit.chart
    marks = _marks_in_doubt(desk, doubt, atlas) if doubt.areas else None
    moved = editing.mirrored_marks(chart, marks) if marks else editing.mirrored(chart)
    changed = replace(desk.visit, chart=replace(moved, carried_from=""))
    words = f"Body chart: moved to {doubt.side.mirrored.spelled}"
    desk.edit(words, changed, parts=(Part.CHART,))


def _pointed_filled(chart: BodyChart, atlas: BodyAtlas) -> BodyChart:
    """The drawing with the area of each pin and of each end of an arrow in their place."""
    views = atlas.of(chart).views
    marks: list[Mark] = []
    for mark in chart.marks:
        match mark.shape:
            case Pin(at=at):
                points: tuple[Point, ...] = (at,)
            case SpreadArrow(start=start, end=end):
                points = (start, end)
            case _:
                marks.append(mark)
                continue
        view = views.get(mark.view)
        under = [view.region_at(point) for point in points] if view is not None else []
        marks += [
            replace(mark, shape=RegionFill(region.id, region.side))
            for region in under
            if region is not None
        ]
    return replace(chart, marks=tuple(marks))


def _whole(
    now: ChartSummary, last: ChartSummary | None, day: str, side: Side, main: Side | None
) -> DrawingDoubt | None:
    """Everything on one side: against the last drawing, then against the main side."""
    if now.sides != (side,):
        return None
    here, there = side.spelled, side.mirrored.spelled
    sides = last.sides if last is not None else ()
    if sides == (side.mirrored,):
        words = f"On {day} everything was drawn on the {there}. Really {here} today?"
    elif main is side.mirrored and sides != (side,):
        words = f"The main side is {there}, everything drawn is on the {here}. Really {here}?"
    else:
        return None
    return DrawingDoubt(side, words)


def _areas(
    now: ChartSummary, last: ChartSummary | None, day: str, side: Side
) -> DrawingDoubt | None:
    """Areas that the last drawing had on the other side only, and today's has on this one only."""
    if last is None:
        return None
    drawn, other = _on(now.areas, side), _on(now.areas, side.mirrored)
    own, mirrored = _on(last.areas, side), _on(last.areas, side.mirrored)
    names = tuple(name for name in drawn if name in mirrored and name not in {*own, *other})
    if not names:
        return None
    *first, end = dict.fromkeys(mirrored[name].label for name in names)
    labels = f"{', '.join(first)} and {end}" if first else end
    words = f"On {day} it was {side.mirrored.spelled} {labels}. Really {side.spelled} today?"
    return DrawingDoubt(side, words, names)


def _on(areas: Sequence[RegionTouched], side: Side) -> dict[str, RegionTouched]:
    return {area.region: area for area in areas if area.side is side}


def _marks_in_doubt(desk: VisitDesk, doubt: DrawingDoubt, atlas: BodyAtlas) -> frozenset[int]:
    """The marks that touch areas in doubt and lie on that side only."""
    found = set()
    chart = _pointed_filled(desk.visit.chart, atlas)
    for patch in visible_patches(chart, atlas.of(chart)):
        regions = patch.cover.regions
        touches = any(
            one.side is doubt.side and any(one.within(name, doubt.side) for name in doubt.areas)
            for one in regions
        )
        if touches and all(one.side is not doubt.side.mirrored for one in regions):
            found.add(patch.mark.id)
    return frozenset(found)
