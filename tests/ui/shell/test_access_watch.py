"""A window whose access was ended at another workstation is locked, and says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from pt_chart.charting.away import Waiting
from pt_chart.charting.away_work import AwayWork
from pt_chart.charting.errors import AccessEnded, ServerLeft, ServerLost, WorldError
from pt_chart.charting.presence import Around
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.shell.access_watch import AccessWatch
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.unlock.view import UnlockView
from pt_chart.ui.versions.waiting_page import WaitingPage
from tests.memory_queue import MemoryQueue
from tests.ui import clinic


class Board:
    """A server that says when it is over."""

    def __init__(self) -> None:
        self.over: WorldError | None = None
        self.asked = 0

    def look(self, _visit_id: str, _patient_id: str) -> Around:
        """Nobody else is there."""
        return Around()

    def stand_by(self) -> None:
        """See `Presence.stand_by`."""
        self.asked += 1
        if self.over is not None:
            raise self.over

    def leave(self, _visit_id: str) -> None:
        """Nobody is told."""


@pytest.fixture
def board() -> Board:
    """The server."""
    return Board()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, board: Board) -> Iterator[MainWindow]:
    """A window at the register of a clinic on a server."""
    made = MainWindow(theme, clinic.FakeWorkplace())
    qtbot.addWidget(made)
    made.show()
    session = clinic.session()
    session.presence = board
    made.unlocked(session)
    yield made
    if made.session is not None:
        made.session.store.abandon()
        made.session = None
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _watch(window: MainWindow) -> AccessWatch:
    (found,) = window.findChildren(AccessWatch)
    return found


def test_it_says_at_once_and_every_few_seconds_that_it_is_there(
    window: MainWindow, board: Board
) -> None:
    assert board.asked == 1
    assert _watch(window).timer.isActive()
    _watch(window).timer.timeout.emit()
    assert board.asked == 2


@pytest.mark.parametrize("why", [AccessEnded(), ServerLeft()], ids=["let go", "moved"])
def test_it_locks_with_the_reason(
    window: MainWindow, board: Board, qtbot: QtBot, why: WorldError
) -> None:
    assert window.session is not None
    window.start_visit(window.session.store.episode("e1"))
    board.over = why
    _watch(window).ask()
    qtbot.waitUntil(lambda: window.session is None)
    view = window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    told = " ".join(label.text() for label in view.findChildren(type(view.remark)))
    assert why.message in told


def test_a_server_that_is_away_locks_nothing(window: MainWindow, board: Board) -> None:
    board.over = ServerLost()
    _watch(window).ask()
    assert window.session is not None
    board.over = None
    _watch(window).ask()
    assert board.asked == 3


def _wait(window: MainWindow, visit_id: str) -> MemoryQueue:
    """A draft that went into this workstation's queue while the server took nothing."""
    session = window.session
    assert session is not None
    queue = MemoryQueue()
    session.away = AwayWork(queue, alone=False)
    base = session.store.visit(visit_id)
    episode = session.store.episode(base.episode_id)
    mine = base.with_answer(FindingKey("nprs_now"), Answer(5))
    whose = (session.store.patient(episode.patient_id), episode)
    queue.keep(Waiting(*whose, base, mine, session.clock()), lambda _none: None)
    return queue


def test_what_waits_of_a_closed_visit_is_offered_as_soon_as_the_server_answers(
    window: MainWindow, board: Board
) -> None:
    board.over = ServerLost()
    _wait(window, "v3")
    _watch(window).ask()
    assert window.patients is not None
    assert _told(window) == ""
    board.over = None
    _watch(window).ask()
    assert "1 draft waits" in _told(window)
    window.patients.notices.clear()
    _watch(window).ask()
    assert _told(window) == ""


def _told(window: MainWindow) -> str:
    assert window.patients is not None
    notice = window.patients.notices.notice
    return notice.text if notice is not None else ""


def test_it_is_offered_in_another_visit_too(window: MainWindow, board: Board) -> None:
    _wait(window, "v3")
    assert window.session is not None
    window.start_visit(window.session.store.episode("e1"))
    _watch(window).ask()
    assert window.visit is not None
    notice = window.visit.notices.notice
    assert notice is not None
    assert "1 draft waits" in notice.text
    window.visit.follow(notice.place)
    assert isinstance(window.stack.currentWidget(), WaitingPage)
