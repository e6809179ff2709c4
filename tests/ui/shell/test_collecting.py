"""Other threads never destroy parts of the window."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.ui.shell.collecting import collect_here, forget_soon


class Cycle(QWidget):
    """A window that only the collector can free: it holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.timer = QTimer(self)
        self.timer.start(1)


@pytest.fixture
def collected_on() -> Iterator[list[int]]:
    """Threads on which garbage was collected."""
    threads: list[int] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            threads.append(threading.get_ident())

    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)


def test_what_another_thread_makes_is_collected_on_the_thread_of_the_window(
    qtbot: QtBot, qapp: QApplication, collected_on: list[int]
) -> None:
    collect_here(qapp)

    kept: list[list[int]] = []

    def work() -> None:
        kept.extend([number] for number in range(20_000))

    for _ in range(5):
        Cycle().show()
        beside = threading.Thread(target=work)
        beside.start()
        beside.join()
    assert collected_on == []
    qtbot.waitUntil(lambda: bool(collected_on))
    assert set(collected_on) == {threading.get_ident()}


def test_a_second_window_brings_no_second_collector(qapp: QApplication) -> None:
    assert collect_here(qapp) is collect_here(qapp)


def test_what_was_set_aside_is_forgotten_after_locking(qtbot: QtBot, qapp: QApplication) -> None:
    collect_here(qapp)
    gone: list[bool] = []

    class Held:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            gone.append(True)

    Held()
    gc.freeze()
    gc.collect()
    assert gone == []
    forget_soon()
    qtbot.waitUntil(lambda: bool(gone))


def test_the_collector_belongs_to_the_application(qapp: QApplication) -> None:
    collector: QObject = collect_here(qapp)
    assert collector.parent() is qapp
