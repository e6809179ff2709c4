"""What moved a cause: one bar per group of findings, with its source."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pt_chart.clinical.reasoning.bands import STARTS, band_said
from pt_chart.clinical.reasoning.results import GroupContribution, RankedCause
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.range_bar import contribution_bar

ROW = 38
"""A group: its name, below it the findings; the bar beside both."""
HEAD = 24
LEFT = 14
GAP = 14
SHOWN = 6
"""Groups with a bar; how many more there are is said below them."""


def weight_words(part: GroupContribution) -> str:
    """A contribution in words, for those who do not see the bar."""
    if not part.tested:
        return "not tested, weighs nothing"
    if abs(part.weight) < 0.01:
        return "shown, weighs nothing"
    return "for" if part.weight > 0 else "against"


def part_words(part: GroupContribution) -> str:
    """Group, direction, findings and source in words."""
    told = (part.label, weight_words(part), part.words, part.source if part.tested else "")
    return " \u00b7 ".join(word for word in told if word)


def started_words(cause: RankedCause) -> str:
    """Where a cause starts before any finding; the bars add to it."""
    band = band_said(cause.prior_band)
    return f"{STARTS.capitalize()}: {band}, by judgment; the bars add to it"


class ContributionChart(QWidget):
    """Rows of name, bar and source, the largest first; what was not tested is named below."""

    def __init__(self, theme: Theme, shown: int = SHOWN) -> None:
        super().__init__()
        self._theme = theme
        self._most = shown
        self._parts: tuple[GroupContribution, ...] = ()
        self._below: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cause(self, cause: RankedCause) -> None:
        """Show a cause's groups."""
        tested = sorted((p for p in cause.contributions if p.tested), key=lambda p: -abs(p.weight))
        untested = [part.label for part in cause.contributions if not part.tested]
        self._parts = tuple(tested[: self._most])
        more = tested[self._most :]
        below = [started_words(cause)] if cause.prior_band else []
        below += [f"Smaller: {'; '.join(part.label for part in more)}"] if more else []
        if untested:
            below.append(f"Not tested, weighs nothing: {'; '.join(untested)}")
        self._below = tuple(below)
        every = (*tested, *(part for part in cause.contributions if not part.tested))
        said = "; ".join(f"{p.label}: {weight_words(p)}" for p in every)
        self.setAccessibleName(f"What moved {cause.name}: {said or 'nothing yet'}")
        self.setAccessibleDescription(". ".join((*map(part_words, tested), *below)))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """What is said below the bars wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Heading, all rows and what is said below them."""
        rows = sum(self._row_height(part, width) for part in self._parts)
        return round(HEAD + rows + self._below_height(width)) + 2

    def sizeHint(self) -> QSize:
        """For a usual width."""
        return QSize(500, self.heightForWidth(max(self.width(), 500)))

    def minimumSizeHint(self) -> QSize:
        """Heading and one row."""
        return QSize(260, HEAD + ROW)

    def _row_height(self, part: GroupContribution, width: float) -> float:
        label, bar = _columns(width)
        named = _height(part.label, Style.BODY, label - GAP - LEFT)
        found = QFontMetricsF(Style.SMALL.font).height()
        source = _height(part.source, Style.SMALL, width - label - bar - 2 * GAP)
        return max(named + found + 6, source + 6, ROW)

    def _below_height(self, width: float) -> float:
        return sum(self._line_height(words, width) for words in self._below)

    def _line_height(self, words: str, width: float) -> float:
        return _height(words, Style.SMALL, width - 2 * LEFT) + 9

    def event(self, event: QEvent) -> bool:
        """The whole row under the mouse."""
        if isinstance(event, QHelpEvent):
            top = float(HEAD)
            for part in self._parts:
                bottom = top + self._row_height(part, self.width())
                if top <= event.pos().y() < bottom:
                    QToolTip.showText(event.globalPos(), f"<qt>{escape(part_words(part))}</qt>")
                    return True
                top = bottom
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Heading, rows, and below them what has no bar."""
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
        painter.setFont(Style.SMALL.font)
        for words in self._below:
            painter.setPen(pen(tokens.line))
            painter.drawLine(QPointF(0, top), QPointF(self.width(), top))
            height = self._line_height(words, self.width())
            place = QRectF(LEFT, top + 4, self.width() - 2 * LEFT, height)
            painter.setPen(color(tokens.secondary))
            painter.drawText(place, int(Qt.TextFlag.TextWordWrap), words)
            top += height

    def _paint_row(
        self, painter: QPainter, part: GroupContribution, row: QRectF, tokens: Tokens
    ) -> None:
        label, bar = _columns(self.width())
        painter.setPen(pen(tokens.line))
        painter.drawLine(row.topLeft(), QPointF(row.right(), row.top()))
        room = label - GAP - LEFT
        found = QFontMetricsF(Style.SMALL.font).height()
        wrap = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.setFont(Style.BODY.font)
        painter.setPen(color(tokens.text))
        name = QRectF(LEFT, row.top() + 2, room, row.height() - found - 5)
        painter.drawText(name, wrap, part.label)
        painter.setFont(Style.SMALL.font)
        painter.setPen(color(tokens.secondary))
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(part.words, elide, round(room))
        low = QRectF(LEFT, name.bottom(), room, found)
        painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, shown)
        middle = row.center().y()
        place = QRectF(label, middle - 14, bar, 28)
        contribution_bar(painter, place, part.weight, part.tested, tokens)
        room = row.width() - label - bar - 2 * GAP
        place = QRectF(label + bar + GAP, row.top(), room, row.height())
        painter.setPen(color(tokens.secondary))
        painter.drawText(place, wrap, part.source)


def _height(words: str, style: Style, width: float) -> float:
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetricsF(style.font).boundingRect(QRectF(0, 0, width, 1000), flags, words).height()


def _columns(width: float) -> tuple[float, float]:
    """Room of the names and of the bars; the sources have the rest."""
    return width * 0.46, width * 0.18
