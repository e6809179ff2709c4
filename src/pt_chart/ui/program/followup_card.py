"""How the last program went: asked in one strip an exercise, with the step it speaks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program.dosage import ExerciseResponse, Program, ProgramItem
from pt_chart.clinical.program.followup import (
    NextStep,
    adherence_words,
    next_step,
    response_to,
)
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.card import Card
from pt_chart.ui.widgets.label import ElidedLabel, Label
from pt_chart.ui.widgets.segments import Mood, Segment, Segments

DID = (("yes", "did it"), ("partly", "partly"), ("no", "no"))
DAYS = tuple((str(days), str(days)) for days in range(8))
FELT = (("easier", "easier"), ("same", "same"), ("harder", "harder"))
AFTER = (("better", "better"), ("same", "same"), ("worse", "worse"))
ASKED = (
    ("done", "Did it?", DID),
    ("days", "Days a week", DAYS),
    ("felt", "It felt", FELT),
    ("after", "After it", AFTER),
)

NARROWEST = 380
"""Width in pixels that two questions side by side need."""

Respond = Callable[[ExerciseResponse, str], None]
Step = Callable[[ProgramItem, Exercise, str], None]


class FollowupCard(Card):
    """The last program's exercises with four short questions each."""

    def __init__(
        self,
        theme: Theme,
        before: Program,
        library: ExerciseLibrary,
        respond: Respond,
        step: Step,
    ) -> None:
        """``step`` swaps an exercise of the present program for an easier or harder one."""
        super().__init__(theme, "How the last program went", note=" ")
        self._before = before
        self._library = library
        self._folded: bool | None = None
        self.fold_button = Button(theme, "Ask", Look.QUIET, height=Height.BUTTON_SMALL)
        self.fold_button.clicked.connect(lambda: self.fold(not self._folded))
        self.add_tool(self.fold_button)
        self._rows = [
            ResponseRow(theme, item, library, respond, step)
            for item in before.items
            if item.exercise in library.exercises
        ]
        for row in self._rows:
            self.body.addWidget(row)
        self.words = Label("", Style.SMALL, "secondary", wrap=True)
        self.words.setContentsMargins(14, 4, 14, 10)
        self.body.addWidget(self.words)

    def show_program(self, program: Program, facts: Facts) -> None:
        """Show what is recorded today and what it speaks for."""
        for row in self._rows:
            row.show_response(program, facts)
        said = adherence_words(program, self._before, self._library) or "Not asked yet."
        self.words.setText(said)
        self.hint.setText(said)
        asked = sum(one.asked for one in program.responses)
        self.set_note(f"{asked} of {len(self._rows)} asked")
        if self._folded is None:
            # Where the program is made already, what is chosen comes first.
            self.fold(bool(program.items))

    def fold(self, folded: bool) -> None:
        """Show one line, or the questions."""
        self._folded = folded
        for row in self._rows:
            row.setVisible(not folded)
        self.words.setVisible(not folded)
        self.hint.setVisible(folded)
        self.fold_button.setText("Ask" if folded else "Fold")
        self.fold_button.setAccessibleName(f"{self.fold_button.text()}: the last program")
        self.fold_button.updateGeometry()


class ResponseRow(QWidget):
    """One exercise: did it, days a week, how it felt, what came after, the step it speaks for."""

    def __init__(
        self,
        theme: Theme,
        item: ProgramItem,
        library: ExerciseLibrary,
        respond: Respond,
        step: Step,
    ) -> None:
        super().__init__()
        self._item = item
        self._library = library
        self._respond = respond
        self._step = step
        self._exercise = library.exercises[item.exercise]
        self._response = ExerciseResponse(item.exercise, item.side)
        self._next = NextStep("ask", "")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 8, 10, 2)
        outer.setSpacing(Space.XS)
        outer.addLayout(self._head(theme))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.S)
        self._grid.setVerticalSpacing(Space.XS)
        self._asked: dict[str, Segments] = {}
        self._questions = [self._question(theme, *asked) for asked in ASKED]
        self._across = 0
        self._arrange(len(ASKED))
        outer.addLayout(self._grid)

    def _head(self, theme: Theme) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        name = self._exercise.name
        side = f", {self._item.side.spelled}" if self._exercise.sided else ""
        head.addWidget(Label(f"{name}{side}", Style.STRONG))
        self.advice = ElidedLabel("", Style.SMALL, "secondary")
        head.addWidget(self.advice, 1)
        self.button = Button(theme, "", height=Height.BUTTON_SMALL)
        self.button.clicked.connect(self._take)
        self.button.hide()
        head.addWidget(self.button)
        return head

    def _question(
        self, theme: Theme, part: str, words: str, choices: tuple[tuple[str, str], ...]
    ) -> QWidget:
        question = QWidget()
        column = QVBoxLayout(question)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(Label(words, Style.TINY, "secondary"))
        segments = [Segment(id, shown, Mood.PLAIN) for id, shown in choices]
        keys = {id: id for id, _ in choices if len(id) == 1}
        asked = Segments(
            theme, f"{self._exercise.name}: {words}", segments, keys=keys, padding=6, height=24
        )
        asked.picked.connect(lambda id, part=part: self._answer(part, id))
        self._asked[part] = asked
        column.addWidget(asked)
        return question

    def minimumSizeHint(self) -> QSize:
        """Two questions side by side; four where there is room."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the questions in one line, or in two."""
        wanted = sum(one.sizeHint().width() + Space.S for one in self._questions) + 24
        self._arrange(len(ASKED) if event.size().width() >= wanted else 2)
        super().resizeEvent(event)

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, question in enumerate(self._questions):
            self._grid.addWidget(question, place // across, place % across)
        for column in range(len(ASKED) + 1):
            self._grid.setColumnStretch(column, int(column == across))

    def show_response(self, program: Program, facts: Facts) -> None:
        """Show what is recorded."""
        self._response = response_to(program, self._item.exercise, self._item.side)
        for part, asked in self._asked.items():
            value = getattr(self._response, part)
            asked.set_value("" if value is None else str(value))
        self._next = next_step(self._response, facts, self._library)
        chosen = [item.exercise for item in program.items]
        to = self._next.to
        offered = to is not None and self._item.exercise in chosen and to.id not in chosen
        self.button.setVisible(offered)
        if to is not None:
            self.button.setText("Step up" if self._next.way == "harder" else "Step down")
            self.button.setAccessibleName(f"{self.button.text()}: {to.name}")
            self.button.setToolTip(to.name)
            self.button.updateGeometry()
        words = f"{self._next.why}: {to.name}" if to is not None else self._next.why
        self.advice.setText("" if self._next.way == "ask" else words)

    def _answer(self, part: str, id: str) -> None:
        value: object = (int(id) if id else None) if part == "days" else id
        changed = replace(self._response, **{part: value})  # type: ignore[arg-type]
        self._respond(changed, self._exercise.name)

    def _take(self) -> None:
        if self._next.to is not None:
            word = "Harder" if self._next.way == "harder" else "Easier"
            self._step(self._item, self._next.to, word)


def last_program(programs: list[Program]) -> Program:
    """The newest earlier program that holds an exercise, an empty one without any."""
    return next((program for program in programs if program.items), Program())
