"""What waits at a workstation and cannot become part of its visit: read, and let go by a person."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.charting.away import Waiting
from pt_chart.charting.away_work import AwayWork
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.versions.waiting_page import WaitingPage
from tests.fakes import MemoryStore
from tests.memory_queue import MemoryQueue

PAIN = FindingKey("nprs_now")


@pytest.fixture
def queue(window: MainWindow) -> MemoryQueue:
    """This workstation's queue, with a draft of v3 in it."""
    session = window.session
    assert session is not None
    made = MemoryQueue()
    session.away = AwayWork(made, alone=False)
    base = session.store.visit("v3")
    whose = (session.store.patient("p3"), session.store.episode("e3"))
    mine = base.with_answer(PAIN, Answer(8))
    made.keep(Waiting(*whose, base, mine, session.clock()), lambda _none: None)
    return made


def _store(window: MainWindow) -> MemoryStore:
    assert window.session is not None
    assert isinstance(window.session.store, MemoryStore)
    return window.session.store


def _move(window: MainWindow) -> Visit:
    """Somebody moves the draft to another patient."""
    store = _store(window)
    return store.move_draft("v3", "e1", "begun for the wrong person")


def _page(window: MainWindow) -> WaitingPage:
    window.show_waiting()
    page = window.stack.currentWidget()
    assert isinstance(page, WaitingPage)
    return page


def test_what_was_written_can_be_read_before_it_is_opened(
    window: MainWindow, queue: MemoryQueue
) -> None:
    page = _page(window)
    assert page.go.isEnabled()
    assert page.forget.isHidden()
    assert any("8" in row for row in page.shown)


def test_a_draft_for_another_patient_is_said_and_not_brought(
    window: MainWindow, queue: MemoryQueue
) -> None:
    _move(window)
    store = _store(window)
    page = _page(window)
    assert not page.go.isEnabled()
    for name in (store.patient("p3").name, store.patient("p1").name):
        assert name in page.why.text()
    assert any("8" in row for row in page.shown)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is page


def test_opened_from_elsewhere_nothing_of_it_comes_into_the_other_record(
    window: MainWindow, queue: MemoryQueue
) -> None:
    moved = _move(window)
    window.open_visit("v3")
    visit = window.visit
    assert visit is not None
    assert visit.open.settling.met is None
    assert visit.open.desk.visit.answers == moved.answers
    notice = visit.notices.notice
    assert notice is not None
    assert _store(window).patient("p3").name in notice.text
    visit.open.desk.set_answer(PAIN, Answer(2))
    window.show_patients()
    assert _store(window).visit("v3").answers[PAIN].value == 2
    (waits,) = (one for one in queue.waiting() if one.changed)
    assert waits.mine.answers[PAIN].value == 8


def test_a_draft_whose_visit_is_gone_is_read_and_let_go_after_a_question(
    window: MainWindow, queue: MemoryQueue
) -> None:
    store = _store(window)
    del store._visits["v3"]
    page = _page(window)
    assert not page.go.isEnabled()
    assert "no longer in the chart" in page.why.text()
    assert page.sure.isHidden()
    assert page.question.isHidden()
    page.forget.click()
    assert not page.question.isHidden()
    assert queue.waiting()
    page.sure.click()
    assert queue.waiting() == ()
    assert store.let_go == [("v3", "p3", 1)]
    assert window.patients is not None
    assert window.patients.notices.notice is not None
