"""One-line text fields drawn in the state of their value."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from pt_chart.ui.theme.paint import box, color, dotted, not_tested, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Tokens
from pt_chart.ui.theme.type import Style

_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


LONGEST = 1 << 30
"""Characters a field takes: Qt's own limit of 32,767 would cut a pasted text without a word."""


class ValueState(Enum):
    """What a field's value means, and so how the field looks."""

    NORMAL = "normal"
    ABNORMAL = "abnormal"
    CARRIED = "carried"
    NOT_TESTED = "not_tested"
    REFUSED = "refused"


class LineField(QLineEdit):
    """A text field with unit, in one of the value states; disabled shows a word why."""

    entered_at_once = False
    """Whether each keystroke is in the visit already."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        unit: str = "",
        placeholder: str = "",
        width: int = 0,
        height: int = Height.FIELD,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``width`` 0 grows with the layout; otherwise it is fixed, in logical pixels."""
        super().__init__(parent)
        self._theme = theme
        self._unit = unit
        self._height = theme.target(height)
        self._fixed = width
        self._icon = icon
        self._state = ValueState.NORMAL
        self._why_disabled = ""
        self.setMaxLength(LONGEST)
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFont(Style.BODY.font)
        right = 8 + (self.fontMetrics().horizontalAdvance(unit) + 2 if unit else 0)
        self.setTextMargins(30 if icon else 6, 0, right - 2, 0)
        horizontal = QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding
        self.setSizePolicy(horizontal, QSizePolicy.Policy.Fixed)
        self._color_text()

    @property
    def state(self) -> ValueState:
        """How the value is shown."""
        return self._state

    def event(self, event: QEvent) -> bool:
        """Undo is the visit's, unless there is typing here that is not in it yet."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(key) for key in _UNDO)
            and (self.entered_at_once or not self.isUndoAvailable())
        ):
            # What the visit holds after the undo is to be shown, not what was typed before it.
            self.setModified(False)
            event.ignore()
            return False
        return super().event(event)

    def set_state(self, state: ValueState) -> None:
        """Show the value in another state."""
        if state is not self._state:
            self._state = state
            weight = Style.STRONG if state is ValueState.ABNORMAL else Style.BODY
            self.setFont(weight.font)
            self._color_text()
            self.update()

    def refuse(self) -> None:
        """Mark what was typed as refused, and take the keyboard for its correction."""
        self.set_state(ValueState.REFUSED)
        self.setFocus()

    def disable(self, why: str) -> None:
        """Take no input, and say why in a word."""
        self._why_disabled = why
        self.setEnabled(False)

    def sizeHint(self) -> QSize:
        """The fixed width, or a comfortable one."""
        return QSize(self._fixed or 160, self._height)

    def minimumSizeHint(self) -> QSize:
        """Narrow layouts may squeeze a growing field."""
        return QSize(self._fixed or 60, self._height)

    def _color_text(self) -> None:
        tokens = self._theme.tokens
        ink = {
            ValueState.ABNORMAL: tokens.abnormal.text,
            ValueState.CARRIED: tokens.unconfirmed.text,
            ValueState.REFUSED: tokens.emergency.text,
        }.get(self._state, tokens.text)
        palette = self.palette()
        ground = palette.color(QPalette.ColorRole.Base)
        if palette.color(QPalette.ColorRole.Text) != color(ink) or ground.alpha():
            palette.setColor(QPalette.ColorRole.Text, color(ink))
            palette.setColor(QPalette.ColorRole.PlaceholderText, color(tokens.tertiary))
            palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
            self.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and border by state, then the text itself, then the unit."""
        self._color_text()
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(Style.BODY.font)
        rect = QRectF(self.rect())
        if self._state is ValueState.NOT_TESTED and not self.text():
            not_tested(painter, rect, "not tested", tokens)
            painter.end()
            return
        box(painter, rect, fill=self._ground(tokens), border=self._border(tokens))
        if self._icon:
            at = QPointF(8, rect.center().y() - 8)
            self._theme.draw_icon(painter, self._icon, tokens.secondary, at, 16)
        if self._unit:
            painter.setPen(color(tokens.tertiary if self.isEnabled() else tokens.disabled.text))
            end = rect.adjusted(0, 0, -7, 0)
            painter.drawText(
                end, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._unit
            )
        if not self.isEnabled() and self._why_disabled:
            painter.setPen(color(tokens.disabled.text))
            painter.drawText(
                rect.adjusted(8, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, self._why_disabled
            )
            painter.end()
            return
        painter.end()
        super().paintEvent(event)

    def _ground(self, tokens: Tokens) -> str:
        if not self.isEnabled():
            return tokens.disabled.soft
        return {
            ValueState.ABNORMAL: tokens.abnormal.soft,
            ValueState.CARRIED: tokens.unconfirmed.soft,
        }.get(self._state, tokens.surface)

    def _border(self, tokens: Tokens) -> QPen:
        if not self.isEnabled():
            return pen(tokens.line)
        if self._state is ValueState.REFUSED:
            return pen(tokens.emergency.text, 2.0)
        if self._state is ValueState.CARRIED:
            return dotted(tokens.unconfirmed.text)
        if self.hasFocus():
            return pen(tokens.focus, 2.0)
        if self._state is ValueState.ABNORMAL:
            return pen(tokens.abnormal.text)
        return pen(tokens.secondary if self.underMouse() else tokens.border)


class ValueField(LineField):
    """A field for a value of the exam: ``n`` marks not tested, Delete on an empty field clears.

    ``typed`` carries the text after each keystroke, ``declined`` says "not tested",
    ``stepped`` asks to move by rows and columns in a grid (arrow keys).
    """

    typed = Signal(str)
    declined = Signal()
    stepped = Signal(int, int)
    left = Signal()
    entered_at_once = True
    pad: tuple[str, ...] = (*"0123456789", ".", "n")
    """What a finger needs to type a value here (touch mode); each may be several letters."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        unit: str = "",
        width: int = 62,
        letters: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``letters`` are letters that belong to values, so that ``n`` is not taken for a key."""
        super().__init__(theme, name, unit=unit, width=width, parent=parent)
        self._letters = letters
        self.textEdited.connect(self._tell)

    def _tell(self, text: str) -> None:
        # The letter is seen at once, before whatever follows from it is worked out.
        self.repaint()
        self.typed.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of an exam field before those of a text field."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.text() == "*":
            # No value has one: it marks an asterisk sign, which is the row's to do.
            event.ignore()
        elif plain and event.text().lower() == "n" and "n" not in self._letters:
            self.clear()
            self.declined.emit()
        elif plain and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(-1 if key == Qt.Key.Key_Up else 1, 0)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(1, 0)
        elif plain and key == Qt.Key.Key_Left and self.cursorPosition() == 0:
            self.stepped.emit(0, -1)
        elif plain and key == Qt.Key.Key_Right and self.cursorPosition() == len(self.text()):
            self.stepped.emit(0, 1)
        elif not self.text() and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.typed.emit("")
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces the value, as in a spreadsheet."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving ends the undo step."""
        super().focusOutEvent(event)
        self.left.emit()
