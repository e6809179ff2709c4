"""What moved a cause: one bar per group of findings, with its source."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.reasoning.results import GroupContribution, RankedCause
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.range_bar import contribution_bar

ROW = 30
HEAD = 26


def weight_words(part: GroupContribution) -> str:
    """A contribution in words, for those who do not see the bar."""
    if not part.tested:
        return "not tested, weighs nothing"
    if abs(part.weight) < 0.01:
        return "shown, weighs nothing"
    return "for" if part.weight > 0 else "against"


class ContributionChart(QWidget):
    """Rows of name, bar and source; tested groups by size, then those not tested."""

    def __init__(self, theme: Theme, limit: int = 14) -> None:
        super().__init__()
        self._theme = theme
        self._limit = limit
        self._parts: tuple[GroupContribution, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cause(self, cause: RankedCause) -> None:
        """Show a cause's groups."""
        ordered = sorted(cause.contributions, key=lambda p: (not p.tested, -abs(p.weight)))
        self._parts = tuple(ordered[: self._limit])
        self.setFixedHeight(HEAD + ROW * max(len(self._parts), 1))
        said = "; ".join(f"{p.label}: {weight_words(p)}" for p in self._parts)
        self.setAccessibleName(f"What moved {cause.name}: {said or 'nothing yet'}")
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(500, HEAD + ROW * max(len(self._parts), 1))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heading and rows."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        label, bar = self.width() * 0.40, self.width() * 0.22
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        flags = Qt.AlignmentFlag.AlignVCenter
        area = QRectF(label, 0, bar, HEAD)
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignLeft, "against")
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignRight, "for")
        painter.drawText(QRectF(label + bar + 16, 0, 200, HEAD), flags, "source")
        for number, part in enumerate(self._parts):
            row = QRectF(0, HEAD + number * ROW, self.width(), ROW)
            self._paint_row(painter, part, row, label, bar, tokens)

    def _paint_row(
        self,
        painter: QPainter,
        part: GroupContribution,
        row: QRectF,
        label: float,
        bar: float,
        tokens: Tokens,
    ) -> None:
        painter.setPen(pen(tokens.line))
        painter.drawLine(row.topLeft(), QPointF(row.right(), row.top()))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(Style.BODY.font)
        painter.setPen(color(tokens.text if part.tested else tokens.secondary))
        place = QRectF(14, row.top(), label - 20, ROW)
        elide = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(part.label, elide, round(place.width()))
        painter.drawText(place, flags, words)
        contribution_bar(
            painter, QRectF(label, row.top() + 1, bar, ROW - 2), part.weight, part.tested, tokens
        )
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        place = QRectF(label + bar + 16, row.top(), row.width() - label - bar - 24, ROW)
        source = part.source if part.tested and part.source else weight_words(part)
        painter.drawText(
            place, flags, painter.fontMetrics().elidedText(source, elide, round(place.width()))
        )
