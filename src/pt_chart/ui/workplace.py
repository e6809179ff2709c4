"""What the window knows of this workstation before and while a chart is open."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from pt_chart.charting.administration import BackupResult, KeptBackup, MayStepAside
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.draft_saver import Post
from pt_chart.charting.server_port import ServerOffice
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.host.settings import Settings


class Workplace(Protocol):
    """The chart on this workstation: closed until someone unlocks it.

    The window gets one of these and nothing else. `preload`, `unlock` and `create` may run on a
    worker thread; ``post`` brings later answers of the store back to the window's thread.
    """

    @property
    def demo(self) -> bool:
        """Whether this is the demo clinic: invented people, password shown."""
        ...

    @property
    def demo_password(self) -> str:
        """The demo clinic's fixed password, "" for a real chart."""
        ...

    @property
    def chart_name(self) -> str:
        """Where the chart lies, for the unlock window."""
        ...

    @property
    def exists(self) -> bool:
        """Whether there is a chart to unlock; otherwise the first-run form is shown."""
        ...

    def user_names(self) -> tuple[str, ...]:
        """Sign-in names that the chart's key file lists.

        Raises:
            WorldError: the key file is missing, damaged or newer.
        """
        ...

    def staff(self) -> tuple[Clinician, ...]:
        """The same people with the roles that the key file shows for them.

        Raises:
            WorldError: the key file is missing, damaged or newer.
        """
        ...

    @property
    def server(self) -> ServerOffice:
        """This workstation and the clinic's server."""
        ...

    @property
    def has_kit(self) -> bool:
        """Whether a recovery kit opens the chart."""
        ...

    @property
    def has_envelope(self) -> bool:
        """Whether an emergency envelope opens the chart."""
        ...

    @property
    def backup_words(self) -> str:
        """What is known of the last backup on this computer, in a few words."""
        ...

    def preload(self) -> None:
        """Import and read what unlocking needs, while the password is typed."""
        ...

    def unlock(
        self, user_name: str, password: str, post: Post, *, accept_loss: bool = False
    ) -> ClinicSession:
        """Open the chart; ``accept_loss`` also an older state, after the person was warned.

        Raises:
            WorldError: wrong password, damaged, newer, in use, read-only, network share.
        """
        ...

    def unlock_with_kit(
        self, code: str, user_name: str, new_password: str, post: Post
    ) -> ClinicSession:
        """Open the chart by the recovery kit; the user gets a new password.

        Raises:
            ValueError: the code is mistyped; the message says how.
            WorldError: it does not open, or the user does not manage the chart.
        """
        ...

    def unlock_in_emergency(self, code: str, name: str, reason: str, post: Post) -> ClinicSession:
        """Open the chart to read, by the sealed envelope.

        Raises:
            ValueError: the code is mistyped; the message says how.
            WorldError: it does not open, or name or reason is missing.
        """
        ...

    def backup_folder(self, chosen: str = "") -> Path:
        """Where backups go: the folder that was chosen, or the usual one."""
        ...

    def backups(self, folder: Path | None = None) -> tuple[KeptBackup, ...]:
        """The backups in a folder (the usual one), newest first."""
        ...

    def backup_users(self, backup: Path) -> tuple[str, ...]:
        """Names whose password of that time restores a backup.

        Raises:
            WorldError: the backup is cut short, damaged or newer.
        """
        ...

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

        ``aside`` manages another chart that stands there and lets it step aside.

        Raises:
            AnotherChart: another one stands there, and nobody has confirmed.
            WorldError: it is refused with the reason; nothing was touched.
        """
        ...

    def note_backup(self, result: BackupResult) -> None:
        """Remember how the last backup went, for the status line."""
        ...

    def create(
        self, clinic: Clinic, clinician: Clinician, password: str, post: Post
    ) -> ClinicSession:
        """Create a chart with its first user, who signs in by name, and open it.

        Raises:
            ValueError: the password is too short or is the demo clinic's; the message says so.
            WorldError: the folder cannot be written.
        """
        ...

    def settings(self) -> Settings:
        """This workstation's settings."""
        ...

    def save_settings(self, settings: Settings) -> None:
        """Keep settings; failing to is not worth a notice."""
        ...

    def report_crash(self, error: BaseException) -> str:
        """Write a crash report without patient text; where it lies, "" if it could not be."""
        ...
