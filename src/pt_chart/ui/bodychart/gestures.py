"""From presses and moves on the canvas to strokes, taps, selections and shifts."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent

from pt_chart.clinical.bodychart.marks import (
    BrushStroke,
    Outline,
    Pin,
    Point,
    RegionFill,
    SpreadArrow,
)
from pt_chart.ui.bodychart.live import LiveStroke
from pt_chart.ui.bodychart.painting import UNIT, hit_path
from pt_chart.ui.bodychart.tools import Tool
from pt_chart.ui.bodychart.viewport import point_in

if TYPE_CHECKING:
    from pt_chart.ui.bodychart.canvas import BodyCanvas

LEAST_ARROW = 0.01
"""An arrow shorter than this share of the view is a slip of the hand."""


LEAST_LASSO = 4.0
"""A lasso narrower than so many logical pixels holds nothing to see: a slip as well."""


def _straight(places: list[QPointF]) -> bool:
    """Whether all places lie about on one line."""
    start = places[0]
    far = max((place - start for place in places), key=lambda way: hypot(way.x(), way.y()))
    length = hypot(far.x(), far.y())
    if length < LEAST_LASSO:
        return True
    ways = [place - start for place in places]
    off = [(far.x() * way.y() - far.y() * way.x()) / length for way in ways]
    return max(off) - min(off) < LEAST_LASSO


class Gestures:
    """What the pointer is doing on one canvas."""

    def __init__(self, canvas: BodyCanvas) -> None:
        self._canvas = canvas
        self.stroke: LiveStroke | None = None
        self.shift = QPointF()
        self._pressure = 1.0
        self._held: QPointF | None = None
        self._panning: QPointF | None = None

    @property
    def busy(self) -> bool:
        """Whether a stroke is under way or a mark is held."""
        return self.stroke is not None or self._held is not None

    def cancel(self) -> bool:
        """Drop what is under way; whether there was anything."""
        busy = self.busy
        self.stroke, self._held, self._panning = None, None, None
        self.shift = QPointF()
        self._canvas.live.wipe()
        return busy

    def pressed(self, at: QPointF, button: Qt.MouseButton, tool: Tool) -> None:
        """A button or the pen went down."""
        canvas = self._canvas
        if canvas.atlas is None:
            return
        if button is Qt.MouseButton.MiddleButton or tool is Tool.MOVE:
            self._panning = at
        elif button is not Qt.MouseButton.LeftButton:
            return
        elif canvas.frozen:
            canvas.refused.emit()
        elif tool is Tool.REGION:
            region = canvas.atlas.region_at(canvas.point(at))
            if region is not None:
                canvas.tapped.emit(region)
        elif tool is Tool.PIN:
            canvas.pinned.emit(Pin(canvas.point(at)))
        elif tool is Tool.SELECT:
            self._take_hold(at)
        else:
            self._begin(at, tool)

    def moved(self, at: QPointF) -> None:
        """The pointer moved, with or without a button."""
        canvas = self._canvas
        if self.stroke is not None:
            self._go_on(at)
        elif self._panning is not None:
            canvas.pan(at - self._panning)
            self._panning = at
        elif self._held is not None:
            self.shift = at - self._held
            canvas.update()
        elif canvas.tool is Tool.REGION and canvas.atlas is not None:
            region = canvas.atlas.region_at(canvas.point(at))
            if region is not canvas.hovered:
                canvas.hovered = region
                canvas.setToolTip(region.words if region else "")
                canvas.update()

    def released(self, at: QPointF) -> None:
        """The button or the pen came up."""
        self._panning = None
        if self.stroke is not None:
            self._finish(at)
        elif self._held is not None:
            self._let_go()

    def tablet(self, event: QTabletEvent) -> None:
        """A pen: pressure 0..1 makes the brush half to one and a half times as wide."""
        if event.type() is QEvent.Type.TabletPress:
            turned = event.pointerType() is QPointingDevice.PointerType.Eraser
            self._pressure = 0.5 + event.pressure()
            tool = Tool.ERASER if turned else self._canvas.tool
            self.pressed(event.position(), Qt.MouseButton.LeftButton, tool)
        elif event.type() is QEvent.Type.TabletMove:
            self.moved(event.position())
        elif event.type() is QEvent.Type.TabletRelease:
            self.released(event.position())
            self._pressure = 1.0
        event.accept()

    def _width(self) -> float:
        return self._canvas.size_of_brush.width * self._pressure

    def _begin(self, at: QPointF, tool: Tool) -> None:
        canvas = self._canvas
        canvas.select(None)
        canvas.sharpen()
        canvas.live.prepare(canvas.size(), canvas.devicePixelRatioF())
        self.stroke = LiveStroke(tool, self._width() * canvas.figure_rect().height(), at)
        self._piece(at, at)

    def _go_on(self, at: QPointF) -> None:
        stroke = self.stroke
        if stroke is None or at == stroke.places[-1]:
            return
        before = stroke.places[-1]
        stroke.places.append(at)
        if stroke.rubber:
            self._canvas.update(self._canvas.live.wipe())
            before = stroke.places[0]
        self._piece(before, at)

    def _piece(self, start: QPointF, end: QPointF) -> None:
        canvas, stroke = self._canvas, self.stroke
        if stroke is None:
            return
        touched = stroke.reach(start, end)
        ratio = canvas.devicePixelRatioF()
        pen = stroke.pen(canvas.pencil, canvas.theme.tokens, ratio)
        canvas.live.draw(start, end, pen, touched)
        canvas.update(touched)

    def _finish(self, at: QPointF) -> None:
        canvas, stroke = self._canvas, self.stroke
        if stroke is None:
            return
        if at != stroke.places[-1]:
            stroke.places.append(at)
        self.stroke = None
        canvas.update(canvas.live.wipe())
        rect = canvas.figure_rect()
        points: tuple[Point, ...] = tuple(point_in(rect, place) for place in stroke.places)
        match stroke.tool:
            case Tool.ERASER:
                canvas.erased.emit(BrushStroke(points, self._width()))
            case Tool.LASSO:
                if not _straight(stroke.places):
                    canvas.lassoed.emit(Outline(points))
            case Tool.ARROW:
                away = max(abs(points[-1][0] - points[0][0]), abs(points[-1][1] - points[0][1]))
                if away >= LEAST_ARROW:
                    canvas.arrowed.emit(SpreadArrow(points[0], points[-1]))
            case _:
                canvas.stroked.emit(BrushStroke(points, self._width()))

    def _take_hold(self, at: QPointF) -> None:
        """Select the topmost mark under a press and hold it for a drag."""
        canvas = self._canvas
        if canvas.atlas is None:
            return
        rect = canvas.figure_rect()
        x, y = point_in(rect, at)
        place = QPointF(x * UNIT * canvas.atlas.aspect, y * UNIT)
        for mark in reversed(canvas.marks_here()):
            if hit_path(mark, canvas.atlas).contains(place):
                canvas.select(mark.id)
                movable = not isinstance(mark.shape, RegionFill)
                self._held = at if movable else None
                return
        canvas.select(None)

    def _let_go(self) -> None:
        canvas, shift = self._canvas, self.shift
        self._held, self.shift = None, QPointF()
        rect = canvas.figure_rect()
        by = (shift.x() / rect.width(), shift.y() / rect.height())
        if canvas.selection is not None and (abs(by[0]) > 1e-4 or abs(by[1]) > 1e-4):
            canvas.dragged.emit(canvas.selection, by)
        canvas.update()
