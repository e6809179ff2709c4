"""A drawing that mirrors the last one, or misses the main side, is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.drawing_side import (
    DrawingDoubt,
    drawing_doubt,
    keep_drawing,
    move_drawing,
)
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    Pin,
    Point,
    RegionFill,
    Shape,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.middle import middle_of
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.sides import Side
from tests.ui import clinic

L, R = Side.LEFT, Side.RIGHT
LEG = ("buttock", "calf")


def drawn(*parts: tuple[str, Side], chart: BodyChart | None = None) -> BodyChart:
    """Whole regions filled on the back view."""
    made = chart or BodyChart()
    for region, side in parts:
        made = editing.with_mark(
            made, View.BACK, RegionFill(region, side), Pencil(SymptomKind.NUMBNESS)
        )
    return made


def session_with(last: BodyChart) -> ClinicSession:
    """A RIGHT case whose signed first visit has this drawing."""
    made = clinic.session()
    first = made.store.visit("v1")
    made.store._visits["v1"] = replace(first, chart=last)  # type: ignore[attr-defined]
    return made


def put(session: ClinicSession, chart: BodyChart) -> OpenVisit:
    """The second visit with a drawing."""
    opened = session.open or session.start_visit(session.store.episode("e1"))
    opened.desk.edit("Draw", replace(opened.desk.visit, chart=chart), parts=(Part.CHART,))
    return opened


def asked(last: BodyChart, now: BodyChart) -> DrawingDoubt | None:
    """The question about a drawing after another."""
    session = session_with(last)
    return drawing_doubt(put(session, now).desk, session.atlas)


RIGHT_LEG = drawn(("buttock", R), ("calf", R))


def test_the_mirror_image_of_the_last_drawing_is_questioned() -> None:
    doubt = asked(RIGHT_LEG, drawn(("calf", L)))
    assert doubt is not None
    assert doubt.side is L
    assert "everything was drawn on the RIGHT. Really LEFT today?" in doubt.words


def test_a_first_drawing_beside_the_main_side_is_questioned() -> None:
    doubt = asked(BodyChart(), drawn(("calf", L)))
    assert doubt is not None
    assert doubt.words == "The main side is RIGHT, everything drawn is on the LEFT. Really LEFT?"


@pytest.mark.parametrize("last", [BodyChart(), RIGHT_LEG, drawn(("calf", L), ("calf", R))])
@pytest.mark.parametrize(
    "now", [BodyChart(), RIGHT_LEG, drawn(("calf", R)), drawn(("calf", R), ("calf", L))]
)
def test_the_main_side_and_both_sides_are_not(last: BodyChart, now: BodyChart) -> None:
    assert asked(last, now) is None


def test_one_area_that_changed_sides_is_questioned_by_name() -> None:
    doubt = asked(RIGHT_LEG, drawn(("buttock", R), ("calf", L)))
    assert doubt is not None
    assert (doubt.side, doubt.areas) == (L, ("calf",))
    assert "RIGHT calf. Really LEFT today?" in doubt.words


def test_what_the_last_drawing_had_on_the_other_side_too_is_not_asked_each_visit() -> None:
    assert asked(drawn(("calf", L)), drawn(("calf", L), ("heel", L))) is None


def test_yes_is_kept_with_the_drawing_undone_and_part_of_what_is_signed() -> None:
    session = session_with(RIGHT_LEG)
    desk = put(session, drawn(("calf", L))).desk
    doubt, before = drawing_doubt(desk, session.atlas), visit_digest(desk.visit)
    assert doubt is not None
    keep_drawing(desk, doubt)
    assert drawing_doubt(desk, session.atlas) is None
    assert desk.visit.chart.confirmed_side is L
    assert visit_digest(desk.visit) != before
    put(session, drawn(("heel", L), chart=desk.visit.chart))
    assert drawing_doubt(desk, session.atlas) is None, "not asked about again"
    desk.undo()
    desk.undo()
    assert drawing_doubt(desk, session.atlas) == doubt


def test_a_cleared_drawing_is_asked_about_anew() -> None:
    session = session_with(RIGHT_LEG)
    desk = put(session, drawn(("calf", L))).desk
    doubt = drawing_doubt(desk, session.atlas)
    assert doubt is not None
    keep_drawing(desk, doubt)
    put(session, drawn(("calf", L), chart=editing.cleared(desk.visit.chart)))
    assert drawing_doubt(desk, session.atlas) == doubt


def test_no_moves_the_whole_drawing_in_one_step() -> None:
    session = session_with(RIGHT_LEG)
    desk = put(session, drawn(("calf", L), ("heel", L))).desk
    doubt = drawing_doubt(desk, session.atlas)
    assert doubt is not None
    move_drawing(desk, doubt, session.atlas)
    sides = {mark.shape.side for mark in desk.visit.chart.marks}  # type: ignore[union-attr]
    assert sides == {R}
    assert desk.undo_label == "Body chart: moved to RIGHT"
    assert drawing_doubt(desk, session.atlas) is None


def test_no_moves_only_the_area_in_doubt() -> None:
    session = session_with(drawn(("buttock", R), ("buttock", L), ("calf", R)))
    now = drawn(("buttock", R), ("buttock", L), ("calf", L))
    desk = put(session, now).desk
    doubt = drawing_doubt(desk, session.atlas)
    assert doubt is not None
    move_drawing(desk, doubt, session.atlas)
    shapes = [mark.shape for mark in desk.visit.chart.marks]
    assert shapes == [RegionFill("buttock", R), RegionFill("buttock", L), RegionFill("calf", R)]


def pointed(shape: Shape, chart: BodyChart | None = None) -> BodyChart:
    """A pin or an arrow on the back view."""
    return editing.with_mark(chart or BodyChart(), View.BACK, shape, Pencil(SymptomKind.ACHE))


def middle(region: str, side: Side) -> Point:
    """A point of a region on the back view."""
    regions = clinic.session().atlas.views[View.BACK].regions
    return middle_of(next(one for one in regions if one.within(region, side)))


@pytest.mark.parametrize("arrow", [False, True])
def test_a_lone_pin_or_arrow_on_the_other_side_is_questioned_and_moved(*, arrow: bool) -> None:
    at = middle("calf", L)
    shape = SpreadArrow(middle("buttock", L), at) if arrow else Pin(at)
    session = session_with(RIGHT_LEG)
    desk = put(session, pointed(shape)).desk
    doubt = drawing_doubt(desk, session.atlas)
    assert doubt is not None
    assert "everything was drawn on the RIGHT. Really LEFT today?" in doubt.words
    move_drawing(desk, doubt, session.atlas)
    assert drawing_doubt(desk, session.atlas) is None
    assert desk.visit.chart.marks[0].shape != shape


def test_a_pin_on_the_other_side_of_an_area_is_questioned_and_moved_alone() -> None:
    session = session_with(RIGHT_LEG)
    desk = put(session, pointed(Pin(middle("calf", L)), drawn(("buttock", R)))).desk
    doubt = drawing_doubt(desk, session.atlas)
    assert doubt is not None
    assert (doubt.side, doubt.areas) == (L, ("calf",))
    move_drawing(desk, doubt, session.atlas)
    fill, pin = (mark.shape for mark in desk.visit.chart.marks)
    assert fill == RegionFill("buttock", R)
    assert isinstance(pin, Pin)
    assert drawing_doubt(desk, session.atlas) is None


def test_a_pin_where_it_was_or_off_the_figure_is_not_asked_about() -> None:
    assert asked(RIGHT_LEG, pointed(Pin(middle("calf", R)))) is None
    assert asked(RIGHT_LEG, pointed(Pin((0.001, 0.001)))) is None
    assert asked(pointed(Pin(middle("calf", L))), pointed(Pin(middle("calf", L)))) is None


def test_two_confirmed_sides_stay_confirmed() -> None:
    session = session_with(drawn(("calf", R), ("heel", L)))
    desk = put(session, drawn(("calf", L), ("heel", R))).desk
    for _ in range(2):
        doubt = drawing_doubt(desk, session.atlas)
        assert doubt is not None
        keep_drawing(desk, doubt)
    assert drawing_doubt(desk, session.atlas) is None
    assert desk.visit.chart.confirmed_side is Side.BOTH


def test_signing_asks_and_leads_to_the_drawing() -> None:
    session = session_with(RIGHT_LEG)
    opened = put(session, drawn(("calf", L)))
    need = next(one for one in session.signing_needs() if one.words.startswith("Body chart: On "))
    assert need.place == "body_chart"
    doubt = drawing_doubt(opened.desk, session.atlas)
    assert doubt is not None
    keep_drawing(opened.desk, doubt)
    assert not any(one.words.startswith("Body chart: ") for one in session.signing_needs())
