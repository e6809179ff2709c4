"""The drawing surface: a figure view, its marks, and the stroke under the pen.

Three layers keep a move cheap: the figure and the finished marks are cached pixmaps, the live
stroke is its own pixmap, and only the rectangle around the newest segment is repainted.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import BodyChart, BrushStroke, Pin, Point, SpreadArrow
from pt_chart.ui.bodychart.callouts import paint_callouts, paint_side_labels
from pt_chart.ui.bodychart.painting import UNIT, mark_path, paint_marks
from pt_chart.ui.bodychart.patterns import pattern_brush
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.theme import Theme

MARGIN = 14
"""Logical pixels between the figure and the edge."""


class Tool(StrEnum):
    """What a press on the canvas does."""

    BRUSH = "brush"
    REGION = "region"
    ERASER = "eraser"
    ARROW = "arrow"
    PIN = "pin"


class BrushSize(StrEnum):
    """Brush widths as shares of the view's height."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"

    @property
    def width(self) -> float:
        """The width as a share of the view's height."""
        return {"small": 0.012, "medium": 0.026, "large": 0.05}[self.value]


class BodyCanvas(QWidget):
    """Shows one view; draws with the tool in hand and tells of finished gestures."""

    stroked = Signal(object)
    """A finished `BrushStroke`; the tool says whether it draws or erases."""
    tapped = Signal(object)
    """A `Region` that was tapped with the region tool."""
    arrowed = Signal(object)
    pinned = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._atlas: ViewAtlas | None = None
        self._svg = b""
        self._chart = BodyChart()
        self._figure: QPixmap | None = None
        self._marks: QPixmap | None = None
        self._live: QPixmap | None = None
        self._points: list[Point] = []
        self._pressure = 1.0
        self._hovered: Region | None = None
        self.tool = Tool.BRUSH
        self.size_of_brush = BrushSize.MEDIUM
        self.pencil = Pencil()
        self.callouts = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Body chart drawing")
        self.setAccessibleDescription("The region list beside it does all that drawing does.")
        self.setCursor(Qt.CursorShape.CrossCursor)
        theme.changed.connect(self._forget)

    @property
    def atlas(self) -> ViewAtlas | None:
        """The view on show."""
        return self._atlas

    def show_view(self, atlas: ViewAtlas, svg: bytes) -> None:
        """Show another view of the figure."""
        self._atlas, self._svg = atlas, svg
        self._points.clear()
        self._hovered = None
        self._forget()

    def show_chart(self, chart: BodyChart) -> None:
        """Show a drawing; the figure under it stays as it is."""
        self._chart = chart
        self._marks = None
        self._live = None
        self.update()

    def sizeHint(self) -> QSize:
        """Tall enough to draw on."""
        return QSize(480, 640)

    def figure_rect(self) -> QRectF:
        """Where the view's box lies in the widget, in logical pixels."""
        aspect = self._atlas.aspect if self._atlas else 1.0
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        height = max(min(room.height(), room.width() / aspect), 1.0)
        width = height * aspect
        return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)

    def _forget(self) -> None:
        self._figure = self._marks = self._live = None
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Layers are drawn anew at the new size."""
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Blit the layers inside the rectangle that changed."""
        if self._atlas is None:
            return
        if self._figure is None:
            self._figure = self._draw_figure(self._atlas)
        if self._marks is None:
            self._marks = self._draw_marks(self._atlas)
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        target = event.rect()
        source = QRect(target.topLeft() * ratio, target.size() * ratio)
        for layer in (self._figure, self._marks, self._live):
            if layer is not None:
                painter.drawPixmap(target, layer, source)
        if self._hovered is not None and self.tool is Tool.REGION:
            self._paint_hover(painter, self._atlas)

    def _blank(self, fill: Qt.GlobalColor = Qt.GlobalColor.transparent) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(fill)
        return pixmap

    def _draw_figure(self, atlas: ViewAtlas) -> QPixmap:
        tokens = self._theme.tokens
        pixmap = self._blank()
        pixmap.fill(color(tokens.surface))
        painter = QPainter(pixmap)
        render_figure(painter, self._svg, self.figure_rect(), self._theme)
        paint_side_labels(painter, atlas.view, QRectF(self.rect()), tokens)
        painter.end()
        return pixmap

    def _draw_marks(self, atlas: ViewAtlas) -> QPixmap:
        pixmap = self._blank()
        painter = QPainter(pixmap)
        tokens = self._theme.tokens
        paint_marks(painter, self._chart, atlas, self.figure_rect(), tokens)
        if self.callouts:
            paint_callouts(
                painter, self._chart, atlas, self.figure_rect(), QRectF(self.rect()), tokens
            )
        painter.end()
        return pixmap

    def _paint_hover(self, painter: QPainter, atlas: ViewAtlas) -> None:
        from pt_chart.clinical.bodychart.marks import RegionFill

        region = self._hovered
        if region is None:
            return
        rect = self.figure_rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(rect.height() / UNIT, rect.height() / UNIT)
        outline = pen(self._theme.tokens.accent, 2.0 * UNIT / rect.height())
        painter.setPen(outline)
        painter.drawPath(mark_path(RegionFill(region.id, region.side), atlas))

    def _point(self, position: QPointF) -> Point:
        rect = self.figure_rect()
        return (
            (position.x() - rect.left()) / rect.width(),
            (position.y() - rect.top()) / rect.height(),
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke, tap a region, set a pin."""
        if event.button() is Qt.MouseButton.LeftButton and self._atlas is not None:
            self._press(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke; outline the region that a tap would mark."""
        if self._points:
            self._move(event.position())
        elif self.tool is Tool.REGION and self._atlas is not None:
            region = self._atlas.region_at(self._point(event.position()))
            if region is not self._hovered:
                self._hovered = region
                self.setToolTip(region.words if region else "")
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the stroke."""
        if event.button() is Qt.MouseButton.LeftButton and self._points:
            self._release(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen draws like the mouse; its pressure widens the brush, its other end erases."""
        if event.type() is QEvent.Type.TabletPress:
            if event.pointerType() is QPointingDevice.PointerType.Eraser:
                self.tool = Tool.ERASER
            self._pressure = 0.5 + event.pressure()
            self._press(event.position())
        elif event.type() is QEvent.Type.TabletMove and self._points:
            self._move(event.position())
        elif event.type() is QEvent.Type.TabletRelease and self._points:
            self._release(event.position())
            self._pressure = 1.0
        event.accept()

    def leaveEvent(self, _event: QEvent) -> None:
        """Forget the region under the pointer."""
        if self._hovered is not None:
            self._hovered = None
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Nothing to do but let Qt keep the cursor."""
        event.accept()

    def _press(self, position: QPointF) -> None:
        point = self._point(position)
        atlas = self._atlas
        if atlas is None:
            return
        if self.tool is Tool.REGION:
            region = atlas.region_at(point)
            if region is not None:
                self.tapped.emit(region)
        elif self.tool is Tool.PIN:
            self.pinned.emit(Pin(point))
        else:
            self._points = [point]
            self._live = self._blank()
            self._draw_live(point, point)

    def _move(self, position: QPointF) -> None:
        point = self._point(position)
        before = self._points[-1]
        if point == before:
            return
        self._points.append(point)
        if self.tool is not Tool.ARROW:
            self._draw_live(before, point)
        else:
            self._live = self._blank()
            self._draw_live(self._points[0], point)
            self.update()

    def _release(self, position: QPointF) -> None:
        self._points.append(self._point(position))
        points, self._points = tuple(self._points), []
        self._live = None
        if self.tool is Tool.ARROW:
            self.arrowed.emit(SpreadArrow(points[0], points[-1]))
        else:
            self.stroked.emit(BrushStroke(points, self._brush_width()))
        self.update()

    def _brush_width(self) -> float:
        return self.size_of_brush.width * self._pressure

    def _draw_live(self, start: Point, end: Point) -> None:
        """Add one segment to the live layer and repaint just around it."""
        if self._live is None:
            return
        rect = self.figure_rect()
        a, b = (
            QPointF(rect.left() + p[0] * rect.width(), rect.top() + p[1] * rect.height())
            for p in (start, end)
        )
        width = 3.0 if self.tool is Tool.ARROW else self._brush_width() * rect.height()
        painter = QPainter(self._live)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._live_pen(width))
        painter.drawLine(a, b)
        painter.end()
        reach = width / 2 + 2
        self.update(
            QRectF(a, b).normalized().adjusted(-reach, -reach, reach, reach).toAlignedRect()
        )

    def _live_pen(self, width: float) -> QPen:
        tokens = self._theme.tokens
        if self.tool is Tool.BRUSH:
            hex = tokens.symptoms[self.pencil.kind]
            brush = pattern_brush(self.pencil.kind, hex, self.devicePixelRatioF())
            made = QPen(brush, width)
        else:
            made = QPen(color(tokens.surface if self.tool is Tool.ERASER else tokens.text), width)
        made.setCapStyle(Qt.PenCapStyle.RoundCap)
        return made


def render_figure(painter: QPainter, svg: bytes, rect: QRectF, theme: Theme) -> None:
    """Paint a view's line art in the theme's figure colors."""
    from PySide6.QtSvg import QSvgRenderer

    tokens = theme.tokens
    text = svg.decode("utf-8")
    text = text.replace("#F1EDE6", tokens.figure_fill).replace("#2A3136", tokens.figure_line)
    QSvgRenderer(QByteArray(text.encode())).render(painter, rect)
