"""A thread that does not wait for ever: what was not done, what is unsure, and how it ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from pt_chart.charting.errors import ReadOnly, ServerLost, ServerUnsure, WorldError
from pt_chart.store.worker import StoreThread

SECONDS = 0.01


class Held:
    """Work that goes on until it is let go."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.begun, self.free, self.times = threading.Event(), threading.Event(), 0
        self._fails = fails

    def __call__(self) -> str:
        """Begin, and wait."""
        self.begun.set()
        assert self.free.wait(30)
        self.times += 1
        if self._fails is not None:
            raise self._fails
        return "done"


@pytest.fixture
def late() -> list[WorldError | None]:
    """What was told later."""
    return []


@pytest.fixture
def thread(late: list[WorldError | None]) -> Iterator[StoreThread]:
    """A store's thread that this thread does not wait for."""
    made = StoreThread()
    made.hurry(SECONDS, late.append)
    yield made
    made.stop()


def _settled(thread: StoreThread) -> None:
    """Wait, as another thread may, until everything before is done."""
    waiting = threading.Thread(target=lambda: thread.call(lambda: None))
    waiting.start()
    waiting.join(30)
    assert not waiting.is_alive()


def test_what_is_answered_in_time_is_as_ever(thread: StoreThread) -> None:
    thread.hurry(30, lambda _outcome: None)
    assert thread.call(lambda: 4) == 4
    with pytest.raises(ReadOnly):
        thread.call(_refuse, changes=True)


def _refuse() -> None:
    raise ReadOnly


def test_a_question_is_given_up(thread: StoreThread, late: list[WorldError | None]) -> None:
    work = Held()
    with pytest.raises(ServerLost) as told:
        thread.call(work)
    assert not isinstance(told.value, ServerUnsure)
    work.free.set()
    _settled(thread)
    assert late == []


@pytest.mark.parametrize("fails", [None, ReadOnly()])
def test_a_change_under_way_is_unsure_and_told_later(
    thread: StoreThread, late: list[WorldError | None], fails: WorldError | None
) -> None:
    work = Held(fails)
    with pytest.raises(ServerUnsure, match="may still be stored"):
        thread.call(work, changes=True)
    assert late == []
    work.free.set()
    _settled(thread)
    assert late == [fails]


def test_a_change_whose_turn_did_not_come_is_never_done(
    thread: StoreThread, late: list[WorldError | None]
) -> None:
    before, mine = Held(), Held()
    thread.post(before)
    assert before.begun.wait(30)
    with pytest.raises(ServerLost) as told:
        thread.call(mine, changes=True)
    assert not isinstance(told.value, ServerUnsure)
    before.free.set()
    mine.free.set()
    _settled(thread)
    assert (mine.times, late) == (0, [])


def test_one_that_was_late_is_not_waited_for_again_until_it_moves(thread: StoreThread) -> None:
    work = Held()
    with pytest.raises(ServerLost):
        thread.call(work)
    asked: list[int] = []
    with pytest.raises(ServerLost, match="nothing of this was done"):
        thread.call(lambda: asked.append(1), changes=True)
    work.free.set()
    _settled(thread)
    assert asked == []
    thread.hurry(30, lambda _outcome: None)
    assert thread.call(lambda: 5) == 5


def test_other_threads_wait(thread: StoreThread) -> None:
    work, heard = Held(), []
    other = threading.Thread(target=lambda: heard.append(thread.call(work)))
    other.start()
    assert work.begun.wait(30)
    work.free.set()
    other.join(30)
    assert heard == ["done"]


def test_a_fault_of_ours_that_nobody_waits_for_is_reported(
    thread: StoreThread, monkeypatch: pytest.MonkeyPatch, late: list[WorldError | None]
) -> None:
    met: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda fault: met.append(fault.exc_type))
    work = Held(ZeroDivisionError())
    with pytest.raises(ServerUnsure):
        thread.call(work, changes=True)
    work.free.set()
    _settled(thread)
    assert (met, late) == ([ZeroDivisionError], [])
