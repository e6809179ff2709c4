"""What was copied out of the chart leaves the clipboard when the chart is locked."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from pt_chart.ui.widgets.clipboard import is_from_here


class ClipboardWatch(QObject):
    """Remembers that the newest text on the clipboard was copied in this window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ours = ""
        QApplication.clipboard().dataChanged.connect(self._changed)

    def _changed(self) -> None:
        # Who copies elsewhere does so in another window, which is the active one then.
        mine = self._window.isActiveWindow()
        self._ours = QApplication.clipboard().text() if mine else ""

    def forget(self) -> None:
        """Empty the clipboard if it still holds what was copied here."""
        clipboard = QApplication.clipboard()
        copied = self._ours and clipboard.text() == self._ours
        if copied or clipboard.ownsClipboard() or is_from_here():
            clipboard.clear()
        self._ours = ""
