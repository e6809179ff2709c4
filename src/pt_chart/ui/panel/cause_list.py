"""The ranked causes: name, band and range in words, and the range drawn; never a percentage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.reasoning.results import RankedCause
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.range_bar import range_bar, untested_bar

ROW = 41
BAR = 132
BAR_NARROW = 96
NARROW = 370
INDENT = 12


def cause_words(cause: RankedCause) -> str:
    """Band and range of a cause in words."""
    if not cause.tested:
        return "Not tested"
    band = cause.band[:1].upper() + cause.band[1:]
    return f"{band} · range {cause.range_words}" if cause.range_words else band


def bar_width(width: int) -> int:
    """Room for the range of a cause in a list of this width."""
    return BAR if width >= NARROW else BAR_NARROW


class CauseList(QWidget):
    """Chooses a cause: click, Up and Down."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str = "Causes", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._causes: tuple[RankedCause, ...] = ()
        self._current = ""
        self._hovered = -1
        self.setProperty("ring", False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> str:
        """The condition chosen."""
        return self._current

    @property
    def causes(self) -> tuple[RankedCause, ...]:
        """What is shown."""
        return self._causes

    def show_causes(self, causes: Sequence[RankedCause], current: str) -> None:
        """Show causes in their order."""
        resized = len(causes) != len(self._causes)
        self._causes, self._current = tuple(causes), current
        self._speak()
        if resized:
            self.setFixedHeight(ROW * len(self._causes))
        self.update()

    def choose(self, condition: str) -> None:
        """Choose a cause as the clinician does."""
        if condition != self._current:
            self._current = condition
            self._speak()
            self.update()
            self.chosen.emit(condition)

    def _speak(self) -> None:
        at = next((c for c in self._causes if c.condition == self._current), None)
        place = f", {self._causes.index(at) + 1} of {len(self._causes)}" if at else ""
        said = f"{at.name}: {cause_words(at)}{place}" if at else "none"
        self.setAccessibleName(f"{self._name}: {said}")
        rows = "; ".join(f"{c.name}: {cause_words(c)}" for c in self._causes)
        self.setAccessibleDescription(rows)

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(380, ROW * len(self._causes))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        number = int(event.position().y() // ROW)
        if 0 <= number < len(self._causes):
            self.choose(self._causes[number].condition)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what a click would choose."""
        number = int(event.position().y() // ROW)
        if number != self._hovered:
            self._hovered = number
            self.update()

    def leaveEvent(self, _event: object) -> None:
        """Forget the hover."""
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        ids = [cause.condition for cause in self._causes]
        if step and self._current in ids:
            number = ids.index(self._current) + step
            if 0 <= number < len(ids):
                self.choose(ids[number])
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the rows that need it."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = event.rect().top() // ROW, event.rect().bottom() // ROW
        for number in range(max(first, 0), min(last + 1, len(self._causes))):
            self._paint_row(painter, number, tokens)

    def _paint_row(self, painter: QPainter, number: int, tokens: Tokens) -> None:
        cause = self._causes[number]
        row = QRectF(0, number * ROW, self.width(), ROW)
        current = cause.condition == self._current
        if current:
            painter.fillRect(row, color(tokens.selection))
            painter.fillRect(QRectF(0, row.top(), 3, ROW), color(tokens.accent))
            if self.hasFocus():
                painter.setPen(pen(tokens.focus, float(tokens.focus_width)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(row.adjusted(1, 1, -1, -1))
        elif number == self._hovered:
            painter.fillRect(row, color(tokens.sunken))
        else:
            painter.setPen(pen(tokens.line))
            painter.drawLine(QPointF(16, row.bottom()), QPointF(self.width() - 16, row.bottom()))
        left = 16.0 + (INDENT if cause.parent else 0)
        room = bar_width(self.width())
        width = self.width() - left - room - 24
        painter.setFont(Style.MEDIUM.font)
        painter.setPen(color(tokens.text))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(cause.name, Qt.TextElideMode.ElideRight, round(width))
        painter.drawText(
            QRectF(left, row.top() + 3, width, 18), Qt.AlignmentFlag.AlignVCenter, name
        )
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        words = painter.fontMetrics().elidedText(
            cause_words(cause), Qt.TextElideMode.ElideRight, round(width)
        )
        painter.drawText(
            QRectF(left, row.top() + 20, width, 17), Qt.AlignmentFlag.AlignVCenter, words
        )
        bar = QRectF(self.width() - room - 16, row.top() + 8, room, ROW - 16)
        if cause.tested:
            range_bar(painter, bar, cause.low, cause.middle, cause.high, tokens)
        else:
            untested_bar(painter, bar, tokens)


class ScaleHead(QWidget):
    """less, same, more over the bars."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self.setFixedHeight(24)
        self.setAccessibleName(f"{title}; bars run from less to more")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title at the left, the ends of the scale over the bars."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setFont(Style.SMALL_STRONG.font)
        painter.setPen(color(tokens.secondary))
        room = bar_width(self.width())
        place = QRectF(16, 0, self.width() - room - 40, 22)
        title = painter.fontMetrics().elidedText(
            self._title, Qt.TextElideMode.ElideRight, round(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(Style.TINY.font)
        bar = QRectF(self.width() - room - 16, 0, room, 22)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(bar, flags | Qt.AlignmentFlag.AlignLeft, "less")
        painter.drawText(bar, flags | Qt.AlignmentFlag.AlignHCenter, "same")
        painter.drawText(bar, flags | Qt.AlignmentFlag.AlignRight, "more")
