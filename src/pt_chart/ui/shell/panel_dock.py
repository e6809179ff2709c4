"""Where the panel stands: open at the right, or folded to a rail that says why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pt_chart.ui.theme.paint import color, key_hint, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Width
from pt_chart.ui.theme.type import Style

HIDDEN = "Differentiation"
BLANKED = "Panel closed while the patient is watching"
MOST_STRETCH = 255
"""What Qt takes at most as a stretch."""
UNTIL_HISTORY = "Closed until the history is done"


class PanelRail(QWidget):
    """The folded panel: 40 px with the reason and the key that opens it."""

    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._why = HIDDEN
        self._key = "F8"
        self.setFixedWidth(Width.RAIL)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, why: str, key: str) -> None:
        """Why the panel is folded, and the key that opens it."""
        self._why, self._key = why, key
        self.setAccessibleName(f"{why}. {key} opens it")
        self.setToolTip(f"{why} ({key})")
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Open."""
        self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, the reason written downward, the key."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), color(tokens.chrome))
        painter.setPen(pen(tokens.line))
        painter.drawLine(0, 0, 0, self.height())
        icon = "eye_closed" if self._why == BLANKED else "left"
        self._theme.draw_icon(painter, icon, tokens.secondary, QPointF(12, 14), 16)
        painter.setFont(Style.BODY.font)
        painter.setPen(color(tokens.secondary))
        length = painter.fontMetrics().horizontalAdvance(self._why)
        painter.save()
        painter.translate(24, 44)
        painter.rotate(90)
        painter.drawText(QPointF(0, 8), self._why)
        painter.restore()
        painter.setFont(Style.TINY.font)
        key_hint(painter, QRectF(9, 44 + length + 12, 22, 17), self._key, tokens.secondary, tokens)


class PanelDock(QWidget):
    """Holds the panel, made when first opened, and the rail.

    F8 hides and shows, F9 blanks while the patient is watching; it starts closed until the
    history is done. Blanked wins over shown.
    """

    changed = Signal()

    def __init__(self, theme: Theme, make_panel: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make = make_panel
        self._panel: QWidget | None = None
        self._hidden = False
        self._blanked = False
        self._waiting = True
        self._narrow = False
        self._alone = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail = PanelRail(theme)
        row.addWidget(self.rail)
        self.rail.opened.connect(self.open)
        self._row = row
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._build_step)
        self._apply()

    @property
    def is_open(self) -> bool:
        """Whether the panel can be read."""
        return not (self._hidden or self._blanked or self._waiting or self._narrow)

    @property
    def blanked(self) -> bool:
        """Whether it is blanked for the patient."""
        return self._blanked

    @property
    def panel(self) -> QWidget | None:
        """The panel, once it has been opened."""
        if self.is_open:
            self._build()
        return self._panel

    def open(self) -> None:
        """Show the panel whatever closed it."""
        self._hidden = self._blanked = self._waiting = self._narrow = False
        self._apply()

    def toggle_hidden(self) -> None:
        """F8."""
        if self.is_open:
            self._hidden = True
            self._apply()
        else:
            self.open()

    def toggle_blank(self) -> None:
        """F9."""
        if self._blanked:
            self._blanked = False
            self._hidden = False
        else:
            self._blanked = True
        self._apply()

    def wait_for_history(self, *, waiting: bool) -> None:
        """Closed until the history is done; opening it by hand wins."""
        self._waiting = waiting
        self._apply()

    def fold(self, *, narrow: bool) -> None:
        """Folded where the window is too narrow for page and panel."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._apply()

    def fill(self, *, alone: bool) -> None:
        """Take the whole place where the page beside it is away."""
        self._alone = alone
        policy = self.sizePolicy()
        # The place of the page keeps its stretch of 1 when nothing in it is shown.
        policy.setHorizontalStretch(MOST_STRETCH if alone else 0)
        self.setSizePolicy(policy)
        self._fit()

    def _fit(self) -> None:
        most = Width.NO_LIMIT if self._alone else Width.PANEL
        if self._panel is not None:
            self._panel.setMinimumWidth(Width.PANEL)
            self._panel.setMaximumWidth(most)
        self.setMinimumWidth(Width.PANEL if self.is_open else Width.RAIL)
        self.setMaximumWidth(most if self.is_open else Width.RAIL)

    def _build_step(self) -> None:
        """Make the panel, and put it up in a turn of its own: keys may come between."""
        if self._panel is not None:
            self._put_up()
        elif self.is_open:
            self._panel = self._make()
            self._soon.start()

    def _build(self) -> None:
        self._soon.stop()
        if self.is_open:
            if self._panel is None:
                self._panel = self._make()
            self._put_up()

    def _put_up(self) -> None:
        if self._panel is not None and self._panel.parentWidget() is not self:
            self._row.addWidget(self._panel)
            self._fit()
            self._panel.setVisible(self.is_open)

    def _apply(self) -> None:
        is_open = self.is_open
        if is_open and (self._panel is None or self._panel.parentWidget() is not self):
            # The page beside it is painted first.
            self._soon.start()
        if self._panel is not None and self._panel.parentWidget() is self:
            self._panel.setVisible(is_open)
        self.rail.setVisible(not is_open)
        if self._blanked:
            self.rail.tell(BLANKED, "F9")
        elif self._waiting and not self._hidden:
            self.rail.tell(UNTIL_HISTORY, "F8")
        else:
            self.rail.tell(HIDDEN, "F8")
        self._fit()
        self.changed.emit()
