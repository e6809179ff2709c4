"""An earlier drawing under today's: what is gone is dashed, what is new has a heavy outline."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QTransform,
)

from pt_chart.clinical.bodychart.atlas import ViewAtlas
from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.bodychart.soundness import drawable
from pt_chart.ui.bodychart.painting import UNIT, mark_path
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style

SMALLEST = 12.0
"""An edge drawn nearer than this (in thousandths of the view) is the hand, not a change."""

KEY_ROW = 19.0


@dataclass(frozen=True, slots=True)
class Difference:
    """Areas in `UNIT` coordinates."""

    gone: QPainterPath
    new: QPainterPath


def drawn_area(chart: BodyChart, atlas: ViewAtlas) -> QPainterPath:
    """Everything that a drawing shades on a view, without what was rubbed out."""
    area = QPainterPath()
    area.setFillRule(Qt.FillRule.WindingFill)
    for mark in chart.marks:
        if mark.view is not atlas.view or not drawable(mark):
            continue
        path = mark_path(mark.shape, atlas)
        if mark.erases:
            area = area.subtracted(path)
        elif not path.isEmpty():
            area = area.united(path)
    return area.simplified()


def difference(before: BodyChart, now: BodyChart, atlas: ViewAtlas) -> Difference:
    """What one drawing shades and the other does not, on one view."""
    old, new = drawn_area(before, atlas), drawn_area(now, atlas)
    return Difference(old.subtracted(_grown(new)), new.subtracted(_grown(old)))


def paint_difference(
    painter: QPainter, found: Difference, figure: QRectF, area: QRectF, tokens: Tokens
) -> None:
    """Paint gone and new over the marks, and the key to the picture at the bottom."""
    scale = figure.height() / UNIT
    placed = QTransform.fromScale(scale, scale) * QTransform.fromTranslate(
        figure.left(), figure.top()
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for path, drawn in ((found.gone, _gone_pen(tokens)), (found.new, _new_pen(tokens))):
        painter.setPen(QPen(color(tokens.surface), drawn.widthF() + 2.0))
        painter.drawPath(placed.map(path))
        painter.setPen(drawn)
        painter.drawPath(placed.map(path))
    _paint_key(painter, area, tokens)
    painter.restore()


def _gone_pen(tokens: Tokens) -> QPen:
    made = QPen(color(tokens.text), 1.8)
    made.setDashPattern([3.0, 2.4])
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


def _new_pen(tokens: Tokens) -> QPen:
    return QPen(color(tokens.urgent.text), 3.0)


def _paint_key(painter: QPainter, area: QRectF, tokens: Tokens) -> None:
    """The key stands below the side's name, where no view has its figure."""
    parts = (("gone", _gone_pen(tokens)), ("kept: pattern", None), ("new", _new_pen(tokens)))
    painter.setFont(Style.SMALL_MEDIUM.font)
    metrics = QFontMetricsF(Style.SMALL_MEDIUM.font)
    width = max(metrics.horizontalAdvance(words) + (28 if drawn else 0) for words, drawn in parts)
    rect = QRectF(area.left() + 12, area.top() + 28, width + 18, KEY_ROW * len(parts) + 8)
    box(painter, rect, fill=tokens.surface, border=pen(tokens.border))
    for row, (words, drawn) in enumerate(parts):
        place = QRectF(rect.left() + 9, rect.top() + 4 + row * KEY_ROW, width, KEY_ROW)
        if drawn is not None:
            painter.setPen(drawn)
            middle = place.center().y()
            painter.drawLine(QPointF(place.left(), middle), QPointF(place.left() + 22, middle))
            place.adjust(28, 0, 0, 0)
        painter.setPen(color(tokens.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


def _grown(path: QPainterPath) -> QPainterPath:
    """The area widened by what the hand cannot repeat."""
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * SMALLEST)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return path.united(stroker.createStroke(path)).simplified()
