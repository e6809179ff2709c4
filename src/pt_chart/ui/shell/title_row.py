"""The top row: name of the program, menus, the way to find anything, who is signed in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QSizePolicy, QToolButton, QWidget

from pt_chart.ui.theme.paint import box, color, key_hint, pen
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.tokens import Height, Space
from pt_chart.ui.theme.type import Style
from pt_chart.ui.widgets.button import Button, Look, native_key
from pt_chart.ui.widgets.card import Band
from pt_chart.ui.widgets.label import Label


class FindBox(QWidget):
    """Looks like a search field and opens the palette."""

    asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(340)
        self.setAccessibleName("Find a field, test, patient or command")

    def sizeHint(self) -> QSize:
        """Wide enough for its words."""
        return QSize(340, 22)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows keep the icon and the key."""
        return QSize(110, 22)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """Open the palette."""
        self.asked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame, icon, words, key."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        edge = tokens.secondary if self.underMouse() else tokens.line
        box(painter, rect, fill=tokens.surface, border=pen(edge))
        self._theme.draw_icon(painter, "search", tokens.secondary, QPointF(8, 4), 14)
        painter.setFont(Style.SMALL.font)
        key = native_key("Ctrl+K")
        painter.setPen(color(tokens.tertiary))
        place = rect.adjusted(28, 0, -60, 0)
        words = painter.fontMetrics().elidedText(
            self.accessibleName(), Qt.TextElideMode.ElideRight, round(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setFont(Style.TINY.font)
        width = painter.fontMetrics().horizontalAdvance(key) + 8
        key_hint(
            painter, QRectF(rect.right() - width - 5, 3, width, 16), key, tokens.tertiary, tokens
        )


class TitleRow(Band):
    """Menus at the left, find in the middle, user and lock at the right."""

    lock_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "chrome", bottom=True)
        self.setFixedHeight(Height.TITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(Space.S)
        row.addWidget(Label("pt-chart", Style.SMALL_STRONG))
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setFont(Style.BODY.font)
        self.menus.setAccessibleName("Menus")
        for more in self.menus.findChildren(QToolButton):
            more.setAccessibleName("More menus")
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.menus)
        row.addStretch(1)
        self.find_box = FindBox(theme)
        row.addWidget(self.find_box, 2)
        row.addStretch(1)
        self.who = Label("", Style.BODY, "secondary")
        row.addWidget(self.who)
        key = native_key("Ctrl+L")
        self.lock = Button(
            theme, "Lock", Look.QUIET, icon="lock", key=key, height=Height.BUTTON_SMALL
        )
        self.lock.clicked.connect(self.lock_asked)
        row.addWidget(self.lock)
        self.set_open("")

    def set_open(self, who: str) -> None:
        """Show what needs an unlocked chart, with who is signed in; "" = locked."""
        self.who.setText(who)
        for widget in (self.menus, self.find_box, self.who, self.lock):
            widget.setVisible(bool(who))
