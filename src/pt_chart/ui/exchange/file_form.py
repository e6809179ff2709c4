"""Beside the preview: which column goes where, what happens to one person, and the way in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pt_chart.charting.exchange_port import ENCODINGS, Incoming, MappedColumn
from pt_chart.charting.import_preview import Decision, ImportPreview, PlannedPerson
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm

LEFT_OUT = "left out"
_MOST_COLUMNS = 60
_MOST_TOLD = 12
_DECISIONS = (
    (Decision.ADD.value, "Register as a new patient"),
    (Decision.JOIN.value, "It is the known patient"),
    (Decision.SKIP.value, "Leave out"),
)


class FileForm(SideForm):
    """For one file.

    ``mapped`` carries a new mapping and the encoding, ``decided`` a row and a decision.
    """

    mapped = Signal(object, str)
    decided = Signal(int, str)

    def __init__(self, theme: Theme, planned: ImportPreview, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Before it comes in", parent=parent)
        self._columns = planned.incoming.columns
        self._row = 0
        self._person = self.add_choice("decision", "The person chosen in the list", _DECISIONS)
        self._person.setEnabled(False)
        self._person.activated.connect(self._decide)
        self.why = self.tell("Choose somebody in the list.")
        self.tell(
            "Visits come in as drafts: nobody here has signed them. The file itself is kept in "
            "the encrypted chart."
        )
        left_out = planned.incoming.left_out
        if left_out:
            more = f" and {len(left_out) - _MOST_TOLD} more" if len(left_out) > _MOST_TOLD else ""
            self.tell(f"Not taken over: {'; '.join(left_out[:_MOST_TOLD])}{more}.")
        self.finish("Import", cancel=True)
        if self._columns:
            self._add_columns(planned.incoming)

    def _add_columns(self, incoming: Incoming) -> None:
        """Under the buttons, as they are rarely touched."""
        self.column.takeAt(self.column.count() - 1)
        self.column.addSpacing(Space.L)
        self.column.addWidget(Label("Columns of the file", Style.CARD_TITLE))
        offered = (("", LEFT_OUT), *incoming.offered)
        for column in self._columns[:_MOST_COLUMNS]:
            choices = offered
            if column.field and column.field not in dict(offered):
                choices = (*offered, (column.field, column.field.replace(":", " ")))
            title = f"{column.heading[:40]}  ·  {column.sample[:24]}" if column.sample else ""
            self.add_choice(
                f"column:{column.heading}", title or column.heading[:40], choices, column.field
            )
        encoding = next((name for name, words in ENCODINGS if words == incoming.encoding), "utf-8")
        self.add_choice("encoding", "Written in", ENCODINGS, encoding)
        self.again = Button(self._theme, "Read again with these columns")
        self.again.clicked.connect(self._map)
        self.column.addWidget(self.again)
        self.column.addStretch(1)

    def show_person(self, person: PlannedPerson | None) -> None:
        """The person chosen in the list."""
        open_ = person is not None and not person.fixed
        self._person.setEnabled(open_)
        if person is None:
            return
        self._row = person.record.row
        name = person.record.chart.patient.name or person.record.chart.patient.record_number
        self.why.setText(f"{name}: {person.why}")
        self._person.setCurrentIndex(self._person.findData(person.decision.value))

    def _decide(self) -> None:
        self.decided.emit(self._row, self.choice("decision"))

    def _map(self) -> None:
        mapping = {one.heading: self._field(one) for one in self._columns}
        self.mapped.emit(mapping, self.choice("encoding"))

    def _field(self, column: MappedColumn) -> str:
        key = f"column:{column.heading}"
        return self.choice(key) if key in self.choices else column.field
