"""Chips: several of a few words, each on or off, wrapped over lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.ui.theme.paint import box, color, dashed, dotted, hatch, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Tokens
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.segments import Mood, Segment

HEIGHT = 28
GAP = 6
PADDING = 9
CHECK = 13


class Chips(QWidget):
    """Words that can be on together; with ``single`` choosing one takes the others off.

    Arrow keys move among them, Space switches; Enter is left to what holds them. ``picked``
    carries the ids that are on, in the order of the definition.
    """

    picked = Signal(tuple)

    def __init__(
        self,
        theme: Theme,
        name: str,
        segments: Sequence[Segment],
        *,
        single: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tall = theme.target(HEIGHT)
        self._name = name
        self._segments = tuple(segments)
        self._single = single
        self._on: frozenset[str] = frozenset()
        self._carried = False
        self._said = ""
        self._current = 0
        self._rects: list[QRectF] = []
        self.setFont(Style.BODY.font)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._speak()

    @property
    def value(self) -> tuple[str, ...]:
        """The ids that are on."""
        return tuple(s.id for s in self._segments if s.id in self._on)

    def set_value(self, ids: Iterable[str], *, carried: bool = False, said: str = "") -> None:
        """Show ids as on without telling anyone; ``said`` stands for an answer without any."""
        self._on, self._carried, self._said = frozenset(ids), carried, said
        self._speak()
        self.update()

    def switch(self, index: int) -> None:
        """Turn one on or off as the clinician does."""
        self._current = index
        id = self._segments[index].id
        if id in self._on:
            self._on = self._on - {id}
        elif self._single:
            self._on = frozenset({id})
        else:
            self._on = self._on | {id}
        self._carried, self._said = False, ""
        self._speak()
        self.update()
        self.picked.emit(self.value)

    def _speak(self) -> None:
        said = ", ".join(s.name for s in self._segments if s.id in self._on)
        said = said or self._said or "nothing chosen"
        carried = ", carried, unconfirmed" if self._carried else ""
        self.setAccessibleName(f"{self._name}: {said}{carried}")
        if self._segments:
            at = self._segments[self._current]
            self.setAccessibleDescription(f"At {at.name}; Space switches, arrows move")

    def _lay_out(self, width: float) -> tuple[list[QRectF], int]:
        metrics = self.fontMetrics()
        x, y, rects = 0.0, 0.0, []
        for segment in self._segments:
            wide = metrics.horizontalAdvance(segment.label) + 2.0 * PADDING
            wide = max(wide, float(self._theme.target(0)))
            if segment.id in self._on:
                wide += CHECK + 3
            if x and x + wide > width:
                x, y = 0.0, y + self._tall + GAP
            rects.append(QRectF(x, y, min(wide, max(width, 40.0)), self._tall))
            x += wide + GAP
        if self._said:
            wide = metrics.horizontalAdvance(self._said) + 2.0 * PADDING
            if x and x + wide > width:
                x, y = 0.0, y + self._tall + GAP
            rects.append(QRectF(x, y, wide, self._tall))
        return rects, round(y) + self._tall

    def hasHeightForWidth(self) -> bool:
        """Chips wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        return self._lay_out(width)[1]

    def sizeHint(self) -> QSize:
        """One line where there is room."""
        return QSize(240, self.heightForWidth(max(self.width(), 240)))

    def minimumSizeHint(self) -> QSize:
        """One chip wide."""
        return QSize(120, self._tall)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Wrap anew."""
        self._rects = self._lay_out(self.width())[0]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Switch what was clicked."""
        for index, rect in enumerate(self._lay_out(self.width())[0]):
            if rect.contains(event.position()) and index < len(self._segments):
                self.switch(index)
                self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, switch with Space."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._segments:
            self._current = (self._current + step) % len(self._segments)
            self._speak()
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.switch(self._current)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each chip; the current one underlined while focused."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rects = self._lay_out(self.width())[0]
        for index, rect in enumerate(rects[: len(self._segments)]):
            self._paint_chip(painter, index, rect, tokens)
        if self._said:
            self._paint_said(painter, rects[-1], tokens)

    def _paint_said(self, painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
        """An answer that names none of the chips: it must not look like no answer."""
        box(painter, rect, fill=tokens.surface, border=None)
        hatch(painter, rect, tokens)
        box(painter, rect, fill=None, border=dashed(tokens.border))
        painter.setFont(Style.MEDIUM.font)
        painter.setPen(color(tokens.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._said)

    def _paint_chip(self, painter: QPainter, index: int, rect: QRectF, tokens: Tokens) -> None:
        segment = self._segments[index]
        on = segment.id in self._on
        ink, fill, border = tokens.text, tokens.surface, pen(tokens.border)
        if not self.isEnabled():
            ink = tokens.text if on else tokens.disabled.text
            fill, border = tokens.disabled.soft, pen(tokens.line)
        elif on and self._carried:
            ink, fill = tokens.unconfirmed.text, tokens.unconfirmed.soft
            border = dotted(ink)
        elif on and segment.mood is Mood.ABNORMAL:
            ink, fill = tokens.abnormal.text, tokens.abnormal.soft
            border = pen(ink)
        elif on:
            ink, fill, border = tokens.accent, tokens.accent_soft, pen(tokens.accent)
        box(painter, rect, fill=fill, border=border, radius=Radius.FIELD)
        left = rect.left() + PADDING
        if on:
            at = QPointF(left - 2, rect.center().y() - CHECK / 2)
            self._theme.draw_icon(painter, "check", ink, at, CHECK)
            left += CHECK + 3
        painter.setFont((Style.MEDIUM if on else Style.BODY).font)
        painter.setPen(color(ink))
        room = QRectF(left, rect.top(), rect.right() - left - 4, rect.height())
        words = painter.fontMetrics().elidedText(
            segment.label, Qt.TextElideMode.ElideRight, round(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus() and index == self._current:
            painter.setPen(pen(tokens.focus, 2.0))
            y = rect.bottom() - 3
            painter.drawLine(QPointF(rect.left() + 6, y), QPointF(rect.right() - 6, y))
