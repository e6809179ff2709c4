"""A signed note says what stood at its signature, whatever is entered afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pt_chart.charting.care.edits import make_treatment, write_plan
from pt_chart.charting.care.episode_edits import change_episode
from pt_chart.charting.care.payer_rule import SETTING
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.clinical_papers import report
from pt_chart.charting.episode_entries import correct, new_entry
from pt_chart.charting.narrative.writing import later_entries, write_note
from pt_chart.charting.signing import signed
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    EpisodeEntry,
    EpisodeRecord,
    UnitRule,
)
from pt_chart.clinical.narrative.plain_text import note_text
from tests.fakes import FakeClock
from tests.ui import clinic


@pytest.fixture
def clock() -> FakeClock:
    """A clock that the tests move."""
    return FakeClock()


@pytest.fixture
def session(clock: FakeClock) -> ClinicSession:
    """The small clinic, with a payer's choice of rule in its settings."""
    made = clinic.session(clock)
    made.store.save_setting(SETTING, "cms")
    return made


def treated(session: ClinicSession) -> OpenVisit:
    opened = session.start_visit(session.store.episode("e1"))
    given = tuple(
        make_treatment(name, "", minutes, None, "", code=code, timed=True)
        for name, minutes, code in (("Press-up", "33", "EXER1"), ("Slider", "7", "NEUR1"))
    )
    plan = replace(opened.desk.visit.plan, treatments=given)
    write_plan(opened.desk, "Given", plan)
    return opened


def enter(session: ClinicSession, opened: OpenVisit, record: EpisodeRecord) -> EpisodeEntry:
    episode = opened.desk.episode.id
    return new_entry(session.store, episode, record, session.clinician.id, session.clock())


def signed_now(
    session: ClinicSession, opened: OpenVisit, monkeypatch: pytest.MonkeyPatch
) -> OpenVisit:
    """Signed without the questions that other tests ask about."""
    monkeypatch.setattr(ClinicSession, "signing_needs", lambda _self: ())
    session.sign()
    return session.open_visit(opened.desk.visit.id)


def test_the_note_has_the_units_of_the_rule_that_the_clinic_chose(session: ClinicSession) -> None:
    text = note_text(write_note(session, treated(session)))
    assert "Timed minutes 40" in text
    assert "Medicare 8-minute rule" in text
    assert "EXER1 x 2, NEUR1 x 1" in text


def test_nothing_entered_later_gets_into_a_signed_note(
    session: ClinicSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = treated(session)
    day = opened.desk.visit.date
    call = enter(session, opened, Contact(day, ContactKind.CALL_FROM_PATIENT, about="before"))
    opened = signed_now(session, opened, monkeypatch)
    assert later_entries(session, opened) == ()
    before = note_text(write_note(session, opened))
    printed = report(session, opened).note
    assert "before" in before
    clock.now += timedelta(hours=1)
    enter(session, opened, Authorization("Plan B", unit_rule=UnitRule.MIDPOINT))
    enter(session, opened, Contact(day, ContactKind.CALL_TO_PATIENT, about="afterwards"))
    corrected = Contact(day, ContactKind.CALL_FROM_PATIENT, about="corrected")
    correct(session.store, call, corrected, session.clinician.id, clock())
    session.store.save_setting(SETTING, "midpoint")
    again = session.open_visit(opened.desk.visit.id)
    assert again.desk.visit.administration.unit_rule is UnitRule.CMS
    assert note_text(write_note(session, again)) == before
    assert report(session, again).note == printed
    assert [one.split(": ")[1] for one in later_entries(session, again)] == [
        "authorization entered",
        "contact entered",
        "contact corrected",
    ]


def test_what_came_later_is_told_in_the_next_note(
    session: ClinicSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = treated(session)
    day = opened.desk.visit.date
    enter(session, opened, Contact(day, ContactKind.CALL_FROM_PATIENT, about="told already"))
    opened = signed_now(session, opened, monkeypatch)
    clock.now += timedelta(hours=1)
    enter(session, opened, Contact(day, ContactKind.CALL_TO_PATIENT, about="afterwards"))
    clock.now += timedelta(days=2)
    text = note_text(write_note(session, session.start_visit(session.store.episode("e1"))))
    assert "afterwards" in text
    assert "told already" not in text


def test_a_visit_signed_before_rules_were_kept_has_that_of_its_log(
    session: ClinicSession, clock: FakeClock
) -> None:
    opened = treated(session)
    enter(session, opened, Authorization("Plan A", unit_rule=UnitRule.MIDPOINT))
    final, signature = signed(opened.desk.visit, session.clinician, clock, "")
    opened.desk.saver.finish()
    session.store.sign(replace(final, revision=opened.desk.saver.revision), signature)
    clock.now += timedelta(hours=1)
    enter(session, opened, Authorization("Plan B", unit_rule=UnitRule.CMS))
    text = note_text(write_note(session, session.open_visit(final.id)))
    assert "Midpoint rule" in text


def test_an_episode_that_is_changed_later_leaves_a_signed_note_alone(
    session: ClinicSession, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = treated(session)
    change_episode(
        session, opened, replace(opened.desk.episode, onset="Oct 1, 2026", precautions=("latex",))
    )
    opened = signed_now(session, opened, monkeypatch)
    before = report(session, opened)
    assert before.episode.precautions == ("latex",)
    text = note_text(write_note(session, opened))
    for precautions in (("latex", "blood thinner"), ()):
        clock.now += timedelta(hours=1)
        new = replace(opened.desk.episode, complaint="other words", precautions=precautions)
        assert change_episode(session, opened, new)
    assert session.store.episode("e1").precautions == ()
    again = session.open_visit(opened.desk.visit.id)
    assert note_text(write_note(session, again)) == text
    assert report(session, again).episode == before.episode
    assert [one.split(": ")[1] for one in later_entries(session, again)] == ["episode changed"] * 2
    draft = session.start_visit(session.store.episode("e1"))
    assert "other words" in note_text(write_note(session, draft))
