"""Workstations whose clocks differ: one time for all, and the one that is wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.server import server_clock
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.server_clock import ServerClock
from tests.fakes import THERAPIST, FakeClock
from tests.places import ServerPlace
from tests.store.samples import EPISODE, PASSWORD, PATIENT, SIGNATURE, new_visit
from tests.ui.clinic import definitions, documents, figures


def system() -> datetime:
    return datetime.now(UTC)


class Workstation:
    """The clock of a workstation, so many minutes ahead of the right one."""

    def __init__(self) -> None:
        self.ahead = 10

    def __call__(self) -> datetime:
        return system() + timedelta(minutes=self.ahead)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Workstation:
    """One that is ten minutes ahead; it is taken for the computer's own clock."""
    monkeypatch.setattr(server_clock, "_SAME", timedelta(hours=1))
    return Workstation()


@pytest.fixture
def wrong(place: ServerPlace, here: Workstation) -> Iterator[ChartServer]:
    """The chart there."""
    opened = place.open(THERAPIST.name, PASSWORD, clock=here)
    yield opened
    opened.abandon()


def test_a_busy_computer_still_knows_its_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds may go by between two looks at the time."""
    start, passed = system(), iter(range(0, 600, 7))

    class Slow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Slow:
            return cls.fromtimestamp((start + timedelta(seconds=next(passed))).timestamp(), tz)

    monkeypatch.setattr(server_clock, "datetime", Slow)
    clock = ServerClock(lambda: Slow.now(UTC))
    clock.heard(start - timedelta(hours=5))
    assert clock() < start - timedelta(hours=4), "the server's time counts"


def test_a_clock_that_is_ahead_is_told(wrong: ChartServer) -> None:
    assert "10 minutes ahead of the clinic's server" in wrong.clock_question
    assert wrong.clock_remark == "", "it stops nobody: days and times are the server's"
    assert abs(wrong.now() - system()) < timedelta(seconds=30)


def test_visits_and_answers_have_the_time_of_the_server(wrong: ChartServer) -> None:
    made = ClinicSession(wrong, definitions(), figures(), documents(), wrong.now)
    wrong.save_patient(PATIENT)
    wrong.save_episode(EPISODE)
    opened = made.start_visit(EPISODE)
    opened.desk.set_answer(FindingKey("nprs_now"), Answer(3))
    made.close_visit()
    stored = wrong.visit(opened.desk.visit.id)
    there = system()
    answered = stored.answers[FindingKey("nprs_now")].at
    for at in (stored.entered, answered):
        assert at is not None
        assert abs(at - there) < timedelta(seconds=60)
    assert stored.date == there.date()


def test_what_it_writes_has_the_time_of_the_server(wrong: ChartServer, place: ServerPlace) -> None:
    wrong.save_patient(replace(wrong.patient("patient-1"), phone="555 0199"))
    newest = wrong.audit()[0]
    assert abs(newest.at - system()) < timedelta(seconds=30)
    # The other workstation is right: nothing of the first one stops it.
    beside = place.open(THERAPIST.name, PASSWORD, clock=system)
    try:
        assert beside.clock_question == ""
        signed = beside.sign(beside.save_draft(new_visit()), SIGNATURE)
        assert signed.signature is not None
    finally:
        beside.abandon()


def test_a_clock_that_is_set_right_is_right(wrong: ChartServer, here: Workstation) -> None:
    here.ahead = 1
    wrong.save_patient(PATIENT)
    assert wrong.clock_question == ""


def test_who_administers_takes_it_as_it_is(wrong: ChartServer) -> None:
    ChartAdministration(wrong).accept_clock("the server is slow", PASSWORD)
    assert wrong.clock_question == ""


def test_a_made_up_clock_stays_as_it_is() -> None:
    made_up = FakeClock()
    clock = ServerClock(made_up)
    clock.heard(system())
    assert clock() == made_up()
    assert clock.remark == ""
