"""What can be laid over the figure: regions, sensory key points, sciatic nerve, muscles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from pt_chart.clinical.bodychart.atlas import ViewAtlas
from pt_chart.definitions.figures import FigureIndex, SensoryPoint
from pt_chart.ui.bodychart.painting import UNIT, region_path
from pt_chart.ui.theme.paint import color, pen
from pt_chart.ui.theme.tokens import Tokens
from pt_chart.ui.theme.type import Style

DOT = 0.008
"""Room that a key point takes, as a share of the view's height."""


class Overlay(StrEnum):
    """What lies over the figure; NONE is the plain figure."""

    NONE = "none"
    REGIONS = "regions"
    SENSORY = "sensory_points"
    NERVE = "sciatic"
    MUSCLES = "muscles"

    @property
    def label(self) -> str:
        """The word on the switch."""
        return _LABELS[self]

    @property
    def words(self) -> str:
        """Source and caution, shown beside the overlay."""
        return _WORDS[self]


_LABELS = {
    Overlay.NONE: "None",
    Overlay.REGIONS: "Regions",
    Overlay.SENSORY: "Sensory levels",
    Overlay.NERVE: "Nerve line",
    Overlay.MUSCLES: "Muscles",
}
_CAUTION = "A pain drawing never names a nerve root."
_WORDS = {
    Overlay.NONE: "",
    Overlay.REGIONS: "The named regions of this program; words and reach come from them.",
    Overlay.SENSORY: (
        "Key points for testing light touch and pinprick, L1 to S4-5 (ISNCSCI, American Spinal"
        " Injury Association), placed by their descriptions. Sensory areas overlap and differ"
        f" between people and maps. {_CAUTION}"
    ),
    Overlay.NERVE: (
        "Usual course of the sciatic nerve and its branches, a sketch from general anatomy;"
        f" people differ. {_CAUTION}"
    ),
    Overlay.MUSCLES: (
        "Gluteals, piriformis, hamstrings and calf, a sketch from general anatomy. Pain over a"
        " muscle does not show that the muscle is its source."
    ),
}


@dataclass(frozen=True, slots=True)
class OverlayPicture:
    """An overlay of one view, ready to paint."""

    overlay: Overlay
    opacity: float
    svg: bytes = b""
    points: tuple[SensoryPoint, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is anything to paint."""
        return self.overlay is Overlay.REGIONS or bool(self.svg)


PLAIN = OverlayPicture(Overlay.NONE, 0.0)


def picture_of(
    overlay: Overlay, opacity: float, figures: FigureIndex, atlas: ViewAtlas, body: str
) -> OverlayPicture:
    """An overlay for a view of a body.

    Raises:
        FiguresDamaged: a shipped file is not as built.
    """
    if overlay in (Overlay.NONE, Overlay.REGIONS):
        return OverlayPicture(overlay, opacity)
    svg = figures.overlay_svg(atlas.view, overlay.value, body)
    points = figures.sensory_points(atlas.view, body) if overlay is Overlay.SENSORY else ()
    return OverlayPicture(overlay, opacity, svg, points)


def paint_overlay(
    painter: QPainter, picture: OverlayPicture, atlas: ViewAtlas, figure: QRectF, tokens: Tokens
) -> None:
    """Paint an overlay into the figure's box at its opacity."""
    if not picture.shown:
        return
    painter.save()
    painter.setOpacity(picture.opacity)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if picture.overlay is Overlay.REGIONS:
        _paint_regions(painter, atlas, figure, tokens)
    else:
        from PySide6.QtSvg import QSvgRenderer

        QSvgRenderer(QByteArray(picture.svg)).render(painter, figure)
        _paint_levels(painter, picture.points, figure, tokens)
    painter.restore()


def _paint_regions(painter: QPainter, atlas: ViewAtlas, figure: QRectF, tokens: Tokens) -> None:
    painter.save()
    painter.translate(figure.topLeft())
    scale = figure.height() / UNIT
    painter.scale(scale, scale)
    painter.setPen(pen(tokens.monitor.text, 1.2 / scale))
    for region in atlas.regions:
        painter.drawPath(region_path(region, atlas))
    painter.restore()


def _paint_levels(
    painter: QPainter, points: tuple[SensoryPoint, ...], figure: QRectF, tokens: Tokens
) -> None:
    painter.setFont(Style.SMALL_STRONG.font)
    for point in points:
        at = QPointF(
            figure.left() + point.at[0] * figure.width(),
            figure.top() + point.at[1] * figure.height(),
        )
        beside = figure.height() * DOT + 2
        width = painter.fontMetrics().horizontalAdvance(point.level) + 6
        words = QRectF(at.x() + beside, at.y() - 8, width, 16)
        painter.fillRect(words, color(tokens.surface))
        painter.setPen(color(tokens.unconfirmed.text))
        words.adjust(3, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, point.level)
