"""Booked visits and waiting referrals of a chart in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from pt_chart.charting.access import Right
from pt_chart.charting.bookings import BookedRow, ReferralRow
from pt_chart.charting.episode_entries import belongs
from pt_chart.clinical.care.episode_log import (
    Booking,
    EpisodeEntry,
    EpisodeLog,
    NextVisit,
    Referral,
)
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit
from tests.memory_people import MemoryPeople


class _Register(Protocol):
    def patient(self, patient_id: str) -> Patient: ...

    def episode(self, episode_id: str) -> Episode: ...


def asked_of(store: object) -> _Register:
    """The rest of the store that this part belongs to."""
    return cast("_Register", store)


@dataclass
class MemoryBookings(MemoryPeople):
    """See `Bookings`."""

    def booked_between(
        self, first: date, last: date, *, unbegun: bool = False
    ) -> tuple[BookedRow, ...]:
        """See `Bookings.booked_between`."""
        lines = [self._booked(one) for one in self._standing_entries()]
        wanted = [
            line
            for line in lines
            if line is not None
            and first <= line.visit.day <= last
            and not (unbegun and (line.begun or line.visit.state is not Booking.BOOKED))
        ]
        return tuple(sorted(wanted, key=lambda line: (line.visit.order, line.entry.id)))

    def next_visits(self, patient_ids: Iterable[str], since: date) -> Mapping[str, NextVisit]:
        """See `Bookings.next_visits`."""
        wanted = set(patient_ids)
        found: dict[str, NextVisit] = {}
        for entry in self._standing_entries():
            booked, owner = entry.record, self._owner(entry).id
            if (
                isinstance(booked, NextVisit)
                and booked.state is Booking.BOOKED
                and booked.day >= since
                and owner in wanted
                and (owner not in found or booked.order < found[owner].order)
            ):
                found[owner] = booked
        return found

    def open_referrals(self, since: date) -> tuple[ReferralRow, ...]:
        """See `Bookings.open_referrals`."""
        self._may(Right.READ_NOTES)
        lately = {one.episode_id for one in self._visits.values() if one.date >= since}
        rows = [
            (entry.record.answered is None, entry.record.sent, entry.id, entry)
            for entry in self._standing_entries()
            if isinstance(entry.record, Referral)
            and not entry.record.closed
            and entry.episode_id in lately
        ]
        ordered = sorted(rows, key=lambda one: one[:3])
        return tuple(ReferralRow(entry, self._owner(entry)) for *_, entry in ordered)

    def _entry_patient(self, entry: EpisodeEntry) -> str:
        """Whose entry is written, if it may be."""
        self._write()
        if not belongs(entry):
            raise ValueError("A booked visit moves to another day by a new entry.")
        return self._owner(entry).id

    def _standing_entries(self) -> Iterator[EpisodeEntry]:
        yield from EpisodeLog(tuple(self._entries)).standing

    def _owner(self, entry: EpisodeEntry) -> Patient:
        return asked_of(self).patient(asked_of(self).episode(entry.episode_id).patient_id)

    def _held(self, entry: EpisodeEntry) -> list[Visit]:
        return [
            one
            for one in self._visits.values()
            if one.episode_id == entry.episode_id and one.withdrawal is None
        ]

    def _booked(self, entry: EpisodeEntry) -> BookedRow | None:
        if not isinstance(entry.record, NextVisit):
            return None
        episode = asked_of(self).episode(entry.episode_id)
        held = self._held(entry)
        return BookedRow(
            entry,
            self._owner(entry),
            episode.complaint,
            episode.side,
            len(held),
            episode.planned_visits,
            any(one.date == entry.record.day for one in held),
        )
