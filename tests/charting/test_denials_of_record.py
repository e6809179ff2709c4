"""Consent refused beside what was done is asked about, at the field and before signing."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.denials_of_record import EXAMINED, TREATED
from pt_chart.charting.disputes import dispute_at, let_both_stand
from pt_chart.charting.events import Part
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Treatment
from tests.ui import clinic

SLUMP = FindingKey("slump", Side.LEFT)


def opened() -> ClinicSession:
    """A session with a second visit open."""
    session = clinic.session()
    session.start_visit(session.store.episode("e1"))
    return session


def asked(session: ClinicSession, words: str) -> list[str]:
    """What signing needs that begins so."""
    return [one.words for one in session.signing_needs() if one.words.startswith(words)]


def test_an_examination_without_consent_is_asked_about() -> None:
    session = opened()
    assert session.open is not None
    desk, told = session.open.desk, "Consent to the examination is answered no"
    desk.set_answer(EXAMINED, Answer(value=False))
    assert not asked(session, told), "nothing was examined"
    desk.set_answer(SLUMP, Answer(value=False, origin=Origin.CARRIED))
    assert not asked(session, told), "carried, not found today"
    desk.set_answer(SLUMP, Answer(value=False))
    assert asked(session, told)
    assert dispute_at(desk, EXAMINED).startswith(told)
    let_both_stand(desk, EXAMINED, "agreed to the slump alone")
    assert not asked(session, told)
    desk.set_answer(EXAMINED, Answer(value=True))
    assert dispute_at(desk, EXAMINED) == ""


def test_a_treatment_without_consent_is_asked_about() -> None:
    session = opened()
    assert session.open is not None
    desk, told = session.open.desk, "Consent to treatment is answered no"
    desk.set_answer(TREATED, Answer(value=False))
    assert not asked(session, told)
    plan = replace(desk.visit.plan, treatments=(Treatment("Nerve slider"),))
    desk.edit("Treat", replace(desk.visit, plan=plan), parts=(Part.PLAN,))
    assert "“Nerve slider”" in asked(session, told)[0]
    desk.undo()
    assert not asked(session, told)
