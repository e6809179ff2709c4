"""Parts that the plan's cards share: prose, rows with actions, a refused field."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.events import Level
from pt_chart.ui.theme.paint import pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField, ValueState


class Prose(QPlainTextEdit):
    """Several lines; leaving ends the undo step."""

    left = Signal()

    def __init__(self, name: str, height: int = 96) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFont(Style.BODY.font)
        self.setFixedHeight(height)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field."""
        super().focusOutEvent(event)
        self.left.emit()

    def show_text(self, text: str) -> None:
        """Show another text and go on behind it; the cursor stays where the text is the same."""
        if self.toPlainText() != text:
            self.setPlainText(text)
            self.moveCursor(QTextCursor.MoveOperation.End)


def titled(label: str, field: QWidget) -> QVBoxLayout:
    """A field under its small label."""
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(Label(label, Style.SMALL_MEDIUM, "secondary"))
    column.addWidget(field)
    return column


def row_of(*parts: QWidget | QVBoxLayout, stretch: bool = False) -> QHBoxLayout:
    """Parts side by side, aligned at their lower edge."""
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    low = Qt.AlignmentFlag.AlignBottom if _titled(parts) else Qt.AlignmentFlag(0)
    for part in parts:
        if isinstance(part, QVBoxLayout):
            row.addLayout(part)
        else:
            row.addWidget(part, 0, low)
    if stretch:
        row.addStretch(1)
    return row


def _titled(parts: tuple[QWidget | QVBoxLayout, ...]) -> bool:
    return any(isinstance(part, QVBoxLayout) for part in parts)


def fitting(words: str, longest: int = 1_200) -> str:
    """Words as a card shows them: long runs may break, and the end gives way to a count."""
    more = len(words) - longest
    shown = re.sub(r"(\S{40})(?=\S)", "\\1\u200b", words[:longest])
    return f"{shown} ... ({more:,} more characters)" if more > 0 else shown


class TextRow(QWidget):
    """Words with small actions behind them."""

    def __init__(
        self,
        theme: Theme,
        words: str,
        actions: tuple[tuple[str, str, Callable[[], object]], ...] = (),
        *,
        tone: str = "",
        aside: str = "",
        warning: str = "",
        lined: bool = True,
    ) -> None:
        """``actions`` are (icon, name, call); without an icon the button shows its name.

        ``aside`` stands small below, ``warning`` in the color of warnings. ``lined`` draws a line
        below, for rows of a list.
        """
        super().__init__()
        self._theme = theme
        self._lined = lined
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.XS if lined else 0, 0, Space.XS if lined else 0)
        row.setSpacing(Space.S)
        told = QVBoxLayout()
        told.setSpacing(0)
        self.words = Label(fitting(words), Style.BODY, tone, wrap=True)
        told.addWidget(self.words)
        if aside:
            told.addWidget(Label(fitting(aside), Style.SMALL, "secondary", wrap=True))
        if warning:
            told.addWidget(Label(fitting(warning), Style.MEDIUM, "urgent", wrap=True))
        row.addLayout(told, 1)
        self.buttons: list[Button] = []
        for icon, spoken, call in actions:
            name = fitting(spoken, 200)
            shown, small = "" if icon else name, Height.BUTTON_SMALL
            button = Button(theme, shown, Look.QUIET, icon=icon, name=name, height=small)
            button.setToolTip("" if shown else name)
            button.clicked.connect(lambda _=False, do=call: do())
            row.addWidget(button)
            self.buttons.append(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line between rows."""
        super().paintEvent(event)
        if self._lined:
            painter = QPainter(self)
            painter.setPen(pen(self._theme.tokens.line))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


def refused(session: ClinicSession, field: LineField | None, error: ValueError) -> None:
    """Mark the field, put the cursor back, and say what to mend; nothing typed is lost."""
    if field is not None:
        field.refuse()
    session.remark(str(error), level=Level.WARNING, passing=True)


def settle(*fields: LineField) -> None:
    """Empty fields whose text was taken."""
    for field in fields:
        field.clear()
        field.set_state(ValueState.NORMAL)
