"""The ten patterns: each kind is told by pattern and color, so gray and color blindness keep it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from pt_chart.clinical.bodychart.marks import SymptomKind

TILE = 6
"""Logical pixels of one tile."""
TINT = 66
"""Alpha of the ground tint, 26 %."""


@lru_cache(maxsize=128)
def pattern_brush(kind: SymptomKind, hex: str, ratio: float, grow: float = 1.0) -> QBrush:
    """A brush that paints a kind: tint and pattern; sharp at the screen's pixel ratio."""
    size = round(TILE * ratio * grow)
    tile = QPixmap(size, size)
    ground = QColor(hex)
    ground.setAlpha(TINT)
    tile.fill(ground)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, kind in _ROUND)
    painter.scale(size / TILE, size / TILE)
    painter.setPen(QPen(QColor(hex), 1.4))
    painter.setBrush(QColor(hex))
    _DRAW[kind](painter)
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return QBrush(tile)


def _dots(p: QPainter) -> None:
    p.setPen(Qt.PenStyle.NoPen)
    p.drawEllipse(QPointF(3, 3), 1.5, 1.5)


def _horizontal(p: QPainter) -> None:
    p.fillRect(QRectF(0, 2, 6, 2.2), p.brush())


def _crosses(p: QPainter) -> None:
    p.drawLine(QPointF(1, 3), QPointF(5, 3))
    p.drawLine(QPointF(3, 1), QPointF(3, 5))


def _zigzag(p: QPainter) -> None:
    p.drawPolyline([QPointF(0, 4), QPointF(1.5, 2), QPointF(4.5, 5), QPointF(6, 4)])


def _diagonals(p: QPainter) -> None:
    p.setPen(QPen(p.brush().color(), 2.0))
    for shift in (-6, 0, 6):
        p.drawLine(QPointF(shift, 6), QPointF(shift + 6, 0))


def _stipple(p: QPainter) -> None:
    p.setPen(Qt.PenStyle.NoPen)
    for x, y in ((1.5, 1.5), (4.5, 1.5), (1.5, 4.5), (4.5, 4.5)):
        p.drawEllipse(QPointF(x, y), 0.85, 0.85)


def _rings(p: QPainter) -> None:
    p.setBrush(Qt.BrushStyle.NoBrush)
    p.setPen(QPen(p.pen().color(), 1.1))
    p.drawEllipse(QPointF(3, 3), 1.9, 1.9)


def _grid(p: QPainter) -> None:
    p.setPen(QPen(p.brush().color(), 1.0))
    for shift in (-6, 0, 6):
        p.drawLine(QPointF(shift, 6), QPointF(shift + 6, 0))
        p.drawLine(QPointF(shift, 0), QPointF(shift + 6, 6))


def _vertical(p: QPainter) -> None:
    p.fillRect(QRectF(2, 0, 2.2, 6), p.brush())


def _dashes(p: QPainter) -> None:
    p.fillRect(QRectF(0.5, 1, 2.6, 1.4), p.brush())
    p.fillRect(QRectF(3.4, 4, 2.6, 1.4), p.brush())


_DRAW: dict[SymptomKind, Callable[[QPainter], None]] = {
    SymptomKind.ACHE: _dots,
    SymptomKind.DEEP_DULL_PULL: _horizontal,
    SymptomKind.SHARP: _crosses,
    SymptomKind.BURNING: _zigzag,
    SymptomKind.SHOOTING: _diagonals,
    SymptomKind.TINGLING: _stipple,
    SymptomKind.NUMBNESS: _rings,
    SymptomKind.CRAMP: _grid,
    SymptomKind.TIGHTNESS: _vertical,
    SymptomKind.TWITCHING: _dashes,
}
_ROUND = {k for k in SymptomKind if k not in {SymptomKind.DEEP_DULL_PULL, SymptomKind.TIGHTNESS}}
