"""The strip over a card's columns: LEFT and RIGHT, the painful side named so."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.row_parts import Columns
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

HEAD = 28


class SideHead(QWidget):
    """The column headings; the painful side is named so."""

    def __init__(
        self, theme: Theme, words: str, side: Side | None, numbered: bool, share: float
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._side = side
        self._numbered = numbered
        self._share = share
        self.setFixedHeight(HEAD)

    def floating(self, title: str, parent: QWidget) -> SideHead:
        """The same headings under a card's title, to lie over a scrolled card."""
        made = SideHead(self._theme, title, self._side, self._numbered, self._share)
        made.setParent(parent)
        made.setProperty("floating", True)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sunken strip with words over each column."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), color(tokens.sunken))
        painter.setPen(pen(tokens.line))
        painter.drawLine(0, HEAD - 1, self.width(), HEAD - 1)
        columns = Columns.of(self.width(), self._numbered, self._share)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        flags = Qt.AlignmentFlag.AlignVCenter
        room = columns.first - columns.label - 8
        words = painter.fontMetrics().elidedText(
            self._words, Qt.TextElideMode.ElideRight, round(room)
        )
        painter.drawText(QRectF(columns.label, 0, room, HEAD), flags, words)
        painter.setFont(Style.SMALL_STRONG.font)
        painter.setPen(color(tokens.text))
        for side, left in ((Side.LEFT, columns.first), (Side.RIGHT, columns.second)):
            words = side.spelled
            if self._side in (Side.LEFT, Side.RIGHT):
                words += " · painful" if side is self._side else " · sound"
            painter.drawText(QRectF(left, 0, 200, HEAD), flags, words)
