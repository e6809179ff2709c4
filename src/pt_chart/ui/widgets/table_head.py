"""The headings of a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

HEIGHT = 32


class TableHead(QHeaderView):
    """Headings over the columns; ``right`` says of each whether it stands at its right edge."""

    def __init__(self, theme: Theme, right: Sequence[bool], table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme = theme
        self._right = tuple(right)
        self.setFixedHeight(HEIGHT)

    def paintSection(self, painter: QPainter, rect: object, index: int) -> None:
        """One heading on the sunken ground, with a line below."""
        tokens = self._theme.tokens
        area = QRectF(rect)  # type: ignore[call-overload]
        painter.save()
        painter.fillRect(area, color(tokens.sunken))
        painter.setPen(pen(tokens.line))
        y = area.bottom() - 0.5
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setFont(Style.SMALL_STRONG.font)
        painter.setPen(color(tokens.secondary))
        title = self.model().headerData(index, Qt.Orientation.Horizontal)
        flags = Qt.AlignmentFlag.AlignVCenter
        if self._right[index]:
            flags |= Qt.AlignmentFlag.AlignRight
        painter.drawText(area.adjusted(12, 0, -8, 0), flags, str(title))
        painter.restore()
