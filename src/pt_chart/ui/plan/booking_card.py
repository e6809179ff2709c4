"""The next visit of the episode, booked from the visit itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.bookings import book, cancel
from pt_chart.charting.care import edits
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.care.episode_log import EpisodeEntry, NextVisit
from pt_chart.ui.patients.next_visit_section import NextVisitSection
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout


class BookingCard(Card):
    """What is booked, and a line to book or move; also after signing.

    A visit booked here is offered to the handout where its line for it is still empty.
    """

    def __init__(self, theme: Theme, open_visit: OpenVisit, session: ClinicSession) -> None:
        super().__init__(theme, "Booked", "lists of the day show it", padded=True)
        self._desk = open_visit.desk
        self._session = session
        self._books = allowed(session.clinician, Right.CHANGE_REGISTER)
        self._column = QVBoxLayout()
        self.body.addLayout(self._column)
        self.section: NextVisitSection | None = None
        self.read_log()

    def read_log(self) -> None:
        """Show what is booked now."""
        try:
            entries = self._session.store.episode_log(self._desk.episode.id).bookings
        except WorldError as error:
            self._session.tell(error)
            return
        clear_layout(self._column)
        self.section = NextVisitSection(
            self._theme, entries, self._session.today, books=self._books
        )
        self.section.booked.connect(self._book)
        self.section.cancelled.connect(self._cancel)
        self._column.addWidget(self.section)

    def _book(self, booked: NextVisit) -> None:
        session, episode = self._session, self._desk.episode.id
        if self._done(
            lambda: book(session.store, episode, booked, session.clinician.id, session.clock())
        ):
            self._tell_handout(booked)

    def _cancel(self, entry: EpisodeEntry) -> None:
        session = self._session
        self._done(lambda: cancel(session.store, entry, session.clinician.id, session.clock()))

    def _done(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except WorldError as error:
            self._session.tell(error)
            return False
        self._session.taken()
        self.read_log()
        return True

    def _tell_handout(self, booked: NextVisit) -> None:
        plan = self._desk.visit.plan
        if self._desk.visit.signed or plan.next_visit:
            return
        words = f"{booked.day:%A, %b} {booked.day.day}"
        changed = replace(plan, next_visit=f"{words}, {booked.at}" if booked.at else words)
        edits.write_plan(self._desk, "Next visit", changed, key="plan.next_visit")
