"""A real window at a real server that goes away: lock, unlock, write on, come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.away_work import AwayWork
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.host.paths import DataFolders
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.unlock.view import UnlockView
from pt_chart.ui.versions.page import VersionsPage
from pt_chart.ui.versions.waiting_page import WaitingPage
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster, started
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit

pytestmark = pytest.mark.needs("postgresql")
PAIN = FindingKey("nprs_now")
LONG_MS = 60_000


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server that is stopped in between."""
    with started() as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, own_cluster: Cluster, tmp_path: Path) -> MainWindow:
    """A locked window of a workstation at a server with one draft."""
    folders = DataFolders(tmp_path / "data")
    own_cluster.new_chart(folders.connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    place = LocalWorkplace(folders, demo=False, cost=CHEAP)
    session = place.unlock(THERAPIST.name, PASSWORD, run_here)
    session.store.save_patient(PATIENT)
    session.store.save_episode(EPISODE)
    session.store.save_draft(new_visit())
    session.store.close()
    made = MainWindow(theme, place)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def _unlock(window: MainWindow, qtbot: QtBot) -> tuple[ClinicSession, AwayWork]:
    view = window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    QTest.keyClicks(view.password, PASSWORD)
    view.go.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG_MS)
    session = window.session
    assert session is not None
    assert session.away is not None
    return session, session.away


def _type(window: MainWindow, value: int) -> None:
    assert window.visit is not None
    window.visit.open.desk.set_answer(PAIN, Answer(value))


def test_a_day_with_a_broken_server(window: MainWindow, own_cluster: Cluster, qtbot: QtBot) -> None:
    _unlock(window, qtbot)
    window.open_visit("visit-1")
    assert window.visit is not None
    own_cluster.stop()
    _type(window, 4)
    visit = window.visit
    qtbot.waitUntil(lambda: visit.banner.saved_words.startswith("kept here"), timeout=LONG_MS)
    window.lock()

    _session, away = _unlock(window, qtbot)
    assert away.alone
    alone = window.visit
    assert alone is not None
    assert alone.open.desk.visit.answers[PAIN].value == 4
    for section in ("history", "body_chart", "exam", "measures", "plan", "program", "documents"):
        window.go_to(section)
    _type(window, 5)
    qtbot.waitUntil(lambda: not alone.open.desk.saver.state.pending, timeout=LONG_MS)
    window.lock()
    own_cluster.start()

    session, away = _unlock(window, qtbot)
    assert not away.alone
    window.show_patients()
    window.show_waiting()
    page = window.stack.currentWidget()
    assert isinstance(page, WaitingPage)
    page.go.click()
    assert window.visit is not None
    versions = window.visit.stack.currentWidget()
    assert isinstance(versions, VersionsPage)
    # What was on its way when the server stopped may have arrived since: then one is asked.
    for row in versions.rows:
        row.start()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_1)
    versions.settle()
    window.show_patients()
    assert session.store.visit("visit-1").answers[PAIN].value == 5
    assert away.offered() == ()
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
