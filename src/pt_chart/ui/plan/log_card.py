"""A card over one kind of entries of the episode's log: list, correct, mark as in error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.care.log_records import FieldRefused
from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.episode_entries import correct, new_entry, strike
from pt_chart.charting.errors import WorldError
from pt_chart.charting.unfinished import Place
from pt_chart.clinical.care.episode_log import Contact, EpisodeEntry, EpisodeLog, EpisodeRecord
from pt_chart.ui.plan.parts import TextRow, refused, row_of
from pt_chart.ui.plan.unfinished import LineKeeper
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

T = TypeVar("T")
STRUCK = "entered in error"
IN_ERROR = "Entered in error ..."
STAYS = "The entry stays readable, with your reason; it counts no more."
NEEDED = "type the reason"


class StrikeForm(QWidget):
    """Asks why an entry was made in error; ``given`` carries the reason."""

    given = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.XS, 0, Space.XS)
        column.setSpacing(Space.XS)
        self.words = Label("", Style.MEDIUM, "urgent", wrap=True)
        self.why = LineField(
            theme, "Why it was entered in error", placeholder="why it is wrong, needed"
        )
        self.strike = Button(theme, "Mark as entered in error", icon="check")
        self.leave = Button(theme, "Leave the entry", Look.QUIET)
        column.addWidget(self.words)
        column.addWidget(Label(STAYS, Style.SMALL, "secondary", wrap=True))
        column.addLayout(row_of(self.why, self.strike, self.leave))
        self.strike.clicked.connect(self._submit)
        self.why.returnPressed.connect(self._submit)
        self.leave.clicked.connect(self.left)

    def ask(self, words: str) -> None:
        """Ask about one entry."""
        self.words.setText(f"Entered in error: {words}")
        self.show()

    def forget(self) -> None:
        """Ask about nothing any more."""
        self.why.clear()
        self.why.set_state(ValueState.NORMAL)
        self.hide()

    def _submit(self) -> None:
        if self.why.text().strip():
            self.given.emit(self.why.text().strip())
            return
        self.why.setPlaceholderText(NEEDED)
        self.why.refuse()


class LogCard(Card):
    """A card over one kind of entries; ``written`` tells that the log has grown."""

    written = Signal()

    def __init__(
        self, theme: Theme, title: str, open_visit: OpenVisit, session: ClinicSession
    ) -> None:
        super().__init__(theme, title, padded=True)
        self._theme = theme
        self._desk = open_visit.desk
        self._session = session
        self.body.setSpacing(Space.S)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        self.body.addLayout(self.rows)
        self.striking = StrikeForm(theme)
        self.striking.hide()
        self.body.addWidget(self.striking)
        self.striking.given.connect(self._strike)
        self.striking.left.connect(self._leave_strike)
        self._wrong: EpisodeEntry | None = None
        self._keeper: LineKeeper | None = None

    def keep_lines(self, keeper: LineKeeper) -> None:
        """Words that are not added yet outlast the page; a reason begun is asked for again."""
        self._keeper = keeper

    @property
    def begun(self) -> date:
        """When the episode began: a visit that was entered late may lie before its first entry."""
        desk = self._desk
        return min(desk.episode.started, desk.visit.date, *(one.date for one in desk.previous))

    def words_of(self, entry: EpisodeEntry) -> tuple[str, str]:
        """An entry in a line, and what stands under it."""
        raise TypeError(f"{type(self).__name__} does not say its entries: {entry.id}")

    def shown(self, log: EpisodeLog) -> tuple[EpisodeEntry, ...]:
        """The entries of this card."""
        kind = self.kind
        return tuple(entry for entry in log.current if isinstance(entry.record, kind))

    kind: type[EpisodeRecord] = Contact

    def show_log(self, log: EpisodeLog) -> None:
        """Show the entries, newest last; struck ones with their reason."""
        clear_layout(self.rows)
        for entry in self.shown(log):
            words, aside = self.words_of(entry)
            if entry.struck:
                text = f"{words} ({STRUCK}: {entry.struck})"
                self.rows.addWidget(TextRow(self._theme, text, tone="secondary"))
                continue
            ask = ("", IN_ERROR, lambda one=entry: self._ask_why(one))
            actions = (*self.actions_of(entry), ask)
            self.rows.addWidget(TextRow(self._theme, words, actions, aside=aside))
            if self._wrong is None and self._keeper and self._keeper.waits(_wrong_place(entry)):
                self._ask_why(entry)

    def actions_of(self, entry: EpisodeEntry) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        """Further actions of an entry."""
        del entry
        return ()

    def typed(self, make: Callable[[], T]) -> T | None:
        """The record that was typed; None after marking the field that cannot be."""
        try:
            return make()
        except FieldRefused as error:
            field = getattr(self, error.field, None)
            refused(self._session, field if isinstance(field, LineField) else None, error)
            return None

    def keep(self, record: EpisodeRecord) -> bool:
        """Write a new entry; whether it is in the chart."""
        store, by = self._session.store, self._session.clinician.id
        return self._try(
            lambda: new_entry(store, self._desk.episode.id, record, by, self._session.clock())
        )

    def mend(self, entry: EpisodeEntry, record: EpisodeRecord) -> bool:
        """Write the next version of an entry; whether it is in the chart."""
        store, by = self._session.store, self._session.clinician.id
        return self._try(lambda: correct(store, entry, record, by, self._session.clock()))

    def _ask_why(self, entry: EpisodeEntry) -> None:
        self._leave_strike()
        self._wrong = entry
        self.striking.ask(self.words_of(entry)[0])
        if self._keeper is not None:
            self._keeper.watch(_wrong_place(entry), why=self.striking.why)
        self.striking.why.setFocus()

    def _strike(self, reason: str) -> None:
        entry = self._wrong
        store, by = self._session.store, self._session.clinician.id
        if entry is not None and self._try(
            lambda: strike(store, entry, reason, by, self._session.clock())
        ):
            self._leave_strike()

    def _leave_strike(self) -> None:
        if self._wrong is not None and self._keeper is not None:
            self._keeper.forget(_wrong_place(self._wrong))
        self._wrong = None
        self.striking.forget()

    def _try(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except WorldError as error:
            self._session.tell(error)
            return False
        self._session.taken()
        self.written.emit()
        return True


def _wrong_place(entry: EpisodeEntry) -> Place:
    return Place(f"in error {entry.id}", IN_ERROR, of_visit=False)
