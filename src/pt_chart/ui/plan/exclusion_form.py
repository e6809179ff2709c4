"""Asks why two codes that an Excludes1 note keeps apart stand together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pt_chart.ui.plan.parts import row_of
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState

EXCEPTION = (
    "The exception of the guidelines (ICD-10-CM, I.A.12.a): two conditions that are not related "
    "to each other. Your reason is kept with the code, shown and printed."
)
NEEDED = "type the reason: why the two conditions are unrelated"


class ExclusionForm(QWidget):
    """``given`` carries the reason; ``left`` tells that the code is not taken after all."""

    given = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        self.words = Label("", Style.MEDIUM, "urgent", wrap=True)
        self.reason = LineField(
            theme, "Why the two conditions are unrelated", placeholder="reason, needed"
        )
        self.code = LineField(theme, "Code that waits for a reason", parent=self)
        self.code.hide()
        self.take = Button(theme, "Code both, for this reason", icon="check")
        self.leave = Button(theme, "Leave it out", Look.QUIET)
        column.addWidget(self.words)
        column.addWidget(Label(EXCEPTION, Style.SMALL, "secondary", wrap=True))
        column.addLayout(row_of(self.reason, self.take, self.leave))
        self.take.clicked.connect(self._submit)
        self.reason.returnPressed.connect(self._submit)
        self.leave.clicked.connect(self.left)

    def ask(self, code: str, words: str) -> None:
        """Ask for the reason to take a code; ``words`` is the note that excludes it."""
        self.code.setText(code)
        self.words.setText(words)
        self.show()

    def forget(self) -> None:
        """Nothing waits for a reason any more."""
        for field in (self.reason, self.code):
            field.clear()
            field.set_state(ValueState.NORMAL)
        self.hide()

    def _submit(self) -> None:
        if self.reason.text().strip():
            self.given.emit(self.reason.text())
            return
        self.reason.setPlaceholderText(NEEDED)
        self.reason.refuse()
