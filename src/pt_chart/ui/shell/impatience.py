"""The window waits for no server: calls end in time, late answers and lost calls are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pt_chart.charting.care.payer_rule import SETTING as UNIT_RULE
from pt_chart.charting.events import Level, Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.charting.errors import WorldError
    from pt_chart.charting.ports import ChartStore
    from pt_chart.ui.shell.window import MainWindow

SECONDS = 1.5
"""How long the window stands still for an answer of the clinic's server (our default)."""
STORED = Notice(
    Level.INFO, "The server has answered: the change that was not confirmed is stored", ""
)
NOT_STORED = "The server has answered: the change that was not confirmed is not stored"


def wait_no_longer(session: ClinicSession) -> None:
    """Bound what this thread, the window's, waits for the server of a chart."""

    def late(outcome: WorldError | None) -> None:
        told = STORED
        if outcome is not None:
            told = Notice(Level.WARNING, NOT_STORED, f"{outcome.message} {outcome.advice}")
        session.post(lambda: session.notices.send(told))

    session.store.hurry(SECONDS, late)


def read_ahead(session: ClinicSession, episode_id: str) -> None:
    """Have the server tell now what the pages of a visit ask when they are opened first.

    It is remembered, so that they open while the server is away.
    """

    def ask(store: ChartStore) -> None:
        store.clinic()
        store.episode_log(episode_id)
        store.setting(UNIT_RULE, "")
        session.clinic_library.templates()

    session.store.later(ask, lambda _answered: None)


def tells(window: MainWindow) -> Callable[[WorldError], None]:
    """Shows, from any thread, a failure of the world that no page has caught."""

    def tell(error: WorldError) -> None:
        if window.session is not None:
            window.session.tell(error)

    return lambda error: window.main.post(lambda: tell(error))
