"""The finished picture of a view, kept as pixmaps: figure with overlay, marks, both together."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from pt_chart.clinical.bodychart.atlas import ViewAtlas
from pt_chart.clinical.bodychart.marks import BodyChart, Mark
from pt_chart.ui.bodychart.callouts import paint_callouts, paint_side_labels
from pt_chart.ui.bodychart.comparing import difference, paint_difference
from pt_chart.ui.bodychart.overlays import PLAIN, OverlayPicture, paint_overlay
from pt_chart.ui.bodychart.painting import paint_quickly, paint_some
from pt_chart.ui.theme.paint import color
from pt_chart.ui.theme.theme import Theme

COARSE = 6
"""How many times coarser the first look is."""
MANY = 40
"""New marks from which on a first look comes before the sharp picture."""


@dataclass(frozen=True)
class Scene:
    """Everything that the picture depends on; ``figure`` in widget coordinates."""

    atlas: ViewAtlas
    svg: bytes
    figure: QRectF
    size: QSize
    ratio: float
    chart: BodyChart
    overlay: OverlayPicture = PLAIN
    before: BodyChart | None = None
    callouts: bool = True

    @property
    def ground(self) -> tuple[object, ...]:
        """What the layers below the marks depend on."""
        return (self.atlas.view, self.svg, self.figure, self.size, self.ratio, self.overlay)


@dataclass
class Layers:
    """Draws scenes; draws only what changed since the last one."""

    theme: Theme
    picture: QPixmap | None = None
    drawn: Scene | None = None
    _figure: QPixmap | None = None
    _marks: QPixmap | None = None
    _shown: tuple[Mark, ...] = field(default=())

    def forget(self) -> None:
        """Draw everything anew next time (another theme)."""
        self.picture = self.drawn = self._figure = self._marks = None

    def current(self, scene: Scene) -> bool:
        """Whether the kept picture shows exactly this scene."""
        return self.picture is not None and self.drawn == scene

    def draw(self, scene: Scene) -> QPixmap:
        """The picture of a scene, opaque."""
        if self.picture is not None and self.drawn == scene:
            return self.picture
        same_ground = self.drawn is not None and self.drawn.ground == scene.ground
        if not same_ground or self._figure is None:
            self._figure = self._draw_figure(scene)
            self._marks = None
        self._draw_marks(scene)
        self.picture = self._together(scene)
        self.drawn = scene
        return self.picture

    def first_look(self, scene: Scene) -> QPixmap:
        """A coarse picture of a scene at once, to be followed by the sharp one.

        It has fewer pixels than the widget and is to be drawn scaled to all of it: a painter
        takes no notice of pixel ratios below 1.
        """
        share = scene.ratio / COARSE
        ground, marks = blank(scene.size * share, 1.0), blank(scene.size * share, 1.0)
        ground.fill(color(self.theme.tokens.surface))
        painter = QPainter(ground)
        painter.scale(share, share)
        render_figure(painter, scene.svg, scene.figure, self.theme)
        painter.end()
        painter = QPainter(marks)
        painter.scale(share, share)
        tokens = self.theme.tokens
        paint_quickly(painter, scene.chart.marks, scene.atlas, scene.figure, tokens, rough=True)
        painter.end()
        painter = QPainter(ground)
        painter.drawPixmap(0, 0, marks)
        painter.end()
        return ground

    def slow(self, scene: Scene) -> bool:
        """Whether drawing this scene sharp would keep the hand waiting."""
        new = scene.chart.marks[: len(self._shown)] != self._shown
        count = len(scene.chart.marks) - (0 if new else len(self._shown))
        return count > MANY

    def _draw_figure(self, scene: Scene) -> QPixmap:
        tokens = self.theme.tokens
        pixmap = blank(scene.size, scene.ratio)
        pixmap.fill(color(tokens.surface))
        painter = QPainter(pixmap)
        render_figure(painter, scene.svg, scene.figure, self.theme)
        paint_overlay(painter, scene.overlay, scene.atlas, scene.figure, tokens)
        painter.end()
        return pixmap

    def _draw_marks(self, scene: Scene) -> None:
        """Paint the marks; a drawing that only grew gets its new marks on top."""
        marks = scene.chart.marks
        known = len(self._shown)
        grown = self._marks is not None and marks[:known] == self._shown
        if self._marks is None or not grown:
            self._marks = blank(scene.size, scene.ratio)
            known = 0
        if len(marks) > known:
            painter = QPainter(self._marks)
            tokens = self.theme.tokens
            paint_some(painter, marks[known:], scene.atlas, scene.figure, tokens)
            painter.end()
        self._shown = marks

    def _together(self, scene: Scene) -> QPixmap:
        tokens = self.theme.tokens
        picture = QPixmap(self._figure) if self._figure is not None else QPixmap()
        area = QRectF(0, 0, scene.size.width(), scene.size.height())
        painter = QPainter(picture)
        if self._marks is not None:
            painter.drawPixmap(0, 0, self._marks)
        if scene.before is not None:
            found = difference(scene.before, scene.chart, scene.atlas)
            paint_difference(painter, found, scene.figure, area, tokens)
        # The patient's own view has no labels of kinds; its sides are read from farther away.
        large = not scene.callouts
        paint_side_labels(painter, scene.atlas.view, area, tokens, large=large)
        if scene.callouts:
            paint_callouts(painter, scene.chart, scene.atlas, scene.figure, area, tokens)
        painter.end()
        return picture


def blank(size: QSize, ratio: float) -> QPixmap:
    """A transparent pixmap of a size in logical pixels."""
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def render_figure(painter: QPainter, svg: bytes, rect: QRectF, theme: Theme) -> None:
    """Paint a view's line art in the theme's figure colors."""
    from PySide6.QtSvg import QSvgRenderer

    tokens = theme.tokens
    text = svg.decode("utf-8")
    text = text.replace("#F1EDE6", tokens.figure_fill).replace("#2A3136", tokens.figure_line)
    QSvgRenderer(QByteArray(text.encode())).render(painter, rect)
