"""What the entry line filed is told while it is true and while one is in the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
Settle = Callable[[], None]


@pytest.fixture
def filed(visit: VisitView, settle: Settle) -> VisitView:
    """Two findings filed by the line."""
    visit.quick.start()
    QTest.keyClicks(visit.quick.field, "slump l -, mmt ehl r 4")
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    settle()
    assert visit.quick.understood.isVisible()
    assert visit.quick.understood.lead.text() == "Filed"
    return visit


def test_it_goes_when_it_is_undone(filed: VisitView, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert FindingKey("slump", Side.LEFT) not in filed.open.desk.visit.answers
    assert not filed.quick.understood.isVisible()


def test_it_goes_when_one_works_elsewhere(filed: VisitView, settle: Settle) -> None:
    assert filed.quick.field.hasFocus()
    assert filed.show_field(FindingKey("faber", Side.LEFT))
    settle()
    assert not filed.quick.understood.isVisible()


def test_a_menu_over_it_leaves_it(filed: VisitView, window: MainWindow) -> None:
    commands = window.commands
    assert commands is not None
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    QTest.keyClick(commands.palette.field, Qt.Key.Key_Escape)
    assert filed.quick.field.hasFocus()
