"""Makes the scheduled backups while a chart is open, and tells how each went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.administration import BackupResult
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.ui.shell.threads import MainThread
    from pt_chart.ui.workplace import Workplace

FIRST_MS = 20_000
"""The first look comes when the morning's first patient is open, not at the unlocking."""
EVERY_MS = 600_000


class BackupClock(QObject):
    """Looks now and then whether a backup is due. ``told`` carries the words for the status."""

    told = Signal(str)

    def __init__(
        self, session: ClinicSession, place: Workplace, main: MainThread, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._place = place
        self._main = main
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        may = session.administration is not None and allowed(session.clinician, Right.SEE_REGISTER)
        if may and not place.demo:
            self._timer.start(FIRST_MS)

    def look(self) -> None:
        """Make a backup if the plan says so; whoever works, not only those who administer."""
        administration = self._session.administration
        self._timer.setInterval(EVERY_MS)
        if administration is None:
            return

        def work() -> bool:
            return administration.back_up_as_planned(
                lambda result: self._main.post(lambda: self.done(result))
            )

        self._main.background(work, lambda _begun: None, self._failed)

    def done(self, result: BackupResult) -> None:
        """Keep and tell how a backup went."""
        self._place.note_backup(result)
        if not isValid(self):
            return  # the chart was locked, or the window closed, while it was made
        self.told.emit(self._place.backup_words)
        if not result.proved:
            self._session.remark(
                "The backup could not be proved.",
                f"{result.problem} Look at Clinic, Backups.",
                Level.PROBLEM,
            )
        elif result.remark:
            self._session.remark(
                f"A backup was made, but {result.remark}",
                "Look at Clinic, Verification.",
                Level.PROBLEM,
            )

    def stop(self) -> None:
        """The chart is locked: nothing of it is kept."""
        self._timer.stop()
        self.setParent(None)
        self.deleteLater()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, WorldError):
            self._session.remark("No backup was made.", error.message, Level.PROBLEM)
        else:
            self._place.report_crash(error)
