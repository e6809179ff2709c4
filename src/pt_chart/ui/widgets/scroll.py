"""A scroll area that lets the surface below show through."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

IN_SIGHT = 16
"""Pixels kept clear around what has the keyboard."""
AROUND = 120
"""Pixels above and below a field that was jumped to."""


class Scroll(QScrollArea):
    """Scrolls a page vertically; the page is as wide as the area and paints no ground."""

    def __init__(self, page: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        if page is not None:
            self.put(page)

    def put(self, page: QWidget) -> None:
        """Scroll this page; the one before is deleted by Qt."""
        self.setWidget(page)
        # Qt turns filling on for whatever is scrolled.
        page.setAutoFillBackground(False)

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to a widget with some of its surroundings, as a low window has room for."""
        spare = (self.viewport().height() - widget.height()) // 2
        self.ensureWidgetVisible(widget, 0, max(min(AROUND, spare), 0))

    def show_lines(self, widget: QWidget) -> None:
        """Scroll up or down to a widget that may be wider than the page is."""
        page, bar = self.widget(), self.verticalScrollBar()
        if page is None:
            return
        top, view = widget.mapTo(page, QPoint(0, 0)).y(), self.viewport().height()
        lowest = top - IN_SIGHT
        highest = min(top + widget.height() + IN_SIGHT - view, lowest)
        bar.setValue(max(min(bar.value(), lowest), highest))

    def show_from_top(self, widget: QWidget) -> None:
        """The top of the page, with a widget near it in sight."""
        self.verticalScrollBar().setValue(0)
        self.bring_into_sight(widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A bar that opens above or below never takes the field being typed in out of sight."""
        lower = event.size().height() < event.oldSize().height()
        super().resizeEvent(event)
        page, typed = self.widget(), QApplication.focusWidget()
        if lower and page is not None and typed is not None and page.isAncestorOf(typed):
            QTimer.singleShot(0, typed, partial(self.ensureWidgetVisible, typed, 0, IN_SIGHT))


class Pan(Scroll):
    """Fills its place with a page as long as it fits; below its smallest size it scrolls both ways.

    For what cannot be reflowed: a drawing between its tools, a printed page beside its list.
    """

    def __init__(self, page: QWidget, least_height: int) -> None:
        """``least_height`` in logical pixels; the least width is what the page itself needs."""
        page.setMinimumHeight(least_height)
        super().__init__(page)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
