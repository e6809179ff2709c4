"""The line that says who else has the visit open, and that it was changed there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pt_chart.charting.errors import ServerLost
from pt_chart.charting.presence import Around, Present
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.patients.announcing import Announcing
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

PAIN = FindingKey("nprs_now")
SINCE = datetime(2026, 11, 10, 10, 12, tzinfo=UTC)


class FakePresence:
    """A board that a test writes on."""

    def __init__(self) -> None:
        self.around: Around | None = Around()
        self.looks: list[tuple[str, str]] = []
        self.left: list[str] = []

    def look(self, visit_id: str, patient_id: str) -> Around:
        """See `Presence.look`."""
        self.looks.append((visit_id, patient_id))
        if self.around is None:
            raise ServerLost
        return self.around

    def stand_by(self) -> None:
        """See `Presence.stand_by`."""

    def leave(self, visit_id: str) -> None:
        """See `Presence.leave`."""
        self.left.append(visit_id)


@pytest.fixture
def board(window: MainWindow) -> FakePresence:
    """A clinic with a board."""
    assert window.session is not None
    made = FakePresence()
    window.session.presence = made
    return made


@pytest.fixture
def visit(board: FakePresence, visit: VisitView) -> VisitView:
    """A visit that was opened when the board was there."""
    return visit


def test_nobody_else_is_no_line(board: FakePresence, visit: VisitView) -> None:
    assert board.looks == [(visit.open.desk.visit.id, "p1")]
    assert not visit.presence.isVisible()
    assert visit.presence.timer.isActive()


def test_somebody_else_is_said_with_place_and_time(board: FakePresence, visit: VisitView) -> None:
    board.around = Around((Present("Ana Ruiz, PT", "FRONT-DESK", SINCE, True),))
    visit.presence.look()
    words = visit.presence.accessibleName()
    assert words.startswith("Open at FRONT-DESK by Ana Ruiz, PT since ")
    assert "neither is lost" in words
    assert visit.presence.isVisible()
    assert not visit.presence.load.isVisible()
    board.around = Around()
    visit.presence.look()
    assert not visit.presence.isVisible()


def test_a_newer_version_is_offered_and_loaded(
    board: FakePresence, visit: VisitView, settle: Callable[[], None]
) -> None:
    store, desk = visit.session.store, visit.open.desk
    stored = store.save_draft(store.visit(desk.visit.id).with_answer(PAIN, Answer(7)))
    board.around = Around((), stored.revision)
    visit.presence.look()
    assert "changed elsewhere" in visit.presence.accessibleName()
    assert PAIN not in desk.visit.answers
    visit.presence.load.click()
    assert desk.visit.answers[PAIN].value == 7
    settle()
    assert not visit.presence.isVisible()
    desk.set_answer(PAIN, Answer(6))
    assert store.visit(desk.visit.id).answers[PAIN].value == 6
    assert desk.saver.state.problem is None


def test_a_board_that_cannot_be_read_says_nothing(board: FakePresence, visit: VisitView) -> None:
    board.around = None
    visit.presence.look()
    assert not visit.presence.isVisible()
    board.around = Around((Present("Ana", "DESK", SINCE, False),))
    visit.presence.look()
    assert "This patient has a visit open" in visit.presence.accessibleName()


def test_leaving_the_visit_is_said(
    board: FakePresence, visit: VisitView, window: MainWindow
) -> None:
    ident = visit.open.desk.visit.id
    window.show_patients()
    assert board.left == [ident]


def test_on_a_chart_file_nobody_looks(window: MainWindow) -> None:
    assert window.session is not None
    window.start_visit(window.session.store.episode("e1"))
    assert window.visit is not None
    assert not window.visit.presence.timer.isActive()


def test_the_patient_that_is_open_in_the_register_is_announced(
    board: FakePresence, window: MainWindow, settle: Callable[[], None]
) -> None:
    assert window.patients is not None
    assert window.session is not None
    announcing = window.patients.findChild(Announcing)
    assert announcing is not None
    settle()
    window.patients.found.choose("p3")
    settle()
    assert board.looks[-1] == ("register/p3", "p3")
    window.patients.found.choose("p1")
    settle()
    assert board.left == ["register/p3"]
    assert board.looks[-1] == ("register/p1", "p1")
    window.start_visit(window.session.store.episode("e1"))
    announcing.say()
    assert board.left == ["register/p3", "register/p1"]


def test_warnings_changed_at_another_workstation_come_into_the_open_visit(
    board: FakePresence, visit: VisitView, settle: Callable[[], None]
) -> None:
    store, desk = visit.session.store, visit.open.desk
    told: list[str] = []
    visit.session.notices.connect(lambda notice: told.append(notice.text))
    patient = store.save_patient(replace(desk.patient, alerts=("pacemaker",), family_name="Moss"))
    episode = store.save_episode(replace(desk.episode, precautions=("osteoporosis",)))
    board.around = Around((), patient=patient, episode=episode)
    visit.presence.look()
    settle()
    assert (desk.patient, desk.episode) == (patient, episode)
    assert told == [
        "Changed at another workstation: family name, alerts, precautions.",
    ]
    shown = {label.text() for label in visit.banner.findChildren(QLabel)}
    assert any("Moss" in words for words in shown)
    tags = {tag.toolTip() for tag in visit.banner._tags}
    assert tags == {"pacemaker", "osteoporosis"}
    visit.presence.look()
    assert len(told) == 1


def test_a_visit_that_is_another_patients_now_is_left(
    board: FakePresence, visit: VisitView, window: MainWindow, qtbot: QtBot
) -> None:
    store, desk = visit.session.store, visit.open.desk
    was = desk.patient.name
    store.move_draft(desk.visit.id, "e3", "wrong person")
    there = store.episode("e3")
    board.around = Around((), 99, patient=store.patient(there.patient_id), episode=there)
    visit.presence.look()
    qtbot.waitUntil(lambda: window.visit is None)
    assert window.session is not None
    assert window.session.open is None
    assert window.patients is not None
    assert window.stack.currentWidget() is window.patients
    shown = " ".join(label.text() for label in window.patients.findChildren(QLabel))
    assert f"moved from {was} to" in shown


def test_a_chart_that_was_left_behind_says_so_on_every_visit(
    window: MainWindow, request: pytest.FixtureRequest
) -> None:
    assert window.session is not None
    window.session.store.moved_to = "ROOM-2 on 2026-11-20"  # type: ignore[misc]
    visit = request.getfixturevalue("visit")
    assert visit.presence.isVisible()
    assert "not today's chart" in visit.presence.accessibleName()
    assert "ROOM-2 on 2026-11-20" in visit.presence.accessibleName()
