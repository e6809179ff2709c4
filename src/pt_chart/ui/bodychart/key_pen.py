"""The pen in the keyboard's hand: arrows move a cross-hair over the figure, Space draws with it.

So every drawing tool works without a pointer, free-hand strokes and partial erasing included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
)

from pt_chart.clinical.bodychart.marks import Point
from pt_chart.ui.bodychart.tools import Tool
from pt_chart.ui.bodychart.viewport import place_of
from pt_chart.ui.theme.paint import pen

if TYPE_CHECKING:
    from pt_chart.ui.bodychart.canvas import BodyCanvas

STRIDE = 0.02
"""How far one arrow key moves the pen, as a share of the view's height."""
FINE = 0.004
"""The same with Shift."""
CROSS = 9.0
EDGE = 40.0
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_DRAWING = frozenset(Tool) - {Tool.SELECT, Tool.MOVE}


class KeyPen:
    """Where the keyboard's pen is on one canvas, and whether it is down."""

    def __init__(self, canvas: BodyCanvas) -> None:
        self._canvas = canvas
        self.at: Point | None = None
        self.down = False

    def put_away(self) -> None:
        """Hide the pen; what it was drawing is dropped by whoever asks."""
        if self.at is not None:
            self.at, self.down = None, False
            self._canvas.update()

    def take_out(self) -> None:
        """Show the pen in the middle of what is in sight, unless it is out already."""
        canvas = self._canvas
        if self.at is None and canvas.tool in _DRAWING and canvas.atlas is not None:
            self._move((0, 0), 0.0)

    def lift(self) -> None:
        """The stroke under way was dropped."""
        self.down = False

    def takes(self, event: QKeyEvent) -> bool:
        """Move or press; whether the key was the pen's."""
        canvas = self._canvas
        if canvas.tool not in _DRAWING or canvas.atlas is None:
            return False
        key = Qt.Key(event.key())
        if canvas.selection is not None and key in ARROWS:
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in ARROWS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(ARROWS[key], FINE if shift else STRIDE)
        elif key == Qt.Key.Key_Space:
            self._press()
        else:
            return False
        return True

    def paint(self, painter: QPainter) -> None:
        """A cross-hair, with the brush's width around it."""
        if self.at is None or not self._canvas.hasFocus():
            return
        canvas, place = self._canvas, self._place()
        tokens = canvas.theme.tokens
        wide = canvas.size_of_brush.width * canvas.figure_rect().height() / 2
        ring = wide if canvas.tool in (Tool.BRUSH, Tool.ERASER) else 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in (pen(tokens.surface, 4.5), pen(tokens.focus, 3.0 if self.down else 1.75)):
            painter.setPen(line)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            reach = max(ring, CROSS)
            painter.drawLine(place - QPointF(reach, 0), place + QPointF(reach, 0))
            painter.drawLine(place - QPointF(0, reach), place + QPointF(0, reach))
            if ring:
                painter.drawEllipse(place, ring, ring)

    def _place(self) -> QPointF:
        return place_of(self._canvas.figure_rect(), self.at or (0.5, 0.5))

    def _move(self, way: tuple[int, int], stride: float) -> None:
        canvas = self._canvas
        aspect = canvas.atlas.aspect if canvas.atlas else 1.0
        if self.at is None:
            self.at = canvas.viewport.center
        else:
            x = self.at[0] + way[0] * stride / aspect
            y = self.at[1] + way[1] * stride
            self.at = (min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
            self._follow()
            canvas.pointed(self._place())
        self._say()
        canvas.update()

    def _follow(self) -> None:
        """Keep the pen in sight on a zoomed view; while it draws the picture stays."""
        place, canvas = self._place(), self._canvas
        sight = QRectF(canvas.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        if self.down or sight.contains(place) or canvas.viewport.fitted:
            return
        canvas.pan(QPointF(canvas.rect().center()) - place)

    def _press(self) -> None:
        """The first Space puts the pen down, the second lifts it; a tap is one press."""
        canvas = self._canvas
        if canvas.frozen:
            canvas.refused.emit()
            return
        canvas.select(None)
        if self.at is None:
            self._move((0, 0), 0.0)
            return
        place = self._place()
        if self.down:
            self.down = False
            canvas.let_go(place)
        else:
            self.down = canvas.tool.strokes
            canvas.pressed(place)
            if not self.down:
                canvas.let_go(place)
        self._say()
        canvas.update()

    def _say(self) -> None:
        """Tell a screen reader where the pen is."""
        canvas = self._canvas
        if self.at is None or canvas.atlas is None:
            return
        region = canvas.atlas.region_at(self.at)
        words = region.words if region is not None else "beside the figure"
        said = f"{words}, pen down" if self.down else words
        canvas.setAccessibleDescription(f"Pen at {said}.")
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(canvas, said))
