"""A number with minus and plus: parts of a dose."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height
from pt_chart.ui.theme.type import Style

KNOB = 25
LABEL = 18


class Stepper(QWidget):
    """Shows a label over a value with unit; + and - and digits change it within its limits.

    A typed number may leave the limits as far as ``most`` allows; what it means then is for the
    page to say. Without ``most`` it is kept within them, and ``refused`` says so. One that is still
    too small waits for its next digit, for Enter or for the focus to go. A part that does not apply
    is disabled and says why in a word.
    """

    changed = Signal(int)
    refused = Signal(str)
    """A typed number that cannot be, in words."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        label: str,
        *,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._label = label
        self._unit = unit
        self._value: int | None = None
        self._low, self._high, self._step = 0, 999, 1
        self._most: int | None = None
        self._broken = False
        self._why = ""
        self._typed = ""
        self._before: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> int | None:
        """The shown number, None when this part does not apply."""
        return self._value

    def show_value(
        self,
        value: int | None,
        low: int,
        high: int,
        step: int = 1,
        why: str = "",
        *,
        most: int | None = None,
    ) -> None:
        """Show a value and its limits; ``why`` disables the part and says why in a word.

        ``most`` is how far a typed number may go; without it the limits hold for it too.
        """
        self._value, self._low, self._high, self._step, self._why = value, low, high, step, why
        self._most = most
        self._typed = ""
        self.setEnabled(not why)
        said = why or ("not set" if value is None else f"{value} {self._unit}".strip())
        self.setAccessibleName(f"{self._name}: {said}")
        self.update()

    def show_number(self, value: int | None) -> None:
        """Show another value within the same limits."""
        typed = self._typed
        self.show_value(value, self._low, self._high, self._step, self._why, most=self._most)
        self._typed = typed if typed and int(typed) == value else ""

    def sizeHint(self) -> QSize:
        """Label line and field."""
        return QSize(110, LABEL + Height.FIELD)

    def minimumSizeHint(self) -> QSize:
        """Room for two digits and the knobs."""
        return QSize(86, LABEL + Height.FIELD)

    def change(self, to: int) -> None:
        """Set a value as the clinician does; it is kept within the limits."""
        kept = min(max(to, self._low), self._high)
        if kept != self._value:
            self.changed.emit(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - step, digits type the number, Enter takes a small one."""
        text = event.text()
        if text in ("+", "-", "−") or event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            up = text == "+" or event.key() == Qt.Key.Key_Up
            self._typed, self._broken = "", False
            self.change((self._value or 0) + (self._step if up else -self._step))
        elif text in (".", ","):
            self._refuse_fraction()
        elif text.isdigit():
            if self._broken:
                return
            if not self._typed:
                self._before = self._value
            self._typed = (self._typed + text)[-3:]
            self.update()
            if int(self._typed) >= self._low:
                self._take(int(self._typed))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._typed:
            self._broken = False
            self._take_typed()
        else:
            self._typed, self._broken = "", False
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A number that was typed counts."""
        self._take_typed()
        self._broken = False
        super().focusOutEvent(event)

    def _take_typed(self) -> None:
        typed, self._typed = self._typed, ""
        if typed:
            self._take(int(typed))
            self.update()

    def _take(self, number: int) -> None:
        if self._most is None:
            kept = min(max(number, self._low), self._high)
            if kept != number:
                limits = f"{self._low} to {self._high}"
                self.refused.emit(f"{self._name} {number} is outside {limits}; {kept} stands.")
            self.change(number)
        elif number > self._most:
            self._refuse(f"{self._name} {number} is too much; {self._most} is the most.")
        elif number != self._value:
            self.changed.emit(number)

    def _refuse(self, why: str) -> None:
        # What the first digits made of the value nobody meant.
        self._typed, before = "", self._before
        self.refused.emit(why if before is None else f"{why} {before} stays.")
        if before is not None and before != self._value:
            self.changed.emit(before)
        self.update()

    def _refuse_fraction(self) -> None:
        """A point or comma: the digits behind it are no number of their own."""
        if not self._typed:
            self._before = self._value
        self._refuse(f"{self._name} takes whole numbers.")
        self._broken = True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A knob steps."""
        x, y = event.position().x(), event.position().y()
        if y < LABEL:
            return
        if x >= self.width() - KNOB:
            self.change((self._value or 0) + self._step)
        elif x >= self.width() - 2 * KNOB:
            self.change((self._value or 0) - self._step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Label, frame, value, unit, knobs."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        painter.drawText(
            QRectF(0, 0, self.width(), LABEL - 2), Qt.AlignmentFlag.AlignVCenter, self._label
        )
        frame = QRectF(0, LABEL, self.width(), Height.FIELD)
        if self._why:
            box(painter, frame, fill=tokens.disabled.soft, border=pen(tokens.line))
            painter.setPen(color(tokens.disabled.text))
            painter.drawText(frame.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._why)
            return
        box(painter, frame, fill=tokens.surface, border=pen(tokens.border))
        shown = self._typed or ("–" if self._value is None else str(self._value))
        painter.setFont(Style.STRONG.font)
        painter.setPen(color(tokens.text))
        place = frame.adjusted(8, 0, -2 * KNOB, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        taken = painter.fontMetrics().horizontalAdvance(shown)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.tertiary))
        painter.drawText(
            place.adjusted(taken + 3.0, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._unit
        )
        self._paint_knobs(painter, frame)

    def _paint_knobs(self, painter: QPainter, frame: QRectF) -> None:
        tokens = self._theme.tokens
        for index, icon in ((2, "minus"), (1, "plus")):
            x = frame.right() - index * KNOB
            painter.setPen(pen(tokens.line))
            painter.drawLine(QPointF(x, frame.top() + 1), QPointF(x, frame.bottom() - 1))
            at = QPointF(x + (KNOB - 12) / 2, frame.center().y() - 6)
            self._theme.draw_icon(painter, icon, tokens.text, at, 12)
