"""The drawing surface: a figure view, its marks, and the stroke under the pen.

A move costs little: the finished picture is one pixmap, the live stroke another, and only the
rectangle around the newest piece is repainted. Zooming stretches the picture until the hand rests
and then draws it sharp.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.bodychart.editing import Pencil, mark_of
from pt_chart.clinical.bodychart.marks import BodyChart, Mark, Point, RegionFill
from pt_chart.ui.bodychart.accessible import announce, make_readable
from pt_chart.ui.bodychart.gestures import Gestures
from pt_chart.ui.bodychart.key_pen import ARROWS, KeyPen
from pt_chart.ui.bodychart.layers import Layers, Scene
from pt_chart.ui.bodychart.live import LiveLayer
from pt_chart.ui.bodychart.overlays import PLAIN, OverlayPicture
from pt_chart.ui.bodychart.painting import UNIT, hit_path, mark_path
from pt_chart.ui.bodychart.tools import BrushSize, Tool
from pt_chart.ui.bodychart.viewport import STEP, Viewport, point_in
from pt_chart.ui.theme.paint import color, dashed, pen
from pt_chart.ui.theme.theme import Theme

SHARP_AFTER_MS = 70
"""Rest of the hand after which a zoomed picture is drawn sharp."""
NUDGE = 0.005
PAN = 40.0


class BodyCanvas(QWidget):
    """Shows one view; draws with the tool in hand and tells of finished gestures."""

    stroked = Signal(object)
    """A finished `BrushStroke` to draw."""
    erased = Signal(object)
    """A finished `BrushStroke` to rub out."""
    lassoed = Signal(object)
    """A finished `Outline`."""
    tapped = Signal(object)
    """A `Region` that was tapped, or pressed by a screen reader."""
    arrowed = Signal(object)
    pinned = Signal(object)
    selected = Signal(object)
    """The id of a mark, None for none."""
    dragged = Signal(int, object)
    """A mark's id and its shift in 0..1 of the box."""
    nudged = Signal(int, object)
    """The same by keys: one undo step for a run of them."""
    removed = Signal(int)
    refused = Signal()
    """An edit was tried on a drawing that is only looked at."""
    zoomed = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.atlas: ViewAtlas | None = None
        self.chart = BodyChart()
        self.before: BodyChart | None = None
        self.overlay: OverlayPicture = PLAIN
        self.tool = Tool.BRUSH
        self.size_of_brush = BrushSize.MEDIUM
        self.pencil = Pencil()
        self.callouts = True
        self.frozen = False
        self.viewport = Viewport()
        self.hovered: Region | None = None
        self.selection: int | None = None
        self.live = LiveLayer()
        self._svg = b""
        self._layers = Layers(theme)
        self._gestures = Gestures(self)
        self.key_pen = KeyPen(self)
        self._stretching = False
        self._looks_first = True
        self._sharpen = QTimer(self)
        self._sharpen.setSingleShot(True)
        self._sharpen.setInterval(SHARP_AFTER_MS)
        self._sharpen.timeout.connect(self._rest)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Body chart drawing")
        self.setAccessibleDescription(
            "Arrow keys move the pen, Space puts it down and lifts it. The list of regions beside"
            " the drawing marks by name."
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        theme.changed.connect(self._forget)
        make_readable(self)

    def show_view(self, atlas: ViewAtlas, svg: bytes) -> None:
        """Show another view of the figure, fitted."""
        self.drop_stroke()
        self.key_pen.put_away()
        self.atlas, self._svg = atlas, svg
        self.hovered, self.selection = None, None
        self.viewport = Viewport()
        self.zoomed.emit(1.0)
        self.update()
        announce(self)

    def show_chart(self, chart: BodyChart, before: BodyChart | None = None) -> None:
        """Show a drawing, with ``before`` compared to that earlier one."""
        self.chart, self.before = chart, before
        if self.selection is not None and mark_of(chart, self.selection) is None:
            self.select(None)
        self.update()
        announce(self)

    def freeze(self, *, frozen: bool) -> None:
        """Only look at a drawing: nothing is selected, nothing under way."""
        if frozen:
            self.drop_stroke()
            self.key_pen.put_away()
            self.select(None)
        self.frozen = frozen

    def show_overlay(self, overlay: OverlayPicture) -> None:
        """Lay something over the figure."""
        self.overlay = overlay
        self.update()

    def select(self, id: int | None) -> None:
        """Select a mark and tell of it."""
        if id != self.selection:
            self.selection = id
            self.update()
            self.selected.emit(id)

    def marks_here(self) -> tuple[Mark, ...]:
        """The marks of the view on show that can be selected, in drawing order."""
        view = self.atlas.view if self.atlas else None
        return tuple(m for m in self.chart.marks if m.view is view and not m.erases)

    def sizeHint(self) -> QSize:
        """Tall enough to draw on."""
        return QSize(480, 640)

    def figure_rect(self) -> QRectF:
        """Where the view's box lies in the widget, in logical pixels."""
        return self.viewport.figure(QSizeF(self.size()), self.atlas.aspect if self.atlas else 1.0)

    def point(self, position: QPointF) -> Point:
        """A place in the widget as 0..1 of the view's box."""
        return point_in(self.figure_rect(), position)

    def _forget(self) -> None:
        self._layers.forget()
        self.update()

    def _rest(self) -> None:
        self._stretching = self._looks_first = False
        self.update()

    def sharpen(self) -> None:
        """Draw the picture sharp now: a stroke begins on it."""
        self._sharpen.stop()
        self._stretching = self._looks_first = False
        self.repaint()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The live layer is made anew at the next stroke."""
        self.drop_stroke()
        self.live.drop()

    def scene(self) -> Scene | None:
        """What is to be drawn now."""
        if self.atlas is None:
            return None
        return Scene(
            self.atlas, self._svg, self.figure_rect(), self.size(), self.devicePixelRatioF(),
            self.chart, self.overlay, self.before, self.callouts,
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        """Blit the picture and the live stroke inside the rectangle that changed."""
        painter = QPainter(self)
        # While a stroke is under way nothing else changes: no scene has to be compared.
        busy = self._gestures.stroke is not None and self._layers.picture is not None
        scene = None if busy else self.scene()
        if busy and self._layers.picture is not None:
            self._blit(painter, self._layers.picture, event.rect())
        elif scene is None or self.atlas is None:
            painter.fillRect(self.rect(), self.palette().base())
            return
        elif self._stretching and not self._layers.current(scene) and self._stretch(painter, scene):
            pass
        elif self._looks_first and not self._layers.current(scene) and self._layers.slow(scene):
            painter.drawPixmap(self.rect(), self._layers.first_look(scene))
            self._sharpen.start()
            return
        else:
            self._blit(painter, self._layers.draw(scene), event.rect())
            self._looks_first = True
        if self.live.pixmap is not None:
            self._blit(painter, self.live.pixmap, event.rect())
        if self.atlas is not None and not busy:
            self._paint_marked(painter, self.atlas)
        self.key_pen.paint(painter)

    def _blit(self, painter: QPainter, layer: QPixmap, target: QRect) -> None:
        ratio = self.devicePixelRatioF()
        source = QRect(target.topLeft() * ratio, target.size() * ratio)
        painter.drawPixmap(target, layer, source)

    def _stretch(self, painter: QPainter, scene: Scene) -> bool:
        """The kept picture scaled to where the figure is now; False when there is none."""
        kept, drawn = self._layers.picture, self._layers.drawn
        if kept is None or drawn is None or drawn.atlas is not scene.atlas:
            return False
        factor = scene.figure.height() / drawn.figure.height()
        corner = scene.figure.topLeft() - drawn.figure.topLeft() * factor
        size = QSizeF(drawn.size) * factor
        painter.fillRect(self.rect(), color(self.theme.tokens.surface))
        painter.drawPixmap(QRectF(corner, size), kept, QRectF(kept.rect()))
        return True

    def _paint_marked(self, painter: QPainter, atlas: ViewAtlas) -> None:
        """Outline the region under the pointer and the selected mark."""
        rect = self.figure_rect()
        scale = rect.height() / UNIT
        placed = QTransform.fromScale(scale, scale) * QTransform.fromTranslate(
            rect.left(), rect.top()
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hovered is not None and self.tool is Tool.REGION:
            painter.setPen(pen(self.theme.tokens.accent, 2.0))
            fill = RegionFill(self.hovered.id, self.hovered.side)
            painter.drawPath(placed.map(mark_path(fill, atlas)))
        mark = mark_of(self.chart, self.selection) if self.selection is not None else None
        if mark is not None and mark.view is atlas.view:
            path = placed.map(hit_path(mark, atlas)).translated(self._gestures.shift)
            painter.setPen(pen(self.theme.tokens.surface, 4.0))
            painter.drawPath(path)
            painter.setPen(pen(self.theme.tokens.focus, 2.0))
            painter.drawPath(path)
            painter.setPen(dashed(self.theme.tokens.focus))
            painter.drawRect(path.boundingRect().adjusted(-6, -6, 6, 6))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a place, by default the middle."""
        if self.atlas is None:
            return
        place = at if at is not None else QPointF(self.width() / 2, self.height() / 2)
        self._look(self.viewport.zoomed(factor, place, QSizeF(self.size()), self.atlas.aspect))

    def fit(self) -> None:
        """Show the whole view."""
        self._look(Viewport())

    def pan(self, by: QPointF) -> None:
        """Shift the zoomed view by widget pixels."""
        if self.atlas is not None:
            self._look(self.viewport.panned(by, QSizeF(self.size()), self.atlas.aspect))

    def _look(self, viewport: Viewport) -> None:
        # Under a stroke or a held mark the figure stays: their places are pixels of the widget.
        if viewport != self.viewport and not self._gestures.busy:
            self.viewport = viewport
            self._stretching = True
            self._sharpen.start()
            self.zoomed.emit(viewport.zoom)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke, tap a region, set a pin, take hold of a mark; middle button pans."""
        self.key_pen.put_away()
        self._gestures.pressed(event.position(), event.button(), self.tool)

    def pressed(self, at: QPointF) -> None:
        """The keyboard's pen went down at a place of the widget."""
        self._gestures.pressed(at, Qt.MouseButton.LeftButton, self.tool)

    def pointed(self, at: QPointF) -> None:
        """The keyboard's pen moved."""
        self._gestures.moved(at)

    def let_go(self, at: QPointF) -> None:
        """The keyboard's pen came up."""
        self._gestures.released(at)

    @property
    def drawing(self) -> bool:
        """Whether a stroke is under way."""
        return self._gestures.stroke is not None

    def take_pen(self) -> None:
        """Take the keyboard, with the pen in sight where the tool draws."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.key_pen.take_out()

    def drop_stroke(self) -> bool:
        """Drop what is under way; whether there was anything."""
        self.key_pen.lift()
        return self._gestures.cancel()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on; outline the region that a tap would mark."""
        self._gestures.moved(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish."""
        self._gestures.released(event.position())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen draws like the mouse; its pressure widens the brush, its other end erases."""
        self._gestures.tablet(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms around the pointer; with Shift or on a touch pad it pans."""
        pixels = event.pixelDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(QPointF(event.angleDelta()) / 2)
        elif not pixels.isNull() and not event.modifiers():
            self.pan(QPointF(pixels))
        else:
            notches = event.angleDelta().y() / 120
            self.zoom(STEP**notches, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Two fingers on a touch pad zoom."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1 + event.value(), event.position())
                return True
            if event.gestureType() is Qt.NativeGestureType.SmartZoomNativeGesture:
                self.fit()
                return True
        return super().event(event)

    def leaveEvent(self, _event: QEvent) -> None:
        """Forget the region under the pointer."""
        if self.hovered is not None:
            self.hovered = None
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the pen, the selected mark or the view; brackets step through the marks."""
        key = Qt.Key(event.key())
        if self.key_pen.takes(event):
            return
        if key in ARROWS:
            x, y = ARROWS[key]
            if self.selection is not None and not self.frozen:
                self.nudged.emit(self.selection, (x * NUDGE, y * NUDGE))
            else:
                self.pan(QPointF(-x * PAN, -y * PAN))
        elif event.text() in ("[", "]"):
            if self.frozen:
                self.refused.emit()
            else:
                self.step_selection(1 if event.text() == "]" else -1)
        elif (
            key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            and self.selection is not None
            and not self.frozen
        ):
            self.removed.emit(self.selection)
        elif key == Qt.Key.Key_Escape and self.drop_stroke():
            self.update()
        elif key == Qt.Key.Key_Escape and self.selection is not None:
            self.select(None)
        else:
            super().keyPressEvent(event)

    def step_selection(self, by: int) -> None:
        """Select the next or previous mark of this view."""
        ids = [mark.id for mark in self.marks_here()]
        if not ids:
            return
        if self.selection in ids:
            self.select(ids[(ids.index(self.selection) + by) % len(ids)])
        else:
            self.select(ids[0 if by > 0 else -1])
