"""Tabs over a page: the exam's positions with counts, and small tabs in the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pt_chart.ui.theme.paint import box, color, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Radius, Tokens
from pt_chart.ui.theme.type import Style


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: id, title, count words at the right, and whether everything there is done."""

    id: str
    title: str
    count: str = ""
    done: bool = False


class _TabRow(QWidget):
    """What both kinds share: current tab, arrows, clicks, spoken name."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self._tabs: tuple[Tab, ...] = ()
        self._current = ""
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def current(self) -> str:
        """The id of the open tab."""
        return self._current

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """What is shown."""
        return self._tabs

    def set_tabs(self, tabs: Sequence[Tab], current: str) -> None:
        """Show these tabs without telling anyone."""
        if (tuple(tabs), current) == (self._tabs, self._current):
            return
        self._tabs, self._current = tuple(tabs), current
        self._speak()
        self.updateGeometry()
        self.update()

    def choose(self, id: str) -> None:
        """Open a tab as the clinician does."""
        if id != self._current:
            self._current = id
            self._speak()
            self.update()
            self.chosen.emit(id)

    def _speak(self) -> None:
        tab = next((t for t in self._tabs if t.id == self._current), None)
        said = f"{tab.title} {tab.count}".strip() if tab else "none"
        self.setAccessibleName(f"{self._name}: {said}")

    def _rects(self) -> list[QRectF]:
        raise TypeError("a tab row says where its tabs are")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        for tab, rect in zip(self._tabs, self._rects(), strict=True):
            if rect.contains(event.position()):
                self.choose(tab.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what a click would open."""
        at = [i for i, rect in enumerate(self._rects()) if rect.contains(event.position())]
        hovered = at[0] if at else -1
        if hovered != self._hovered:
            self._hovered = hovered
            self.setToolTip(_words(self._tabs[hovered]) if hovered >= 0 else "")
            self.update()

    def leaveEvent(self, _event: object) -> None:
        """Forget the hover."""
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move between tabs."""
        ids = [tab.id for tab in self._tabs]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self._current in ids:
            index = ids.index(self._current) + step
            if 0 <= index < len(ids):
                self.choose(ids[index])
        else:
            event.ignore()


class SectionTabs(_TabRow):
    """Full-width tabs with counts; the open one is soft and underlined."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._counts: list[str] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room; lower in a low window, once its page is laid out anew."""
        low = self.window().height() < Height.LOW_BELOW
        return QSize(400, Height.TAB_LOW if low else Height.TAB)

    def _rects(self) -> list[QRectF]:
        count = max(len(self._tabs), 1)
        equal = self.width() / count
        self._counts = [tab.count for tab in self._tabs]
        wanted = self._all_wanted()
        widths = [equal] * len(self._tabs)
        if any(one > equal for one in wanted):
            # Long titles take room from short ones before anything is cut.
            for counts in self._shorter():
                self._counts = counts
                wanted = self._all_wanted()
                if sum(wanted) <= self.width():
                    break
            spare = self.width() - sum(wanted)
            widths = [one + spare / count for one in wanted]
            if spare < 0:
                widths = self._squeezed(wanted)
        rects, left = [], 0.0
        for width in widths:
            rects.append(QRectF(left, 0, width, self.height()))
            left += width
        return rects

    def _shorter(self) -> list[list[str]]:
        """The counts, whole and ever shorter: 9 of 28, 9/28, that of the open tab, none."""
        short = [tab.count.replace(" of ", "/") for tab in self._tabs]
        here = [
            count if tab.id == self._current else ""
            for tab, count in zip(self._tabs, short, strict=True)
        ]
        return [[tab.count for tab in self._tabs], short, here, [""] * len(self._tabs)]

    def _all_wanted(self) -> list[float]:
        pairs = zip(self._tabs, self._counts, strict=True)
        return [self._wanted(replace(tab, count=count)) for tab, count in pairs]

    def _squeezed(self, wanted: list[float]) -> list[float]:
        """The open tab keeps its title, the others share what is left; tooltips name them."""
        at = next((n for n, tab in enumerate(self._tabs) if tab.id == self._current), 0)
        kept = min(wanted[at], self.width() / 2)
        share = (self.width() - kept) / max(sum(wanted) - wanted[at], 1)
        return [kept if n == at else one * share for n, one in enumerate(wanted)]

    def _wanted(self, tab: Tab) -> float:
        title = QFontMetricsF(Style.STRONG.font).horizontalAdvance(tab.title)
        count = QFontMetricsF(Style.BODY.font).horizontalAdvance(tab.count)
        return title + count + 26 + 8 * bool(tab.count) + 20 * tab.done

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One frame, tabs inside."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect())
        box(painter, frame, fill=tokens.surface, border=None, radius=Radius.CARD)
        clip = QPainterPath()
        clip.addRoundedRect(frame, Radius.CARD, Radius.CARD)
        painter.setClipPath(clip)
        for index, (tab, rect) in enumerate(zip(self._tabs, self._rects(), strict=True)):
            self._paint_tab(painter, index, tab, rect, tokens)
        painter.setClipping(False)
        box(painter, frame, fill=None, border=pen(tokens.line), radius=Radius.CARD)

    def _paint_tab(
        self, painter: QPainter, index: int, tab: Tab, rect: QRectF, tokens: Tokens
    ) -> None:
        current = tab.id == self._current
        if current:
            painter.fillRect(rect, color(tokens.selection))
            painter.fillRect(
                QRectF(rect.left(), rect.bottom() - 3, rect.width(), 3), color(tokens.accent)
            )
        elif index == self._hovered:
            painter.fillRect(rect, color(tokens.sunken))
        if index:
            painter.setPen(pen(tokens.line))
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        left = rect.left() + 14
        if tab.done:
            at = QPointF(left - 2, rect.center().y() - 7)
            self._theme.draw_icon(painter, "check", tokens.ok.text, at, 14)
            left += 20
        painter.setFont((Style.STRONG if current else Style.MEDIUM).font)
        painter.setPen(color(tokens.text))
        room = QRectF(left, 0, rect.right() - left - 12, rect.height())
        tab = replace(tab, count=self._counts[index])
        count = QFontMetricsF(Style.BODY.font).horizontalAdvance(tab.count)
        width = room.width() - count - (8 if tab.count else 0)
        title = painter.fontMetrics().elidedText(
            tab.title, Qt.TextElideMode.ElideRight, round(width)
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(Style.BODY.font)
        painter.setPen(color(tokens.secondary))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, flags, tab.count)


class SmallTabs(_TabRow):
    """Tabs as wide as their words, underlined when open."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.setFont(Style.MEDIUM.font)
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _rects(self) -> list[QRectF]:
        metrics = self.fontMetrics()
        wanted = [metrics.horizontalAdvance(_words(tab)) + 20.0 for tab in self._tabs]
        spare = self.width() - sum(wanted)
        if spare < 0 and wanted:
            wanted[0] = max(wanted[0] + spare, 60.0)
        rects, x = [], 0.0
        for width in wanted:
            rects.append(QRectF(x, 0, width, self.height()))
            x += width
        return rects

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words and one underline."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setPen(pen(tokens.line))
        bottom = self.height() - 1
        painter.drawLine(0, bottom, self.width(), bottom)
        for index, (tab, rect) in enumerate(zip(self._tabs, self._rects(), strict=True)):
            current = tab.id == self._current
            painter.setFont((Style.STRONG if current else Style.MEDIUM).font)
            hovered = index == self._hovered
            painter.setPen(color(tokens.text if current or hovered else tokens.secondary))
            inner = rect.adjusted(10, 0, -6, 0)
            words = painter.fontMetrics().elidedText(
                _words(tab), Qt.TextElideMode.ElideRight, round(inner.width())
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, words)
            if current:
                line = QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2)
                painter.fillRect(line, color(tokens.accent))


def _words(tab: Tab) -> str:
    return f"{tab.title} {tab.count}".strip()
