"""A finding that mirrors the last visit's side is asked about."""

from __future__ import annotations

import pytest

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.side_check import (
    doubts,
    doubts_before,
    keep_side,
    move_side,
    side_doubt,
)
from pt_chart.clinical.findings import Answer, FindingKey, Value
from pt_chart.clinical.sides import Side
from tests.ui import clinic

L, R = Side.LEFT, Side.RIGHT


@pytest.fixture
def desk() -> VisitDesk:
    """The second visit of a RIGHT leg; last time SLR RIGHT 35, LEFT 60, ankle reflex RIGHT 0."""
    session = clinic.session()
    opened = session.start_visit(session.store.episode("e1"))
    return opened.desk


def put(desk: VisitDesk, name: str, side: Side, value: Value) -> FindingKey:
    """Record an answer."""
    key = FindingKey(name, side)
    desk.set_answer(key, Answer(value))
    return key


def test_a_finding_on_the_other_side_is_questioned(desk: VisitDesk) -> None:
    key = put(desk, "reflex_achilles", L, "0")
    doubt = side_doubt(desk, key)
    assert doubt is not None
    assert "RIGHT" in doubt.words
    assert "LEFT" in doubt.words
    assert doubts(desk) == (doubt,)


def test_the_same_side_and_both_sides_are_not(desk: VisitDesk) -> None:
    assert side_doubt(desk, put(desk, "reflex_achilles", R, "0")) is None
    assert side_doubt(desk, put(desk, "reflex_achilles", L, "0")) is None


def test_a_normal_value_is_not(desk: VisitDesk) -> None:
    assert side_doubt(desk, put(desk, "reflex_achilles", L, "2")) is None


def test_an_angle_that_is_the_other_legs_is_questioned(desk: VisitDesk) -> None:
    assert side_doubt(desk, put(desk, "slr_first_angle", L, 36)) is not None
    assert side_doubt(desk, put(desk, "slr_first_angle", L, 58)) is None


def test_yes_is_remembered_and_undone(desk: VisitDesk) -> None:
    key = put(desk, "reflex_achilles", L, "0")
    doubt = side_doubt(desk, key)
    assert doubt is not None
    keep_side(desk, doubt)
    assert doubts(desk) == ()
    assert desk.visit.answers[key].note.startswith("side confirmed: LEFT")
    desk.undo()
    assert doubts(desk) == (doubt,)


def test_no_moves_the_finding(desk: VisitDesk) -> None:
    key = put(desk, "reflex_achilles", L, "0")
    doubt = side_doubt(desk, key)
    assert doubt is not None
    move_side(desk, doubt)
    assert key not in desk.visit.answers
    assert desk.visit.answers[FindingKey("reflex_achilles", R)].value == "0"
    assert doubts(desk) == ()


def test_it_stands_between_the_draft_and_its_signature() -> None:
    session = clinic.session()
    desk = session.start_visit(session.store.episode("e1")).desk
    clinic.answer_core(desk)
    assert session.signing_needs() == ()
    key = put(desk, "reflex_achilles", L, "0")
    (need,) = session.signing_needs()
    assert need.finding == str(key)
    assert "Really LEFT" in need.words


def test_both_sides_of_one_line_are_asked_about_before_they_are_filed(desk: VisitDesk) -> None:
    """Today's RIGHT finding gives way in the same line in which LEFT gets one."""
    right = put(desk, "reflex_achilles", R, "0")
    left = FindingKey("reflex_achilles", L)
    line: dict[FindingKey, Answer | None] = {left: Answer("0"), right: Answer("2")}
    before = doubts_before(desk, line)
    desk.set_answers("line", line)
    assert tuple(before.values()) == doubts(desk)
    assert set(before) == {left}


def test_findings_on_both_sides_at_once_are_not_asked_about(desk: VisitDesk) -> None:
    keys = (FindingKey("reflex_achilles", L), FindingKey("reflex_achilles", R))
    assert doubts_before(desk, {key: Answer("0") for key in keys}) == {}
