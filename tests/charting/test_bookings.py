"""Next visits: what people type, and every store listing, moving, missing and cancelling them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pt_chart.charting.bookings import book, cancel, miss, read_booking
from pt_chart.charting.episode_entries import correct, new_entry, strike
from pt_chart.charting.merging import carry_out, plan_merge
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.care.episode_log import Booking, ContactKind, NextVisit, Referral
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit, VisitKind
from tests.fakes import THERAPIST
from tests.places import EVERY_STORE, empty_store
from tests.store.samples import EPISODE, NOON, PATIENT

TODAY = NOON.date()
WHO = THERAPIST.id
SECOND = Patient("patient-2", "20999", "Zweitname", "Ada", date(1982, 4, 14))
HERS = Episode("episode-2", SECOND.id, "shoulder pain", None, date(2026, 1, 5), planned_visits=6)


@pytest.fixture(params=EVERY_STORE)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChartStore]:
    """A store of each kind with two people."""
    with empty_store(request, tmp_path) as made:
        for patient, episode in ((PATIENT, EPISODE), (SECOND, HERS)):
            made.save_patient(patient)
            made.save_episode(episode)
        yield made


def lines(store: ChartStore, days: int = 30, *, unbegun: bool = False) -> list[tuple[str, str]]:
    """Patient and time of what is booked around today."""
    span = timedelta(days)
    found = store.booked_between(TODAY - span, TODAY + span, unbegun=unbegun)
    return [(row.patient.id, f"{row.visit.day:%m-%d} {row.visit.at}".strip()) for row in found]


def begin(store: ChartStore, episode: str, day: date, ident: str = "v") -> None:
    """A visit of an episode on a day."""
    store.save_draft(Visit(ident, episode, VisitKind.EVALUATION, day))


def test_a_day_is_listed_by_time_and_one_without_a_time_last(store: ChartStore) -> None:
    new_entry(store, EPISODE.id, NextVisit(TODAY), WHO, NOON)
    new_entry(store, HERS.id, NextVisit(TODAY, "14:15"), WHO, NOON)
    new_entry(store, EPISODE.id, NextVisit(TODAY, "08:30"), WHO, NOON)
    new_entry(store, EPISODE.id, NextVisit(TODAY + timedelta(1), "07:00"), WHO, NOON)
    times = [row.visit.at for row in store.booked_between(TODAY, TODAY)]
    assert times == ["08:30", "14:15", ""]
    row = store.booked_between(TODAY, TODAY)[1]
    assert (row.patient, row.complaint, row.planned) == (SECOND, "shoulder pain", 6)
    assert (row.seen, row.begun) == (0, False)


def test_a_visit_begun_that_day_answers_the_booking(store: ChartStore) -> None:
    book(store, EPISODE.id, NextVisit(TODAY, "08:30"), WHO, NOON)
    book(store, HERS.id, NextVisit(TODAY, "09:00"), WHO, NOON)
    begin(store, EPISODE.id, TODAY)
    first, second = store.booked_between(TODAY, TODAY)
    assert (first.begun, first.seen, second.begun) == (True, 1, False)
    assert lines(store, unbegun=True) == [(SECOND.id, f"{TODAY:%m-%d} 09:00")]


def test_a_visit_of_another_day_or_episode_answers_nothing(store: ChartStore) -> None:
    book(store, EPISODE.id, NextVisit(TODAY, "08:30"), WHO, NOON)
    begin(store, EPISODE.id, TODAY - timedelta(1), "v1")
    begin(store, HERS.id, TODAY, "v2")
    assert lines(store, unbegun=True) == [(PATIENT.id, f"{TODAY:%m-%d} 08:30")]


def test_late_is_past_or_earlier_today_and_not_begun(store: ChartStore) -> None:
    for day, at in ((TODAY - timedelta(2), ""), (TODAY, "11:59"), (TODAY, "12:00"), (TODAY, "")):
        new_entry(store, EPISODE.id, NextVisit(day, at), WHO, NOON)
    found = store.booked_between(TODAY - timedelta(9), TODAY)
    now = datetime.combine(TODAY, time(12), NOON.tzinfo)
    assert [row.late(now) for row in found] == [True, True, False, False]


def test_a_booking_moves_and_both_are_kept(store: ChartStore) -> None:
    first = book(store, EPISODE.id, NextVisit(TODAY, "15:00"), WHO, NOON)
    second = book(store, EPISODE.id, NextVisit(TODAY + timedelta(7), "09:00"), WHO, NOON)
    log = store.episode_log(EPISODE.id)
    assert log.bookings == (second,)
    assert [one.version for one in log.versions(first.id)] == [1, 2]
    same_day = book(store, EPISODE.id, NextVisit(TODAY + timedelta(7), "10:00"), WHO, NOON)
    assert (same_day.id, same_day.version) == (second.id, 2)
    assert lines(store, unbegun=True) == [(PATIENT.id, f"{TODAY + timedelta(7):%m-%d} 10:00")]


def test_an_unanswered_one_of_the_past_stays_until_it_is_settled(store: ChartStore) -> None:
    old = new_entry(store, EPISODE.id, NextVisit(TODAY - timedelta(3), "10:00"), WHO, NOON)
    book(store, EPISODE.id, NextVisit(TODAY + timedelta(4)), WHO, NOON)
    assert len(lines(store, unbegun=True)) == 2
    miss(store, old, WHO, NOON)
    (missed,) = store.episode_log(EPISODE.id).contacts
    assert (missed.day, missed.kind) == (TODAY - timedelta(3), ContactKind.MISSED)
    assert len(lines(store, unbegun=True)) == 1
    states = [row.visit.state for row in store.booked_between(TODAY - timedelta(9), TODAY)]
    assert states == [Booking.MISSED]


def test_a_cancelled_or_struck_one_is_booked_no_more(store: ChartStore) -> None:
    cancel(store, book(store, EPISODE.id, NextVisit(TODAY, "10:00"), WHO, NOON), WHO, NOON)
    wrong = new_entry(store, HERS.id, NextVisit(TODAY, "11:00"), WHO, NOON)
    strike(store, wrong, "wrong patient", WHO, NOON)
    assert lines(store, unbegun=True) == []
    assert [row.visit.state for row in store.booked_between(TODAY, TODAY)] == [Booking.CANCELLED]


def test_another_day_under_the_same_id_is_refused(store: ChartStore) -> None:
    entry = book(store, EPISODE.id, NextVisit(TODAY, "10:00"), WHO, NOON)
    with pytest.raises(ValueError, match="by a new entry"):
        correct(store, entry, NextVisit(TODAY + timedelta(1)), WHO, NOON)


def test_next_visits_gives_the_first_to_come_of_each_patient(store: ChartStore) -> None:
    for day in (9, 2, -3):
        booked = NextVisit(TODAY + timedelta(day), "10:00")
        new_entry(store, EPISODE.id, booked, WHO, NOON)
    asked = store.next_visits([PATIENT.id, SECOND.id], TODAY)
    assert asked == {PATIENT.id: NextVisit(TODAY + timedelta(2), "10:00")}
    assert store.next_visits([], TODAY) == {}


def test_a_merged_record_brings_what_was_booked_for_it(store: ChartStore) -> None:
    book(store, HERS.id, NextVisit(TODAY, "10:00"), WHO, NOON)
    carry_out(store, plan_merge(store, PATIENT.id, SECOND.id), frozenset(), "one person")
    assert set(store.next_visits([PATIENT.id], TODAY)) == {PATIENT.id}
    assert [row.patient.id for row in store.booked_between(TODAY, TODAY)] == [PATIENT.id]


def test_referrals_wait_until_they_are_closed_answered_ones_first(store: ChartStore) -> None:
    begin(store, EPISODE.id, TODAY)
    sent = Referral(TODAY - timedelta(9), "Dr. Vale")
    answered = Referral(TODAY - timedelta(5), "Dr. Ahn", answered=TODAY, answer="MRI")
    entry = new_entry(store, EPISODE.id, sent, WHO, NOON)
    new_entry(store, EPISODE.id, answered, WHO, NOON)
    new_entry(store, HERS.id, sent, WHO, NOON)  # not seen lately
    found = store.open_referrals(TODAY - timedelta(90))
    assert [row.referral.to for row in found] == ["Dr. Ahn", "Dr. Vale"]
    correct(store, entry, replace(sent, closed=True), WHO, NOON)
    assert len(store.open_referrals(TODAY - timedelta(90))) == 1


TUESDAY = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("typed", "day", "at"),
    [
        ("28 Nov 10:00", date(2026, 11, 28), "10:00"),
        ("28 november", date(2026, 11, 28), ""),
        ("Nov 28, 2026 at 2:30 pm", date(2026, 11, 28), "14:30"),
        ("Sat 28 Nov, 9 am", date(2026, 11, 28), "09:00"),
        ("11/28/2026", date(2026, 11, 28), ""),
        ("11/28 10:00", date(2026, 11, 28), "10:00"),
        ("+1w", date(2026, 11, 17), ""),
        ("+1w 8:15", date(2026, 11, 17), "08:15"),
        ("tomorrow 12 am", date(2026, 11, 11), "00:00"),
        ("today 16:00", TUESDAY, "16:00"),
        ("2026-12-01 7:05", date(2026, 12, 1), "07:05"),
        ("5 Jan 10:00", date(2027, 1, 5), "10:00"),
        ("1/5", date(2027, 1, 5), ""),
    ],
)
def test_days_and_times_are_read_as_people_type_them(typed: str, day: date, at: str) -> None:
    assert read_booking(typed, TUESDAY) == NextVisit(day, at)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("soon", "is not a day"),
        ("31 Feb 10:00", "is not a day"),
        ("28 Nov 25:00", "is not a day"),
        ("28 Nov 13 pm", "is not a day"),
        ("9 Nov 2026", "has passed"),
        ("11/28/2031", "two years"),
        ("10:00", "is not a day"),
        ("Mon 28 Nov 10:00", "is a Saturday"),
        ("Nov 9 10:00", "type 2027"),
        ("11/9", "type 2027"),
        ("Nov 28 1:30", "am or pm"),
        ("+1w 6", "is not a day"),
    ],
)
def test_what_cannot_be_is_told_with_the_way(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_booking(typed, TUESDAY)


@settings(max_examples=150)
@given(st.text(max_size=30))
def test_anything_typed_is_read_or_refused_in_words(typed: str) -> None:
    try:
        booked = read_booking(typed, TUESDAY)
    except ValueError as refused:
        assert str(refused).endswith((".", "ahead."))  # noqa: PT017
    else:
        assert booked is None or booked.day >= TUESDAY


@given(st.dates(TUESDAY, TUESDAY + timedelta(700)), st.times())
def test_what_is_printed_can_be_typed(day: date, clock: object) -> None:
    at = f"{clock:%H:%M}"
    assert read_booking(f"{day.day} {day:%b %Y} {at}", TUESDAY) == NextVisit(day, at)
