"""A picture of an exercise on its own light ground, mirrored for the left side."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.sides import Side
from pt_chart.definitions.figures import FigureIndex
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style

PAPER = "#FFFFFF"
"""Figures are drawn for white paper, in every theme."""


@lru_cache(maxsize=256)
def _renderer(svg: bytes) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg))


class FigurePicture(QWidget):
    """One frame of an exercise's picture, or the words "no picture"."""

    def __init__(
        self, theme: Theme, figures: FigureIndex, width: int, height: int, word: str = ""
    ) -> None:
        """``word`` (Start, End) stands in the corner."""
        super().__init__()
        self._theme = theme
        self._figures = figures
        self._size = QSize(width, height)
        self._word = word
        self._svg = b""
        self._own = QImage()
        self._mirrored = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_exercise(
        self, exercise: Exercise, library: ExerciseLibrary, side: Side, *, last: bool = False
    ) -> None:
        """Show an exercise's own picture, or the first (or last) frame of its figure."""
        own = library.own_pictures.get(exercise.figure)
        if own is not None:
            self.show_png(own.png, own.alt)
        else:
            self.show_figure(exercise.figure, side, last=last)

    def show_png(self, png: bytes, alt: str) -> None:
        """Show a picture of the clinic's own; empty bytes show words."""
        self._svg, self._own = b"", QImage.fromData(png) if png else QImage()
        self.setAccessibleName(alt if png else "no picture")
        self.update()

    def show_figure(self, figure: str, side: Side, *, last: bool = False) -> None:
        """Show the first (or last) frame of a figure for a side; unknown figures show words."""
        self._own = QImage()
        picture = self._figures.pictures.get(figure)
        if picture is None or not picture.frames:
            self._svg = b""
            self.setAccessibleName("no picture")
        else:
            frame = picture.frames[-1 if last else 0]
            self._svg = self._figures.svg(figure, frame.id)
            self._mirrored = picture.mirrored_for(side)
            self.setAccessibleName(frame.alt.replace("{side}", side.value))
        self.update()

    def sizeHint(self) -> QSize:
        """The frame's size."""
        return self._size

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White ground, the drawing fitted in, the word."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        shown = bool(self._svg) or not self._own.isNull()
        ground = PAPER if shown else tokens.sunken
        box(painter, rect, fill=ground, border=pen(tokens.line))
        painter.setFont(Style.TINY.font)
        if not shown:
            painter.setPen(color(tokens.tertiary))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "no picture")
            return
        room = rect.adjusted(5, 16 if self._word else 5, -5, -5)
        if self._svg:
            self._paint_drawing(painter, room)
        else:
            _paint_image(painter, room, self._own)
        if self._word:
            painter.setPen(color("#46545B"))
            painter.drawText(rect.adjusted(6, 3, 0, 0), Qt.AlignmentFlag.AlignLeft, self._word)

    def _paint_drawing(self, painter: QPainter, room: QRectF) -> None:
        renderer = _renderer(self._svg)
        size = renderer.defaultSize()
        scale = min(room.width() / size.width(), room.height() / size.height())
        target = QRectF(0, 0, size.width() * scale, size.height() * scale)
        target.moveCenter(room.center())
        painter.save()
        if self._mirrored:
            painter.translate(2 * target.center().x(), 0)
            painter.scale(-1, 1)
        renderer.render(painter, target)
        painter.restore()


def _paint_image(painter: QPainter, room: QRectF, image: QImage) -> None:
    scale = min(room.width() / image.width(), room.height() / image.height())
    target = QRectF(0, 0, image.width() * scale, image.height() * scale)
    target.moveCenter(room.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, image)
