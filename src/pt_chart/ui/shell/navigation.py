"""The rail of sections with their state, and the counts of this visit at its foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius, Tokens, Width
from pt_chart.ui.theme.type import Style

ROW = 36
GAP = 4
ROW_COMPACT = 50
NAMED_FROM = 44
"""Rows lower than this show the icon alone; the tooltip and the screen reader name it."""
ICON = 20


class Progress(Enum):
    """How far a section is."""

    NOTHING = "nothing yet"
    PART = "in part"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Counts:
    """The foot of the rail: exam fields answered, marked not tested, carried unconfirmed."""

    answered: int = 0
    fields: int = 0
    not_tested: int = 0
    unconfirmed: int = 0


class Navigation(QWidget):
    """Chooses the section: click, Up and Down, or Alt with its number."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._current = SECTIONS[0].id
        self._beside = False
        self._hovered = -1
        self._compact = False
        self.progress: dict[str, Progress] = {}
        self.counts = Counts()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setProperty("ring", False)
        self.set_compact(compact=False)
        self._speak()

    @property
    def current(self) -> str:
        """The open section, or the one that was open before a page beside them."""
        return self._current

    def set_compact(self, *, compact: bool) -> None:
        """Icons over names in a narrow window."""
        self._compact = compact
        self.setFixedWidth(Width.NAVIGATION_COMPACT if compact else Width.NAVIGATION)
        self.update()

    def choose(self, section: str) -> None:
        """Open a section as the clinician does."""
        if section != self._current or self._beside:
            self.mark(section)
            self.chosen.emit(section)

    def mark(self, section: str) -> None:
        """Show which section is open without telling anyone."""
        self._current, self._beside = section, False
        self._speak()
        self.update()

    def mark_none(self) -> None:
        """A page is shown that is none of the sections: none is open, each can be opened."""
        self._beside = True
        self._speak()
        self.update()

    def show_progress(self, progress: Mapping[str, Progress], counts: Counts) -> None:
        """Show how far each section is."""
        if (dict(progress), counts) != (self.progress, self.counts):
            self.progress, self.counts = dict(progress), counts
            self._speak()
            self.update()

    def _speak(self) -> None:
        title = next(s.title for s in SECTIONS if s.id == self._current)
        state = self.progress.get(self._current, Progress.NOTHING).value
        self.setAccessibleName(f"Sections: {'none open' if self._beside else f'{title}, {state}'}")
        counts = self.counts
        self.setAccessibleDescription(
            f"Exam {counts.answered} of {counts.fields}, {counts.not_tested} not tested, "
            f"{counts.unconfirmed} unconfirmed"
        )

    def _rects(self) -> list[QRectF]:
        height, top = float(ROW_COMPACT if self._compact else ROW), 10
        room = (self.height() - 4) / len(SECTIONS) - GAP
        if self._compact and room < height:
            height, top = max(room, ICON + 2.0), 4
        edge = 1 if self._compact else 6  # the widest name stands clear of both edges
        return [
            QRectF(edge, top + number * (height + GAP), self.width() - 2 * edge, height)
            for number in range(len(SECTIONS))
        ]

    def _at(self, point: QPointF) -> int:
        return next((n for n, rect in enumerate(self._rects()) if rect.contains(point)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        number = self._at(event.position())
        if number >= 0:
            self.choose(SECTIONS[number].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what a click would open; name it where only the icon shows its state."""
        number = self._at(event.position())
        if number != self._hovered:
            self._hovered = number
            if number >= 0:
                section = SECTIONS[number]
                state = self.progress.get(section.id, Progress.NOTHING).value
                words = f"{section.title}: {state} (Alt {number + 1})"
                QToolTip.showText(event.globalPosition().toPoint(), words, self)
            self.update()

    def leaveEvent(self, _event: object) -> None:
        """Forget the hover."""
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down open the neighbors."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        ids = [section.id for section in SECTIONS]
        number = ids.index(self._current) + step
        if step and 0 <= number < len(ids):
            self.choose(ids[number])
        elif not step:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Rows, then the counts."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), color(tokens.chrome))
        painter.setPen(pen(tokens.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        for number, rect in enumerate(self._rects()):
            self._paint_row(painter, number, rect, tokens)
        if not self._compact:
            self._paint_counts(painter, tokens)

    def _paint_row(self, painter: QPainter, number: int, rect: QRectF, tokens: Tokens) -> None:
        section = SECTIONS[number]
        current = section.id == self._current and not self._beside
        if current:
            box(painter, rect, fill=tokens.surface, border=pen(tokens.line), radius=Radius.BUTTON)
            bar = QRectF(rect.left(), rect.top() + 6, 3, rect.height() - 12)
            painter.fillRect(bar, color(tokens.accent))
        elif number == self._hovered:
            box(painter, rect, fill=tokens.line, border=None, radius=Radius.BUTTON)
        if self.hasFocus() and section.id == self._current:
            ring = pen(tokens.focus, float(tokens.focus_width))
            box(painter, rect, fill=None, border=ring, radius=Radius.BUTTON)
        ink = tokens.text if current else tokens.secondary
        if self._compact:
            named = rect.height() >= NAMED_FROM
            above = min(6.0, rect.height() - 44) if named else (rect.height() - ICON) / 2
            at = QPointF(rect.center().x() - ICON / 2, rect.top() + above)
            self._theme.draw_icon(painter, section.icon, ink, at, ICON)
            bold = Style.TINY_STRONG.font
            fits = QFontMetricsF(bold).horizontalAdvance(section.title) <= rect.width() - 6
            # A name that would touch the edges is told apart by its ground and bar alone.
            painter.setFont(bold if current and fits else Style.TINY.font)
            painter.setPen(color(ink))
            place = rect.adjusted(-6, above + ICON + 2, 6, 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, flags, section.title if named else "")
            self._paint_state(
                painter, section.id, QPointF(rect.right() - 15, rect.top() + 2), tokens
            )
            return
        at = QPointF(rect.left() + 12, rect.center().y() - 9)
        self._theme.draw_icon(painter, section.icon, ink, at, 18)
        painter.setFont((Style.STRONG if current else Style.MEDIUM).font)
        painter.setPen(color(ink))
        painter.drawText(rect.adjusted(40, 0, -28, 0), Qt.AlignmentFlag.AlignVCenter, section.title)
        self._paint_state(
            painter, section.id, QPointF(rect.right() - 24, rect.center().y() - 7), tokens
        )

    def _paint_state(self, painter: QPainter, section: str, at: QPointF, tokens: Tokens) -> None:
        state = self.progress.get(section, Progress.NOTHING)
        if state is Progress.DONE:
            self._theme.draw_icon(painter, "check", tokens.ok.text, at, 14)
        elif state is Progress.PART:
            self._theme.draw_icon(painter, "half", tokens.accent, at, 13)

    def _paint_counts(self, painter: QPainter, tokens: Tokens) -> None:
        counts = self.counts
        top = self.height() - 104.0
        painter.setPen(pen(tokens.line))
        painter.drawLine(QPointF(8, top), QPointF(self.width() - 8, top))
        painter.setFont(Style.SMALL_STRONG.font)
        painter.setPen(color(tokens.text))
        painter.drawText(QRectF(18, top + 10, 140, 18), Qt.AlignmentFlag.AlignVCenter, "This visit")
        rows = (
            ("Exam", f"{counts.answered} of {counts.fields}", tokens.text),
            ("Not tested", str(counts.not_tested), tokens.text),
            ("Unconfirmed", str(counts.unconfirmed), tokens.unconfirmed.text),
        )
        for number, (words, figure, ink) in enumerate(rows):
            line = QRectF(18, top + 32 + number * 20, self.width() - 38, 18)
            painter.setFont(Style.SMALL.font)
            painter.setPen(color(tokens.secondary))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
            painter.setFont(Style.SMALL_STRONG.font)
            painter.setPen(color(ink))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(line, flags, figure)
