"""Says to the other workstations which patient is open in this register."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pt_chart.charting.presence import REGISTER
from pt_chart.ui.widgets.presence_timer import presence_timer

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.ui.patients.view import PatientsView


class Announcing(QObject):
    """Follows the patient whose card is shown, while the register is on the screen."""

    def __init__(self, view: PatientsView, session: ClinicSession) -> None:
        super().__init__(view)
        self._view = view
        self._session = session
        self._patient = ""
        self.timer = presence_timer(self, session, self.say)
        view.patient_shown.connect(self._shown)

    def say(self) -> None:
        """Renew what is said, or take it back when the list is not shown."""
        presence, patient = self._session.presence, self._patient
        if presence is None or not patient:
            return
        if self._view.isVisible():
            self._later(lambda: presence.look(f"{REGISTER}{patient}", patient))
        else:
            self._patient = ""
            self._later(lambda: presence.leave(f"{REGISTER}{patient}"))

    def _shown(self, patient_id: str) -> None:
        presence, before = self._session.presence, self._patient
        if presence is None or patient_id == before:
            return
        if before:
            self._later(lambda: presence.leave(f"{REGISTER}{before}"))
        self._patient = patient_id
        self.say()

    def _later(self, call: Callable[[], object]) -> None:
        """On the store's thread; a server that is away is told of by what needs it."""
        self._session.store.later(lambda _store: call(), lambda _outcome: None)
