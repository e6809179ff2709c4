"""The workplace of one computer: its folders, its chart file, its settings."""

from __future__ import annotations

import gc
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pt_chart.bootstrap.away_doors import open_alone, queue_of
from pt_chart.bootstrap.doors import ChartDoor, FileDoor, ServerDoor, presence_of
from pt_chart.bootstrap.problems import WorldFailure
from pt_chart.bootstrap.shipped import content, definitions, figures, now, printer
from pt_chart.host import backup_note, diagnostics, resources, settings
from pt_chart.host.paths import DataFolders

if TYPE_CHECKING:
    from pt_chart.bootstrap.server_office import ClinicServer
    from pt_chart.charting.administration import BackupResult, KeptBackup, MayStepAside
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.charting.draft_saver import Post
    from pt_chart.clinical.people import Clinic, Clinician
    from pt_chart.definitions.own_forms import Loaded
    from pt_chart.host.settings import Settings
    from pt_chart.store.keyfile import KeyCost
    from pt_chart.store.stored_chart import StoredChart

DEMO_USER = "Demo Therapist"
DEMO_PASSWORD = "walk-the-demo"  # noqa: S105 - public on purpose
"""Shown on the demo clinic's unlock window, and refused for a real chart."""


class LocalWorkplace:
    """The chart on this computer: see `pt_chart.ui.workplace.Workplace`."""

    def __init__(self, folders: DataFolders, *, demo: bool, cost: KeyCost | None = None) -> None:
        """``cost`` is what guessing a password of a new chart costs; None = the usual."""
        self._cost = cost
        self._folders = DataFolders(folders.demo_root) if demo else folders
        # The demo clinic is where a clinic tries its own forms out.
        self._own_forms = folders.own_forms
        self._chart = folders.demo_chart if demo else folders.chart
        self.demo = demo
        self._content: Loaded | None = None

    @property
    def demo_password(self) -> str:
        """The demo clinic's password, "" for a real chart."""
        return DEMO_PASSWORD if self.demo else ""

    @property
    def door(self) -> ChartDoor:
        """The way to the chart: a server where this workstation is connected to one."""
        if not self.demo and self._folders.connection.exists():
            return ServerDoor(self._folders.connection, self._folders.chart, self._cost)
        return FileDoor(self._chart, self._folders.witness, self._cost)

    @property
    def server(self) -> ClinicServer:
        """This workstation and the clinic's server."""
        from pt_chart.bootstrap.server_office import ClinicServer

        return ClinicServer(self._folders, self._cost)

    @property
    def chart_name(self) -> str:
        """The chart file's place, or the clinic's server."""
        return self.door.name

    @property
    def exists(self) -> bool:
        """Whether there is a chart to unlock; the demo clinic is made when first asked for."""
        return self.demo or self.door.exists

    def user_names(self) -> tuple[str, ...]:
        """Names in the key file.

        Raises:
            WorldError: the key file is missing, damaged or newer.
        """
        return (DEMO_USER,) if self.demo else tuple(user.name for user in self.door.staff())

    def preload(self) -> None:
        """Import the store and read the forms, figures and fonts ahead of the password."""
        self.door.preload()
        self._content = content(self._own_forms)
        figures()
        # All of it lives as long as the program: the collector need not look at it again, which
        # stopped the window for a tenth of a second now and then.
        gc.freeze()

    def staff(self) -> tuple[Clinician, ...]:
        """The same people with the roles that the key file shows for them.

        Raises:
            WorldError: the key file is missing, damaged or newer.
        """
        if self.demo and not self.door.exists:
            from pt_chart.clinical.people import Clinician

            return (Clinician("", DEMO_USER),)
        return self.door.staff()

    @property
    def has_kit(self) -> bool:
        """Whether a recovery kit opens the chart."""
        return self._has("recovery")

    @property
    def has_envelope(self) -> bool:
        """Whether an emergency envelope opens the chart."""
        return self._has("emergency")

    def _has(self, purpose: str) -> bool:
        from pt_chart.charting.errors import WorldError

        try:
            return purpose in self.door.shares()
        except WorldError:
            return False

    @property
    def backup_words(self) -> str:
        """What is known of the last backup on this computer, in a few words."""
        if not self.demo and self.server.connected:
            return "Backups are the server's own"
        return backup_note.words(self._folders.root, now())

    def unlock(
        self, user_name: str, password: str, post: Post, *, accept_loss: bool = False
    ) -> ClinicSession:
        """Open the chart; the demo clinic is made first when it is not there."""
        if self.demo and not self.door.exists:
            from pt_chart.charting.errors import WrongPassword

            if password != DEMO_PASSWORD:
                raise WrongPassword
            self._make_demo()
        from pt_chart.charting.errors import ServerLost

        try:
            opened = self.door.open(user_name, password, accept_loss=accept_loss)
        except ServerLost:
            connection, folder = self._folders.connection, self._folders.away
            chart, work = open_alone(connection, folder, user_name, password)
            session = self._session(chart, post)
            session.away = work
            return session
        return self._with_queue(opened, post)

    def _with_queue(self, opened: StoredChart, post: Post) -> ClinicSession:
        """A session with this workstation's queue.

        Raises:
            ChartInUse: another program here has the same chart open for the same person.
        """
        session = self._session(opened, post)
        try:
            session.away, session.away_trouble = queue_of(opened, self._folders.away)
        except BaseException:
            opened.close()
            raise
        return session

    def unlock_with_kit(
        self, code: str, user_name: str, new_password: str, post: Post
    ) -> ClinicSession:
        """Open the chart by the recovery kit; the user gets a new password."""
        from pt_chart.store.share_codes import read_code

        opened = self.door.with_kit(read_code(code), user_name, new_password)
        return self._with_queue(opened, post)

    def unlock_in_emergency(self, code: str, name: str, reason: str, post: Post) -> ClinicSession:
        """Open the chart to read, by the sealed envelope."""
        from pt_chart.store.share_codes import read_code

        return self._session(self.door.in_emergency(read_code(code), name, reason), post)

    def backup_folder(self, chosen: str = "") -> Path:
        """Where backups go: the folder that was chosen, or the usual one."""
        return Path(chosen).expanduser() if chosen.strip() else self._folders.backups

    def backups(self, folder: Path | None = None) -> tuple[KeptBackup, ...]:
        """The backups in a folder (the usual one), newest first."""
        from pt_chart.store.backup import kept_in

        return kept_in(folder or self._folders.backups)

    def backup_users(self, backup: Path) -> tuple[str, ...]:
        """Names whose password of that time restores a backup."""
        from pt_chart.store.restore import users_of

        return users_of(backup)

    def restore(
        self,
        backup: Path,
        user_name: str,
        password: str,
        post: Post,
        *,
        new_password: str = "",
        aside: MayStepAside | None = None,
    ) -> ClinicSession:
        """Prove a backup, put it in the chart's place and open it; the old one is set aside.

        With a ``new_password``, ``password`` is the code of the recovery kit of that day.
        """
        if isinstance(self.door, ServerDoor):
            from pt_chart.charting.errors import BackupRefused

            raise BackupRefused(
                "This workstation works on the clinic's server, where backups are restored.",
                "To look into a backup of a chart file, start pt-chart with another --data-dir.",
            )
        from pt_chart.store.restore import restore, restore_with_kit
        from pt_chart.store.share_codes import read_code

        chart, seen = self._chart, self._folders.witness
        if new_password:
            opened = restore_with_kit(
                backup,
                chart,
                read_code(password),
                user_name,
                new_password,
                clock=now,
                witness=seen,
                cost=self._cost,
                aside=aside,
            )
        else:
            opened = restore(
                backup, chart, user_name, password, clock=now, witness=seen, aside=aside
            )
        return self._session(opened, post)

    def note_backup(self, result: BackupResult) -> None:
        """Remember how the last backup went, for the status line."""
        told = result.problem or (backup_note.UNSOUND if result.remark else "")
        backup_note.write(self._folders.root, result.at, told)

    def create(
        self, clinic: Clinic, clinician: Clinician, password: str, post: Post
    ) -> ClinicSession:
        """Create a real chart with its first user and open it."""
        from pt_chart.store import open as store
        from pt_chart.store.users import refuse_weak

        refuse_weak(password, clinician.name, clinic.name)
        made = store.create_chart(
            self._chart,
            clinician,
            password,
            cost=self._cost,
            clock=now,
            witness=self._folders.witness,
        )
        try:
            made.save_clinic(clinic)
        except BaseException:
            made.close()
            raise
        return self._session(made, post)

    def reset(self) -> None:
        """Throw the demo clinic away; the next unlock makes a fresh one.

        Raises:
            WorldFailure: the folder cannot be removed, or this is no demo clinic.
        """
        from shutil import rmtree

        if not self.demo:
            raise WorldFailure("Only the demo clinic can be reset.")
        try:
            if self._folders.root.exists():
                rmtree(self._folders.root)
        except OSError as error:
            raise WorldFailure(f"{self._folders.root}: {error.strerror}") from error

    def settings(self) -> Settings:
        """This workstation's settings."""
        return settings.load(self._folders.root)

    def save_settings(self, changed: Settings) -> None:
        """Keep settings; a folder that cannot be written keeps the old ones."""
        with suppress(OSError):
            settings.save(self._folders.root, changed)

    def report_crash(self, error: BaseException) -> str:
        """Write a crash report without patient text and say where it lies."""
        return str(diagnostics.write_report(error, self._folders.logs) or "")

    def _session(self, store: StoredChart, post: Post) -> ClinicSession:
        """A session over an open chart; where one cannot be made, the chart is closed again."""
        from pt_chart.charting.clinic_session import ClinicSession
        from pt_chart.exchange.room import ExchangeRoom
        from pt_chart.store.administration import ChartAdministration

        try:
            known = self._content or content(self._own_forms)
            session = ClinicSession(
                store,
                known.definitions,
                figures(),
                printer(),
                store.now,
                post,
                ChartAdministration(store, self._cost, self._folders.backups),
                ExchangeRoom(store.now),
            )
        except BaseException:
            store.close()
            raise
        session.presence = presence_of(store)
        session.own_forms, session.own_problems = known.used, known.problems
        return session

    def _make_demo(self) -> None:
        """Fill the demo clinic and put it in its place whole: never half a clinic."""
        from pt_chart.charting.demo import begins, fill_demo
        from pt_chart.charting.stand_in_clock import StandInClock
        from pt_chart.clinical.people import Clinician
        from pt_chart.definitions.demo import read_demo
        from pt_chart.host.whole_folder import made_whole
        from pt_chart.store.failures import as_world_error
        from pt_chart.store.open import create_chart

        known, shipped = definitions(), resources.resource("demo")
        read, problems = read_demo(shipped, known.vocabulary, known.library, now().date())
        if read is None:
            raise WorldFailure("\n".join(str(problem) for problem in problems))
        user = Clinician("", DEMO_USER, read.clinician.credentials)
        try:
            with made_whole(self._chart.parent) as folder:
                place = folder / self._chart.name
                clock = StandInClock(begins(read), now())
                chart = create_chart(
                    place,
                    user,
                    DEMO_PASSWORD,
                    cost=self._cost,
                    clock=clock,
                    public_password=True,
                )
                with closing(chart):
                    fill_demo(chart, read, known.knowledge, figures().atlas, clock.move)
        except OSError as error:
            raise as_world_error(error, self._chart) or error from error


def workplace(data_folder: Path | None, *, demo: bool) -> LocalWorkplace:
    """The workplace of this run; ``data_folder`` None = the system's usual place."""
    from pt_chart.host.paths import data_dir

    return LocalWorkplace(data_dir(data_folder), demo=demo)
