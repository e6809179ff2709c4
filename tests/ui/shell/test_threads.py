"""Answers come back to the window's thread, and none after the window is gone."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from pt_chart.ui.shell.threads import MainThread


def test_results_and_failures_come_back_on_the_main_thread(qtbot: QtBot) -> None:
    owner = QObject()
    main = MainThread(owner)
    told: list[tuple[object, threading.Thread]] = []

    def note(result: object) -> None:
        told.append((result, threading.current_thread()))

    def fail() -> None:
        raise ValueError("no")

    main.background(lambda: 42, note, note)
    qtbot.waitUntil(lambda: len(told) == 1)
    main.background(fail, note, note)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[0][0] == 42
    assert isinstance(told[1][0], ValueError)
    assert {thread for _result, thread in told} == {threading.main_thread()}


def test_an_answer_for_a_window_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    owner = QObject()
    main = MainThread(owner)
    told: list[bool] = []
    main.post(lambda: told.append(True))
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)
    other = QObject()
    MainThread(other).post(lambda: told.append(False))
    qtbot.waitUntil(lambda: told == [False])
