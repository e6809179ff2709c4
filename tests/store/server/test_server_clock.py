"""Workstations whose clocks differ: one time for all, and the one that is wrong is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from pt_chart.charting.errors import ClockWrong
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.server import ledger
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.server_clock import ServerClock
from tests.fakes import THERAPIST, FakeClock
from tests.places import ServerPlace
from tests.store.samples import PASSWORD, SIGNATURE, new_visit

USUAL = str(ledger._BEGIN)


def system() -> datetime:
    return datetime.now(UTC)


def shifted(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    """As seen from here the server's clock is some minutes away."""
    there = f"clock_timestamp() + interval '{minutes} minutes'"
    monkeypatch.setattr(ledger, "_BEGIN", text(USUAL.replace("clock_timestamp()", there)))


@pytest.fixture
def wrong(place: ServerPlace, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChartServer]:
    """A chart at a workstation whose clock is ten minutes ahead."""
    shifted(monkeypatch, -10)
    opened = place.open(THERAPIST.name, PASSWORD, clock=system)
    yield opened
    opened.abandon()


def test_a_clock_that_is_ahead_is_told_and_signs_nothing(wrong: ChartServer) -> None:
    assert "10 minutes ahead of the clinic's server" in wrong.clock_remark
    draft = wrong.save_draft(new_visit())
    with pytest.raises(ClockWrong, match="10 minutes ahead"):
        wrong.sign(draft, SIGNATURE)


def test_what_it_writes_has_the_time_of_the_server(
    wrong: ChartServer, place: ServerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong.save_patient(replace(wrong.patient("patient-1"), phone="555 0199"))
    newest = wrong.audit()[0]
    there = system() - timedelta(minutes=10)
    assert abs(newest.at - there) < timedelta(seconds=30)
    # The other workstation is right: nothing of the first one stops it.
    monkeypatch.setattr(ledger, "_BEGIN", text(USUAL))
    beside = place.open(THERAPIST.name, PASSWORD, clock=system)
    try:
        assert beside.clock_remark == ""
        signed = beside.sign(beside.save_draft(new_visit()), SIGNATURE)
        assert signed.signature is not None
    finally:
        beside.abandon()


def test_a_clock_that_is_set_right_is_right(
    wrong: ChartServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shifted(monkeypatch, 1)
    draft = wrong.save_draft(new_visit())
    assert wrong.clock_remark == ""
    assert wrong.sign(draft, SIGNATURE).signature is not None


def test_who_administers_takes_it_as_it_is(wrong: ChartServer) -> None:
    ChartAdministration(wrong).accept_clock("the server is slow", PASSWORD)
    assert wrong.clock_remark == ""
    assert wrong.sign(wrong.save_draft(new_visit()), SIGNATURE).signature is not None


def test_a_made_up_clock_stays_as_it_is() -> None:
    made_up = FakeClock()
    clock = ServerClock(made_up)
    clock.heard(system())
    assert clock() == made_up()
    assert clock.remark == ""
