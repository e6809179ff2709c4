"""The next visit of an episode on the patient's card: what is booked, and a line to book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.bookings import read_booking
from pt_chart.clinical.care.episode_log import EpisodeEntry, NextVisit
from pt_chart.ui.patients.day_rows import booked_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField


class NextVisitSection(QWidget):
    """``booked`` carries a `NextVisit` as typed; ``cancelled`` an entry."""

    booked = Signal(object)
    cancelled = Signal(object)

    def __init__(
        self, theme: Theme, entries: Sequence[EpisodeEntry], today: date, *, books: bool
    ) -> None:
        """``entries`` are the episode's booked visits; ``books``: the role may change them."""
        super().__init__()
        self._today = today
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Label("Next visit", Style.SMALL_STRONG, "secondary"))
        ahead = False
        for entry in entries:
            if isinstance(entry.record, NextVisit):
                ahead = ahead or entry.record.day >= today
                column.addLayout(self._line(theme, entry, entry.record, books=books))
        self.field = LineField(
            theme,
            "Move the next visit" if ahead else "Book the next visit",
            placeholder="Nov 28 10:00, 11/28/2026 or +1w",
        )
        self.go = Button(theme, "Move" if ahead else "Book", height=Height.FIELD)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.field, 1)
        row.addWidget(self.go)
        self.remark = Label("", Style.SMALL, "urgent", wrap=True)
        self.remark.hide()
        if books:
            column.addLayout(row)
            column.addWidget(self.remark)
        self.field.returnPressed.connect(self._typed)
        self.field.textEdited.connect(lambda _text: self.remark.hide())
        self.go.clicked.connect(self._typed)

    def _line(
        self, theme: Theme, entry: EpisodeEntry, booked: NextVisit, *, books: bool
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        past = booked.day < self._today
        words = f"{booked.day:%a} {booked_words(booked, self._today)}"
        row.addWidget(Label(words, Style.STRONG))
        told = Label("not started" if past else "booked", Style.SMALL, "urgent" if past else "")
        row.addWidget(told, 1)
        if books:
            off = Button(
                theme, "Cancel", height=Height.BUTTON_SMALL, name=f"Cancel the visit of {words}"
            )
            off.clicked.connect(lambda: self.cancelled.emit(entry))
            row.addWidget(off)
        return row

    def _typed(self) -> None:
        try:
            booked = read_booking(self.field.text(), self._today)
        except ValueError as refused:
            self.remark.setText(str(refused))
            self.remark.show()
            return
        if booked is None:
            self.field.setFocus()
            return
        self.booked.emit(booked)
