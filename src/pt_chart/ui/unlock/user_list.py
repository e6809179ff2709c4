"""Who may unlock: the names of the chart's users, one of them chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

ROW = 52


def initials(name: str) -> str:
    """Up to two letters that stand for a name."""
    parts = [part for part in name.replace(".", " ").replace("_", " ").split() if part]
    return "".join(
        part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)
    ).upper()


class UserList(QWidget):
    """The sign-in names of this chart; arrows or a click choose."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        names: Sequence[str],
        roles: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``roles`` gives the words under a name."""
        super().__init__(parent)
        self._theme = theme
        self._names = tuple(names)
        self._roles = roles or {}
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(ROW * len(self._names))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._speak()

    @property
    def current(self) -> str:
        """The chosen name, "" when the chart lists none."""
        return self._names[self._current] if self._names else ""

    def choose(self, name: str) -> None:
        """Choose a name if it is listed."""
        if name in self._names:
            self._current = self._names.index(name)
            self._speak()
            self.update()
            self.chosen.emit(name)

    def _speak(self) -> None:
        role = self._roles.get(self.current, "")
        self.setAccessibleName(f"User: {self.current}{f', {role}' if role else ''}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self._current + step < len(self._names):
            self.choose(self._names[self._current + step])
        elif not step:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        number = int(event.position().y() // ROW)
        if 0 <= number < len(self._names):
            self.choose(self._names[number])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A circle with initials and the name, per user."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, name in enumerate(self._names):
            row = QRectF(0, number * ROW, self.width(), ROW)
            current = number == self._current
            painter.fillRect(row, color(tokens.selection if current else tokens.surface))
            painter.setPen(pen(tokens.line))
            painter.drawLine(row.topLeft(), row.topRight())
            if current:
                painter.fillRect(QRectF(0, row.top(), 3, ROW), color(tokens.accent))
            ink = tokens.accent if current else tokens.secondary
            circle = QRectF(14, row.center().y() - 15, 30, 30)
            box(painter, circle, fill=tokens.surface, border=pen(ink), radius=15)
            painter.setFont(Style.SMALL_STRONG.font)
            painter.setPen(color(ink))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(name))
            painter.setFont(Style.STRONG.font)
            painter.setPen(color(tokens.text))
            role = self._roles.get(name, "")
            upper = row.adjusted(58, 0, -8, -18 if role else 0)
            painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, name)
            if role:
                painter.setFont(Style.SMALL.font)
                painter.setPen(color(tokens.secondary))
                lower = row.adjusted(58, 18, -8, 0)
                painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, role)
