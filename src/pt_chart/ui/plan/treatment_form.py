"""The form of an intervention: what, dose, minutes, side, response, and what the bill needs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.charting.care.edits import make_treatment
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Treatment
from pt_chart.ui.plan.parts import row_of, settle
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.line_field import LineField, ValueState
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

SIDES = tuple(Segment(side.value, side.spelled, Mood.PLAIN) for side in Side)
TIMED = (
    Segment("timed", "by minutes", Mood.PLAIN, "billed by minutes"),
    Segment("untimed", "once", Mood.PLAIN, "billed once"),
)
ADD, KEEP = "Add", "Keep"
HELPED = (Segment("yes", "by an assistant", Mood.PLAIN),)


class TreatmentForm(QWidget):
    """Emits ``added`` with the intervention and then ``done``, ``refused`` with what to mend.

    ``billing`` False leaves out what only the bill needs (the re-test strip asks for none of it).
    """

    added = Signal(object)
    refused = Signal(str)
    done = Signal()
    """The fields are empty again and have the keyboard: who wants it elsewhere takes it now."""

    def __init__(self, theme: Theme, *, billing: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        self.name = LineField(theme, "Treatment", placeholder="treatment, for example press-up")
        self.dose = LineField(theme, "Dose", placeholder="dose: 2 x 10", width=150)
        self.minutes = LineField(theme, "Minutes", placeholder="min", width=64)
        self.side = Segments(theme, "Side treated", SIDES)
        self.response = LineField(theme, "Response", placeholder="response, re-test")
        self.add = Button(theme, ADD, icon="plus", name="Add the treatment")
        self.code = LineField(theme, "Billing code", placeholder="code", width=100)
        self.timed = Segments(theme, "How the code is billed", TIMED)
        self.modifiers = LineField(theme, "Modifiers", placeholder="modifiers", width=110)
        self.helped = Segments(theme, "Given by an assistant", HELPED)
        column.addLayout(row_of(self.name, self.dose, self.minutes))
        column.addLayout(row_of(self.side, self.response, *(() if billing else (self.add,))))
        if not billing:
            for part in (self.code, self.timed, self.modifiers, self.helped):
                part.setParent(self)
                part.hide()
        else:
            bill = row_of(self.code, self.timed, self.modifiers, self.helped)
            bill.addStretch(1)
            bill.addWidget(self.add)
            column.addLayout(bill)
        self.doubt: Callable[[Side | None], str] = lambda _side: ""
        """What to ask about the side treated; the same treatment entered again is meant so."""
        self._asked: Treatment | None = None
        self.add.clicked.connect(self._submit)
        steps = (self.name, self.dose, self.minutes, self.response)
        for field, after in pairwise(steps):
            field.returnPressed.connect(after.setFocus)
        for field in (self.response, self.code, self.modifiers):
            field.returnPressed.connect(self._submit)

    def take(self, one: Treatment) -> None:
        """Put an intervention that was added back into the fields, to be mended."""
        texts = {
            self.name: one.name,
            self.dose: one.dose,
            self.minutes: "" if one.minutes is None else str(one.minutes),
            self.response: one.response,
            self.code: one.code,
            self.modifiers: " ".join(one.modifiers),
        }
        for field, text in texts.items():
            field.setText(text)
            field.set_state(ValueState.NORMAL)
        self.side.set_value(one.side.value if one.side else "")
        self.timed.set_value("" if one.timed is None else "timed" if one.timed else "untimed")
        self.helped.set_value("yes" if one.by_assistant else "")
        self.set_mending(mending=True)
        self.minutes.setFocus()

    def set_mending(self, *, mending: bool) -> None:
        """Say whether what is typed becomes a new intervention or takes the place of one."""
        self.add.setText(KEEP if mending else ADD)
        self.add.setAccessibleName("Keep the changed treatment" if mending else "Add the treatment")

    @property
    def blank(self) -> bool:
        """Whether nothing is typed."""
        fields = (self.name, self.dose, self.minutes, self.response, self.code, self.modifiers)
        return not any(field.text().strip() for field in fields)

    def _submit(self) -> None:
        fields = (self.name, self.dose, self.minutes, self.response, self.code, self.modifiers)
        for field in fields:
            field.set_state(ValueState.NORMAL)
        try:
            made = make_treatment(
                self.name.text(),
                self.dose.text(),
                self.minutes.text(),
                Side(self.side.value) if self.side.value else None,
                self.response.text(),
                code=self.code.text(),
                timed={"timed": True, "untimed": False}.get(self.timed.value),
                modifiers=self.modifiers.text(),
                by_assistant=self.helped.value == "yes",
            )
        except ValueError as error:
            self._mark(str(error))
            return
        words = self.doubt(made.side)
        asked, self._asked = self._asked, made
        if words and made != asked:
            self.refused.emit(f"{words} Mend the side, or press Enter again if it is meant so.")
            return
        self._asked = None
        self.added.emit(made)
        settle(*fields)
        for choice in (self.side, self.timed, self.helped):
            choice.set_value("")
        self.name.setFocus()
        self.done.emit()

    def _mark(self, words: str) -> None:
        """Show where the trouble is, and keep everything that was typed."""
        field = self.minutes
        if not self.name.text().strip():
            field = self.name
        elif words.startswith("A code"):
            field = self.code
        elif words.startswith("A modifier"):
            field = self.modifiers
        field.refuse()
        self.refused.emit(words)
