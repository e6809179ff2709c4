"""A chaperone who was accepted has a name, or the note and the signing say that it is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pt_chart.charting.care.edits import write_frame
from pt_chart.charting.care.plan_needs import WHO_CHAPERONED
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.narrative.writing import write_note
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.narrative.plain_text import note_text
from tests.ui import clinic

CHAPERONE = FindingKey("chaperone")


@pytest.fixture
def session() -> ClinicSession:
    """The small clinic."""
    return clinic.session()


@pytest.fixture
def opened(session: ClinicSession) -> OpenVisit:
    """A visit begun now."""
    return session.start_visit(session.store.episode("e1"))


def asked(session: ClinicSession) -> bool:
    return any(one.words == WHO_CHAPERONED for one in session.signing_needs())


def test_a_name_that_is_missing_is_told_and_asked_for(
    session: ClinicSession, opened: OpenVisit
) -> None:
    opened.desk.set_answer(CHAPERONE, Answer("offered_accepted"))
    assert "Chaperone: accepted (name not recorded)." in note_text(write_note(session, opened))
    assert asked(session)
    frame = replace(opened.desk.visit.administration, chaperone_name="Tam Orrel")
    write_frame(opened.desk, "Chaperone", frame)
    text = note_text(write_note(session, opened))
    assert "name not recorded" not in text
    assert "Chaperone: Tam Orrel." in text
    assert not asked(session)


@pytest.mark.parametrize("value", ["offered_declined", "not_needed"])
def test_without_a_chaperone_no_name_is_asked_for(
    session: ClinicSession, opened: OpenVisit, value: str
) -> None:
    opened.desk.set_answer(CHAPERONE, Answer(value))
    assert "name not recorded" not in note_text(write_note(session, opened))
    assert not asked(session)


def test_a_name_in_the_remark_counts(session: ClinicSession, opened: OpenVisit) -> None:
    opened.desk.set_answer(CHAPERONE, Answer("offered_accepted", note="Tam Orrel"))
    assert "Chaperone: accepted (Tam Orrel)." in note_text(write_note(session, opened))
    assert not asked(session)
