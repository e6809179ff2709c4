"""Says that the server is away and that work goes on here; offers the work when it is back."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level, Notice, SaveState
from pt_chart.clinical.program.dates import moment_words
from pt_chart.ui.shell.impatience import read_ahead

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit

PLACE = "waiting"
EVERY_MS = 5_000
KEPT = (
    "What you write is kept on this workstation, encrypted, and offered to the server when it can "
    "take it. Signing waits until then."
)
SILENT = Notice(
    Level.WARNING,
    "The server does not answer; your work is kept here",
    "It is on this workstation, encrypted, and goes to the server as soon as that answers.",
)
BACK = Notice(
    Level.WARNING,
    "The clinic's server answers again",
    "What you wrote meanwhile is still only on this workstation.",
    PLACE,
)
BACK_ALONE = Notice(
    Level.WARNING,
    "The clinic's server answers again: lock and unlock (Ctrl+L)",
    "What you wrote is still only on this workstation; it is offered to the server then.",
)
TAKEN = Notice(Level.INFO, "The server has what was written meanwhile")
WRITE_ON = "You can write on it; what was changed on the server since is compared on return."
ALONE = Notice(
    Level.WARNING,
    "The clinic's server is away: these are the drafts kept on this workstation",
    "You can write on them. Lock and unlock to see whether the server is back.",
)


class AwayWatch(QObject):
    """Follows the saver of an open visit until `stop`."""

    def __init__(self, open_visit: OpenVisit, session: ClinicSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._saver = open_visit.desk.saver
        self._desk = open_visit.desk
        self._was_away = self._was_silent = False
        self._asking = False
        self._over = False
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY_MS)
        self.timer.timeout.connect(self.ask)
        self._unfollow = self._saver.changed.connect(self._told)
        self._told(self._saver.state)
        if session.away is not None and session.away.stray is not None:
            session.tell(session.away.stray)
        if session.away is not None and not session.away.alone:
            read_ahead(session, open_visit.desk.episode.id)

    def bring_back(self) -> None:
        """The person wants the work on the server now."""
        if self._saver.away:
            self._saver.bring_back(self._desk.visit)

    def ask(self) -> None:
        """Look whether the server answers, off the window's thread."""
        away = self._session.away
        if away is None or self._asking:
            return
        self._asking = True

        def told(back: bool | WorldError) -> None:
            self._session.post(lambda: self._answered(back is True))

        if not away.alone:
            self._session.store.later(away.is_back, told)
            return
        # Beside the drafts of this workstation, whose saving waits for no silent server.
        asked = away.answers or (lambda: False)
        Thread(target=lambda: told(asked()), daemon=True, name="is the server back").start()

    def stop(self) -> None:
        """The visit is closed."""
        self._over = True
        self.timer.stop()
        self._unfollow()

    def _answered(self, back: bool) -> None:
        self._asking = False
        away = self._session.away
        if back and not self._over and self._saver.away and self.timer.isActive():
            self.timer.stop()
            if away is not None:
                away.back = True
            alone = away is not None and away.alone
            self._session.notices.send(BACK_ALONE if alone else BACK)

    def _lost(self) -> Notice:
        because = self._saver.away_because
        told = because.message if because is not None else "The clinic's server is away."
        return Notice(Level.WARNING, told, KEPT)

    def _told(self, state: SaveState) -> None:
        alone = self._session.away is not None and self._session.away.alone
        if state.kept_here and not self._was_silent:
            self._was_silent = True
            self._session.notices.send(SILENT)
        if state.away and not self._was_away:
            self._was_away = True
            if self._session.away is not None:
                self._session.away.back = False
            self._session.notices.send(_as_it_stood(state) if alone else self._lost())
            self.timer.start()
        elif (self._was_away or self._was_silent) and not (
            state.away or state.pending or state.problem
        ):
            self._was_away = self._was_silent = False
            self.timer.stop()
            self._session.notices.send(TAKEN)


def _as_it_stood(state: SaveState) -> Notice:
    """A draft of the queue may be older than what the server holds: say how old."""
    at = f" at {moment_words(state.saved_at.astimezone())}" if state.saved_at else ""
    told = f"The clinic's server is away: this draft is as it stood on this workstation{at}"
    return Notice(Level.WARNING, told, WRITE_ON)
