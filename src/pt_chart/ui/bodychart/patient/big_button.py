"""Large buttons and words for somebody who has never seen the program."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pt_chart.clinical.bodychart.marks import SymptomKind
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.label import Label

TARGET = 64
"""Least height of what is touched, in logical pixels."""


def large(pixels: int, style: Style = Style.MEDIUM) -> QFont:
    """A font of the type scale's family in a size of its own."""
    font = QFont(style.font)
    font.setPixelSize(pixels)
    return font


def question(text: str) -> Label:
    """A question at the top of a step."""
    label = Label(text, Style.PAGE_TITLE, wrap=True)
    label.setFont(large(30, Style.PAGE_TITLE))
    return label


def hint(text: str) -> Label:
    """A sentence of help under a question."""
    label = Label(text, Style.BODY, "secondary", wrap=True)
    label.setFont(large(18, Style.BODY))
    return label


class BigButton(QAbstractButton):
    """A large button; with ``kind`` it shows that kind's pattern before its words."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        *,
        kind: SymptomKind | None = None,
        primary: bool = False,
        checkable: bool = False,
        width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._primary = primary
        self._least = width
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(checkable)
        self.setAutoExclusive(checkable)
        self.setFont(large(20))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the words and a finger."""
        swatch = 76 if self._kind is not None else 0
        width = self.fontMetrics().horizontalAdvance(self.text()) + 48 + swatch
        return QSize(self._least or max(width, TARGET), TARGET)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than a finger needs."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the same as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, pattern, words."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = self._primary and self.isEnabled()
        chosen = self.isChecked() or self.isDown()
        ground = tokens.accent if filled else tokens.accent_soft if chosen else tokens.surface
        edge = tokens.accent if chosen or filled else tokens.border
        ink = tokens.on_accent if filled else tokens.text
        if not self.isEnabled():
            ground, edge, ink = tokens.disabled.soft, tokens.line, tokens.disabled.text
        rect = QRectF(self.rect())
        heavy = pen(edge, 3 if chosen else 1.5)
        box(painter, rect, fill=ground, border=heavy, radius=Radius.CARD)
        words = rect.adjusted(16, 0, -16, 0)
        flags = Qt.AlignmentFlag.AlignCenter
        if self._kind is not None:
            self._paint_swatch(painter, self._kind)
            words = rect.adjusted(84, 0, -10, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self.font())
        painter.setPen(color(ink))
        painter.drawText(words, flags, self.text())
        if self.hasFocus():
            inner = rect.adjusted(5, 5, -5, -5)
            ring = tokens.on_accent if filled else tokens.focus
            box(painter, inner, fill=None, border=pen(ring, 2), radius=Radius.FIELD)

    def _paint_swatch(self, painter: QPainter, kind: SymptomKind) -> None:
        hex = self._theme.tokens.symptoms[kind]
        swatch = QRectF(16, self.height() / 2 - 17, 52, 34)
        painter.fillRect(swatch, pattern_brush(kind, hex, self.devicePixelRatioF()))
        painter.setPen(pen(hex, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(swatch)
