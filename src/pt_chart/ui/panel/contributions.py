"""What moved a cause: one bar per group of findings, with its source."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.reasoning.results import GroupContribution, RankedCause
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.range_bar import contribution_bar

ROW = 30
HEAD = 26
LEFT = 14
GAP = 14


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
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cause(self, cause: RankedCause) -> None:
        """Show a cause's groups."""
        ordered = sorted(cause.contributions, key=lambda p: (not p.tested, -abs(p.weight)))
        self._parts = tuple(ordered[: self._limit])
        said = "; ".join(f"{p.label}: {weight_words(p)}" for p in self._parts)
        self.setAccessibleName(f"What moved {cause.name}: {said or 'nothing yet'}")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Names and sources wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Heading and all rows."""
        rows = sum(self._row_height(part, width) for part in self._parts)
        return HEAD + round(max(rows, ROW)) + 2

    def sizeHint(self) -> QSize:
        """For a usual width."""
        return QSize(500, self.heightForWidth(max(self.width(), 500)))

    def minimumSizeHint(self) -> QSize:
        """Heading and one row."""
        return QSize(260, HEAD + ROW)

    def _row_height(self, part: GroupContribution, width: float) -> float:
        label, bar = _columns(width)
        flags = int(Qt.TextFlag.TextWordWrap)
        tallest = 0.0
        for style, words, room in (
            (Style.BODY, part.label, label - GAP - LEFT),
            (Style.SMALL, _source_words(part), width - label - bar - 2 * GAP),
        ):
            area = QRectF(0, 0, room, 1000)
            metrics = QFontMetricsF(style.font)
            tallest = max(tallest, metrics.boundingRect(area, flags, words).height())
        return max(tallest + 12, ROW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heading and rows."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        label, bar = _columns(self.width())
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        flags = Qt.AlignmentFlag.AlignVCenter
        area = QRectF(label, 0, bar, HEAD)
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignLeft, "against")
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignRight, "for")
        painter.drawText(QRectF(label + bar + GAP, 0, 200, HEAD), flags, "source")
        top = float(HEAD)
        for part in self._parts:
            row = QRectF(0, top, self.width(), self._row_height(part, self.width()))
            self._paint_row(painter, part, row, tokens)
            top += row.height()

    def _paint_row(
        self, painter: QPainter, part: GroupContribution, row: QRectF, tokens: Tokens
    ) -> None:
        label, bar = _columns(self.width())
        painter.setPen(pen(tokens.line))
        painter.drawLine(row.topLeft(), QPointF(row.right(), row.top()))
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(Style.BODY.font)
        painter.setPen(color(tokens.text if part.tested else tokens.secondary))
        place = QRectF(LEFT, row.top(), label - GAP - LEFT, row.height())
        painter.drawText(place, flags, part.label)
        place = QRectF(label, row.center().y() - ROW / 2 + 1, bar, ROW - 2)
        contribution_bar(painter, place, part.weight, part.tested, tokens)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        room = row.width() - label - bar - 2 * GAP
        place = QRectF(label + bar + GAP, row.top(), room, row.height())
        painter.drawText(place, flags, _source_words(part))


def _columns(width: float) -> tuple[float, float]:
    """Room of the names and of the bars; the sources have the rest."""
    return width * 0.38, width * 0.20


def _source_words(part: GroupContribution) -> str:
    return part.source if part.tested and part.source else weight_words(part)
