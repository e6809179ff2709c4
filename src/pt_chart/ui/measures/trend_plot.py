"""A small line chart of one measure: scores by day, measurement error, the change that counts."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.measures.trend import Trend, TrendPoint, trend_words
from pt_chart.clinical.program.dates import day_and_month
from pt_chart.clinical.values import number_words
from pt_chart.ui.theme.paint import brush, color, dashed, dotted, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style

WIDTH, HEIGHT = 400, 164
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 108.0, 14.0, 22.0
_INSET = 24.0
_DOT = 4.0


class TrendPlot(QWidget):
    """Paints a trend; its words are the accessible name and the tool tip."""

    def __init__(self, theme: Theme, trend: Trend) -> None:
        super().__init__()
        self._theme = theme
        self.trend = trend
        words = trend_words(trend)
        self.setAccessibleName(f"Trend. {words}")
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(280)
        self.setMaximumWidth(WIDTH + 120)

    def sizeHint(self) -> QSize:
        """A calm size beside the words of a card."""
        return QSize(WIDTH, HEIGHT)

    @property
    def area(self) -> QRectF:
        """The field of the plot, without scale and captions."""
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def place(self, point: TrendPoint) -> QPointF:
        """Where a score stands."""
        return QPointF(self._x(point.day), self._y(point.score))

    def _x(self, day: date) -> float:
        first, last = self.trend.days
        area, span = self.area, (last - first).days
        # Two scores of one day stand in the middle, above one another.
        share = (day - first).days / span if span else 0.5
        return area.left() + _INSET + (area.width() - 2 * _INSET) * share

    def _y(self, score: float) -> float:
        area, low, high = self.area, self.trend.low, self.trend.high
        held = min(max(score, low), high)
        return area.bottom() - area.height() * (held - low) / (high - low)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Band, scale, lines of change and goal, then the scores."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(Style.TINY.font)
        self._paint_band(painter, tokens)
        self._paint_scale(painter, tokens)
        self._paint_marks(painter, tokens)
        self._paint_scores(painter, tokens)
        self._paint_days(painter, tokens)

    def _paint_band(self, painter: QPainter, tokens: Tokens) -> None:
        band, area = self.trend.band, self.area
        if band is None:
            return
        top, bottom = self._y(band[1]), self._y(band[0])
        painter.fillRect(
            QRectF(area.left(), top, area.width(), bottom - top), color(tokens.accent_soft)
        )
        painter.setPen(pen(tokens.line))
        for y in (top, bottom):
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_scale(self, painter: QPainter, tokens: Tokens) -> None:
        area = self.area
        painter.setPen(pen(tokens.border))
        painter.drawLine(area.topLeft(), area.bottomLeft())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(color(tokens.secondary))
        for score in (self.trend.low, self.trend.high):
            label = QRectF(0, self._y(score) - 8, area.left() - 5, 16)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, right, number_words(round(score)))

    def _paint_marks(self, painter: QPainter, tokens: Tokens) -> None:
        """Lines with their words at the right, moved apart where they would touch."""
        one, area = self.trend, self.area
        words: list[tuple[float, str, str]] = []
        if one.important_at is not None:
            painter.setPen(dashed(tokens.ok.text))
            y = self._y(one.important_at)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            words.append((y, "important change", tokens.ok.text))
        if one.target is not None:
            painter.setPen(dotted(tokens.accent))
            y = self._y(one.target)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            words.append((y, f"goal {number_words(one.target)}", tokens.accent))
        if one.band is not None:
            middle = (self._y(one.band[0]) + self._y(one.band[1])) / 2
            words.append((middle, "within error", tokens.secondary))
        lowest = area.top() - 8
        for y, text, ink in sorted(words):
            at = max(y - 8, lowest)
            lowest = at + 14
            painter.setPen(color(ink))
            label = QRectF(area.right() + 5, at, _RIGHT - 5, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_scores(self, painter: QPainter, tokens: Tokens) -> None:
        places = [self.place(point) for point in self.trend.points]
        painter.setPen(pen(tokens.accent, 2.0))
        painter.drawPolyline(QPolygonF(places))
        for point, at in zip(self.trend.points, places, strict=True):
            painter.setPen(pen(tokens.surface, 1.5))
            painter.setBrush(brush(tokens.accent))
            painter.drawEllipse(at, _DOT, _DOT)
            painter.setPen(color(tokens.text))
            label = self._label(at)
            number = number_words(round(point.score, 1))
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, number)
        painter.setPen(pen(tokens.secondary, 1.5))
        for day in self.trend.gaps:
            at = QPointF(self._x(day), self.area.bottom())
            painter.drawLine(at + QPointF(-3, -3), at + QPointF(3, 3))
            painter.drawLine(at + QPointF(-3, 3), at + QPointF(3, -3))

    def _label(self, at: QPointF) -> QRectF:
        """Where the number of a score stands: above it, or below where a line runs through."""
        one = self.trend
        lines = [self._y(mark) for mark in (one.important_at, one.target) if mark is not None]
        places = (at.y() - 20, at.y() + 5)
        free = [y for y in places if y >= 0 and not any(y < line < y + 15 for line in lines)]
        return QRectF(at.x() - 24, free[0] if free else places[at.y() < 20], 48, 15)

    def _paint_days(self, painter: QPainter, tokens: Tokens) -> None:
        """Days below the scores, the first and the last always, others where there is room."""
        painter.setPen(color(tokens.secondary))
        metrics = QFontMetricsF(Style.TINY.font)
        days = sorted({point.day for point in self.trend.points} | set(self.trend.gaps))
        first, last = self.trend.days
        taken: list[tuple[float, float]] = []
        for day in sorted(days, key=lambda one: (one not in (first, last), one)):
            words = day_and_month(day)
            wide = metrics.horizontalAdvance(words) + 6
            left = min(max(self._x(day) - wide / 2, 0.0), self.width() - wide)
            if any(left < end and left + wide > start for start, end in taken):
                continue
            taken.append((left, left + wide))
            label = QRectF(left, self.area.bottom() + 4, wide, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignCenter, words)
