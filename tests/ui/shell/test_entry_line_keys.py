"""Keys of the entry line: lines filed before, and help with the test that is being typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

Settle = Callable[[], None]


def test_up_brings_filed_lines_back_and_down_an_empty_one(visit: VisitView) -> None:
    line = visit.quick.field
    for words in ("slr r 45", "reflex achilles l 1"):
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(line, key)
        seen.append(line.text())
    newest, oldest = "reflex achilles l 1", "slr r 45"
    assert seen == [newest, oldest, oldest, newest, ""]
    QTest.keyClick(line, Qt.Key.Key_Up)
    QTest.keyClicks(line, " ")
    assert "LEFT" in line.accessibleDescription()


def test_help_knows_the_test_that_is_typed(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    visit.go_to("exam")
    visit.quick.start()
    settle()
    QTest.keyClicks(visit.quick.field, "reflex achilles l 1, slr")
    QTest.keyClick(visit.quick.field, Qt.Key.Key_F1)
    settle()
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    assert page._help.card is not None
    assert page._help.card.isVisible()
    assert page._help.card.words.startswith("Straight leg raise")
    assert visit.quick.field.hasFocus()
