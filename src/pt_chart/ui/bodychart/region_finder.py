"""The words that narrow the list of regions: "calf inner" leaves the inner calves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from pt_chart.ui.bodychart.region_list import RegionList
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.line_field import LineField, ValueState


class RegionFinder(LineField):
    """Typing narrows, Down or Enter goes to the list, Escape shows all regions again."""

    sought = Signal()
    """Somebody is about to seek: what is found must be in sight."""

    def __init__(self, theme: Theme, regions: RegionList) -> None:
        super().__init__(
            theme, "Find a region in the list", placeholder="Find a region", icon="search"
        )
        self._regions = regions
        self.textChanged.connect(self._seek)
        regions.search_asked.connect(self._take)

    def _take(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _seek(self, text: str) -> None:
        count = self._regions.seek(text)
        self.set_state(ValueState.NORMAL if count else ValueState.REFUSED)
        none = f'No region of this view has the words "{text}". Escape shows all.'
        self.setToolTip("" if count else none)
        self.setAccessibleDescription("" if count else none)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The list below comes into sight."""
        super().focusInEvent(event)
        self.sought.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter go to the first region left; Escape takes the words away."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._regions.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
