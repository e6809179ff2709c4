"""The ranked causes: name, band and range in words, and the range drawn; never a percentage."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.reasoning.results import RankedCause
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.range_bar import range_bar, untested_bar

ROW = 41
UNDER = 18
"""Room of a bar that stands under the words because beside them there is none."""
BAR = 132
BAR_NARROW = 96
NARROW = 370
INDENT = 12


HELD_FROM = ", held at"
"""How the words of a range go on where a cause stands no higher than the one it is a kind of."""


def cause_words(cause: RankedCause) -> str:
    """Band and range of a cause in words."""
    if not cause.tested:
        return "Not tested"
    band = cause.band[:1].upper() + cause.band[1:]
    if HELD_FROM in cause.range_words:
        return f"{band} · {cause.range_words.partition(', ')[2]}"
    return f"{band} · range {cause.range_words}" if cause.range_words else band


def bar_width(width: int) -> int:
    """Room for the range of a cause in a list of this width."""
    return BAR if width >= NARROW else BAR_NARROW


class CauseList(QWidget):
    """Chooses a cause: click, Up and Down."""

    chosen = Signal(str)
    fitted = Signal(bool, int)
    """Whether the bars now stand under the words, and how wide they are beside them."""

    def __init__(self, theme: Theme, name: str = "Causes", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._causes: tuple[RankedCause, ...] = ()
        self._current = ""
        self._hovered = -1
        self._stacked = False
        self._bar = BAR
        self._row = ROW
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
        self._causes, self._current = tuple(causes), current
        self._speak()
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bars go under the words where both do not fit side by side."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        name, words = QFontMetricsF(Style.MEDIUM.font), QFontMetricsF(Style.SMALL.font)
        longest = max(
            (
                self._left(cause)
                + max(name.horizontalAdvance(cause.name), words.horizontalAdvance(told))
                for cause in self._causes
                for told in (cause_words(cause),)
            ),
            default=0.0,
        )
        wide = bar_width(self.width())
        fits = [bar for bar in (wide, BAR_NARROW) if longest <= self.width() - bar - 24]
        stacked, bar = not fits, fits[0] if fits else wide
        row = max(ROW, round(name.height() + words.height()) + 8) + (UNDER if stacked else 0)
        if (stacked, bar) != (self._stacked, self._bar):
            self._stacked, self._bar = stacked, bar
            self.fitted.emit(stacked, bar)
        self._row = row
        if self.height() != row * len(self._causes):
            self.setFixedHeight(row * len(self._causes))
        self.update()

    def _left(self, cause: RankedCause) -> float:
        return 16.0 + (INDENT if cause.parent else 0)

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
        return QSize(380, self._row * len(self._causes))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        number = int(event.position().y() // self._row)
        if 0 <= number < len(self._causes):
            self.choose(self._causes[number].condition)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what a click would choose."""
        number = int(event.position().y() // self._row)
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
        first, last = event.rect().top() // self._row, event.rect().bottom() // self._row
        for number in range(max(first, 0), min(last + 1, len(self._causes))):
            self._paint_row(painter, number, tokens)

    def _paint_row(self, painter: QPainter, number: int, tokens: Tokens) -> None:
        cause = self._causes[number]
        row = QRectF(0, number * self._row, self.width(), self._row)
        self._paint_ground(painter, row, number, tokens)
        left, room = self._left(cause), float(self._bar)
        width = self.width() - left - 16 if self._stacked else self.width() - left - room - 24
        top = row.top() + 3
        for style, ink, words in (
            (Style.MEDIUM, tokens.text, cause.name),
            (Style.SMALL, tokens.secondary, cause_words(cause)),
        ):
            painter.setFont(style.font)
            painter.setPen(color(ink))
            metrics = painter.fontMetrics()
            height = max(metrics.height(), 17)
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(width))
            painter.drawText(QRectF(left, top, width, height), Qt.AlignmentFlag.AlignVCenter, shown)
            top += height
        bar = QRectF(self.width() - room - 16, row.top() + 8, room, self._row - 16)
        if self._stacked:
            bar = QRectF(16, row.bottom() - UNDER - 3, self.width() - 32, UNDER)
        if cause.tested:
            range_bar(painter, bar, cause.low, cause.middle, cause.high, tokens)
        else:
            untested_bar(painter, bar, tokens)

    def _paint_ground(self, painter: QPainter, row: QRectF, number: int, tokens: Tokens) -> None:
        if self._causes[number].condition == self._current:
            painter.fillRect(row, color(tokens.selection))
            painter.fillRect(QRectF(0, row.top(), 3, row.height()), color(tokens.accent))
            if self.hasFocus():
                painter.setPen(pen(tokens.focus, float(tokens.focus_width)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(row.adjusted(1, 1, -1, -1))
        elif number == self._hovered:
            painter.fillRect(row, color(tokens.sunken))
        else:
            painter.setPen(pen(tokens.line))
            painter.drawLine(QPointF(16, row.bottom()), QPointF(self.width() - 16, row.bottom()))


class ScaleHead(QWidget):
    """less, same, more over the bars."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._stacked = False
        self._bar = BAR
        self.setFixedHeight(24)
        self.setAccessibleName(f"{title}; bars run from less to more")

    def follow(self, stacked: bool, bar: int) -> None:
        """Follow the bars of a list; under the words, the title gets a line of its own."""
        self._stacked, self._bar = stacked, bar
        self.setFixedHeight(44 if stacked else 24)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title at the left, the ends of the scale over the bars."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setFont(Style.SMALL_STRONG.font)
        painter.setPen(color(tokens.secondary))
        room = self.width() - 32 if self._stacked else self._bar
        beside = 0 if self._stacked else room + 8
        place = QRectF(16, 0, self.width() - beside - 32, 22)
        title = painter.fontMetrics().elidedText(
            self._title, Qt.TextElideMode.ElideRight, round(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(Style.TINY.font)
        bar = QRectF(self.width() - room - 16, 22 if self._stacked else 0, room, 22)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(bar, flags | Qt.AlignmentFlag.AlignLeft, "less")
        painter.drawText(bar, flags | Qt.AlignmentFlag.AlignHCenter, "same")
        painter.drawText(bar, flags | Qt.AlignmentFlag.AlignRight, "more")
