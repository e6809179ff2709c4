"""A drop-down list with an accessible name of its own and a drawn arrow."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QWidget

from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style


class Combo(QComboBox):
    """A combo box; the wheel scrolls the page instead of changing a value unseen."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFont(Style.BODY.font)
        self._name = name

    def showPopup(self) -> None:
        """The list is made when it is first opened: pages hold many of these."""
        if not isinstance(self.view(), QListView) or self.view().accessibleName() != self._name:
            view = QListView()
            view.setAccessibleName(self._name)
            self.setView(view)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style's box, then our arrow."""
        super().paintEvent(event)
        tokens = self._theme.tokens
        painter = QPainter(self)
        ink = tokens.secondary if self.isEnabled() else tokens.disabled.text
        at = QPointF(self.width() - 21, self.height() / 2 - 7)
        self._theme.draw_icon(painter, "down", ink, at, 14)
