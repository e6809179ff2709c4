"""Marks as painter paths on a view, and how they are painted."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from math import atan2, cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QTransform,
)

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.bodychart.coverage import finite
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Constancy,
    Depth,
    Mark,
    Outline,
    Pin,
    Point,
    RegionFill,
    Shape,
    SpreadArrow,
)
from pt_chart.clinical.bodychart.soundness import drawable
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.theme.tokens import Tokens

UNIT = 1000.0
"""Paths are built in a box ``UNIT`` high and ``UNIT * aspect`` wide, then scaled to the screen."""

ROUGH = 5
"""Every so many points of a stroke are enough for a first look."""
HANDLE = 14.0
"""Width in `UNIT` within which an arrow or a pin can be taken hold of."""


@lru_cache(maxsize=64)
def figure_path(atlas: ViewAtlas) -> QPainterPath:
    """The figure's whole outline: all regions together."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for region in atlas.regions:
        path.addPath(_polygons(region.polygons, atlas))
    # One outline instead of every region's: marks are cut with it, and that cost grows with edges.
    return path.simplified()


@lru_cache(maxsize=512)
def region_path(region: Region, atlas: ViewAtlas) -> QPainterPath:
    """The outline of one region in `UNIT` coordinates."""
    return _polygons(region.polygons, atlas)


@lru_cache(maxsize=4096)
def mark_path(shape: Shape, atlas: ViewAtlas) -> QPainterPath:
    """The area of a mark in `UNIT` coordinates, held inside the figure; empty for arrows, pins."""
    match shape:
        case BrushStroke():
            area = stroke_path(shape, atlas)
        case Outline():
            area = _polygons((finite(shape.points),), atlas)
        case RegionFill():
            area = QPainterPath()
            area.setFillRule(Qt.FillRule.WindingFill)
            for region in atlas.regions:
                if region.within(shape.region, shape.side):
                    area.addPath(_polygons(region.polygons, atlas))
            return area.simplified()
        case _:
            return QPainterPath()
    return area.intersected(figure_path(atlas))


def hit_path(mark: Mark, atlas: ViewAtlas) -> QPainterPath:
    """Where a press takes hold of a mark, and what is outlined while it is selected."""
    if not drawable(mark):
        return QPainterPath()
    match mark.shape:
        case SpreadArrow():
            line = QPainterPath(_at(mark.shape.start, atlas))
            line.lineTo(_at(mark.shape.end, atlas))
            stroker = QPainterPathStroker()
            stroker.setWidth(HANDLE)
            return stroker.createStroke(line)
        case Pin():
            spot = QPainterPath()
            spot.addEllipse(_at(mark.shape.at, atlas), HANDLE, HANDLE)
            return spot
        case _:
            return mark_path(mark.shape, atlas)


def stroke_path(stroke: BrushStroke, atlas: ViewAtlas) -> QPainterPath:
    """The outline of a brush stroke; a single touch is a round spot."""
    points = [_at(point, atlas) for point in finite(stroke.points)]
    width = stroke.width * UNIT
    if len(points) == 1 or all(p == points[0] for p in points):
        spot = QPainterPath()
        if points:
            spot.addEllipse(points[0], width / 2, width / 2)
        return spot
    line = QPainterPath(points[0])
    for before, after in pairwise(points):
        line.quadTo(before, (before + after) / 2)
    line.lineTo(points[-1])
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    outline = stroker.createStroke(line)
    outline.setFillRule(Qt.FillRule.WindingFill)
    return outline.simplified()


def paint_marks(
    painter: QPainter,
    chart: BodyChart,
    atlas: ViewAtlas,
    rect: QRectF,
    tokens: Tokens,
    *,
    detail: bool = True,
) -> None:
    """Paint a view's marks into ``rect`` in the order drawn; the target must have alpha.

    ``detail`` False leaves out arrows and pins (thumbnails).
    """
    paint_some(painter, chart.marks, atlas, rect, tokens, detail=detail)


def paint_some(
    painter: QPainter,
    marks: Iterable[Mark],
    atlas: ViewAtlas,
    rect: QRectF,
    tokens: Tokens,
    *,
    detail: bool = True,
) -> None:
    """Paint these marks over what is there already; see `paint_marks`."""
    ratio = painter.device().devicePixelRatioF()
    scale = rect.height() / UNIT
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    for mark in marks:
        if mark.view is not atlas.view or not drawable(mark):
            continue
        path = _scaled(mark_path(mark.shape, atlas), scale)
        if mark.erases:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillPath(path, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            continue
        _paint_mark(painter, mark, path, atlas, scale, tokens, ratio, detail=detail)
    painter.restore()


def paint_quickly(
    painter: QPainter,
    marks: Iterable[Mark],
    atlas: ViewAtlas,
    rect: QRectF,
    tokens: Tokens,
    *,
    rough: bool = False,
) -> None:
    """The same with plain pens and no outlines, for small pictures; ``rough`` for a first look."""
    ratio = painter.device().devicePixelRatioF()
    scale = rect.height() / UNIT
    modes = QPainter.CompositionMode
    painter.save()
    painter.translate(rect.topLeft())
    painter.setClipPath(_scaled(figure_path(atlas), scale))
    for mark in marks:
        if mark.view is not atlas.view or not drawable(mark):
            continue
        hex = tokens.symptoms[mark.kind]
        brush = QBrush(_tint(hex)) if rough else pattern_brush(mark.kind, hex, ratio)
        painter.setCompositionMode(
            modes.CompositionMode_Clear if mark.erases else modes.CompositionMode_SourceOver
        )
        if isinstance(mark.shape, BrushStroke):
            made = QPen(brush, mark.shape.width * rect.height())
            made.setCapStyle(Qt.PenCapStyle.RoundCap)
            made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(made)
            points = finite(mark.shape.points)
            points = (*points[:: ROUGH if rough else 1], points[-1])
            painter.drawPolyline([_at(point, atlas) * scale for point in points])
        else:
            painter.fillPath(_scaled(mark_path(mark.shape, atlas), scale), brush)
    painter.restore()


def _tint(hex: str) -> QColor:
    made = QColor(hex)
    made.setAlpha(130)
    return made


def _paint_mark(
    painter: QPainter,
    mark: Mark,
    path: QPainterPath,
    atlas: ViewAtlas,
    scale: float,
    tokens: Tokens,
    ratio: float,
    *,
    detail: bool,
) -> None:
    hex = tokens.symptoms[mark.kind]
    if not path.isEmpty():
        painter.fillPath(path, pattern_brush(mark.kind, hex, ratio))
        painter.setPen(_edge(mark, hex))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
    elif detail and isinstance(mark.shape, SpreadArrow):
        start = _at(mark.shape.start, atlas) * scale
        _arrow(painter, start, _at(mark.shape.end, atlas) * scale, tokens)
    elif detail and isinstance(mark.shape, Pin):
        _pin(painter, _at(mark.shape.at, atlas) * scale, tokens)


def _edge(mark: Mark, hex: str) -> QPen:
    """The outline of an area: dashed where the symptom comes and goes, heavy where it is deep."""
    made = QPen(QColor(hex), 2.2 if mark.depth is Depth.DEEP else 1.2)
    if mark.constancy is Constancy.INTERMITTENT:
        made.setDashPattern([4.0, 2.5])
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made


def _arrow(painter: QPainter, start: QPointF, end: QPointF, tokens: Tokens) -> None:
    """A spread arrow with a casing, so that it shows on any pattern."""
    angle = atan2(end.y() - start.y(), end.x() - start.x())
    head = QPainterPath(end)
    for turn in (pi - 0.45, pi + 0.45):
        head.lineTo(end + QPointF(cos(angle + turn), sin(angle + turn)) * 11.0)
    head.closeSubpath()
    for hex, width in ((tokens.surface, 5.0), (tokens.text, 2.2)):
        painter.setPen(QPen(QColor(hex), width, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(start, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(head, QColor(tokens.text))


def _pin(painter: QPainter, at: QPointF, tokens: Tokens) -> None:
    painter.setPen(QPen(QColor(tokens.surface), 2))
    painter.setBrush(QColor(tokens.text))
    painter.drawEllipse(at, 6, 6)
    painter.setBrush(QColor(tokens.surface))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(at, 2, 2)


def _scaled(path: QPainterPath, scale: float) -> QPainterPath:
    return QTransform.fromScale(scale, scale).map(path)


def _at(point: Point, atlas: ViewAtlas) -> QPointF:
    return QPointF(point[0] * UNIT * atlas.aspect, point[1] * UNIT)


def _polygons(polygons: tuple[tuple[Point, ...], ...], atlas: ViewAtlas) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for polygon in polygons:
        if len(polygon) < 3:
            continue
        path.moveTo(_at(polygon[0], atlas))
        for point in polygon[1:]:
            path.lineTo(_at(point, atlas))
        path.closeSubpath()
    return path
