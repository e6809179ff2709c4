"""Painting with tokens: colors, pens, the hatch of "not tested", rounded boxes."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from pt_chart.ui.theme.tokens import Radius, Tokens

HATCH_STEP = 6


@lru_cache(maxsize=256)
def color(hex: str) -> QColor:
    """The color of a token."""
    return QColor(hex)


@lru_cache(maxsize=256)
def pen(hex: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen in a token's color, with round ends."""
    made = QPen(QColor(hex), width, style)
    if style is Qt.PenStyle.SolidLine:
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return made


@lru_cache(maxsize=256)
def brush(hex: str) -> QBrush:
    """A solid brush in a token's color."""
    return QBrush(QColor(hex))


@lru_cache(maxsize=32)
def dotted(hex: str) -> QPen:
    """The 2 px dotted border of a carried, unconfirmed value."""
    made = QPen(QColor(hex), 2.0)
    made.setDashPattern([1.0, 1.0])
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


@lru_cache(maxsize=32)
def dashed(hex: str) -> QPen:
    """The dashed border of what was not tested."""
    made = QPen(QColor(hex), 1.0)
    made.setDashPattern([3.0, 2.0])
    return made


def box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: str | None,
    border: QPen | None,
    radius: float = Radius.FIELD,
) -> None:
    """A rounded box whose border lies inside the rectangle."""
    inset = border.widthF() / 2 if border is not None else 0.0
    painter.setBrush(brush(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(border if border is not None else Qt.PenStyle.NoPen)
    inner = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, radius, radius)


def hatch(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """Lines at 45 degrees over a rectangle: the sign of "not tested"."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(pen(tokens.hatch))
    bottom, height = rect.bottom(), rect.height()
    x = rect.left() - height
    while x < rect.right():
        painter.drawLine(QPointF(x, bottom), QPointF(x + height, bottom - height))
        x += HATCH_STEP
    painter.restore()


def not_tested(painter: QPainter, rect: QRectF, words: str, tokens: Tokens) -> None:
    """The patch for a value nobody looked for: dashes, hatch, and the words on a clear ground."""
    box(painter, rect, fill=tokens.surface, border=None)
    hatch(painter, rect.adjusted(1, 1, -1, -1), tokens)
    box(painter, rect, fill=None, border=dashed(tokens.border))
    metrics = painter.fontMetrics()
    width = min(metrics.horizontalAdvance(words) + 8.0, rect.width() - 10)
    patch = QRectF(rect.left() + 5, rect.top() + 4, width, rect.height() - 8)
    painter.fillRect(patch, color(tokens.surface))
    painter.setPen(color(tokens.tertiary))
    text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(width) - 6)
    painter.drawText(
        patch.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
    )


def key_hint(painter: QPainter, rect: QRectF, text: str, ink: str, tokens: Tokens) -> None:
    """A small key cap with the name of a key; the painter's font is kept."""
    box(painter, rect, fill=None, border=pen(ink if ink != tokens.tertiary else tokens.line))
    painter.setPen(color(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
