"""Booked visits and waiting referrals of an open chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pt_chart.charting.access import Right
from pt_chart.charting.bookings import BookedRow, ReferralRow
from pt_chart.clinical.care.episode_log import NextVisit
from pt_chart.store import bookings
from pt_chart.store.chart_base import OpenChart


class BookingCalls(OpenChart):
    """See `Bookings`."""

    def booked_between(
        self, first: date, last: date, *, unbegun: bool = False
    ) -> tuple[BookedRow, ...]:
        """See `Bookings.booked_between`."""
        self._may(Right.SEE_REGISTER)
        return self._read(lambda c: bookings.booked_between(c, first, last, unbegun=unbegun))

    def next_visits(self, patient_ids: Iterable[str], since: date) -> Mapping[str, NextVisit]:
        """See `Bookings.next_visits`."""
        self._may(Right.SEE_REGISTER)
        ids = tuple(patient_ids)
        return self._read(lambda c: bookings.next_visits(c, ids, since))

    def open_referrals(self, since: date) -> tuple[ReferralRow, ...]:
        """See `Bookings.open_referrals`."""
        self._may(Right.READ_NOTES)
        return self._read(lambda c: bookings.open_referrals(c, since))
