"""Where the figure lies in the widget: fitted, zoomed around a point, and shifted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF

from pt_chart.clinical.bodychart.marks import Point

MARGIN = 14
"""Logical pixels between the fitted figure and the edge."""
MOST_ZOOM = 8.0
STEP = 1.25
"""One key or one notch of the wheel."""


@dataclass(frozen=True, slots=True)
class Viewport:
    """``zoom`` 1 shows the whole view; ``center`` (0..1 of the view's box) is in the middle."""

    zoom: float = 1.0
    center: Point = (0.5, 0.5)

    @property
    def fitted(self) -> bool:
        """Whether the whole view is shown."""
        return self.zoom == 1.0

    def figure(self, size: QSizeF, aspect: float) -> QRectF:
        """The view's box in widget coordinates."""
        room_width = max(size.width() - 2 * MARGIN, 1.0)
        room_height = max(size.height() - 2 * MARGIN, 1.0)
        height = max(min(room_height, room_width / aspect), 1.0) * self.zoom
        width = height * aspect
        return QRectF(
            size.width() / 2 - self.center[0] * width,
            size.height() / 2 - self.center[1] * height,
            width,
            height,
        )

    def zoomed(self, factor: float, at: QPointF, size: QSizeF, aspect: float) -> Viewport:
        """Zoomed so that what lies under ``at`` stays there; never below the whole view."""
        zoom = min(max(self.zoom * factor, 1.0), MOST_ZOOM)
        if zoom == 1.0:
            return Viewport()
        x, y = point_in(self.figure(size, aspect), at)
        bigger = replace(self, zoom=zoom).figure(size, aspect)
        center = (
            x - (at.x() - size.width() / 2) / bigger.width(),
            y - (at.y() - size.height() / 2) / bigger.height(),
        )
        return Viewport(zoom, _inside(center))

    def panned(self, by: QPointF, size: QSizeF, aspect: float) -> Viewport:
        """Shifted by widget pixels; the whole view does not move."""
        if self.fitted:
            return self
        rect = self.figure(size, aspect)
        center = (
            self.center[0] - by.x() / rect.width(),
            self.center[1] - by.y() / rect.height(),
        )
        return replace(self, center=_inside(center))


def point_in(figure: QRectF, at: QPointF) -> Point:
    """A place in the widget as 0..1 of the view's box."""
    return (
        (at.x() - figure.left()) / figure.width(),
        (at.y() - figure.top()) / figure.height(),
    )


def place_of(figure: QRectF, point: Point) -> QPointF:
    """A point in 0..1 of the view's box as a place in the widget."""
    return QPointF(
        figure.left() + point[0] * figure.width(), figure.top() + point[1] * figure.height()
    )


def _inside(center: Point) -> Point:
    return (min(max(center[0], 0.0), 1.0), min(max(center[1], 0.0), 1.0))
