"""The middle column: how the last program went, the chosen exercises, what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.followup import changes
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.program.program_problem import ProgramProblem
from pt_chart.ui.program.chosen import PARTS, ChosenRow, Tray
from pt_chart.ui.program.filters import Narrow
from pt_chart.ui.program.followup_card import FollowupCard
from pt_chart.ui.program.refill import refill
from pt_chart.ui.program.row_parts import in_words
from pt_chart.ui.shell.tab_order import controls
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.scroll import Scroll

EMPTY = "Nothing chosen yet. Add from the list, or press 1 to 9."
OPENED_BY = (
    "It opens when the answers that raised this no longer stand after asking or examining again, "
    "or when somebody named has cleared the flag, and when; an action or a reason alone settles it "
    "for signing and does not open the program."
)
UNREAD = "No safety rule reads these; judge them yourself:"
ON_EVERY = (
    "Warning signs graded to this case and whom to call · traffic light in the patient's own"
    " symptoms · week log with tick boxes · plan for a flare · sitting, driving, sleep, walking"
    " · next visit"
)


class ChosenColumn(Scroll):
    """Shows the program; edits go to `ProgramEdits`."""

    def __init__(self, tray: Tray, before: Program, since: str) -> None:
        """``before`` is the last program (empty: there is none), ``since`` its date in words."""
        self._tray = tray
        self._before = before
        self._since = since
        self.rows: list[ChosenRow] = []
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self.followup: FollowupCard | None = None
        if before.items:
            self.followup = FollowupCard(
                tray.theme, before, tray.library, tray.edits.respond, self._step
            )
            column.addWidget(self.followup)
        self.card = Card(tray.theme, "Chosen", "aim for 2 to 4", note=" ")
        self.bulk = BulkRow(tray.theme, tray.edits, tray.told, lambda: self._tray.library)
        self._remark = _padded(Label("", Style.SMALL_STRONG, "abnormal", wrap=True))
        self._changed = _padded(Label("", Style.SMALL, "secondary", wrap=True))
        self._empty = _padded(Label(EMPTY, tone="secondary", wrap=True))
        self._again = Button(
            tray.theme, "Start from the last program", Look.SECONDARY, height=Height.BUTTON_SMALL
        )
        self._again.clicked.connect(lambda: tray.edits.start_from(before))
        self._unread = _padded(Label("", Style.SMALL, "secondary", wrap=True))
        self._kept = (
            self._remark,
            self._unread,
            self._empty,
            self._again_row(),
            self.bulk,
            self._changed,
        )
        for widget in self._kept:
            self.card.body.addWidget(widget)
        column.addWidget(self.card)
        always = Card(tray.theme, "On every handout", padded=True)
        always.body.addWidget(Label(ON_EVERY, tone="secondary", wrap=True))
        column.addWidget(always)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        super().__init__(inner)

    def _again_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(14, 0, 14, 10)
        layout.addWidget(self._again)
        layout.addStretch(1)
        return row

    def show_lock(self, why: str) -> None:
        """Say why nothing is offered and what opens it; "" where exercises are offered."""
        self._empty.setText(f"The program is closed. {why} {OPENED_BY}" if why else EMPTY)

    def show_unread(self, texts: Sequence[str]) -> None:
        """Name recorded precautions, alerts and medicines that no safety rule reads."""
        named = " · ".join(texts)
        _say(self._unread, f"{UNREAD} {named}" if named else "")

    def take_library(self, library: ExerciseLibrary) -> None:
        """Own exercises changed: rows are made anew from the changed library."""
        self._tray = replace(self._tray, library=library)
        self.rows = []

    def show_program(
        self,
        program: Program,
        problems: Sequence[ProgramProblem],
        facts: Facts,
        why: Callable[[], dict[str, str]],
    ) -> None:
        """Show the program; ``why`` gives the reasons by exercise, asked for only where needed."""
        library = self._tray.library
        items = [item for item in program.items if item.exercise in library.exercises]
        # A row whose dose alone changed stays: the clinician may be typing in it.
        same = len(items) == len(self.rows) and all(
            row.takes(item) for row, item in zip(self.rows, items, strict=False)
        )
        if not same:
            reasons = why()
            self.rows = [
                ChosenRow(self._tray, place, item, reasons.get(item.exercise, ""))
                for place, item in enumerate(items)
            ]
            refill(self.card, self.rows, self, self._kept, above=2)
        self._tell(program, problems)
        if self.followup is not None:
            self.followup.show_program(program, facts)

    def _tell(self, program: Program, problems: Sequence[ProgramProblem]) -> None:
        for row in self.rows:
            row.show_problems([p for p in problems if p.item == row.index])
        whole = [p for p in problems if p.item is None]
        words = [in_words(problem) for problem in whole]
        strong = any(p.severity in ("strong", "refused") for p in whole)
        self._remark.set_tone("emergency" if strong else "abnormal")
        _say(self._remark, "\n".join(words))
        said = changes(self._before, program, self._tray.library) if self._before.items else ()
        since = "; ".join(one.words for one in said)
        _say(self._changed, f"Changed since {self._since}: {since}." if since else "")
        self._empty.setVisible(not program.items)
        parent = self._again.parentWidget()
        if parent is not None:
            parent.setVisible(not program.items and bool(self._before.items))
        self.bulk.setVisible(len(program.items) > 1)
        minutes = dosing.minutes_a_day(program, self._tray.library)
        count = len(program.items)
        chosen = "1 exercise" if count == 1 else f"{count} exercises"
        self.card.hint.setText(f"{chosen}, aim for 2 to 4" if count else "aim for 2 to 4")
        self.card.set_note(f"about {minutes} minutes a day" if count else "")

    def tab_controls(self) -> list[QWidget]:
        """Tab goes through the exercises first, then to what is set for all of them."""
        asked = controls(self.followup) if self.followup is not None else []
        rows = [control for row in self.rows for control in controls(row)]
        return list(dict.fromkeys([*asked, *rows, *controls(self)]))

    def _step(self, item: ProgramItem, to: Exercise, word: str) -> None:
        """A response spoke for a step: swap it where the present program holds the exercise."""
        for place, one in enumerate(self._tray.edits.items):
            if one.exercise == item.exercise:
                self._tray.edits.swap(place, to, word, self._tray.facts(), self._tray.library)
                return


class BulkRow(QWidget):
    """Sets one part of every dose at once, within each exercise's limits."""

    def __init__(
        self,
        theme: Theme,
        edits: ProgramEdits,
        told: Callable[[str], None],
        library: Callable[[], ExerciseLibrary],
    ) -> None:
        super().__init__()
        self._edits, self._told, self._library = edits, told, library
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(Space.S)
        row.addWidget(Label("All doses", Style.SMALL_STRONG, wrap=False))
        self.part = Narrow(theme, "Part of every dose")
        for part, label, _unit, _step in PARTS:
            self.part.addItem(label, part)
        self.part.setCurrentIndex(self.part.findData("days_per_week"))
        row.addWidget(self.part)
        self.number = LineField(theme, "Number for every dose", width=72)
        self.number.returnPressed.connect(self.apply)
        row.addWidget(self.number)
        button = Button(theme, "Set all", height=Height.BUTTON_SMALL)
        button.clicked.connect(self.apply)
        row.addWidget(button)
        row.addStretch(1)

    def apply(self) -> None:
        """Set the number; what is no number is said."""
        text = self.number.text().strip()
        if not text.isdecimal() or len(text) > 3:
            self._told("Type a whole number for all doses, such as 5.")
            return
        part = str(self.part.currentData())
        wanted, library = int(text), self._library()
        count = self._edits.set_dose_of_all(part, wanted, library)
        words = "exercise" if count == 1 else "exercises"
        others = [
            f"{library.exercises[item.exercise].name} {now}"
            for item in self._edits.items
            if item.exercise in library.exercises
            and (now := getattr(item.dose, part)) not in (None, wanted)
        ]
        limits = f" Its limits keep: {', '.join(others)}." if others else ""
        self._told(f"Changed in {count} {words}.{limits}")
        self.number.clear()


def _padded(label: Label) -> Label:
    label.setContentsMargins(14, 8, 14, 10)
    label.hide()
    return label


def _say(label: Label, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
