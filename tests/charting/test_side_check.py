"""A finding that mirrors the last visit's side is asked about."""

from __future__ import annotations

import pytest

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.quick_entry import QuickEntry
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
    clinic.write_record(desk)
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
    (asked,) = doubts(desk)
    ((key, told),) = ((d.key, d.words) for d in before.values())
    assert key == asked.key
    assert asked.words == f"{told} RIGHT is recorded too: M exchanges the legs."
    assert set(before) == {left}


def test_findings_on_both_sides_at_once_are_not_asked_about(desk: VisitDesk) -> None:
    keys = (FindingKey("reflex_achilles", L), FindingKey("reflex_achilles", R))
    assert doubts_before(desk, {key: Answer("0") for key in keys}) == {}


def wrong_slr(desk: VisitDesk) -> None:
    """A straight leg raise of the painful RIGHT leg filed under LEFT, and the sound leg's."""
    line = QuickEntry(desk.vocabulary).read(
        "slr l 35 50 fam+ shooting calf nf+ df+, slr r 60 80 fam- nf="
    )
    assert line.complete
    desk.set_answers("line", {entry.key: entry.answer for entry in line.entries})


@pytest.fixture
def slr_before() -> VisitDesk:
    """The third visit: on the second the straight leg raise was positive on the RIGHT."""
    session = clinic.session()
    second = session.start_visit(session.store.episode("e1")).desk
    line = QuickEntry(second.vocabulary).read("slr r 36 52 fam+ shooting calf nf+ df+, slr l 62 80")
    second.set_answers("line", {entry.key: entry.answer for entry in line.entries})
    clinic.answer_core(second)
    clinic.write_record(second)
    session.sign()
    return session.start_visit(session.store.episode("e1")).desk


def test_a_test_on_the_wrong_side_is_asked_about_once(slr_before: VisitDesk) -> None:
    wrong_slr(slr_before)
    (doubt,) = doubts(slr_before)
    assert doubt.key == FindingKey("slr_first_angle", L)
    assert len(doubt.asked) > 1


def test_one_answer_moves_the_whole_test(slr_before: VisitDesk) -> None:
    wrong_slr(slr_before)
    before = {k: a.value for k, a in slr_before.visit.answers.items() if k.id.startswith("slr")}
    (doubt,) = doubts(slr_before)
    move_side(slr_before, doubt)
    after = {k: a.value for k, a in slr_before.visit.answers.items() if k.id.startswith("slr")}
    assert after == {key.mirrored(): value for key, value in before.items()}
    assert doubts(slr_before) == ()
    assert slr_before.undo_label == "Straight leg raise: LEFT and RIGHT exchanged"


def test_one_answer_keeps_the_whole_test(slr_before: VisitDesk) -> None:
    wrong_slr(slr_before)
    (doubt,) = doubts(slr_before)
    keep_side(slr_before, doubt)
    assert doubts(slr_before) == ()


def test_a_level_of_a_grid_moves_alone(desk: VisitDesk) -> None:
    """Last time strength L5 was 4 RIGHT, 5 LEFT; S1 LEFT was never tested."""
    asked_at, other = FindingKey("myotome", L, "L5"), FindingKey("myotome", L, "L3")
    desk.set_answer(other, Answer("4"))
    desk.set_answer(asked_at, Answer("4"))
    (doubt,) = doubts(desk)
    assert doubt.key == asked_at
    move_side(desk, doubt)
    answers = desk.visit.answers
    assert answers[FindingKey("myotome", R, "L5")].value == "4"
    assert asked_at not in answers
    assert answers[other].value == "4", "nobody asked about L3"
    assert other.mirrored() not in answers


def test_levels_in_doubt_together_are_named(desk: VisitDesk) -> None:
    for level, grade in (("L5", "4"), ("S1", "4+")):
        desk.set_answer(FindingKey("myotome", L, level), Answer(grade))
    (doubt,) = doubts(desk)
    assert "L5, S1 were RIGHT. Really LEFT today?" in doubt.words
    move_side(desk, doubt)
    assert {key.side for key in desk.visit.answers if key.id == "myotome"} == {R}


def test_moving_onto_a_recorded_leg_says_that_it_exchanges(slr_before: VisitDesk) -> None:
    wrong_slr(slr_before)
    (doubt,) = doubts(slr_before)
    assert doubt.exchanges
    assert doubt.words.endswith("RIGHT is recorded too: M exchanges the legs.")
    move_side(slr_before, doubt)
    assert slr_before.undo_label == "Straight leg raise: LEFT and RIGHT exchanged"
    slr_before.undo()
    for key in [k for k in slr_before.visit.answers if k.side is R and k.id.startswith("slr")]:
        slr_before.set_answer(key, None)
    (alone,) = doubts(slr_before)
    assert not alone.exchanges
    assert "exchanges" not in alone.words


def file_line(desk: VisitDesk, line: str) -> VisitDesk:
    """A line of quick entry in the visit."""
    read = QuickEntry(desk.vocabulary).read(line)
    assert read.complete, read.problem
    desk.set_answers("line", {entry.key: entry.answer for entry in read.entries})
    return desk


def follow_up(first: str, now: str) -> VisitDesk:
    """The third visit with a line of quick entry, after a second with another."""
    session = clinic.session()
    second = session.start_visit(session.store.episode("e1")).desk
    clinic.answer_core(file_line(second, first))
    clinic.write_record(second)
    session.sign()
    return file_line(session.start_visit(session.store.episode("e1")).desk, now)


STEPS = "slump r 30 15 fam+ shooting calf df+ nf-, slump l 10 5 fam- stretch nf="


@pytest.mark.parametrize(
    ("first", "now"),
    [
        (STEPS, "slump l +"),
        ("slump l -, slump r 30 15 fam+ shooting calf nf-", "slump l +"),
        ("slr r 35 50 fam+, slr l -", "slr l +"),
        ("slump r +, slump l -", "slump l 30 15 fam+ calf"),
        ("numbness area r calf", "numbness area l calf"),
        ("tender distance r 8", "tender distance l 8"),
    ],
)
def test_steps_and_the_whole_test_and_lists_of_places_mirror_each_other(
    first: str, now: str
) -> None:
    (doubt,) = doubts(follow_up(first, now))
    assert doubt.key.side is L
    assert "it was RIGHT. Really LEFT today?" in doubt.words


@pytest.mark.parametrize(
    ("first", "now"),
    [
        (STEPS, "slump r +"),
        (STEPS, "slump l -"),
        (STEPS, "slump r +, slump l +"),
        ("slump r +, slump l +", "slump l 30 15 fam+"),
        ("numbness area r calf", "numbness area r dorsum_foot"),
    ],
)
def test_the_same_side_and_both_sides_are_no_mirror_of_the_whole(first: str, now: str) -> None:
    assert doubts(follow_up(first, now)) == ()


@pytest.mark.parametrize(
    ("first", "now"),
    [
        ("abi r 0.92, abi l 0.98", "abi l 0.92, abi r 0.98"),
        ("achilles r 0, achilles l 1", "achilles l 0, achilles r 1"),
        ("hip ir r 20, hip ir l 28", "hip ir l 20, hip ir r 28"),
    ],
)
def test_two_legs_exchanged_outright_are_asked_about_once(first: str, now: str) -> None:
    (doubt,) = doubts(follow_up(first, now))
    assert doubt.key.side is L
    assert doubt.exchanges


@pytest.mark.parametrize(
    ("first", "now"),
    [
        ("abi r 0.92, abi l 0.98", "abi r 0.93, abi l 0.99"),
        ("tender distance r 8", "tender distance l 5"),
        ("tender distance r 8", "tender distance l 8, tender distance r 6"),
        ("calf girth r 36, calf girth l 36", "calf girth l 36"),
    ],
)
def test_other_values_are_no_exchange(first: str, now: str) -> None:
    assert doubts(follow_up(first, now)) == ()
