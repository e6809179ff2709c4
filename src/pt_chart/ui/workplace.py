"""What the window knows of this workstation before and while a chart is open."""

from __future__ import annotations

from typing import Protocol

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.draft_saver import Post
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

    def preload(self) -> None:
        """Import and read what unlocking needs, while the password is typed."""
        ...

    def unlock(self, user_name: str, password: str, post: Post) -> ClinicSession:
        """Open the chart.

        Raises:
            WorldError: wrong password, damaged, newer, in use, read-only, network share.
        """
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
