"""Parts of a chosen exercise: its own wording, and what is wrong with the line for a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from pt_chart.clinical.program.dosage import REASON_WANTED, says_why
from pt_chart.clinical.program.program_problem import ProgramProblem
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

LINE = 19
"""Height of a line of steps in pixels."""


def in_words(problem: ProgramProblem) -> str:
    """A problem as sentences: what is wrong, and the way out."""
    parts = (problem.message, problem.hint)
    return " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part)


class StepsField(QPlainTextEdit):
    """Steps one a line; leaving the field keeps them, an empty one gives the library's back."""

    kept = Signal()

    def __init__(self, name: str, steps: tuple[str, ...]) -> None:
        super().__init__("\n".join(steps))
        self.setAccessibleName(name)
        self.setPlaceholderText("One step a line; empty = the library's own")
        self.setTabChangesFocus(True)
        self.setFixedHeight(LINE * (len(steps) + 1) + 14)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps as typed, blank lines left out."""
        return tuple(line.strip() for line in self.toPlainText().splitlines() if line.strip())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed is kept."""
        super().focusOutEvent(event)
        if self.isVisible():
            self.kept.emit()


class ReasonRow(QWidget):
    """Problems of one exercise in words; where a reason helps, the line to type it in."""

    given = Signal(str)

    def __init__(self, theme: Theme, exercise: str) -> None:
        super().__init__()
        self.rules: tuple[str, ...] = ()
        self._said = self._told = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._words = Label("", Style.SMALL_STRONG, "abnormal", wrap=True)
        self._column.addWidget(self._words)
        self.field = LineField(theme, f"Reason for {exercise}")
        self.field.setPlaceholderText("Reason, then Enter; it is kept with the visit")
        self.field.returnPressed.connect(self._give)
        self._column.addWidget(self.field)
        self.hide()

    def show_problems(self, problems: Sequence[ProgramProblem], reason: str) -> None:
        """Say what is wrong; ``reason`` is the one given already."""
        words = [in_words(problem) for problem in problems]
        self._told = "\n".join(words)
        self._words.setText(self._told)
        self.rules = tuple(
            dict.fromkeys(p.rule for p in problems if p.severity == "blocked" and p.rule)
        )
        self._words.setVisible(bool(words))
        self.field.setVisible(bool(self.rules or reason))
        if reason != self._said:
            self._said = reason
            self.field.setText(reason)
        self.setVisible(bool(words or reason))

    def _give(self) -> None:
        """Keep what was typed; what says nothing is refused and stays to be mended."""
        text = self.field.text()
        if text.strip() and not says_why(text):
            self.field.set_state(ValueState.REFUSED)
            self._words.setText(f"{self._told}\n{REASON_WANTED}".strip())
            self._words.show()
            return
        self.field.set_state(ValueState.NORMAL)
        self.given.emit(text)
