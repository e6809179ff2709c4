"""The newest changes cannot be saved: the window asks before it locks or quits."""

from __future__ import annotations

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.store.chart_file import ChartFile
from pt_chart.ui.shell.leaving import LeavingPage
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.unlock.view import UnlockView
from tests.store.samples import PASSWORD

KEY = FindingKey("slr_angle", Side.LEFT)
LONG = "x" * 300_000


@pytest.fixture
def full(window: MainWindow) -> ChartFile:
    """An open draft with a change that the full disk does not take."""
    session = window.session
    assert session is not None
    assert isinstance(session.store, ChartFile)
    window.open_visit("visit-1")
    _disk(session.store, full=True)
    assert session.open is not None
    session.open.desk.set_answer(KEY, Answer(41, note=LONG))
    return session.store


def _disk(chart: ChartFile, *, full: bool) -> None:
    """Let SQLite believe that the disk is full (or not)."""

    def work() -> None:
        cursor = chart._ledger.connection.connection.cursor()
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages if full else 1_000_000}")
        cursor.close()

    chart._thread.call(work)


def _asked(window: MainWindow) -> LeavingPage:
    page = window.stack.currentWidget()
    assert isinstance(page, LeavingPage)
    return page


@pytest.mark.parametrize("way", ["lock", "quit"])
def test_the_person_can_stay_and_try_again(
    window: MainWindow, place: LocalWorkplace, full: ChartFile, way: str
) -> None:
    leave = window.lock if way == "lock" else window.close
    leave()
    page = _asked(window)
    page.stay_button.click()
    assert window.stack.currentWidget() is window.visit
    leave()
    _disk(full, full=False)
    _asked(window).again_button.click()
    session = place.unlock("Ines Corvale", PASSWORD, run_here)
    assert session.store.visit("visit-1").answers[KEY].note == LONG
    session.store.close()


def test_the_person_can_leave_without(
    window: MainWindow, place: LocalWorkplace, full: ChartFile
) -> None:
    del full
    window.lock()
    _asked(window).without_button.click()
    assert isinstance(window.stack.currentWidget(), UnlockView)
    session = place.unlock("Ines Corvale", PASSWORD, run_here)
    assert session.store.visit("visit-1").answers.get(KEY) is None
    session.store.close()
