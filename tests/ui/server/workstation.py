"""How a person unlocks a window of a workstation at a real server."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.away_work import AwayWork
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.unlock.view import UnlockView
from tests.store.samples import PASSWORD


def unlock(window: MainWindow, qtbot: QtBot) -> tuple[ClinicSession, AwayWork]:
    """Type the password and wait for the register."""
    view = window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    QTest.keyClicks(view.password, PASSWORD)
    view.go.click()
    told = view.remark

    def unlocked() -> None:
        assert window.session is not None, told.text()

    qtbot.waitUntil(unlocked)
    session = window.session
    assert session is not None
    assert session.away is not None
    return session, session.away
