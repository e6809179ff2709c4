"""The body chart at 3840 x 2160 with 200 areas: moves of the pen, derived facts, opening.

A move is a mouse event through to the repainted pixels, in one process without a display. The
peers repaint for the same events: one blits the same dirty rectangle from a pixmap, the other is
a QGraphicsView with the same marks as items.
"""

from __future__ import annotations

import math
import os
import random
from functools import partial
from typing import TYPE_CHECKING, Any

from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.coverage import coverage_of
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.marks import BodyChart, BrushStroke, SymptomKind, View
from tests.benchmarks.measure import Measure, in_turns, milliseconds

if TYPE_CHECKING:
    from pt_chart.ui.bodychart.canvas import BodyCanvas

SIZE = (3840, 2160)
AREAS = 200
MOVES = 1000
SCENE_MOVES = 200
STROKES = 100
OPENINGS = 15


def run() -> list[Measure]:
    """Time a move against both peers, the facts after a stroke, and opening a visit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from pt_chart import bootstrap

    atlas = bootstrap.figures().atlas
    chart = many_areas(random.Random(4))  # noqa: S311  a repeatable case, no secret
    return [*_moves(chart), _facts(chart, atlas), *_opening(chart)]


def many_areas(chance: random.Random, areas: int = AREAS) -> BodyChart:
    """Strokes all over the back view, the kinds in turn."""
    chart = BodyChart()
    kinds = tuple(SymptomKind)
    for number in range(areas):
        shape = wavy(chance, points=24)
        pencil = editing.Pencil(kinds[number % 10], chance.randint(0, 10))
        chart = editing.with_mark(chart, View.BACK, shape, pencil)
    return chart


def wavy(chance: random.Random, points: int) -> BrushStroke:
    """A stroke over the trunk or a leg."""
    x, y = chance.uniform(0.3, 0.7), chance.uniform(0.2, 0.85)
    slope = chance.uniform(-0.08, 0.08)
    places = [
        (x + slope * n / points + 0.01 * math.sin(n / 4), y + 0.1 * n / points)
        for n in range(points)
    ]
    return BrushStroke(tuple(places), chance.choice((0.012, 0.026, 0.05)))


def _places(moves: int) -> list[tuple[float, float]]:
    """Where the pointer goes: around the middle of the window, a few pixels at a time."""
    width, height = SIZE
    return [
        (
            width / 2 + 260 * math.cos(n / 23) + 60 * math.sin(n / 7),
            height / 2 + 560 * math.sin(n / 41),
        )
        for n in range(moves + 2)
    ]


def _moves(chart: BodyChart) -> list[Measure]:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication(["bench"])
    canvas = _canvas(app, chart)
    blitter, scene = _blitter(canvas), _graphics(canvas, chart)
    for widget in (canvas, blitter, scene):
        widget.resize(*SIZE)
        widget.show()
        app.processEvents()
        widget.repaint()
    ours, peer = in_turns(_Mover(app, canvas), _Mover(app, blitter), MOVES)
    blit = Measure(
        "body chart: a move", ours, "blitting the same rectangle", peer, aim_ratio=2.0,
        note=f"p95 {_p95(ours):.3f} against {_p95(peer):.3f} ms: {_p95(ours) / _p95(peer):.2f} x"
        f"; {AREAS} areas, {SIZE[0]} x {SIZE[1]}",
    )  # fmt: skip
    canvas.live.wipe()
    ours, peer = in_turns(_Mover(app, canvas), _Mover(app, scene.viewport()), SCENE_MOVES)
    items = Measure(
        "body chart: a move", ours, "QGraphicsView with the same marks", peer, aim_ratio=0.05,
        note=f"p95 {_p95(peer) / _p95(ours):.0f} times faster than QGraphicsView",
    )  # fmt: skip
    for widget in (canvas, blitter, scene):
        widget.close()
    return [blit, items]


def _p95(samples: tuple[float, ...]) -> float:
    return Measure("", samples).p95


class _Mover:
    """Sends one mouse move after the other and waits for the pixels."""

    def __init__(self, app: Any, widget: Any) -> None:
        self.app = app
        self.widget = widget
        self.places = iter(_places(MOVES + SCENE_MOVES))
        self._send("press", next(self.places))
        app.processEvents()

    def _send(self, what: str, place: tuple[float, float]) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        kinds = {"press": QEvent.Type.MouseButtonPress, "move": QEvent.Type.MouseMove}
        button = Qt.MouseButton.LeftButton if what == "press" else Qt.MouseButton.NoButton
        held, at = Qt.MouseButton.LeftButton, QPointF(*place)
        event = QMouseEvent(kinds[what], at, at, button, held, Qt.KeyboardModifier.NoModifier)
        self.app.sendEvent(self.widget, event)

    def __call__(self) -> float:
        """One move."""
        place = next(self.places)

        def move() -> None:
            self._send("move", place)
            self.app.processEvents()

        return milliseconds(move)


def _canvas(app: Any, chart: BodyChart) -> BodyCanvas:
    from pt_chart import bootstrap
    from pt_chart.host.resources import resources_dir
    from pt_chart.ui.bodychart.canvas import BodyCanvas
    from pt_chart.ui.theme.theme import Scheme, Theme

    figures = bootstrap.figures()
    canvas = BodyCanvas(Theme(app, resources_dir(), Scheme.LIGHT))
    canvas.show_view(figures.atlas.views[View.BACK], figures.body_svg(View.BACK))
    canvas.show_chart(chart)
    return canvas


def _blitter(canvas: BodyCanvas) -> Any:
    """A widget that repaints the rectangle of a stroke from one finished pixmap."""
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QPainter, QPixmap
    from PySide6.QtWidgets import QWidget

    class Blitter(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
            self.picture = QPixmap(*SIZE)
            self.picture.fill(Qt.GlobalColor.white)
            self.last = QPointF()

        def mousePressEvent(self, event: Any) -> None:
            self.last = event.position()

        def mouseMoveEvent(self, event: Any) -> None:
            reach = canvas.size_of_brush.width * canvas.figure_rect().height() / 2 + 2
            box = QRectF(self.last, event.position()).normalized()
            self.last = event.position()
            self.update(box.adjusted(-reach, -reach, reach, reach).toAlignedRect())

        def paintEvent(self, event: Any) -> None:
            painter = QPainter(self)
            painter.drawPixmap(event.rect(), self.picture, event.rect())

    return Blitter()


def _graphics(canvas: BodyCanvas, chart: BodyChart) -> Any:
    """The same picture as a scene of items, the live stroke an item that grows."""
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QTransform
    from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene, QGraphicsView

    from pt_chart.ui.bodychart.layers import render_figure
    from pt_chart.ui.bodychart.painting import UNIT, mark_path
    from pt_chart.ui.bodychart.patterns import pattern_brush

    tokens, atlas = canvas.theme.tokens, canvas.atlas
    if atlas is None:
        raise RuntimeError("the canvas shows no view")
    canvas.resize(*SIZE)
    figure = canvas.figure_rect()
    scale = figure.height() / UNIT
    placed = QTransform.fromScale(scale, scale) * QTransform.fromTranslate(
        figure.left(), figure.top()
    )

    class Growing(QGraphicsView):
        def __init__(self, scene: QGraphicsScene) -> None:
            super().__init__(scene)
            self.kept = scene
            self.setRenderHint(QPainter.RenderHint.Antialiasing)
            brush = pattern_brush(SymptomKind.ACHE, tokens.symptoms[SymptomKind.ACHE], 1.0)
            width = canvas.size_of_brush.width * figure.height()
            self.line = QPainterPath()
            self.item = QGraphicsPathItem()
            pen = QPen(brush, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            self.item.setPen(pen)
            scene.addItem(self.item)

        def mousePressEvent(self, event: Any) -> None:
            self.line = QPainterPath(QPointF(event.position()))

        def mouseMoveEvent(self, event: Any) -> None:
            self.line.lineTo(QPointF(event.position()))
            self.item.setPath(self.line)

    ground = QPixmap(*SIZE)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    from pt_chart import bootstrap

    render_figure(painter, bootstrap.figures().body_svg(View.BACK), figure, canvas.theme)
    painter.end()
    scene = QGraphicsScene(0, 0, *SIZE)
    scene.addPixmap(ground)
    for mark in chart.marks:
        hex = tokens.symptoms[mark.kind]
        item = QGraphicsPathItem(placed.map(mark_path(mark.shape, atlas)))
        item.setBrush(pattern_brush(mark.kind, hex, 1.0))
        scene.addItem(item)
    return Growing(scene)


def _facts(chart: BodyChart, atlas: Any) -> Measure:
    """Everything said of the drawing, after one more stroke."""
    chance = random.Random(7)  # noqa: S311  a repeatable case, no secret
    summarize(chart, atlas)
    samples = []
    for _ in range(STROKES):
        chart = editing.with_mark(chart, View.BACK, wavy(chance, points=120), editing.Pencil())
        samples.append(milliseconds(partial(summarize, chart, atlas)))
    return Measure(
        "body chart: facts after a stroke", tuple(samples), aim_p95=16.0,
        note=f"{AREAS} to {AREAS + STROKES} areas, strokes of 120 points",
    )  # fmt: skip


def _opening(chart: BodyChart) -> list[Measure]:
    """Opening a stored visit, nothing kept: its facts and the first picture; then the sharp one."""
    from PySide6.QtWidgets import QApplication

    from pt_chart import bootstrap
    from pt_chart.ui.bodychart.layers import Layers
    from pt_chart.ui.bodychart.painting import mark_path

    app = QApplication.instance()
    atlas = bootstrap.figures().atlas
    canvas = _canvas(app, chart)
    canvas.resize(*SIZE)
    scene = canvas.scene()
    if scene is None:
        raise RuntimeError("the canvas shows no view")
    layers = Layers(canvas.theme)
    facts, first, sharp = [], [], []
    for _ in range(OPENINGS):
        coverage_of.cache_clear()
        mark_path.cache_clear()
        layers.forget()
        facts.append(milliseconds(lambda: summarize(chart, atlas)))
        first.append(milliseconds(lambda: layers.first_look(scene)))
        sharp.append(milliseconds(lambda: layers.draw(scene)))
    whole = tuple(a + b for a, b in zip(facts, first, strict=True))
    told = (
        f"{AREAS} areas; median: facts {_median(facts):.1f} ms, first look {_median(first):.1f} ms"
    )
    return [
        Measure("body chart: opening a visit", whole, aim_p95=50.0, note=told),
        Measure("body chart: the sharp picture after it", tuple(sharp)),
    ]


def _median(samples: list[float]) -> float:
    return Measure("", tuple(samples)).median
