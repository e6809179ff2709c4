"""Beside the preview: which column goes where, what happens to one person, and the way in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pt_chart.charting.exchange_port import ENCODINGS, Incoming, MappedColumn
from pt_chart.charting.import_preview import Decision, ImportPreview, PlannedPerson
from pt_chart.ui.exchange.rows import candidate_words, visit_words
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.side_form import SideForm

LEFT_OUT = "left out"
_MOST_COLUMNS = 60
_MOST_TOLD = 12
_MOST_VISITS = 8
_ADD = "Register as a new patient"
_SKIP = "Leave out"
DATE_ORDERS = (
    ("", "as the file shows"),
    ("month", "month first: 03/04 is March 4"),
    ("day", "day first: 03/04 is April 3"),
)


class EncodingForm(SideForm):
    """For a file that could not be read; ``again`` carries the encoding to read it in."""

    again = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        told = (
            "Nothing was read. Names with accents need the encoding that the file was written in."
        )
        super().__init__(theme, "Read it in another way", told, parent=parent)
        self.add_choice("encoding", "Written in", ENCODINGS, ENCODINGS[1][0])
        self.finish("Read again", cancel=True)
        self.on_submit(lambda: self.again.emit(self.choice("encoding")))


class FileForm(SideForm):
    """For one file.

    ``mapped`` carries a new mapping, the encoding and the order of dates; ``decided`` a row, a
    decision and the id of the known patient ("" for none); ``decided_alike`` a row and a decision
    for everybody of whom the same is asked.
    """

    mapped = Signal(object, str, str)
    decided = Signal(int, str, str)
    decided_alike = Signal(int, str)

    def __init__(self, theme: Theme, planned: ImportPreview, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Before it comes in", parent=parent)
        self._columns = planned.incoming.columns
        self._row = 0
        self._person = self.add_choice("decision", "The person chosen in the list", ())
        self._person.setEnabled(False)
        self._person.activated.connect(self._decide)
        self.why = self.tell("Choose somebody in the list.")
        self.alike = Button(theme, "", height=Height.BUTTON_SMALL)
        self.alike.clicked.connect(self._decide_alike)
        self.alike.hide()
        self.column.addWidget(self.alike)
        self.tell(
            "Visits come in as drafts: nobody here has signed them. The file itself is kept in "
            "the encrypted chart."
        )
        for one in planned.incoming.dates:
            self.tell(f"{one}. Choose below if it is not so.", "urgent")
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
        self.add_choice("dates", "Dates such as 03/04/1961", DATE_ORDERS)
        self.again = Button(self._theme, "Read again with these columns")
        self.again.clicked.connect(self._map)
        self.column.addWidget(self.again)
        self.column.addStretch(1)

    def show_person(self, person: PlannedPerson | None, alike: int = 0) -> None:
        """The person chosen in the list; of ``alike`` people the same is asked."""
        open_ = person is not None and not person.fixed
        self._person.setEnabled(open_)
        if person is None:
            return
        self._row = person.record.row
        name = person.record.chart.patient.name or person.record.chart.patient.record_number
        listed = visit_words(person)
        more = f"and {len(listed) - _MOST_VISITS} more" if len(listed) > _MOST_VISITS else ""
        told = (f"{name}: {person.why}", *person.told, *listed[:_MOST_VISITS], more)
        self.why.setText("\n".join(filter(None, told)))
        self._offer(person)
        self.alike.setVisible(open_ and alike > 1)
        self.alike.setText(f"The same for all {alike} like this")

    def _offer(self, person: PlannedPerson) -> None:
        """What can be chosen: a new patient, each known one who fits, or nobody."""
        self._person.clear()
        if not person.record.known_only:
            self._person.addItem(_ADD, (Decision.ADD.value, ""))
        for known in person.candidates:
            self._person.addItem(f"It is {candidate_words(known)}", (Decision.JOIN.value, known.id))
        self._person.addItem(_SKIP, (Decision.SKIP.value, ""))
        into = person.into.id if person.into and person.decision is Decision.JOIN else ""
        wanted = (person.decision.value, into)
        for index in range(self._person.count()):
            if tuple(self._person.itemData(index)) == wanted:
                self._person.setCurrentIndex(index)

    def _chosen(self) -> tuple[str, str]:
        decision, into = self._person.currentData()
        return str(decision), str(into)

    def _decide(self) -> None:
        self.decided.emit(self._row, *self._chosen())

    def _decide_alike(self) -> None:
        self.decided_alike.emit(self._row, self._chosen()[0])

    def _map(self) -> None:
        mapping = {one.heading: self._field(one) for one in self._columns}
        self.mapped.emit(mapping, self.choice("encoding"), self.choice("dates"))

    def _field(self, column: MappedColumn) -> str:
        key = f"column:{column.heading}"
        return self.choice(key) if key in self.choices else column.field
