"""What every page of the clinic shares: the session, work off the window's thread, notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pt_chart.charting.administration import Administration
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.errors import WorldError
from pt_chart.charting.events import Level
from pt_chart.ui.shell.threads import MainThread
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.workplace import Workplace

T = TypeVar("T")

ONE_KEY = (
    "Every user's password opens the one key that encrypts this chart. What a role may do is "
    "enforced by this program: somebody with a password and other software could read the file. "
    "Give passwords only to people whom you would trust with the whole chart."
)
"""Said wherever users are managed."""


@dataclass(frozen=True, slots=True)
class ClinicWork:
    """The open chart as its administrators see it, and the window around it."""

    theme: Theme
    session: ClinicSession
    administration: Administration
    place: Workplace
    main: MainThread

    def run(
        self,
        call: Callable[[], T],
        done: Callable[[T], None],
        refused: Callable[[str], None] | None = None,
    ) -> None:
        """Do slow work on a thread of its own; a failure is told where ``refused`` says it."""

        def failed(error: Exception) -> None:
            if isinstance(error, WorldError):
                words = f"{error.message} {error.advice}".strip()
            elif isinstance(error, ValueError):
                words = str(error)
            else:
                words = f"The program failed. Report: {self.place.report_crash(error)}"
            if refused is not None:
                refused(words)
            else:
                self.session.remark(words, level=Level.PROBLEM)

        self.main.background(call, done, failed)
