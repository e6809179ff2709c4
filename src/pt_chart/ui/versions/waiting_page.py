"""The drafts that wait on this workstation for the server: opened one by one, compared, sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.away import Waiting
from pt_chart.clinical.merging.three_way import merge
from pt_chart.clinical.program.dates import date_words, moment_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
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


class WaitingPage(QWidget):
    """``opened`` carries the id of a visit to open and compare; ``closed`` goes to the patients."""

    opened = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, waiting: Sequence[Waiting]) -> None:
        super().__init__()
        self.table = Table(theme, "Drafts that wait", COLUMNS)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(Space.M)
        column.addWidget(Label("Waiting on this workstation", Style.PAGE_TITLE))
        column.addWidget(Label(TOLD, Style.BODY, "secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        tall = Height.BUTTON_DIALOG
        self.go = Button(theme, "Open and compare", Look.PRIMARY, height=tall)
        self.go.clicked.connect(lambda: self.opened.emit(self.table.current_id))
        later = Button(theme, "Later", Look.QUIET, height=tall, name="Later, to the patients")
        later.clicked.connect(self.closed)
        row.addWidget(self.go)
        row.addWidget(later)
        row.addStretch(1)
        column.addLayout(row)
        card = Card(theme, "Drafts", note=str(len(waiting)))
        self.table.show_rows([_row(one) for one in waiting])
        self.table.setFixedHeight(self.table.content_height())
        self.table.opened.connect(self.opened)
        card.body.addWidget(self.table)
        column.addWidget(card)
        column.addStretch(1)
        if waiting:
            self.table.choose(waiting[0].mine.id)

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _row(one: Waiting) -> Row:
    visit = one.mine
    many = len(merge(one.base, one.mine, one.base).differences)
    cells = (
        Cell(one.patient.name, Style.STRONG, aside=_complaint(one)),
        Cell(f"visit {visit.number}, {date_words(visit.date)}"),
        Cell(moment_words(one.at.astimezone())),
        Cell(str(many), right=True),
    )
    return Row(visit.id, cells)


def _complaint(one: Waiting) -> str:
    """ "RIGHT leg pain": never without its side."""
    side = one.episode.side
    return side.before(one.episode.complaint) if side is not None else one.episode.complaint
