"""Visits that are agreed on: what a store offers, and booking, moving, missing, cancelling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from pt_chart.charting.care.typed import read_day
from pt_chart.charting.episode_entries import EpisodeEntries, correct, new_entry
from pt_chart.clinical.care.episode_log import (
    Booking,
    Contact,
    ContactKind,
    EpisodeEntry,
    NextVisit,
    Referral,
)
from pt_chart.clinical.program.dates import date_words

if TYPE_CHECKING:
    from pt_chart.clinical.people import Patient
    from pt_chart.clinical.sides import Side

LOOK_BACK_DAYS = 90
"""How far back lists look for booked visits that never began: our default."""

_TIME = re.compile(r"(?:(.*?)[\s,]+)?(?:at\s+)?(\d{1,2})(?::(\d{2}))?\s*(am|pm|a|p)?", re.ASCII)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+")
_NAMED = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_HALF_A_YEAR = 183
_OPEN_HOURS = frozenset("123456")
"""Hours without a zero before them that people mean in the afternoon."""
WAY = "type it as Nov 28 10:00, 11/28/2026 10:00 or +1w"


@dataclass(frozen=True, slots=True)
class BookedRow:
    """A line of the day list: a booked visit with whom it is for.

    ``begun`` tells that a visit of the episode was begun on that day, ``seen`` how many visits
    the episode has so far, ``planned`` how many were planned.
    """

    entry: EpisodeEntry
    patient: Patient
    complaint: str
    side: Side | None
    seen: int = 0
    planned: int | None = None
    begun: bool = False

    @property
    def visit(self) -> NextVisit:
        """Day, time and state."""
        assert isinstance(self.entry.record, NextVisit)  # noqa: S101  rows are made of these only
        return self.entry.record

    def late(self, now: datetime) -> bool:
        """Whether its time has passed and no visit was begun."""
        booked = self.visit
        if self.begun or booked.state is not Booking.BOOKED or booked.day > now.date():
            return False
        return booked.day < now.date() or ("" < booked.at < f"{now:%H:%M}")


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral that is not closed yet, with the patient."""

    entry: EpisodeEntry
    patient: Patient

    @property
    def referral(self) -> Referral:
        """To whom, when, and what came back."""
        assert isinstance(self.entry.record, Referral)  # noqa: S101  rows are made of these only
        return self.entry.record


class Bookings(Protocol):
    """The part of a store that lists what is booked and what is awaited."""

    def booked_between(
        self, first: date, last: date, *, unbegun: bool = False
    ) -> tuple[BookedRow, ...]:
        """Visits booked for these days (both included), by day and time; not those struck.

        ``unbegun``: only those still booked, without a visit begun on their day.
        """
        ...

    def next_visits(self, patient_ids: Iterable[str], since: date) -> Mapping[str, NextVisit]:
        """For each of these patients who has one: the first booked visit from a day on."""
        ...

    def open_referrals(self, since: date) -> tuple[ReferralRow, ...]:
        """Referrals not closed, of episodes with a visit since a day; answered ones first.

        Raises:
            NotAllowed: the role does not read clinical notes.
        """
        ...


def read_booking(text: str, today: date) -> NextVisit | None:
    """A day, with or without a time: "Nov 28 10:00", "11/28/2026", "+1w 2:30 pm"; None if empty.

    A day without its year is the next one to come.

    Raises:
        ValueError: it is neither, lies in the past, or is more than two years ahead.
    """
    plain = " ".join(text.strip().lower().split())
    if not plain:
        return None
    booked = _booking(_WEEKDAY.sub("", plain), today)
    if booked is None:
        shown = plain if len(plain) <= 24 else f"{plain[:21]}..."
        raise ValueError(f"{shown!r} is not a day and time; {WAY}.")
    if booked.day < today:
        raise ValueError(f"{date_words(booked.day)} has passed; a next visit lies ahead.")
    _refuse_slips(plain, booked, today)
    if (booked.day - today).days > 731:
        raise ValueError(f"{date_words(booked.day)} is more than two years ahead; {WAY}.")
    return booked


def _refuse_slips(plain: str, booked: NextVisit, today: date) -> None:
    """What was typed and what it would mean have to agree: nobody is to stand before a closed door.

    Raises:
        ValueError: the weekday is another one, a day that has passed would become next year's, or
            an hour can be of the night as well as of the day.
    """
    named = _WEEKDAY.match(plain)
    if named is not None and not f"{booked.day:%A}".lower().startswith(named[0][:3]):
        told = f"{date_words(booked.day)} is a {booked.day:%A}"
        raise ValueError(f"{told}, not what was typed; look which of the two is meant.")
    ahead = (booked.day - today).days
    if ahead > _HALF_A_YEAR and booked.day.year > today.year and str(booked.day.year) not in plain:
        told = f"That day has passed this year; type {booked.day.year} behind it"
        raise ValueError(f"{told} if the next one is meant.")
    hour = _TIME.fullmatch(plain)
    if booked.at and hour is not None and not hour[4] and hour[2] in _OPEN_HOURS:
        raise ValueError(f"{hour[2]} in the morning or the afternoon? Type am or pm behind it.")


def _booking(plain: str, today: date) -> NextVisit | None:
    day = _day(plain, today)
    if day is not None:
        return NextVisit(day)
    found = _TIME.fullmatch(plain)
    if found is None or not found[1] or (found[3] is None and found[4] is None):
        return None
    day, clock = _day(found[1], today), _clock(int(found[2]), int(found[3] or 0), found[4] or "")
    return NextVisit(day, clock) if day is not None and clock else None


def _clock(hour: int, minute: int, half: str) -> str:
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _day(plain: str, today: date) -> date | None:
    if plain in ("today", "tomorrow"):
        return date.fromordinal(today.toordinal() + (plain == "tomorrow"))
    words = plain.replace(",", " ").replace(".", " ").split()
    for year in (today.year, today.year + 1):
        dated = words if len(words) == 3 else [*words, str(year)]
        for form in _NAMED:
            try:
                found = datetime.strptime(" ".join(dated), form).date()  # noqa: DTZ007  a day
            except ValueError:
                continue
            if len(words) == 3 or found >= today:
                return found
    try:
        return _coming(read_day(plain, today), plain, today)
    except ValueError:
        return None


def _coming(day: date | None, plain: str, today: date) -> date | None:
    """12/1 typed in December's last days is that of the year to come."""
    if day is not None and day < today and plain.count("/") == 1:
        return day.replace(year=day.year + 1)
    return day


def book(
    store: EpisodeEntries, episode_id: str, booked: NextVisit, by: str, at: datetime
) -> EpisodeEntry:
    """Book an episode's next visit; one that was still to come moves there, and both are kept.

    Raises:
        EntryChanged: somebody else moved it at the same time.
        WorldError: the chart could not be written.
    """
    for entry in store.episode_log(episode_id).bookings:
        known = entry.record
        if isinstance(known, NextVisit) and known.day >= at.date():
            if known.day == booked.day:
                return correct(store, entry, booked, by, at)
            correct(store, entry, replace(known, state=Booking.CANCELLED), by, at)
    return new_entry(store, episode_id, booked, by, at)


def cancel(store: EpisodeEntries, entry: EpisodeEntry, by: str, at: datetime) -> EpisodeEntry:
    """Take a booked visit back; it stays in the log.

    Raises:
        EntryChanged: somebody else changed it first.
    """
    assert isinstance(entry.record, NextVisit)  # noqa: S101  callers list booked visits
    return correct(store, entry, replace(entry.record, state=Booking.CANCELLED), by, at)


def miss(store: EpisodeEntries, entry: EpisodeEntry, by: str, at: datetime) -> Contact:
    """The patient did not come: the booking says so, and the log has a missed visit.

    Raises:
        EntryChanged: somebody else changed it first; then no missed visit is written.
    """
    assert isinstance(entry.record, NextVisit)  # noqa: S101  callers list booked visits
    correct(store, entry, replace(entry.record, state=Booking.MISSED), by, at)
    about = f"booked for {entry.record.at}" if entry.record.at else ""
    missed = Contact(entry.record.day, ContactKind.MISSED, about=about)
    new_entry(store, entry.episode_id, missed, by, at)
    return missed
