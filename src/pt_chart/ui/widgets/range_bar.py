"""The range of a cause and the weight of a group of findings, drawn without figures."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from pt_chart.ui.theme.paint import box, brush, color, dashed, pen
from pt_chart.ui.theme.tokens import Tokens

TICKS = 5
REACH = 4.0
"""Log-odds contribution drawn at the outer ticks; larger ones stop there."""


def place(value: float) -> float:
    """Where a log-odds contribution stands on the line, 0 (much less) to 1 (much more)."""
    return 0.5 + max(-REACH, min(REACH, value)) / (2 * REACH)


def range_bar(
    painter: QPainter, rect: QRectF, low: float, middle: float, high: float, tokens: Tokens
) -> None:
    """Line with five ticks, bar from low to high, tick at the middle."""
    y = rect.center().y()
    painter.setPen(pen(tokens.border))
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
    for tick in range(TICKS):
        x = rect.left() + rect.width() * tick / (TICKS - 1)
        painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
    left = rect.left() + rect.width() * place(low)
    right = rect.left() + rect.width() * place(high)
    bar = QRectF(left, y - 4, max(right - left, 6.0), 8)
    box(painter, bar, fill=tokens.accent_soft, border=pen(tokens.accent, 1.2), radius=4)
    x = rect.left() + rect.width() * place(middle)
    painter.fillRect(QRectF(x - 1.5, y - 6, 3, 12), color(tokens.accent))


def untested_bar(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """A dashed line: nothing bears on this cause yet."""
    line = QPen(color(tokens.tertiary), 1.6)
    line.setDashPattern([3.0, 2.5])
    painter.setPen(line)
    y = rect.center().y()
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))


def contribution_bar(
    painter: QPainter, rect: QRectF, weight: float, tested: bool, tokens: Tokens
) -> None:
    """Right = for (solid), left = against (hatched), ring = weighs nothing, dashes = untested."""
    middle, y = rect.center().x(), rect.center().y()
    painter.setPen(pen(tokens.border))
    painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, rect.bottom()))
    if not tested:
        painter.setBrush(brush(tokens.surface))
        painter.setPen(dashed(tokens.border))
        painter.drawRect(QRectF(middle - 22, y - 6, 44, 12))
        return
    if abs(weight) < 0.01:
        painter.setPen(pen(tokens.text, 1.2))
        painter.setBrush(brush(tokens.surface))
        painter.drawEllipse(QPointF(middle, y), 3.5, 3.5)
        return
    length = min(abs(weight) / 2.0, 1.0) * rect.width() / 2
    if weight > 0:
        painter.fillRect(QRectF(middle, y - 6, max(length, 3), 12), color(tokens.accent))
        return
    bar = QRectF(middle - max(length, 4), y - 6, max(length, 4), 12)
    painter.fillRect(bar, color(tokens.surface))
    _dense_hatch(painter, bar, tokens)
    painter.setBrush(brush("#00000000"))
    painter.setPen(pen(tokens.text))
    painter.drawRect(bar)


def _dense_hatch(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(pen(tokens.text))
    x = rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += 4
    painter.restore()
