"""A real window at a real server that goes away: lock, unlock, write on, come back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.versions.page import VersionsPage
from pt_chart.ui.versions.waiting_page import WaitingPage
from tests.servers import Cluster
from tests.ui.server.workstation import unlock

pytestmark = pytest.mark.needs("postgresql")
PAIN = FindingKey("nprs_now")


def _type(window: MainWindow, value: int) -> None:
    assert window.visit is not None
    window.visit.open.desk.set_answer(PAIN, Answer(value))


def test_a_day_with_a_broken_server(window: MainWindow, own_cluster: Cluster, qtbot: QtBot) -> None:
    unlock(window, qtbot)
    window.open_visit("visit-1")
    assert window.visit is not None
    own_cluster.stop()
    _type(window, 4)
    visit = window.visit
    qtbot.waitUntil(lambda: visit.banner.saved_words.startswith("kept here"))
    window.lock()

    _session, away = unlock(window, qtbot)
    assert away.alone
    alone = window.visit
    assert alone is not None
    assert alone.open.desk.visit.answers[PAIN].value == 4
    for section in ("history", "body_chart", "exam", "measures", "plan", "program", "documents"):
        window.go_to(section)
    _type(window, 5)
    qtbot.waitUntil(lambda: not alone.open.desk.saver.state.pending)
    own_cluster.start()
    alone.away.timer.setInterval(200)

    def offered() -> bool:
        notice = alone.notices.notice
        return notice is not None and "lock and unlock" in notice.text

    qtbot.waitUntil(offered)
    window.lock()

    session, away = unlock(window, qtbot)
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
