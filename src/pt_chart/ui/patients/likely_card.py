"""Beside the form of a new patient: who of the register may be this person already."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pt_chart.charting.duplicates import Alike
from pt_chart.ui.patients.rows import long_day
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.table import Cell, Column, Row, Table

COLUMNS = (
    Column("Registered already"),
    Column("Born", 120),
    Column("ID", 90),
    Column("Phone", 140),
    Column("", 90, opens=True),
)
ROW = 52


class LikelyCard(Card):
    """A row for each likely person, with why and what differs.

    ``open_asked`` carries the id; ``sized`` tells that the card takes another height.
    """

    open_asked = Signal(str)
    sized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            "Perhaps registered already",
            "open that record, or go on with a reason",
            parent=parent,
        )
        self.people = Table(theme, "Likely the same person", COLUMNS, row_height=ROW)
        self.people.opened.connect(self.open_asked)
        self.body.addWidget(self.people)
        self.hide()

    def show_people(self, found: Sequence[Alike]) -> None:
        """Show these; nobody hides the card."""
        self.people.show_rows([_row(one) for one in found])
        self.people.setFixedHeight(self.people.content_height())
        self.setVisible(bool(found))
        self.sized.emit()


def _row(one: Alike) -> Row:
    patient = one.patient
    differ = "; ".join(f"{d.label}: {d.typed} / {d.recorded}" for d in one.differences)
    told = f"{one.why}{f' · differs in {differ}' if differ else ''}"
    return Row(
        patient.id,
        (
            Cell(patient.name, Style.STRONG, below=told),
            Cell(long_day(patient.birth_date)),
            Cell(patient.record_number),
            Cell(patient.phone),
            Cell("Open this", badge="plain"),
        ),
    )
