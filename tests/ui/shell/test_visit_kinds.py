"""Progress reports and discharges begin in the register and by Ctrl+K; a draft's kind changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.narrative.writing import copy_text
from pt_chart.clinical.visit import VisitKind
from pt_chart.ui.forms.signature_card import SignatureCard
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.button import Button

Settle = Callable[[], None]
LATER = (VisitKind.PROGRESS, VisitKind.DISCHARGE)


def shown_patient(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    assert window.patients is not None
    window.patients.show_patient("p1")
    settle()
    qtbot.waitUntil(lambda: window.patients is not None and bool(window.patients.card.kind_buttons))


def run_found(window: MainWindow, words: str) -> None:
    """Ctrl+K, words, Enter."""
    assert window.commands is not None
    window.commands.find()
    palette = window.commands.palette
    QTest.keyClicks(palette.field, words)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)


def kind_of(visit: VisitView) -> VisitKind:
    return visit.open.desk.visit.kind


@pytest.mark.parametrize("kind", LATER)
def test_the_card_starts_a_visit_of_a_kind_by_key(
    qtbot: QtBot, window: MainWindow, settle: Settle, kind: VisitKind
) -> None:
    shown_patient(qtbot, window, settle)
    assert window.patients is not None
    button = window.patients.card.kind_buttons[kind]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.visit.kind is kind
    assert window.visit.open.desk.visit.number == 2


def test_the_buttons_of_the_kinds_stand_below_the_card_in_sight(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    window.resize(1366, 768)
    shown_patient(qtbot, window, settle)
    assert window.patients is not None
    card = window.patients.card
    for kind in (*LATER, VisitKind.FOLLOW_UP):
        button = card.kind_buttons[kind]
        top = button.mapTo(window, QPoint(0, 0))
        assert 0 < top.x() < top.x() + button.width() <= 1366, kind
        assert 0 < top.y() < top.y() + button.height() <= 768, kind
        assert button.visibleRegion().boundingRect().size() == button.size(), kind


def test_the_menu_starts_a_follow_up(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    shown_patient(qtbot, window, settle)
    assert window.patients is not None
    window.patients.start_kind(VisitKind.FOLLOW_UP)
    settle()
    assert window.visit is not None
    assert kind_of(window.visit) is VisitKind.FOLLOW_UP


def test_the_palette_starts_a_discharge(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    shown_patient(qtbot, window, settle)
    run_found(window, "start discharge")
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.visit.kind is VisitKind.DISCHARGE


def test_with_nobody_to_start_for_the_palette_says_so(window: MainWindow, settle: Settle) -> None:
    assert window.patients is not None
    settle()
    window.patients.card.show_nobody()
    run_found(window, "start discharge")
    assert window.visit is None
    assert window.patients.notices.notice is not None
    assert "No visit of this kind" in window.patients.notices.notice.text


def test_a_draft_becomes_a_discharge_and_back(visit: VisitView, window: MainWindow) -> None:
    assert kind_of(visit) is VisitKind.FOLLOW_UP
    run_found(window, "discharge")
    assert kind_of(visit) is VisitKind.DISCHARGE
    assert window.session is not None
    assert copy_text(window.session, visit.open).startswith("DISCHARGE SUMMARY")
    assert "discharge" in visit.banner._number[0].text()
    visit.open.desk.undo()
    assert kind_of(visit) is VisitKind.FOLLOW_UP
    assert "follow-up" in visit.banner._number[0].text()


def test_the_kind_stands_beside_the_day_and_changes_there(visit: VisitView, settle: Settle) -> None:
    visit.go_to("plan")
    settle()
    card = visit.findChild(SignatureCard)
    assert card is not None
    card.kind.setFocus()
    QTest.keyClick(card.kind, Qt.Key.Key_Down)
    assert visit.open.desk.visit.kind is VisitKind.PROGRESS
    assert card.kind.currentText() == "progress report / re-evaluation"


def test_enter_on_who_was_seen_today_opens_the_signed_visit(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    session = window.session
    assert session is not None
    first = session.store.visit("v1")
    held = session.store._visits  # type: ignore[attr-defined]
    held["v1"] = replace(first, date=session.today)
    shown_patient(qtbot, window, settle)
    assert window.patients is not None
    card = window.patients.card
    assert card.open_button is not None
    assert card.open_button.text().startswith("Open today's visit")
    window.patients.open_current()
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.visit.id == "v1"
    assert session.store.visit_count("e1") == 1, "no second visit of the day"
    window.show_patients()
    settle()
    again = next(b for b in card.findChildren(Button) if b.text() == "Start another visit")
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    settle()
    assert window.visit is not None
    assert window.visit.open.desk.visit.number == 2
