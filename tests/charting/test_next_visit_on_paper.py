"""The handout says the next visit as typed on the plan, else as booked, else nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pt_chart.charting.bookings import book
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import ServerLost
from pt_chart.charting.events import Part
from pt_chart.charting.paperwork import case_of_visit
from pt_chart.clinical.care.episode_log import NextVisit
from pt_chart.clinical.program.dates import visit_words
from tests.fakes import FakeClock
from tests.ui.clinic import session as make_session


@pytest.fixture
def session() -> ClinicSession:
    made = make_session(FakeClock())
    made.open_visit(next(row for row in made.store.drafts()).visit_id)
    return made


def said(session: ClinicSession) -> str:
    assert session.open is not None
    return case_of_visit(session, session.open).next_visit


def plan_says(session: ClinicSession, words: str) -> None:
    assert session.open is not None
    desk = session.open.desk
    plan = replace(desk.visit.plan, next_visit=words)
    desk.edit("Next visit", replace(desk.visit, plan=plan), parts=(Part.PLAN,))


def test_what_is_booked_prints_unless_the_plan_says_otherwise(session: ClinicSession) -> None:
    assert session.open is not None
    desk = session.open.desk
    plan_says(session, " ")
    assert said(session) == ""
    day = desk.visit.date + timedelta(days=9)
    who, now = session.clinician.id, session.clock()
    book(session.store, desk.episode.id, NextVisit(desk.visit.date, "08:00"), who, now)
    assert said(session) == ""
    book(session.store, desk.episode.id, NextVisit(day, "14:05"), who, now)
    assert said(session) == visit_words(day, "14:05")
    assert said(session).endswith(", at 2:05 pm")
    plan_says(session, "Friday, with Bram")
    assert said(session) == "Friday, with Bram"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("", "Monday, Nov 30, 2026"),
        ("09:30", "Monday, Nov 30, 2026, at 9:30 am"),
        ("12:00", "Monday, Nov 30, 2026, at 12:00 pm"),
        ("00:15", "Monday, Nov 30, 2026, at 12:15 am"),
        ("23:59", "Monday, Nov 30, 2026, at 11:59 pm"),
    ],
)
def test_a_visit_in_words(at: str, words: str) -> None:
    assert visit_words(date(2026, 11, 30), at) == words


def test_a_server_that_is_away_keeps_the_handout_from_nobody(
    session: ClinicSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_asked: object) -> None:
        raise ServerLost

    monkeypatch.setattr(session.store, "next_visits", away)
    assert said(session) == ""
