"""The server is lost and comes back: notices, the banner, the offer, the list of what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.away import Waiting
from pt_chart.charting.away_work import AwayWork
from pt_chart.charting.errors import DiskFull, ServerLost, ServerRefused, WorldError
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.program.dates import moment_words
from pt_chart.clinical.sides import Side
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.versions.page import VersionsPage
from pt_chart.ui.versions.waiting_page import WaitingPage
from tests.fakes import MemoryStore
from tests.memory_queue import MemoryQueue

PAIN = FindingKey("nprs_now")


@pytest.fixture
def queue(window: MainWindow) -> MemoryQueue:
    """This workstation's queue."""
    assert window.session is not None
    made = MemoryQueue()
    window.session.away = AwayWork(made, alone=False)
    return made


@pytest.fixture
def visit(queue: MemoryQueue, visit: VisitView) -> VisitView:
    """A visit that is kept at hand."""
    assert visit.open.desk.visit.id in queue.kept
    return visit


def _store(view: VisitView) -> MemoryStore:
    assert isinstance(view.session.store, MemoryStore)
    return view.session.store


def _notice(view: VisitView) -> str:
    return view.notices.notice.text if view.notices.notice is not None else ""


def _lose(view: VisitView) -> None:
    _store(view).failure = ServerLost()
    view.open.desk.set_answer(PAIN, Answer(4))


def test_a_lost_server_is_a_notice_and_work_is_kept_here(
    visit: VisitView, queue: MemoryQueue
) -> None:
    _lose(visit)
    assert _notice(visit) == ServerLost.message
    assert visit.notices.notice is not None
    assert "kept on this workstation" in visit.notices.notice.advice
    assert visit.banner.saved_words.startswith("kept here")
    visit.open.desk.set_answer(PAIN, Answer(5))
    (waiting,) = queue.waiting()
    assert waiting.changed
    assert waiting.mine.answers[PAIN].value == 5
    assert visit.away.timer.isActive()


def test_on_return_it_is_offered_and_never_sent_by_itself(
    visit: VisitView, queue: MemoryQueue
) -> None:
    _lose(visit)
    store, ident = _store(visit), visit.open.desk.visit.id
    visit.away.ask()
    store.failure = None
    visit.away.ask()
    assert _notice(visit) == "The clinic's server answers again"
    assert visit.notices.go.text() == "Bring it there"
    visit.open.desk.set_answer(PAIN, Answer(6))
    assert PAIN not in store.visit(ident).answers
    visit.notices.go.click()
    assert store.visit(ident).answers[PAIN].value == 6
    assert _notice(visit) == "The server has what was written meanwhile"
    assert not queue.kept[ident].changed


def test_a_change_by_somebody_else_meanwhile_is_compared(
    visit: VisitView, queue: MemoryQueue
) -> None:
    _lose(visit)
    store, ident = _store(visit), visit.open.desk.visit.id
    store.failure = None
    store.save_draft(store.visit(ident).with_answer(PAIN, Answer(9)))
    visit.away.bring_back()
    assert "changed elsewhere" in _notice(visit)
    assert visit.open.settling.met is not None
    assert queue.kept[ident].changed
    visit.open.settling.give_up()
    assert visit.open.desk.visit.answers[PAIN].value == 9


@pytest.mark.parametrize("failure", [ServerRefused("No right to write."), DiskFull()])
def test_a_server_that_refuses_or_is_full_loses_nothing_either(
    visit: VisitView, queue: MemoryQueue, failure: WorldError
) -> None:
    _store(visit).failure = failure
    visit.open.desk.set_answer(PAIN, Answer(4))
    assert _notice(visit) == failure.message
    assert queue.waiting()[0].mine.answers[PAIN].value == 4
    visit.away.bring_back()
    assert visit.open.desk.saver.away
    _store(visit).failure = None
    visit.away.bring_back()
    assert _store(visit).visit(visit.open.desk.visit.id).answers[PAIN].value == 4


def test_signing_says_why_it_has_to_wait(visit: VisitView, window: MainWindow) -> None:
    _lose(visit)
    assert window.commands is not None
    window.commands.actions["sign"].trigger()
    assert "cannot sign until it is back" in _notice(visit)


def test_the_visit_can_be_closed_and_the_chart_locked_meanwhile(
    visit: VisitView, window: MainWindow, queue: MemoryQueue
) -> None:
    _lose(visit)
    window.lock()
    assert window.session is None
    assert queue.closed
    assert queue.waiting()[0].changed


def test_what_waits_is_listed_opened_and_compared(window: MainWindow, queue: MemoryQueue) -> None:
    session = window.session
    assert session is not None
    store = session.store
    base = store.visit("v3")
    patient, episode = store.patient("p3"), store.episode("e3")
    mine = base.with_answer(PAIN, Answer(4))
    queue.keep(Waiting(patient, episode, base, mine, session.clock()), lambda _none: None)
    store.save_draft(base.with_answer(FindingKey("nprs_worst"), Answer(8)))
    assert window.commands is not None
    window.commands.actions["waiting"].trigger()
    page = window.stack.currentWidget()
    assert isinstance(page, WaitingPage)
    assert page.table.hasFocus()
    assert page.table.shown[0].cells[3].text == "1"
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.visit is not None
    versions = window.visit.stack.currentWidget()
    assert isinstance(versions, VersionsPage)
    versions.settle()
    answers = store.visit("v3").answers
    assert answers[PAIN].value == 4
    assert answers[FindingKey("nprs_worst")].value == 8
    assert not any(one.changed for one in queue.waiting())


def test_nothing_waits_is_said(window: MainWindow, queue: MemoryQueue) -> None:
    assert queue.waiting() == ()
    window.show_waiting()
    assert window.patients is not None
    assert window.patients.notices.notice is not None
    assert "Nothing waits" in window.patients.notices.notice.text


def test_drafts_that_are_only_open_do_not_wait(visit: VisitView, queue: MemoryQueue) -> None:
    visit.open.desk.set_answer(PAIN, Answer(3))
    (one,) = queue.waiting()
    assert not one.changed
    assert visit.session.away is not None
    assert visit.session.away.offered() == ()


def test_a_crash_after_the_server_took_it_and_before_it_was_forgotten_here_doubles_nothing(
    window: MainWindow, queue: MemoryQueue
) -> None:
    session = window.session
    assert session is not None
    store = session.store
    base = store.visit("v3")
    mine = base.with_answer(PAIN, Answer(4))
    taken = store.save_draft(mine)
    whose = (store.patient("p3"), store.episode("e3"))
    queue.keep(Waiting(*whose, base, mine, session.clock()), lambda _none: None)
    window.open_visit("v3")
    assert window.visit is not None
    settling = window.visit.open.settling
    assert not settling.compared().conflicts
    settling.settle({})
    assert store.visit("v3") == taken
    assert not any(one.changed for one in queue.waiting())


def _hang(view: VisitView) -> None:
    """The server takes what is sent and says nothing."""
    _store(view).held = True
    main = view.window()
    assert isinstance(main, MainWindow)
    view.open.desk.saver._post = main.main.post
    view.open.desk.saver.patience = 0.01
    view.open.desk.set_answer(PAIN, Answer(4))


def test_a_silent_server_is_told_and_what_was_typed_is_kept_here(
    visit: VisitView, queue: MemoryQueue, qtbot: QtBot
) -> None:
    _hang(visit)
    qtbot.waitUntil(lambda: visit.banner.saved_words.startswith("kept here"))
    assert _notice(visit) == "The server does not answer; your work is kept here"
    (kept,) = queue.waiting()
    assert kept.mine.answers[PAIN].value == 4
    _store(visit).held = False
    _store(visit).release()
    qtbot.waitUntil(lambda: _notice(visit) == "The server has what was written meanwhile")
    assert not queue.waiting()[0].changed


def test_leaving_a_visit_for_a_silent_server_is_told_and_waits_for_nothing(
    visit: VisitView, window: MainWindow, queue: MemoryQueue
) -> None:
    _hang(visit)
    window.show_patients()
    assert window.visit is visit
    assert _notice(visit) == "The server does not answer: the visit cannot be left for the register"
    window.lock()
    assert window.session is None
    assert queue.waiting()[0].mine.answers[PAIN].value == 4


def test_signing_does_not_wait_for_a_silent_server(visit: VisitView, window: MainWindow) -> None:
    _hang(visit)
    assert window.commands is not None
    window.commands.actions["sign"].trigger()
    assert "cannot sign until it is back" in _notice(visit)


def test_printing_says_why_it_has_to_wait(visit: VisitView, window: MainWindow) -> None:
    _lose(visit)
    assert window.commands is not None
    window.commands.actions["print"].trigger()
    assert "cannot print until it is back" in _notice(visit)


def test_what_waits_says_its_side(window: MainWindow, queue: MemoryQueue) -> None:
    session = window.session
    assert session is not None
    base = session.store.visit("v3")
    patient = session.store.patient("p3")
    episode = replace(session.store.episode("e3"), complaint="leg pain", side=Side.RIGHT)
    mine = base.with_answer(PAIN, Answer(4))
    queue.keep(Waiting(patient, episode, base, mine, session.clock()), lambda _none: None)
    window.show_waiting()
    page = window.stack.currentWidget()
    assert isinstance(page, WaitingPage)
    assert page.table.shown[0].cells[0].aside == "RIGHT leg pain"


def test_unlocked_alone_what_waits_and_its_age_are_told(
    window: MainWindow, queue: MemoryQueue
) -> None:
    session = window.session
    assert session is not None
    session.away = AwayWork(queue, alone=True)
    base = session.store.visit("v3")
    whose = (session.store.patient("p3"), session.store.episode("e3"))
    kept = datetime(2026, 11, 9, 9, 7, tzinfo=UTC)
    mine = base.with_answer(PAIN, Answer(4))
    queue.keep(Waiting(*whose, base, mine, kept), lambda _none: None)
    window.show_waiting()
    assert window.patients is not None
    assert window.patients.notices.notice is not None
    assert window.patients.notices.notice.text == "1 draft waits on this workstation"
    window.open_visit("v3")
    assert window.visit is not None
    told = _notice(window.visit)
    assert f"as it stood on this workstation at {moment_words(kept.astimezone())}" in told
