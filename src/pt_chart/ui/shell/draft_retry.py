"""Tries to save a draft again while it could not be saved: room may have come back."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from pt_chart.charting.draft_saver import MET, DraftSaver
from pt_chart.charting.events import SaveState

EVERY_MS = 4_000


class DraftRetry(QObject):
    """Follows one draft's saver until `stop`. Another version waits for the clinician."""

    def __init__(self, saver: DraftSaver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY_MS)
        self.timer.timeout.connect(saver.retry)
        self._unfollow = saver.changed.connect(self._told)
        self._told(saver.state)

    def _told(self, state: SaveState) -> None:
        failing = state.problem is not None and not isinstance(state.problem, MET)
        if failing and not self.timer.isActive():
            self.timer.start()
        elif not failing and not state.pending:
            self.timer.stop()

    def stop(self) -> None:
        """The visit is closed."""
        self.timer.stop()
        self._unfollow()
