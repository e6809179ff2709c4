"""A clock that was set back or ahead: no signature under a false time, and a way out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import ClockWrong, WrongPassword
from pt_chart.clinical.program.dates import date_words
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST, FakeClock
from tests.places import Place
from tests.store.samples import CHEAP, PASSWORD, SIGNATURE, new_visit

LONG_AGO = datetime(2020, 3, 1, 10, tzinfo=UTC)


def test_unlocking_twice_with_a_clock_set_back_signs_nothing(
    chart: StoredChart, place: Place
) -> None:
    chart.close()
    for _ in range(3):
        back = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(LONG_AGO))
        assert "behind" in back.clock_remark
        with pytest.raises(ClockWrong):
            back.sign(new_visit(), SIGNATURE)
        back.close()


def test_the_latest_time_is_found_in_whatever_zone(chart: StoredChart, place: Place) -> None:
    from datetime import timezone

    now = chart._ledger.now
    chart.close()
    east = timezone(timedelta(hours=14))
    for at in (now + timedelta(hours=20), (now + timedelta(hours=10)).astimezone(east)):
        place.open(THERAPIST.id, PASSWORD, clock=FakeClock(at)).close()
    late = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(now + timedelta(hours=12)))
    assert "8 hours behind" in late.clock_remark
    late.close()


def test_a_clock_that_was_ahead_is_accepted_as_right_with_a_reason(
    chart: StoredChart, place: Place
) -> None:
    now = chart._ledger.now
    chart.close()
    ahead = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(now + timedelta(days=3650)))
    assert "3650 days ahead" in ahead.clock_question
    told = [line.entry.action for line in ahead.audit(limit=2)]
    assert told == [AuditAction.UNLOCK, AuditAction.CLOCK]
    ahead.close()
    again = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(now))
    with pytest.raises(ClockWrong):
        again.sign(new_visit(), SIGNATURE)
    administration = ChartAdministration(again, CHEAP)
    with pytest.raises(ValueError, match="reason"):
        administration.accept_clock(" ", PASSWORD)
    with pytest.raises(WrongPassword):
        administration.accept_clock("the battery was flat", "wrong")
    administration.accept_clock("the battery was flat", PASSWORD)
    assert again.clock_remark == ""
    assert again.sign(new_visit(), SIGNATURE).signed
    line = next(one for one in again.audit() if one.entry.action is AuditAction.CLOCK)
    assert line.entry.detail.endswith("the battery was flat")
    assert administration.verify().sound
    again.close()
    later = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(now + timedelta(minutes=5)))
    assert later.clock_remark == ""
    later.close()


def test_a_pause_of_some_holidays_is_not_asked_about(chart: StoredChart, place: Place) -> None:
    now = chart._ledger.now
    chart.close()
    after = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(now + timedelta(days=6)))
    assert after.clock_question == ""
    after.close()


def test_a_longer_one_is_with_the_last_time_that_is_known(chart: StoredChart, place: Place) -> None:
    now = chart._ledger.now
    chart.close()
    after = place.open(THERAPIST.id, PASSWORD, clock=FakeClock(now + timedelta(days=8)))
    assert (
        f"8 days ahead of the last entry of the log, {date_words(now)} {now:%H:}"
        in after.clock_question
    )
    after.close()
