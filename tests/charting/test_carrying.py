"""As last time, card by card: what is carried, what never is, and what confirming leaves behind."""

from __future__ import annotations

import pytest

from pt_chart.charting.carrying import carry, confirm, earlier_answers, may_carry, unconfirmed
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.desk import VisitDesk
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from tests.ui import clinic

R = Side.RIGHT
ANGLE = FindingKey("slr_angle", R)
STRENGTH = FindingKey("myotome", R, "L5")


@pytest.fixture
def session() -> ClinicSession:
    """The second visit of the invented patient, just begun."""
    made = clinic.session()
    made.start_visit(made.store.episode("e1"))
    return made


def fields_of(session: ClinicSession, card: str) -> list[FieldDef]:
    """The fields of one card."""
    assert session.open is not None
    return [f for f in session.open.desk.vocabulary.fields.values() if f.card == card]


def desk_of(session: ClinicSession) -> VisitDesk:
    """The open visit."""
    assert session.open is not None
    return session.open.desk


def test_a_card_is_carried_alone_and_one_undo_takes_it_back(session: ClinicSession) -> None:
    desk = desk_of(session)
    card = desk.vocabulary.field(STRENGTH.id).card
    fields = fields_of(session, card)
    desk.set_answer(STRENGTH, Answer("3"))
    count = carry(desk, "Strength", fields)
    assert count == len(unconfirmed(desk, fields)) > 0
    assert desk.visit.answers[STRENGTH].value == "3"
    assert ANGLE not in desk.visit.answers
    assert desk.undo() == f"Strength: carried forward ({count})"
    assert unconfirmed(desk, fields) == []


def test_confirming_a_card_keeps_values_and_tells_who_and_from_which_day(
    session: ClinicSession,
) -> None:
    desk = desk_of(session)
    fields = fields_of(session, desk.vocabulary.field(ANGLE.id).card)
    carry(desk, "Straight leg raise", fields)
    before = {key: desk.visit.answers[key].value for key in unconfirmed(desk, fields)}
    assert confirm(desk, "Straight leg raise", fields) == len(before)
    for key, value in before.items():
        answer = desk.visit.answers[key]
        assert (answer.value, answer.origin) == (value, Origin.CONFIRMED)
        assert "confirmed as on Nov 3, 2026: " in answer.note
        assert answer.note.endswith(desk.clinician.signature)
    assert not [n for n in session.signing_needs() if "carried forward" in n.words]
    assert confirm(desk, "Straight leg raise", fields) == 0


def test_consent_red_flags_vital_signs_and_measures_are_never_carried(
    session: ClinicSession,
) -> None:
    desk = desk_of(session)
    anew = ("consent_exam", "consent_treatment", "chaperone", "bp_systolic", "temperature")
    fields = desk.vocabulary.fields.values()
    core = [f.id for f in fields if f.core or f.section == "measures"]
    assert core
    assert [name for name in (*anew, *core) if may_carry(desk.vocabulary, name)] == []
    assert may_carry(desk.vocabulary, "slr_angle")
    assert not may_carry(desk.vocabulary, "no_such_field")


def test_the_trace_of_another_visit_is_not_carried(session: ClinicSession) -> None:
    desk = desk_of(session)
    first = desk.previous[0]
    traced = Answer(48, note="rest normal: Somebody", origin=Origin.REST_NORMAL)
    typed = Answer("4", note="with knee bent")
    desk.previous = (first.with_answers({ANGLE: traced, STRENGTH: typed}),)
    fields = [desk.vocabulary.field(ANGLE.id), desk.vocabulary.field(STRENGTH.id)]
    assert ANGLE in earlier_answers(desk, fields)
    carry(desk, "Both", fields)
    assert desk.visit.answers[ANGLE].note == ""
    assert desk.visit.answers[STRENGTH].note == "with knee bent"
    confirm(desk, "Both", fields)
    assert desk.visit.answers[STRENGTH].note.endswith("; with knee bent")


def test_signing_names_carried_answers_card_by_card(session: ClinicSession) -> None:
    desk = desk_of(session)
    count = session.carry_forward()
    needs = [n for n in session.signing_needs() if "carried forward" in n.words]
    cards = {desk.vocabulary.field(key.id).card for key in desk.visit.answers}
    assert len(needs) == len(cards) < count
    assert any(" more on its card" in need.words for need in needs)


def test_a_text_that_did_not_fit_goes_with_undo(session: ClinicSession) -> None:
    desk = desk_of(session)
    desk.set_answer(ANGLE, Answer(50))
    desk.set_answer(STRENGTH, Answer("5"))
    desk.refuse(STRENGTH, "p5", "no grade", desk.recorded(STRENGTH))
    assert "'p5'" in desk.undo_label
    assert desk.undo().endswith("L5 RIGHT: 'p5' that did not fit")
    assert desk.refused(STRENGTH) is None
    assert desk.recorded(STRENGTH) == desk.visit.answers[STRENGTH]
    desk.refuse(STRENGTH, "p5", "no grade", desk.recorded(STRENGTH))
    desk.set_answer(ANGLE, Answer(60))
    assert "angle" in desk.undo().lower()
    assert desk.refused(STRENGTH) is not None
    desk.undo()
    assert desk.refused(STRENGTH) is None
    desk.undo()
    assert STRENGTH not in desk.visit.answers
