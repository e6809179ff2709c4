"""The drafts that wait on this workstation for the server: opened one by one, compared, sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.away import Waiting
from pt_chart.charting.waiting_drafts import WaitingDraft
from pt_chart.clinical.merging.words import Wording
from pt_chart.clinical.program.dates import date_words, moment_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.versions.difference_rows import RowsHead, SettledRow
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.clearing import clear_layout
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

TOLD = (
    "These drafts were written while the clinic's server was away. They are kept here, encrypted, "
    "until you decide. Open one to see it beside what the server holds now; what only one side "
    "changed is joined, where both did you choose. Nothing is sent by itself."
)
COLUMNS = (
    Column("Patient"),
    Column("Visit", 220),
    Column("Kept", 170),
    Column("Changes", 110, right=True),
)


HEADS = ("Place", "Written here", "Before", "What became of it")
LET_GO = (
    "Let this draft go? It is forgotten on this workstation, and what it says is nowhere else. The "
    "log has a line that you let it go."
)


class WaitingPage(QWidget):
    """``opened`` carries the id of a visit to open and compare; ``closed`` goes to the patients.

    ``let_go`` carries a draft that the person wants to be forgotten, after a question.
    """

    opened = Signal(str)
    let_go = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, drafts: Sequence[WaitingDraft], wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._drafts = {one.ident: one for one in drafts}
        self.table = Table(theme, "Drafts that wait", COLUMNS)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        sheet = QWidget()
        outer.addWidget(Scroll(sheet))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        column.addWidget(Label("Waiting on this workstation", Style.PAGE_TITLE))
        column.addWidget(Label(TOLD, Style.BODY, "secondary", wrap=True))
        self.why = Label("", Style.STRONG, wrap=True)
        column.addWidget(self.why)
        column.addLayout(self._buttons())
        self.question = Label(LET_GO, Style.BODY, wrap=True)
        column.addWidget(self.question)
        card = Card(theme, "Drafts", note=str(len(drafts)))
        self.table.show_rows([_row(one) for one in drafts])
        self.table.setFixedHeight(self.table.content_height())
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._show)
        card.body.addWidget(self.table)
        column.addWidget(card)
        read = Card(theme, "What was written here")
        holder = QWidget()
        self._rows = QVBoxLayout(holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        read.body.addWidget(holder)
        column.addWidget(read)
        column.addStretch(1)
        if drafts:
            self.table.choose(drafts[0].ident)
            self._show(drafts[0].ident)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        tall, theme = Height.BUTTON_DIALOG, self._theme
        self.go = Button(theme, "Open and compare", Look.PRIMARY, height=tall)
        self.go.clicked.connect(lambda: self._open(self.table.current_id))
        self.forget = Button(theme, "Let it go ...", height=tall)
        self.forget.clicked.connect(lambda: self._ask(asked=True))
        self.sure = Button(theme, "Yes, let it go", height=tall)
        self.sure.clicked.connect(lambda: self.let_go.emit(self._drafts[self.table.current_id]))
        later = Button(theme, "Later", Look.QUIET, height=tall, name="Later, to the patients")
        later.clicked.connect(self.closed)
        for button in (self.go, self.forget, self.sure, later):
            row.addWidget(button)
        row.addStretch(1)
        return row

    @property
    def shown(self) -> tuple[str, ...]:
        """What the rows of the chosen draft say, for who cannot see them."""
        rows = (self._rows.itemAt(n) for n in range(self._rows.count()))
        found = (row.widget() for row in rows if row is not None)
        return tuple(one.accessibleName() for one in found if isinstance(one, SettledRow))

    def _open(self, ident: str) -> None:
        one = self._drafts[ident]
        if one.comparable:
            self.opened.emit(one.waiting.mine.id)

    def _ask(self, *, asked: bool) -> None:
        one = self._drafts[self.table.current_id]
        self.question.setVisible(asked)
        self.sure.setVisible(asked)
        self.forget.setVisible(one.can_go and not asked)

    def _show(self, ident: str) -> None:
        one = self._drafts[ident]
        self.why.setText(one.why)
        self.why.setVisible(bool(one.why))
        self.go.setEnabled(one.comparable)
        self._ask(asked=False)
        clear_layout(self._rows)
        self._rows.addWidget(RowsHead(self._theme, HEADS))
        for place in self._wording.told(one.written):
            told = "waits here" if one.comparable else "only here"
            self._rows.addWidget(SettledRow(self._theme, place, self._wording, told))

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _row(draft: WaitingDraft) -> Row:
    one, visit = draft.waiting, draft.waiting.mine
    many = len(draft.written)
    cells = (
        Cell(one.patient.name, Style.STRONG, aside=_complaint(one)),
        Cell(f"visit {visit.number}, {date_words(visit.date)}"),
        Cell(moment_words(one.at.astimezone())),
        Cell(str(many), right=True),
    )
    return Row(draft.ident, cells)


def _complaint(one: Waiting) -> str:
    """ "RIGHT leg pain": never without its side."""
    side = one.episode.side
    return side.before(one.episode.complaint) if side is not None else one.episode.complaint
