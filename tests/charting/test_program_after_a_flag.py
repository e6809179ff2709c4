"""A flag of an earlier visit reaches the home program until it is asked again or cleared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.paperwork import (
    ProgramRefused,
    card_of,
    case_of_visit,
    letter_of,
    program_paper,
)
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.charting.program_facts import standing_flags
from pt_chart.charting.program_needs import program_needs
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.clinical.reasoning.acknowledged import SAME_DAY, basis_of
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment
from pt_chart.documents import safety_net
from tests.documents import reading
from tests.fakes import FakeClock
from tests.ui import clinic

FACE = FindingKey("face_droop")
DROP = FindingKey("foot_drop", Side.LEFT)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the tests move."""
    return FakeClock()


@pytest.fixture
def session(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> ClinicSession:
    monkeypatch.setattr(ClinicSession, "signing_needs", lambda _self: ())
    return clinic.session(clock)


def visit(
    session: ClinicSession, clock: FakeClock, answers: dict[FindingKey, bool], *, cleared: str = ""
) -> None:
    """A visit with these answers, signed; two days go by."""
    opened = session.start_visit(session.store.episode("e1"))
    for key, value in answers.items():
        opened.desk.set_answer(key, Answer(value))
    if cleared:
        who = "Dr. Lee, seen on Nov 4"
        done = FlagAcknowledgment(cleared, "", "seen", "u", clock.now, (), who)
        opened.desk.edit(
            "Clear", replace(opened.desk.visit, acknowledgments=(done,)), parts=(), origin=None
        )
    session.sign()
    session.close_visit()
    clock.now += timedelta(days=2)


def today(session: ClinicSession) -> OpenVisit:
    """A visit begun now, with a walk as its program."""
    opened = session.start_visit(session.store.episode("e1"))
    library = session.definitions.library
    ProgramEdits(opened.desk).add_exercise(library.exercises["walking_program"], Side.BOTH)
    return opened


def handout(session: ClinicSession, opened: OpenVisit) -> HandoutContent:
    made = program_paper(case_of_visit(session, opened), session.definitions, session.figures)
    (part,) = made.parts
    assert isinstance(part, HandoutContent)
    return part


def test_an_empty_visit_wipes_no_emergency(session: ClinicSession, clock: FakeClock) -> None:
    visit(session, clock, {FACE: True})
    visit(session, clock, {})
    opened = today(session)
    assert "stroke" in {flag.id for flag in standing_flags(opened.desk, opened.live)}
    with pytest.raises(ProgramRefused) as refused:
        handout(session, opened)
    assert any("Emergency of an earlier visit" in str(one) for one in refused.value.problems)
    opened.desk.set_answer(FACE, Answer(value=False))
    assert "stroke" not in {flag.id for flag in standing_flags(opened.desk, opened.live)}


def test_what_was_answered_no_is_asked_again(session: ClinicSession, clock: FakeClock) -> None:
    retention = FindingKey("urinary_retention")
    opened = session.start_visit(session.store.episode("e1"))
    opened.desk.set_answer(retention, Answer(value=True))
    opened.desk.set_answer(FindingKey("ces_symptom_course"), Answer("new"))
    session.sign()
    session.close_visit()
    clock.now += timedelta(days=2)
    opened = today(session)
    assert "cauda_equina" in {flag.id for flag in standing_flags(opened.desk, opened.live)}
    opened.desk.set_answer(retention, Answer(value=False))
    assert "cauda_equina" not in {flag.id for flag in standing_flags(opened.desk, opened.live)}
    assert handout(session, opened).exercises


def test_who_cleared_it_ends_it(session: ClinicSession, clock: FakeClock) -> None:
    visit(session, clock, {FACE: True})
    visit(session, clock, {}, cleared="stroke")
    opened = today(session)
    assert "stroke" not in {flag.id for flag in standing_flags(opened.desk, opened.live)}


def test_cleared_today_by_name_the_program_is_given_until_a_new_sign_comes(
    session: ClinicSession,
) -> None:
    opened = today(session)
    desk = opened.desk
    desk.set_answer(FACE, Answer(value=True))
    (flag,) = (one for one in opened.live.current.flags if one.id == "stroke")
    needs = program_needs(desk, opened.live, session.definitions.library)
    assert any("is open" in one for one in needs)

    def record(action: str, reason: str, cleared_by: str) -> None:
        done = FlagAcknowledgment(
            flag.id, action, reason, "u", session.clock(), basis_of(flag), cleared_by
        )
        made = replace(desk.visit, acknowledgments=(done,))
        desk.edit("Record", made, parts=(), origin=None)

    record("911 called", "", "")
    assert program_needs(desk, opened.live, session.definitions.library) == needs
    record("", "seen by the stroke team, old palsy", "Dr. Lee, today 14:10")
    assert not program_needs(desk, opened.live, session.definitions.library)
    assert handout(session, opened).exercises
    desk.set_answer(FindingKey("sudden_arm_weakness"), Answer(value=True))
    assert any(
        "is open" in one for one in program_needs(desk, opened.live, session.definitions.library)
    )


def test_a_milder_step_of_today_or_between_hides_no_earlier_emergency(
    session: ClinicSession, clock: FakeClock
) -> None:
    known = FindingKey("known_aneurysm")
    pain = {FindingKey("sudden_onset"): True, FindingKey("back_pain"): True}
    visit(session, clock, {known: True, FindingKey("severe_pain"): True, **pain})
    visit(session, clock, {known: True})
    opened = today(session)
    opened.desk.set_answer(known, Answer(value=True))
    standing = {flag.id: flag.tier for flag in standing_flags(opened.desk, opened.live)}
    assert standing["aortic_aneurysm"] in SAME_DAY


def test_a_clearance_that_a_new_sign_overtook_clears_nothing(
    session: ClinicSession, clock: FakeClock
) -> None:
    opened = session.start_visit(session.store.episode("e1"))
    desk = opened.desk
    desk.set_answer(FACE, Answer(value=True))
    (flag,) = (one for one in opened.live.current.flags if one.id == "stroke")
    done = FlagAcknowledgment(
        "stroke", "", "old palsy, seen", "u", session.clock(), basis_of(flag), "Dr. Lee, today"
    )
    made = replace(desk.visit, acknowledgments=(done,))
    desk.edit("Record", made, parts=(), origin=None)
    desk.set_answer(FindingKey("sudden_arm_weakness"), Answer(value=True))
    session.sign()
    session.close_visit()
    clock.now += timedelta(days=2)
    again = today(session)
    assert "stroke" in {flag.id for flag in standing_flags(again.desk, again.live)}


def test_card_and_letter_speak_of_what_is_not_cleared(session: ClinicSession) -> None:
    opened = today(session)
    desk = opened.desk
    desk.set_answer(FACE, Answer(value=True))
    (flag,) = (one for one in opened.live.current.flags if one.id == "stroke")
    desk.set_answer(FindingKey("urinary_retention"), Answer(value=True))
    done = FlagAcknowledgment(
        "stroke", "", "old palsy, seen", "u", session.clock(), basis_of(flag), "Dr. Lee, today"
    )
    made = replace(desk.visit, acknowledgments=(done,))
    desk.edit("Record", made, parts=(), origin=None)
    case = case_of_visit(session, opened)
    assert "stroke" not in card_of(case, session.definitions).desk_sentence
    assert "Stroke" not in letter_of(case, session.definitions).headline


def test_the_next_sheet_still_sends_to_the_doctor(session: ClinicSession, clock: FakeClock) -> None:
    visit(session, clock, {DROP: True})
    opened = today(session)
    case = case_of_visit(session, opened)
    urgent = {flag.id for flag in case.standing}
    assert urgent
    assert handout(session, opened).main_message.startswith("See a doctor in the next days")
    for flag in case.standing:
        for key in flag.keys:
            opened.desk.set_answer(key, Answer(value=False))
    assert not {flag.id for flag in case_of_visit(session, opened).standing} & {"foot_drop"}


def test_a_card_tells_today_alone_and_carries_what_was_added_after_signing(
    session: ClinicSession, clock: FakeClock
) -> None:
    visit(session, clock, {FindingKey("osteoporosis"): True, DROP: True})
    opened = today(session)
    opened.desk.set_answer(FindingKey("urinary_retention"), Answer(value=True))
    card = card_of(case_of_visit(session, opened), session.definitions)
    assert card.added == ()
    letter = letter_of(case_of_visit(session, opened), session.definitions)
    told = {row.asked: row.state for row in letter.asked}
    assert told.get("Foot drop", "not_asked") == "not_asked"
    case = replace(case_of_visit(session, opened), addenda=("Addendum of Nov 5, 2026: left leg.",))
    card = card_of(case, session.definitions)
    for large in (False, True):
        assert "left leg." in reading.words(safety_net.render(card, large=large))
