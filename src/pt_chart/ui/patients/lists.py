"""The lists of the register: found patients, the visits of a day, what waits to be finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.bookings import BookedRow, ReferralRow
from pt_chart.charting.ports import Clock, PatientRow, VisitRow
from pt_chart.clinical.care.episode_log import Booking, NextVisit
from pt_chart.clinical.program.dates import day_and_month, weekday_words
from pt_chart.clinical.visit import VisitStatus
from pt_chart.ui.patients.booking_bar import BookingBar
from pt_chart.ui.patients.day_rows import DAY, day_rows, late_row, referral_row
from pt_chart.ui.patients.likely_card import LikelyCard
from pt_chart.ui.patients.rows import FOUND, day_words, found_rows, waiting_row
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look, native_key
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.table import Column, Table

FOUND_SHOWN, FOUND_SHOWN_LOW, FOUND_LESS = 6, 4, 3
"""Rows of the result; fewer on a low screen, and while likely the same people stand above it."""
_LOW = 800
"""Height of the page, in logical pixels, below which fewer rows are shown at once."""
MOST_FOUND = 50
MOST_IMPORTED = 200
"""Imported visits that are listed; the card of a patient has all of theirs."""
RECENT_DAYS = 30
WAITING = (Column("Patient"), Column("", 84, opens=True))
WAITING_ROW = 54
"""Qt's own word for a height without a limit."""
_TYPED = "name, date of birth, phone or ID"


class RegisterLists(QWidget):
    """``day_asked`` wants the visits of another day; ``new_asked`` the form of a new patient."""

    day_asked = Signal()
    new_asked = Signal()

    def __init__(self, theme: Theme, clock: Clock, *, reads: bool) -> None:
        """``reads``: this person reads clinical notes, and so what waits for them."""
        super().__init__()
        self._theme = theme
        self._clock = clock
        self.today = clock().date()
        self.day_shown = self.today
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(Space.M)
        column.addLayout(self._make_head())
        column.addWidget(self._make_search())
        self.likely = LikelyCard(theme)
        self.likely.sized.connect(self._fit_found)
        column.addWidget(self.likely)
        self.found_card = Card(theme)
        self.found = Table(theme, "Found patients", FOUND)
        self.found_card.body.addWidget(self.found)
        column.addWidget(self.found_card)
        row = QHBoxLayout()
        row.setSpacing(Space.L)
        row.addWidget(self._make_day(), 27)
        row.addLayout(self._make_waiting(reads=reads), 14)
        column.addLayout(row, 1)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(Label("Patients", Style.PAGE_TITLE))
        today = self.today
        head.addWidget(Label(weekday_words(today), Style.BODY, "secondary"), 1)
        new = native_key("Ctrl+N")
        self.new_button = Button(self._theme, "New patient", Look.PRIMARY, icon="plus", key=new)
        self.new_button.clicked.connect(self.new_asked)
        head.addWidget(self.new_button)
        return head

    def _make_search(self) -> LineField:
        hint = _TYPED[0].upper() + _TYPED[1:]
        self.search = LineField(
            self._theme, "Find a patient", placeholder=hint, height=40, icon="search"
        )
        inside = QHBoxLayout(self.search)
        inside.setContentsMargins(0, 0, 12, 0)
        inside.addStretch(1)
        self.count = Label("", Style.SMALL, "secondary")
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside.addWidget(self.count)
        return self.search

    def _make_day(self) -> Card:
        self.day_card = Card(self._theme, "Today", "reading")
        self.day = Table(self._theme, "Visits today and recently", DAY)
        self.day_card.body.addWidget(self.day)
        self.before = Button(self._theme, "", Look.QUIET, height=Height.BUTTON_SMALL)
        self.after = Button(self._theme, "", Look.QUIET, height=Height.BUTTON_SMALL)
        for button, by in ((self.before, -1), (self.after, 1)):
            button.clicked.connect(lambda _=False, by=by: self._turn(by))
            self.day_card.add_tool(button)
        self._name_days()
        return self.day_card

    def _make_waiting(self, *, reads: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(Space.M)
        theme = self._theme
        self.draft_card = Card(theme, "Unsigned and not started")
        self.drafts = Table(
            theme, "Unsigned and not started", WAITING, headings=False, row_height=WAITING_ROW
        )
        self.draft_card.body.addWidget(self.drafts)
        self.booking = BookingBar(theme)
        self.draft_card.body.addWidget(self.booking)
        self.cosign_card = Card(theme, "Waiting for you")
        self.cosign = Table(
            theme, "Waiting for you", WAITING, headings=False, row_height=WAITING_ROW
        )
        self.cosign_card.body.addWidget(self.cosign)
        # Shown with its parent: shown before it has one, it would be a window of its own.
        if not reads:
            self.cosign_card.hide()
        column.addWidget(self.draft_card, 2)
        column.addWidget(self.cosign_card, 1)
        return column

    def _turn(self, by: int) -> None:
        self.day_shown += timedelta(by)
        self._name_days()
        self.day_asked.emit()

    def _name_days(self) -> None:
        """The buttons say which day they show."""
        day = self.day_shown
        for button, by, words in ((self.before, -1, "← {}"), (self.after, 1, "{} →")):
            other = day + timedelta(by)
            name = "Today" if other == self.today else f"{other:%a}"
            button.setText(words.format(name))
            button.setAccessibleName(f"Visits of {other:%A}, {day_and_month(other)}")
        title = "Today" if day == self.today else f"{day:%A}, {day_and_month(day)}"
        self.day_card.title.setText(title)

    @property
    def span(self) -> tuple[date, date]:
        """The days whose visits are wanted: today with the days before, or one other day."""
        if self.day_shown == self.today:
            return self.today - timedelta(days=RECENT_DAYS), self.today
        return self.day_shown, self.day_shown

    def show_found(
        self, rows: Sequence[PatientRow], text: str, coming: Mapping[str, NextVisit]
    ) -> None:
        """Show who was found for a text, with their next visits."""
        current = self.found.current_id
        self.found.show_rows(found_rows(rows, text, self.today, coming), current)
        self._fit_found()
        count = f"{len(rows)} found" if rows else "Nobody found; check the spelling"
        if len(rows) >= MOST_FOUND:
            count = f"the first {len(rows)}; type more"
        self.count.setText(f"{count} · {_TYPED} · ↓ Enter opens" if text.strip() else "")
        self.search.setToolTip(count)
        self.search.setAccessibleDescription(count)

    def _fit_found(self) -> None:
        """As high as what was found, and on a low screen no higher than the day's lists need."""
        most = FOUND_SHOWN if self.height() >= _LOW else FOUND_SHOWN_LOW
        if not self.likely.isHidden():
            most -= FOUND_LESS
        many = min(max(len(self.found.shown), 1), most)
        self.found_card.setFixedHeight(32 + many * self.found.row_height + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The result gives way on a low screen."""
        super().resizeEvent(event)
        self._fit_found()

    def show_days(
        self, rows: Sequence[VisitRow], booked: Sequence[BookedRow], open_id: str
    ) -> None:
        """Show the visits of the day, and under today's those of the days before."""
        clock = self._clock()
        current = self.day.current_id
        lines = day_rows(rows, self.day_shown, open_id, booked=booked, now=clock)
        self.day.show_rows(lines, current)
        now = [row for row in rows if row.date == self.day_shown]
        signed = sum(row.status is VisitStatus.SIGNED for row in now)
        drafts = len(now) - signed
        open_ = [one for one in booked if not one.begun and one.visit.state is Booking.BOOKED]
        late = sum(one.late(clock) for one in open_)
        count = len(now) + len(open_)
        parts = (
            (signed, "signed"),
            (drafts, "unsigned"),
            (late, "not started"),
            (len(open_) - late, "to come"),
        )
        told = ", ".join(f"{number} {words}" for number, words in parts if number)
        self.day_card.hint.setText(
            f"{count} visit{'s' if count != 1 else ''} · {told}" if count else "no visits"
        )

    def show_drafts(self, rows: Sequence[VisitRow], booked: Sequence[BookedRow]) -> None:
        """Show what is unsigned and what was not started in time, oldest first.

        Visits that came from a file are this clinic's work only where somebody opens them: they
        stand below, counted apart.
        """
        clock, today = self._clock(), self.today
        late = [row for row in booked if row.late(clock)]
        own = [row for row in rows if not row.imported]
        brought = [row for row in rows if row.imported]
        lines = [(row.date, waiting_row(row, today, "Finish")) for row in own]
        lines += [(row.visit.day, late_row(row, today)) for row in late]
        lines.sort(key=lambda line: line[0])
        listed = [row for _, row in lines]
        listed += [waiting_row(row, today, "Open") for row in brought[:MOST_IMPORTED]]
        self.drafts.show_rows(listed, self.drafts.current_id)
        self.booking.keep_among(row.entry.id for row in late)
        oldest = f"{len(lines)}, oldest {day_words(lines[0][0], today)}" if lines else "none"
        beside = f"; {len(brought):,} imported" if brought else ""
        self.draft_card.set_note(oldest + beside)

    def show_waiting(
        self,
        signed: Sequence[VisitRow],
        apart: Sequence[VisitRow],
        referrals: Sequence[ReferralRow],
    ) -> None:
        """Own versions to compare, visits to co-sign, referrals by whether they were answered."""
        lines = [waiting_row(row, self.today, "Compare") for row in apart]
        there = {row.visit_id for row in apart}
        lines += [
            waiting_row(row, self.today, "Co-sign") for row in signed if row.visit_id not in there
        ]
        lines += [referral_row(row, self.today) for row in referrals]
        self.cosign.show_rows(lines, self.cosign.current_id)
        self.cosign_card.set_note(str(len(lines)) if lines else "none")
        self.cosign.setVisible(bool(lines))
        self.cosign_card.setMaximumHeight(Height.NO_LIMIT if lines else Height.CARD_HEAD)
