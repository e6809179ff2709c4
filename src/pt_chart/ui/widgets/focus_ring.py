"""One ring that follows the keyboard focus: a gap in the surface color and a line around."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from pt_chart.ui.theme.paint import box, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Radius

REACH = 4


class FocusRing(QWidget):
    """Lies over the window and frames the focused control, also after a click.

    It lives in the scrolled content when the control does, so that it scrolls along. A control
    with the property ``ring`` False draws its own focus.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QObject] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self) or not isValid(self._window):
            return
        self._forget()
        if now is None or now.property("ring") is False or now.window() is not self._window:
            self._home()
            return
        self._target = now
        parent = _stage(now)
        if self.parentWidget() is not parent:
            self.setParent(parent)
        step: QWidget | None = now
        while step is not None and step is not parent:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._place()

    def rest(self) -> None:
        """Let go of a page that is about to be deleted, so that it does not outlive its chart."""
        if isValid(self):
            self._forget()
            self._home()

    def _forget(self) -> None:
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        self._target = None

    def _home(self) -> None:
        # Back to the window, so that a page that is deleted does not take the ring with it.
        self.hide()
        if self.parentWidget() is not self._window:
            self.setParent(self._window)
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the control when it or something around it moves, shows or hides."""
        if event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        target, parent = self._target, self.parentWidget()
        if parent is None or target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(parent, QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-REACH, -REACH, REACH, REACH))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two frames: the gap, then the ring."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        ring = pen(tokens.focus, float(tokens.focus_width))
        box(painter, rect, fill=None, border=ring, radius=Radius.BUTTON + 3)
        inner = rect.adjusted(2, 2, -2, -2)
        box(painter, inner, fill=None, border=pen(tokens.surface, 2.0), radius=Radius.BUTTON + 1)


def _stage(widget: QWidget) -> QWidget:
    """The scrolled content around a control, or its window."""
    step = widget.parentWidget()
    while step is not None and step.parentWidget() is not None:
        above = step.parentWidget()
        area = above.parentWidget() if above is not None else None
        if isinstance(area, QScrollArea) and area.widget() is step:
            return step
        step = above
    return widget.window()
