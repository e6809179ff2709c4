"""A drop-down list with an accessible name of its own and a drawn arrow."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QWidget

from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.theme.type import Style


class Combo(QComboBox):
    """A combo box; the wheel scrolls the page instead of changing a value unseen."""

    def __init__(
        self, theme: Theme, name: str, *, lazy: bool = False, parent: QWidget | None = None
    ) -> None:
        """``lazy`` makes the list when it is first opened, for pages with many of these."""
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFont(Style.BODY.font)
        self._name = name
        if theme.touch:
            self.setMinimumHeight(theme.target(0))
        self._listed = False
        if not lazy:
            self._make_list()

    def _make_list(self) -> None:
        self._listed = True
        view = QListView()
        view.setAccessibleName(self._name)
        self.setView(view)

    def showPopup(self) -> None:
        """Open the list."""
        if not self._listed:
            self._make_list()
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
