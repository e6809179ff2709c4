"""What others did elsewhere that ends what is open here: the access, or the visit's patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from pt_chart.charting.errors import AccessEnded, ServerLeft, WorldError
from pt_chart.charting.moved_away import leave_moved
from pt_chart.ui.shell.waiting import tell_of_waiting
from pt_chart.ui.widgets.presence_timer import presence_timer

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
    from pt_chart.ui.shell.window import MainWindow


class AccessWatch(QObject):
    """Says every few seconds that the window is open, and hears whether it still may be.

    A visit that was moved to another patient elsewhere is left.
    """

    def __init__(self, window: MainWindow, session: ClinicSession, parent: QObject) -> None:
        """``parent`` goes when the chart is locked, and the watch with it."""
        super().__init__(parent)
        self._window = window
        self._session = session
        self._asking = False
        self._leaving = False
        self._known: frozenset[str] = frozenset()
        self._known = self._waiting()
        """What waits on this workstation and was told."""
        session.opened.connect(self._follow)
        self.timer = presence_timer(self, session, self.ask)
        self.ask()

    def ask(self) -> None:
        """Ask the server on the store's thread; one question at a time."""
        presence, session = self._session.presence, self._session
        if presence is None or self._asking:
            return
        self._asking = True
        session.store.later(
            lambda _store: presence.stand_by(),
            lambda outcome: session.post(lambda: self._heard(outcome)),
        )

    def _heard(self, outcome: object) -> None:
        self._asking = False
        if self._window.session is self._session and isinstance(outcome, AccessEnded | ServerLeft):
            self._window.lock()
            self._tell(outcome)
        elif self._window.session is self._session and outcome is None:
            self._offer()

    def _offer(self) -> None:
        """The server answers: drafts that came into the queue meanwhile are told of, once."""
        waiting = self._waiting()
        if waiting - self._known:
            tell_of_waiting(self._session)
        self._known = waiting

    def _waiting(self) -> frozenset[str]:
        """What waits of visits that are not open: an open one is offered in its own place."""
        away, opened = self._session.away, self._session.open
        if away is None or away.alone:
            return frozenset()
        own = opened.desk.visit.id if opened is not None else ""
        try:
            return frozenset(one.ident for one in away.offered()) - {own}
        except WorldError:
            return self._known

    def _follow(self, opened: OpenVisit | None) -> None:
        if opened is not None:
            opened.settling.moved.connect(lambda _none: self._moved())

    def _moved(self) -> None:
        """The open visit is another patient's now; not within the call that tells it."""
        if not self._leaving:
            self._leaving = True
            QTimer.singleShot(0, self, self._leave)

    def _leave(self) -> None:
        self._leaving = False
        try:
            told = leave_moved(self._session)
        except WorldError as error:
            self._session.tell(error)
            return
        if told is not None:
            self._window.show_patients()
            self._session.notices.send(told)

    def _tell(self, why: AccessEnded | ServerLeft) -> None:
        """Say why, unless something that could not be stored has to be decided first."""
        if self._window.session is None:
            self._window.show_unlock(why.message, why.advice)
