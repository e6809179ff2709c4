"""The door of a chart: shows the right way in, carries it out, and says why it did not open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from pt_chart.charting.access import role_words
from pt_chart.charting.errors import (
    AnotherChart,
    ChartMoved,
    ChartRolledBack,
    TooManyAttempts,
    WorldError,
)
from pt_chart.clinical.people import Clinician
from pt_chart.ui.unlock.view import UnlockView
from pt_chart.ui.widgets.side_form import SideForm

if TYPE_CHECKING:
    from pt_chart.charting.administration import MayStepAside
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.charting.server_port import ServerAddress, ServerNames
    from pt_chart.clinical.people import Clinic
    from pt_chart.ui.shell.window import MainWindow

PRELOAD_AFTER_MS = 50
"""Loading ahead begins after the unlock view is painted, not in competition with it."""


class Door:
    """Unlocking, the first run, the recovery kit, the envelope, restoring: one window's door."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._place = window.place

    def show(self, title: str = "", story: str = "") -> None:
        """Show the unlock view, or the first-run form when there is no chart yet."""
        if not self._place.exists:
            self._show_first_run()
            return
        staff: tuple[Clinician, ...] = ()
        trouble: WorldError | None = None
        try:
            staff = self._place.staff()
        except WorldError as error:
            trouble = error
        view = UnlockView(
            self._window.theme,
            [user.name for user in staff],
            place=self._place.chart_name,
            roles={user.name: role_words(user.role) for user in staff},
            demo_password=self._place.demo_password if self._place.demo else "",
            last_user=self._place.settings().last_user,
            backup="" if self._place.demo else self._place.backup_words,
            has_kit=self._place.has_kit,
            has_envelope=self._place.has_envelope,
            on_server=self._place.server.connected and not self._place.demo,
        )
        if title:
            view.tell_locked(title, story)
        if trouble is not None:
            view.refuse(trouble.message, trouble.advice)
        view.submitted.connect(lambda user, password: self._unlock(view, user, password))
        view.loss_accepted.connect(
            lambda user, password: self._unlock(view, user, password, accept_loss=True)
        )
        view.kit_asked.connect(lambda: self.show_kit([user.name for user in staff]))
        view.emergency_asked.connect(self.show_emergency)
        view.restore_asked.connect(self.show_restore)
        view.connection_asked.connect(self.show_server)
        self._window.show_alone(view)
        # After the first paint: the two would fight over the interpreter.
        QTimer.singleShot(PRELOAD_AFTER_MS, self._preload)

    def show_kit(self, names: list[str]) -> None:
        """Ask for the code of the recovery kit and a new password."""
        from pt_chart.ui.unlock.other_ways import KitView

        view = KitView(self._window.theme, names)
        view.submitted.connect(
            lambda code, user, password: self._enter(
                view.form,
                lambda: self._place.unlock_with_kit(code, user, password, self._window.main.post),
                "code",
            )
        )
        view.cancelled.connect(self.show)
        self._window.show_alone(view)
        view.form.fields["code"].setFocus()

    def show_emergency(self) -> None:
        """Ask for the code of the sealed envelope, a name and the reason."""
        from pt_chart.ui.unlock.other_ways import EmergencyView

        view = EmergencyView(self._window.theme)
        view.submitted.connect(
            lambda code, name, reason: self._enter(
                view.form,
                lambda: self._place.unlock_in_emergency(code, name, reason, self._window.main.post),
                "code",
            )
        )
        view.cancelled.connect(self.show)
        self._window.show_alone(view)
        view.form.fields["code"].setFocus()

    def show_restore(self) -> None:
        """Show the backups and restore the one that is chosen."""
        from pt_chart.ui.unlock.other_ways import RestoreView

        folder = self._place.backup_folder()
        view = RestoreView(self._window.theme, self._place.backups(), folder)

        def choose(path: Path) -> None:
            try:
                view.show_users(self._place.backup_users(path))
            except WorldError as refused:
                view.show_users(())
                view.form.refuse(f"{refused.message} {refused.advice}")

        def restore(
            path: Path, user: str, password: str, new: str, aside: MayStepAside | None
        ) -> None:
            post = self._window.main.post
            self._enter(
                view.form,
                lambda: self._place.restore(
                    path, user, password, post, new_password=new, aside=aside
                ),
                "password",
                view.ask_standing,
            )

        view.chosen.connect(choose)
        view.submitted.connect(restore)
        view.cancelled.connect(self.show)
        self._window.show_alone(view)
        view.table.setFocus()

    def show_server(self) -> None:
        """Join the clinic's server, or set a new one up; a connected workstation joins anew."""
        from pt_chart.ui.server.first_view import ServerView

        office, post = self._place.server, self._window.main.post
        view = ServerView(self._window.theme, again=office.connected)

        def join(file: Path, user: str, password: str) -> None:
            def go() -> ClinicSession:
                office.join(file, user, password)
                return self._place.unlock(user, password, post)

            self._enter(view.join, go, "file")

        def set_up(
            address: ServerAddress,
            names: ServerNames,
            owner: str,
            clinic: Clinic,
            person: Clinician,
            own: str,
        ) -> None:
            def go() -> ClinicSession:
                office.set_up(address, names, owner, clinic, person, own)
                return self._place.unlock(person.name, own, post)

            self._enter(view.set_up, go, "")

        def check(address: ServerAddress) -> None:
            form = view.set_up
            failed = form.refuse
            self._window.main.background(
                lambda: office.check(address), form.show_points, lambda e: failed(str(e))
            )

        view.joined.connect(join)
        view.asked.connect(set_up)
        view.set_up.check_asked.connect(check)
        view.cancelled.connect(self.show)
        self._window.show_alone(view)
        view.start()

    def _show_first_run(self) -> None:
        from pt_chart.ui.unlock.first_run import FirstRunView

        first = FirstRunView(self._window.theme, self._place.chart_name)
        first.submitted.connect(lambda c, p, w: self._create(first, c, p, w))
        first.restore_asked.connect(self.show_restore)
        first.server_asked.connect(self.show_server)
        self._window.show_alone(first)

    def _preload(self) -> None:
        self._window.main.background(self._place.preload, lambda _done: None, self._preload_failed)

    def _preload_failed(self, error: Exception) -> None:
        # Unlocking meets the same failure and shows it where it can be acted on.
        if not isinstance(error, WorldError):
            self._place.report_crash(error)

    def _unlock(
        self, view: UnlockView, user: str, password: str, *, accept_loss: bool = False
    ) -> None:
        def failed(error: Exception) -> None:
            if isinstance(error, TooManyAttempts):
                view.wait(error.seconds, error.message)
            elif isinstance(error, ChartRolledBack):
                view.offer_loss(error.message, error.advice)
            elif isinstance(error, ChartMoved):
                view.offer_loss(error.message, error.advice, "Open it to read only")
            elif isinstance(error, WorldError):
                view.refuse(error.message, error.advice)
            else:
                report = self._place.report_crash(error)
                view.refuse("The program failed while opening the chart.", f"Report: {report}")

        post = self._window.main.post
        self._window.main.background(
            lambda: self._place.unlock(user, password, post, accept_loss=accept_loss),
            self._window.unlocked,
            failed,
        )

    def _enter(
        self,
        form: SideForm,
        open_: Callable[[], ClinicSession],
        field: str,
        another: Callable[[AnotherChart], None] | None = None,
    ) -> None:
        """Carry out another way in; a failure is said at the form."""

        def failed(error: Exception) -> None:
            if isinstance(error, AnotherChart) and another is not None:
                another(error)
            elif isinstance(error, WorldError):
                form.refuse(f"{error.message} {error.advice}", field)
            elif isinstance(error, ValueError):
                form.refuse(str(error), field)
            else:
                report = self._place.report_crash(error)
                form.refuse(f"The program failed while opening the chart. Report: {report}")

        self._window.main.background(open_, self._window.unlocked, failed)

    def _create(self, view: QWidget, clinic: Clinic, clinician: Clinician, password: str) -> None:
        from pt_chart.ui.unlock.first_run import FirstRunView

        def failed(error: Exception) -> None:
            if isinstance(view, FirstRunView):
                words = (
                    f"{error.message} {error.advice}"
                    if isinstance(error, WorldError)
                    else str(error)
                )
                view.refuse(words)

        self._window.main.background(
            lambda: self._place.create(clinic, clinician, password, self._window.main.post),
            self._window.unlocked,
            failed,
        )
