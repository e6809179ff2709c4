"""When a visit was first written down is what the log knows, whatever the clock said then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pt_chart.charting.errors import NotAllowed
from pt_chart.clinical.visit import Visit
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import Place
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def chart(place: Place, clock: FakeClock) -> Iterator[StoredChart]:
    """An open chart whose clock the test sets."""
    opened = place.create(THERAPIST, PASSWORD, clock)
    opened.save_patient(PATIENT)
    opened.save_episode(EPISODE)
    yield opened
    opened.abandon()


def test_a_visit_begun_while_the_clock_was_behind_is_a_late_entry(
    chart: StoredChart, place: Place, clock: FakeClock
) -> None:
    chart.close()
    clock.now = NOON - timedelta(days=5)
    back = place.open(THERAPIST.name, PASSWORD, clock=clock)
    told = new_visit(date=date(2026, 11, 5), entered=clock.now)
    draft = back.save_draft(told)
    assert draft.late
    # Said anew, it stays what it was.
    draft = back.save_draft(replace(draft, entered=told.entered))
    assert back.visit(draft.id).late
    back.close()
    clock.now = NOON + timedelta(minutes=5)
    right = place.open(THERAPIST.name, PASSWORD, clock=clock)
    stored = right.visit(draft.id)
    assert stored.late
    for claimed in (stored, replace(stored, entered=told.entered)):
        with pytest.raises(NotAllowed, match="Late entry for Nov 5"):
            right.sign(claimed, SIGNATURE)
    why = replace(stored, late_reason="the computer was away")
    assert right.sign(why, SIGNATURE).late
    assert ChartAdministration(right, CHEAP).verify().problems == ()
    right.close()


@pytest.mark.parametrize("stored_first", [True, False])
def test_a_visit_of_another_year_is_marked_by_the_store_itself(
    chart: StoredChart, stored_first: bool
) -> None:
    visit = new_visit(date=date(2019, 5, 6))
    assert visit.entered is None
    signed = chart.sign(chart.save_draft(visit) if stored_first else visit, SIGNATURE)
    assert signed.late
    assert signed.entered is not None
    assert signed.entered.date() == NOON.date()


def test_a_day_that_is_still_to_come_is_not_signed(chart: StoredChart) -> None:
    draft = chart.save_draft(new_visit(date=date(2031, 1, 2)))
    with pytest.raises(NotAllowed, match="still to come"):
        chart.sign(draft, SIGNATURE)
    assert not chart.visit(draft.id).signed


def test_what_was_begun_on_another_day_and_stored_later_is_late(
    chart: StoredChart, clock: FakeClock
) -> None:
    """As on a workstation whose server was away over night."""
    clock.advance(86_400)
    draft = chart.save_draft(new_visit(entered=NOON))
    assert draft.late
    with pytest.raises(NotAllowed):
        chart.sign(replace(draft, entered=NOON), SIGNATURE)


def test_a_visit_of_the_day_is_as_it_was_said(chart: StoredChart) -> None:
    told: Visit = new_visit(entered=NOON)
    draft = chart.save_draft(told)
    assert draft.entered == NOON
    assert not chart.sign(draft, SIGNATURE).late
