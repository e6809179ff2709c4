"""What is done about a booked visit that was not started: start it, missed, or cancel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.bookings import BookedRow
from pt_chart.ui.patients.day_rows import booked_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import ElidedLabel


class BookingBar(QWidget):
    """Hidden until a booked visit is chosen; its signals carry the entry's id."""

    start_asked = Signal(str)
    missed_asked = Signal(str)
    cancel_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._id = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        band = Band(theme, "sunken", top=True)
        outer.addWidget(band)
        column = QVBoxLayout(band)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(Space.XS)
        self.words = ElidedLabel("", Style.SMALL_STRONG)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        small = Height.BUTTON_SMALL
        self.start = Button(theme, "Start", Look.PRIMARY, height=small)
        self.missed = Button(theme, "Missed", height=small, name="Record as missed")
        self.cancel = Button(theme, "Cancel", height=small, name="Cancel the booked visit")
        for button, asked in (
            (self.start, self.start_asked),
            (self.missed, self.missed_asked),
            (self.cancel, self.cancel_asked),
        ):
            button.clicked.connect(lambda _=False, asked=asked: asked.emit(self._id))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def show_booking(self, row: BookedRow | None, today: date, *, starts: bool = True) -> None:
        """Ask about a booked visit; None: none is chosen. ``starts``: the role begins visits."""
        self._id = row.entry.id if row is not None else ""
        if row is not None:
            self.words.setText(f"{row.patient.name}, booked {booked_words(row.visit, today)}")
        self.start.setVisible(starts)
        self.setVisible(row is not None)

    def keep_among(self, ids: Iterable[str]) -> None:
        """Go away when the booked visit is no longer listed."""
        if self._id and self._id not in set(ids):
            self._id = ""
            self.hide()
