"""Words on the canvas: RIGHT and LEFT on every view, and a label beside each kind drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from pt_chart.clinical.bodychart.atlas import ViewAtlas
from pt_chart.clinical.bodychart.marks import BodyChart, Constancy, Mark, View
from pt_chart.ui.bodychart.painting import UNIT, mark_path
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style

HEIGHT = 24
GAP = 8
_CONSTANCY = {Constancy.CONSTANT: "constant", Constancy.INTERMITTENT: "on and off"}

_SIDES_SHOWN = {
    View.FRONT: ("RIGHT", "LEFT"),
    View.BACK: ("LEFT", "RIGHT"),
    View.FOOT_TOPS: ("RIGHT", "LEFT"),
    View.SOLES: ("RIGHT", "LEFT"),
}
"""What stands at the left and right of the picture."""


@dataclass(frozen=True, slots=True)
class _Callout:
    mark: Mark
    at: QPointF
    words: str


def paint_side_labels(
    painter: QPainter, view: View, area: QRectF, tokens: Tokens, *, large: bool = False
) -> None:
    """Write the person's own sides at the top corners; a side view says which side it is.

    ``large`` is for the patient's eyes.
    """
    painter.setFont((Style.PATIENT if large else Style.SMALL_MEDIUM).font)
    painter.setPen(color(tokens.text if large else tokens.secondary))
    top = area.adjusted(14, 8, -14, 0)
    if view in _SIDES_SHOWN:
        left, right = _SIDES_SHOWN[view]
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, left)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, right)
    else:
        side = f"{view.value.upper()} side"
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, side)


def paint_callouts(
    painter: QPainter,
    chart: BodyChart,
    atlas: ViewAtlas,
    figure: QRectF,
    area: QRectF,
    tokens: Tokens,
) -> None:
    """Label each kind at the right edge, one line to its largest area; none where it is narrow."""
    found = _callouts(chart, atlas, figure)
    metrics = QFontMetricsF(Style.SMALL_MEDIUM.font)
    widths = [metrics.horizontalAdvance(c.words) + 46 for c in found]
    if not found or figure.right() + max(widths) * 0.6 > area.right():
        return
    y = area.top() + 34
    for callout, width in sorted(zip(found, widths, strict=True), key=lambda pair: pair[0].at.y()):
        top = max(y, callout.at.y() - HEIGHT / 2)
        rect = QRectF(area.right() - width - 10, top, width, HEIGHT)
        y = top + HEIGHT + GAP
        _paint(painter, callout, rect, tokens)


def _callouts(chart: BodyChart, atlas: ViewAtlas, figure: QRectF) -> list[_Callout]:
    scale = figure.height() / UNIT
    best: dict[str, tuple[float, _Callout]] = {}
    for mark in chart.marks:
        path = mark_path(mark.shape, atlas)
        if mark.view is not atlas.view or mark.erases or path.isEmpty():
            continue
        bounds = path.boundingRect()
        size = bounds.width() * bounds.height()
        if mark.kind not in best or size > best[mark.kind][0]:
            at = figure.topLeft() + QPointF(bounds.right(), bounds.center().y()) * scale
            best[mark.kind] = (size, _Callout(mark, at, _words(mark)))
    return [callout for _, callout in best.values()]


def _words(mark: Mark) -> str:
    strength = "" if mark.intensity is None else f" {mark.intensity}"
    often = _CONSTANCY.get(mark.constancy, "")
    return f"{mark.kind.label.capitalize()}{strength}" + (f", {often}" if often else "")


def _paint(painter: QPainter, callout: _Callout, rect: QRectF, tokens: Tokens) -> None:
    painter.setPen(pen(tokens.border))
    painter.drawLine(callout.at, QPointF(rect.left(), rect.center().y()))
    box(painter, rect, fill=tokens.surface, border=pen(tokens.border))
    hex = tokens.symptoms[callout.mark.kind]
    swatch = QRectF(rect.left() + 8, rect.top() + 6, 18, 12)
    ratio = painter.device().devicePixelRatioF()
    painter.fillRect(swatch, pattern_brush(callout.mark.kind, hex, ratio))
    painter.setPen(pen(hex))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(swatch, 2, 2)
    painter.setFont(Style.SMALL_MEDIUM.font)
    painter.setPen(color(tokens.text))
    words = rect.adjusted(32, 0, -6, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, callout.words)
