"""The window: locked, the register, or an open visit; menus and commands over all of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent, QWindow
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from pt_chart.charting.errors import WorldError
from pt_chart.charting.idle_lock import idle_minutes
from pt_chart.ui.shell.ahead import START_AFTER_MS, load_ahead
from pt_chart.ui.shell.backup_clock import BackupClock
from pt_chart.ui.shell.collecting import forget_soon
from pt_chart.ui.shell.impatience import wait_no_longer
from pt_chart.ui.shell.returning import Returning
from pt_chart.ui.shell.system_watch import SystemWatch
from pt_chart.ui.shell.text_size import USUAL
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.shell.title_row import TitleRow
from pt_chart.ui.shell.waiting import leave_chart, stays_in_visit, tell_of_waiting, waiting_page
from pt_chart.ui.theme.theme import Scheme, Theme
from pt_chart.ui.theme.tokens import Height, Width
from pt_chart.ui.unlock.door import Door
from pt_chart.ui.widgets.asking import end_dialogs
from pt_chart.ui.widgets.clearing import clear_stack
from pt_chart.ui.widgets.focus_ring import FocusRing
from pt_chart.ui.widgets.turning import turn_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
    from pt_chart.clinical.people import Episode
    from pt_chart.clinical.visit import VisitKind
    from pt_chart.ui.clinic.page import ClinicPage
    from pt_chart.ui.patients.view import PatientsView
    from pt_chart.ui.shell.commands import Commands
    from pt_chart.ui.shell.visit_view import VisitView
    from pt_chart.ui.workplace import Workplace

MINUTE_MS = 60_000
ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.Wheel,
        QEvent.Type.TabletMove,
        QEvent.Type.TabletPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.NativeGesture,
    }
)


class MainWindow(QMainWindow):
    """Shows one of three: the unlock view, the register, an open visit."""

    def __init__(self, theme: Theme, place: Workplace) -> None:
        super().__init__()
        self.theme = theme
        self.place = place
        self.main = MainThread(self)
        self.session: ClinicSession | None = None
        self.patients: PatientsView | None = None
        self.visit: VisitView | None = None
        self.commands: Commands | None = None
        self.clinic: ClinicPage | None = None
        self.backups: BackupClock | None = None
        self.door = Door(self)
        self._back = Returning()
        self._system = SystemWatch(self)
        self._system.locked.connect(self.lock)
        self.setWindowTitle("pt-chart")
        self.title_row = TitleRow(theme)
        self.title_row.lock_asked.connect(self.lock)
        self.setMenuWidget(self.title_row)
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.ring = FocusRing(theme, self)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._idle_too_long)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch_more)
        self.setMinimumSize(Width.WINDOW, Height.WINDOW)
        self.resize(USUAL)
        self.show_unlock()

    def show_unlock(self, title: str = "", story: str = "") -> None:
        """Show the way in: the unlock view, or the first-run form when there is no chart yet."""
        self.door.show(title, story)

    def show_alone(self, widget: QWidget) -> None:
        """Show a view in place of everything that was open."""
        clear_stack(self.stack)
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    def unlocked(self, session: ClinicSession) -> None:
        """Show the register of an open chart, or return to the visit that was open before."""
        from pt_chart.ui.patients.announcing import Announcing
        from pt_chart.ui.patients.view import PatientsView
        from pt_chart.ui.shell.access_watch import AccessWatch
        from pt_chart.ui.shell.commands import Commands

        self.session = session
        wait_no_longer(session)
        self.patients = PatientsView(self.theme, session, self.main)
        self.patients.visit_asked.connect(self.open_visit)
        self.patients.episode_started.connect(self.start_visit)
        if self.commands is None:
            self.commands = Commands(self)
        self.title_row.set_open(session.clinician.signature)
        self.show_alone(self.patients)
        self._stop_notices = session.notices.connect(self.commands.notice)
        session.visit_wanted.connect(self.open_visit)
        self._idle.setInterval(idle_minutes(session.store) * MINUTE_MS)
        self._idle.start()
        self._watch(on=True)
        self.commands.set_visit(None)
        self.backups = BackupClock(session, self.place, self.main, self)
        self.backups.told.connect(self.patients.show_status)
        self.patients.show_status(self.place.backup_words)
        self.commands.tell_of_access()
        self.patients.notices.followed.connect(lambda _place: self.show_waiting())
        tell_of_waiting(session)
        Announcing(self.patients, session)
        AccessWatch(self, session, self.patients)
        self.commands.tell_of_own_forms()
        QTimer.singleShot(START_AFTER_MS, self, self._load_ahead)
        self._back.go(self)

    def _load_ahead(self) -> None:
        session = self.session
        if session is not None:
            work = partial(load_ahead, session.definitions.knowledge, session.figures)
            self.main.background(work, lambda _done: None, self._load_ahead_failed)

    def _load_ahead_failed(self, error: Exception) -> None:
        # Opening a visit meets the same failure; here it is only written down.
        self.place.report_crash(error)

    def open_visit(self, visit_id: str) -> None:
        """Open a stored visit."""
        if (session := self.session) is not None:
            self._put_up(lambda: session.open_visit(visit_id))

    def start_visit(
        self, episode: Episode, kind: VisitKind | None = None, day: date | None = None
    ) -> None:
        """Begin a visit of an episode and open it; None: evaluation, then follow-up; today."""
        if (session := self.session) is not None:
            self._put_up(lambda: session.start_visit(episode, kind, day))

    def _put_up(self, begin: Callable[[], OpenVisit]) -> None:
        self._leave_visit_view()
        try:
            opened = begin()
        except WorldError as error:
            if self.session is not None:
                self.session.tell(error)
            return
        self._show_visit(opened)

    def _show_visit(self, opened: OpenVisit) -> None:
        from pt_chart.ui.shell.visit_view import VisitView

        if self.session is None or self.commands is None:
            return
        self.visit = VisitView(self.theme, self.session, opened, self.stack)
        self.stack.addWidget(self.visit)
        turn_to(self.stack, self.visit)
        # Whatever of the register had the keyboard, and may be gone: the visit has it now.
        self.visit.start_page()
        self.commands.set_visit(self.visit)
        self.setWindowTitle("pt-chart")

    def _leave_visit_view(self) -> None:
        if self.visit is not None:
            self.ring.rest()
            self.visit.close_visit()
            self.stack.removeWidget(self.visit)
            self.visit.deleteLater()
            self.visit = None
        if self.commands is not None:
            self.commands.set_visit(None)

    def show_patients(self) -> None:
        """Leave the visit, stored, and show the register."""
        if self.session is None or self.patients is None:
            return
        try:
            self._finish_entries()
            if stays_in_visit(self.session):
                return
            self.session.close_visit()
        except WorldError as error:
            self.session.tell(error)
            return
        self._leave_visit_view()
        self.patients.refresh()
        self.stack.setCurrentWidget(self.patients)

    def go_to(self, section: str) -> None:
        """Open a section of the open visit and go on there."""
        if self.visit is not None:
            self.visit.go_to(section)
            self.visit.start_page()

    def lock(self, title: str = "Locked") -> None:
        """Store the draft, close the chart and forget its key; the unlock view returns to it."""
        session = self.session
        if session is None:
            return
        end_dialogs()
        story = ""
        opened = session.open
        visit_id = opened.desk.visit.id if opened is not None else ""
        if opened is not None and not opened.desk.visit.signed:
            patient = opened.desk.patient
            who = "".join(
                f"{name[:1]}. " for name in (patient.given_name, patient.family_name) if name
            )
            number = opened.desk.visit.number
            story = f"Your draft for {who.strip()}, visit {number} is saved. You return to it."
        try:
            self._finish_entries()
            leave_chart(session)
        except WorldError as error:
            self._ask_to_leave(error, "Lock", lambda: self.lock(title))
            return
        self._back.note(visit_id, self.visit)
        self._forget_session()
        self.show_unlock(title, story)
        forget_soon()

    def _finish_entries(self) -> None:
        """What the pages still hold goes into the visit while the chart can be written."""
        if self.visit is not None and self.session is not None and self.session.open is not None:
            self.visit.finish_entries()

    def _ask_to_leave(self, error: WorldError, verb: str, again: Callable[[], object]) -> None:
        """The newest changes cannot be saved: cover the page and let the person decide."""
        from pt_chart.ui.shell.leaving import LeavingPage

        before = self.stack.currentWidget()
        page = LeavingPage(self.theme, error, verb)

        def back() -> None:
            if before is not None:
                self.stack.setCurrentWidget(before)
            self.stack.removeWidget(page)
            page.deleteLater()

        def leave_without() -> None:
            if self.session is not None:
                self.session.store.abandon()
                self.session.forget()
                self._forget_session()
                self.show_unlock("Locked", "The newest changes were given up.")
            again()

        page.again.connect(back)
        page.again.connect(again)
        page.stay.connect(back)
        page.without.connect(leave_without)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)

    def show_waiting(self) -> None:
        """The drafts that wait on this workstation for the server."""
        session = self.session
        if session is None:
            return
        self.show_patients()
        page = waiting_page(self.theme, session, self.show_waiting)
        if page is None or session.open is not None:
            return

        def compare(visit_id: str) -> None:
            self.stack.removeWidget(page)
            page.deleteLater()
            self.open_visit(visit_id)
            self.go_to("versions")

        page.opened.connect(compare)
        page.closed.connect(self.show_patients)
        self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.start()

    def show_clinic(self, ident: str) -> None:
        """Leave the visit, stored, and show one of the clinic's pages."""
        from pt_chart.ui.clinic.page import ClinicPage
        from pt_chart.ui.clinic.work import ClinicWork

        session = self.session
        if session is None or session.administration is None:
            return
        self.show_patients()
        if session.open is not None:
            return
        if self.clinic is None:
            work = ClinicWork(self.theme, session, session.administration, self.place, self.main)
            self.clinic = ClinicPage(work)
            self.clinic.left.connect(self.show_patients)
            self.stack.addWidget(self.clinic)
        if self.clinic.open(ident):
            self.stack.setCurrentWidget(self.clinic)
        else:
            session.remark("Your role does not include this.", "Ask who manages this chart.")

    def _forget_session(self) -> None:
        self._idle.stop()
        self._watch(on=False)
        self._leave_visit_view()
        self._stop_notices()
        if self.session is not None:
            self.session.forget_cases()
            if self.session.away is not None:
                self.session.away.close()
        if self.backups is not None:
            self.backups.stop()
        self.session = self.patients = self.clinic = self.backups = None
        self.title_row.set_open("")
        if self.commands is not None:
            self.commands.lock()

    def _watch(self, *, on: bool) -> None:
        """Hear every key, click and touch in every window of the program, or none any more.

        On the native windows: they see each event once, before the widgets do, and none of the
        events that come from nobody's hand. A window that opens later takes the focus first.
        """
        for handle in QGuiApplication.topLevelWindows():
            handle.removeEventFilter(self)
            if on:
                handle.installEventFilter(self)

    def _watch_more(self, _focused: QWindow | None) -> None:
        if self.session is not None:
            self._watch(on=True)

    def showEvent(self, event: QShowEvent) -> None:
        """The native window exists from here on."""
        super().showEvent(event)
        self._watch(on=self.session is not None)

    def _idle_too_long(self) -> None:
        self.lock(f"Locked after {self._idle.interval() // MINUTE_MS} minutes idle")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key, click or movement puts the idle lock off."""
        if event.type() in ACTIVITY and self.session is not None:
            self._idle.start()
        return super().eventFilter(watched, event)

    def choose_scheme(self, scheme: Scheme) -> None:
        """Switch the colors and remember it."""
        self.theme.choose(scheme)
        self.place.save_settings(replace(self.place.settings(), scheme=scheme.value))

    def switch_touch(self) -> None:
        """Touch mode on or off: the open visit is drawn anew, at the page it was at."""
        self.theme.touch = not self.theme.touch
        self.place.save_settings(replace(self.place.settings(), touch=self.theme.touch))
        session, view = self.session, self.visit
        if session is not None and session.open is not None and view is not None:
            section, opened = view.section, session.open
            self._leave_visit_view()
            # The old view goes before the new one takes the keyboard from it.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._show_visit(opened)
            self.go_to(section)
        if session is not None:
            on = "on: what is pressed is large enough for a finger" if self.theme.touch else "off"
            session.remark(f"Touch mode {on}", "Ctrl+F7 switches it.", passing=True)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is open before the window goes; if that fails, it stays."""
        session = self.session
        if session is not None:
            try:
                self._finish_entries()
                leave_chart(session)
            except WorldError as error:
                self._ask_to_leave(error, "Quit", self.close)
                event.ignore()
                return
            self._forget_session()
        super().closeEvent(event)
