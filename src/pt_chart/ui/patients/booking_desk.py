"""Booked visits at the register: listed, begun, missed, cancelled, and booked from the card."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.bookings import (
    LOOK_BACK_DAYS,
    BookedRow,
    ReferralRow,
    book,
    cancel,
    miss,
)
from pt_chart.charting.errors import WorldError
from pt_chart.charting.kept_versions import KeptVersion
from pt_chart.charting.ports import ChartStore, VisitRow
from pt_chart.clinical.care.episode_log import EpisodeEntry, NextVisit
from pt_chart.ui.patients.day_rows import booked_words

if TYPE_CHECKING:
    from pt_chart.ui.patients.view import PatientsView


def _visit_of(store: ChartStore, kept: KeptVersion) -> VisitRow:
    """The visit that a version is kept beside."""
    episode = store.episode(kept.mine.episode_id)
    row = VisitRow.of(kept.mine, episode, store.patient(episode.patient_id))
    return replace(row, visit_id=kept.visit_id)


class BookingDesk(QObject):
    """What the register does with booked visits. ``begun`` carries an episode and a day."""

    begun = Signal(object, object)

    def __init__(self, view: PatientsView) -> None:
        super().__init__(view)
        self._view = view
        self._session = view.session
        self._known: dict[str, BookedRow] = {}
        self._patients: dict[str, str] = {}
        bar = view.lists.booking
        bar.start_asked.connect(self.start)
        bar.missed_asked.connect(self.miss)
        bar.cancel_asked.connect(self.cancel)

    def days(self, store: ChartStore) -> tuple[tuple[VisitRow, ...], tuple[BookedRow, ...]]:
        """The visits of the days that the list shows, begun and booked; on the store's thread."""
        first, last = self._view.lists.span
        return store.visits_between(first, last), store.booked_between(last, last)

    def waiting(self, store: ChartStore) -> tuple[tuple[VisitRow, ...], tuple[BookedRow, ...]]:
        """Unsigned drafts, and booked visits that nobody began; on the store's thread."""
        today = self._session.today
        first = today - timedelta(LOOK_BACK_DAYS)
        return store.drafts(), store.booked_between(first, today, unbegun=True)

    def awaited(
        self, store: ChartStore
    ) -> tuple[tuple[VisitRow, ...], tuple[VisitRow, ...], tuple[ReferralRow, ...]]:
        """Visits to co-sign and to compare, open referrals; on the store's thread.

        A visit is listed once, however many of its versions wait.
        """
        cosigns = allowed(store.user, Right.COSIGN)
        since = self._session.today - timedelta(LOOK_BACK_DAYS)
        apart = {kept.visit_id: _visit_of(store, kept) for kept in reversed(store.uncompared())}
        signed = store.waiting_for_cosign() if cosigns else ()
        return signed, tuple(apart.values()), store.open_referrals(since)

    def know(self, booked: Iterable[BookedRow]) -> None:
        """Booked visits that a list shows now."""
        for row in booked:
            self._known[row.entry.id] = row
            self._patients[row.entry.id] = row.patient.id

    def know_referrals(self, rows: Iterable[ReferralRow]) -> None:
        """Referrals that a list shows now."""
        self._patients |= {row.entry.id: row.patient.id for row in rows}

    def patient_of(self, entry_id: str) -> str | None:
        """Whose entry a row stands for; None where it is a visit."""
        return self._patients.get(entry_id)

    def choose(self, row_id: str) -> None:
        """A row was chosen: ask about it when it is a booked visit that was not started."""
        row = self._known.get(row_id)
        late = row is not None and row.late(self._session.clock())
        starts = allowed(self._session.clinician, Right.CHART)
        shown = row if late else None
        self._view.lists.booking.show_booking(shown, self._session.today, starts=starts)

    def open(self, row_id: str) -> bool:
        """Enter on a row; False where it stands for a visit that was begun."""
        if row_id in self._known:
            self.start(row_id)
        elif row_id in self._patients:
            self._view.show_patient(self._patients[row_id])
        else:
            return False
        return True

    def start(self, entry_id: str) -> None:
        """Begin the visit; one of a past day is begun with that day, as a late entry."""
        row = self._known[entry_id]
        today, booked = self._session.today, row.visit
        if booked.day > today:
            told = f"Booked for {booked_words(booked, today)}; it is begun on its day."
            self._session.remark(told, "To see the patient now, use Start a visit on the card.")
            return
        try:
            episode = self._session.store.episode(row.entry.episode_id)
        except WorldError as error:
            self._session.tell(error)
            return
        self.begun.emit(episode, booked.day)

    def miss(self, entry_id: str) -> None:
        """The patient did not come: a missed visit in the log."""
        row = self._known[entry_id]
        if self._done(lambda s, by, at: miss(s, row.entry, by, at)):
            told = f"Missed visit of {row.patient.name} recorded."
            self._session.remark(told, "Plan, Administration lists it with the calls.")

    def cancel(self, entry_id: str) -> None:
        """Take a booked visit back."""
        row = self._known.get(entry_id)
        if row is not None:
            self.cancel_entry(row.entry)

    def cancel_entry(self, entry: EpisodeEntry) -> None:
        """Take back the booked visit of an entry; the log keeps it."""
        if self._done(lambda s, by, at: cancel(s, entry, by, at)):
            self._session.remark("The booked visit is cancelled.", "The episode's log keeps it.")

    def book(self, episode_id: str, booked: NextVisit) -> None:
        """Book an episode's next visit, or move the one that was to come."""
        self._done(lambda s, by, at: book(s, episode_id, booked, by, at))

    def _done(self, act: Callable[..., object]) -> bool:
        session = self._session
        try:
            act(session.store, session.clinician.id, session.clock())
        except WorldError as error:
            session.tell(error)
            self._view.refresh()
            return False
        self._view.refresh()
        return True
