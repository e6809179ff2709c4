"""The stroke under the pen: a transparent layer where only the newest piece is drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap

from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.ui.bodychart.layers import blank
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.bodychart.tools import Tool
from pt_chart.ui.theme.paint import color
from pt_chart.ui.theme.tokens import Tokens

LINE = 2.4
"""Width of arrow and lasso while they are drawn, in logical pixels."""


class LiveStroke:
    """Widget places of a stroke that is being drawn, and its layer."""

    def __init__(self, tool: Tool, width: float, at: QPointF) -> None:
        """``width`` of the brush in logical pixels; lines have their own."""
        self.tool = tool
        self.width = width if tool in (Tool.BRUSH, Tool.ERASER) else LINE
        self.places = [at]

    @property
    def rubber(self) -> bool:
        """Whether it is one straight line that follows the pointer."""
        return self.tool is Tool.ARROW

    def reach(self, start: QPointF, end: QPointF) -> QRect:
        """What a piece from ``start`` to ``end`` touches, in logical pixels."""
        by = self.width / 2 + 2
        return QRectF(start, end).normalized().adjusted(-by, -by, by, by).toAlignedRect()

    def pen(self, pencil: Pencil, tokens: Tokens, ratio: float) -> QPen:
        """How the piece is drawn."""
        if self.tool is Tool.BRUSH:
            brush = pattern_brush(pencil.kind, tokens.symptoms[pencil.kind], ratio)
        else:
            brush = QBrush(color(tokens.surface if self.tool is Tool.ERASER else tokens.text))
        made = QPen(brush, self.width)
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        return made


class LiveLayer:
    """One transparent pixmap, made once per size and wiped only where it was used."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._used = QRect()

    @property
    def pixmap(self) -> QPixmap | None:
        """The layer while something is drawn on it."""
        return self._pixmap if not self._used.isEmpty() else None

    def prepare(self, size: QSize, ratio: float) -> None:
        """Make the layer for a widget of this size, or wipe the one there is."""
        kept = self._pixmap
        fits = kept is not None and kept.size() == size * ratio
        if kept is None or not fits or kept.devicePixelRatioF() != ratio:
            self._pixmap = blank(size, ratio)
            self._used = QRect()
        self.wipe()

    def draw(self, start: QPointF, end: QPointF, pen: QPen, touched: QRect) -> None:
        """Draw a piece; where pieces overlap the tint does not grow darker."""
        if self._pixmap is None:
            return
        painter = QPainter(self._pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setPen(pen)
        painter.drawLine(start, end)
        painter.end()
        self._used = self._used.united(touched)

    def wipe(self) -> QRect:
        """Clear what was drawn; where that was."""
        used, self._used = self._used, QRect()
        if self._pixmap is not None and not used.isEmpty():
            painter = QPainter(self._pixmap)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(used, Qt.GlobalColor.transparent)
            painter.end()
        return used

    def drop(self) -> None:
        """Forget the layer (another size)."""
        self._pixmap, self._used = None, QRect()
