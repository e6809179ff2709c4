"""What signing needed is never told of a chart that no longer holds it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

Settle = Callable[[], None]


def type_grade(visit: VisitView, settle: Settle, side: Side, grade: str) -> None:
    """A grade of L5 by key."""
    assert visit.show_field(FindingKey("myotome", side, "L5"))
    settle()
    field = visit.focusWidget()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, grade)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    settle()


def told(visit: VisitView) -> str:
    """What the bar says."""
    notice = visit.notices.notice
    return f"{notice.text}: {notice.advice}" if notice is not None else ""


def test_an_emergency_that_was_corrected_is_named_no_more(
    visit: VisitView, window: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    for side in Side.BOTH.each:
        type_grade(visit, settle, side, "3")
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    before = told(visit)
    assert before.startswith("Not signed yet: ")
    type_grade(visit, settle, Side.LEFT, "5")
    (flag,) = [one for one in visit.open_flags() if one.id == "motor_deficit"]
    qtbot.waitUntil(lambda: told(visit) != before)
    assert f"Not signed yet: {flag.title}: " in told(visit)
    assert "both legs" not in told(visit)
    type_grade(visit, settle, Side.RIGHT, "5")
    assert told(visit) == "", "the flag is gone, and its notice with it"
