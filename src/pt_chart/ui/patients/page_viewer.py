"""The pages of an attached file: as wide as the room, larger, smaller, turned.

Pages are drawn beside the window, which never waits for a slow one.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from pt_chart.charting.errors import WorldError
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.scroll import Scroll

ZOOMS = (50, 75, 100, 125, 150, 200, 300, 400)
"""Percent of the width of the room."""
FIT = ZOOMS.index(100)
WIDEST = 4_000
"""Pixels; as wide as pages are drawn."""
REDRAW_AFTER_MS = 150
_QUARTER = 90
Draw = Callable[[int, int], bytes]
"""A page (from 0) as PNG of a width in pixels; raises `WorldError`."""


class PageViewer(QWidget):
    """Shows one page at a time."""

    def __init__(self, theme: Theme, name: str, main: MainThread, draw: Draw) -> None:
        super().__init__()
        self._main, self._draw = main, draw
        self._page = 0
        self._busy = self._again = False
        self.zoom, self.turned = FIT, 0
        self._drawn = QPixmap()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(self._tools(theme))
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setAccessibleName(f"Page of {name}")
        self.area = Scroll(self.picture)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # Always there: one that comes and goes would change the width that pages are drawn for.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        column.addWidget(self.area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(REDRAW_AFTER_MS)
        self._pause.timeout.connect(self._ask)

    def _tools(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        small = Height.BUTTON_SMALL
        self.smaller = Button(theme, "", Look.QUIET, icon="zoom_out", name="Smaller", height=small)
        self.larger = Button(theme, "", Look.QUIET, icon="zoom_in", name="Larger", height=small)
        self.fit = Button(theme, "Fit the width", Look.QUIET, icon="fit", height=small)
        self.turn = Button(theme, "Turn the page", Look.QUIET, icon="redo", height=small)
        self.percent = Label("100 %", Style.SMALL, "secondary")
        self.state = Label("", Style.SMALL, "secondary")
        self.smaller.clicked.connect(lambda: self.set_zoom(self.zoom - 1))
        self.larger.clicked.connect(lambda: self.set_zoom(self.zoom + 1))
        self.fit.clicked.connect(lambda: self.set_zoom(FIT))
        self.turn.clicked.connect(self.turn_right)
        for part in (self.smaller, self.percent, self.larger, self.fit, self.turn):
            row.addWidget(part)
        row.addWidget(self.state, 1)
        return row

    def show_page(self, number: int) -> None:
        """Show a page (from 0), at its top."""
        self._page = number
        self.area.verticalScrollBar().setValue(0)
        self._ask()

    def set_zoom(self, step: int) -> None:
        """One of `ZOOMS`, by its place; beyond the ends the last one."""
        self.zoom = min(max(step, 0), len(ZOOMS) - 1)
        self.percent.setText(f"{ZOOMS[self.zoom]} %")
        self.smaller.setEnabled(self.zoom > 0)
        self.larger.setEnabled(self.zoom < len(ZOOMS) - 1)
        self._ask()

    def turn_right(self) -> None:
        """A quarter to the right; the file stays as it is."""
        self.turned = (self.turned + _QUARTER) % 360
        self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus, minus, 0 and R, as on the buttons."""
        step = {"+": 1, "=": 1, "-": -1}.get(event.text())
        if step is not None:
            self.set_zoom(self.zoom + step)
        elif event.text() == "0":
            self.set_zoom(FIT)
        elif event.text().casefold() == "r":
            self.turn_right()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it makes the page larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.set_zoom(self.zoom + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A page keeps to the width of its room."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._pause.start()

    @property
    def _sideways(self) -> bool:
        return self.turned % (2 * _QUARTER) != 0

    def _width(self) -> int:
        """Pixels across the page as it has to be drawn, before it is turned."""
        ratio = self.devicePixelRatioF()
        room = max(200, self.area.viewport().width() - 4) * ratio * ZOOMS[self.zoom] / 100
        if self._sideways and self._drawn.height() and self._drawn.width():
            room *= self._drawn.width() / self._drawn.height()
        return min(WIDEST, round(room))

    def _ask(self) -> None:
        """Have the page drawn; one drawing is on its way at most, the newest wish follows it."""
        self._pause.stop()
        self.state.setText("Drawing ...")
        if self._busy:
            self._again = True
            return
        self._busy = True
        page, width, draw = self._page, self._width(), self._draw

        def done(png: bytes) -> None:
            # The page may have been left meanwhile.
            if isValid(self) and not self._wished_again():
                self._show(png)

        def failed(error: Exception) -> None:
            if not isValid(self) or self._wished_again():
                return
            if not isinstance(error, WorldError):
                raise error
            self.picture.setText(f"{error.message} {error.advice}")

        self._main.background(lambda: draw(page, width), done, failed)

    def _wished_again(self) -> bool:
        """A drawing came; whether something else was asked for meanwhile."""
        again, self._busy, self._again = self._again, False, False
        self.state.setText("")
        if again:
            self._ask()
        return again

    def _show(self, png: bytes) -> None:
        self._drawn = QPixmap()
        self._drawn.loadFromData(png, "PNG")
        shown = self._drawn
        if self.turned:
            shown = shown.transformed(QTransform().rotate(self.turned))
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(shown)
