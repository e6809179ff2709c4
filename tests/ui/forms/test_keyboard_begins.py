"""The keyboard is never nowhere: signed visits, folded tabs, and commands without a card."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

SHIFTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Settle = Callable[[], None]


def test_a_signed_visit_opens_with_the_keyboard_on_its_tabs(
    window: MainWindow, settle: Settle
) -> None:
    window.open_visit("v1")
    settle()
    assert window.visit is not None
    page = window.visit.page("history")
    assert isinstance(page, FormPage)
    assert page.tabs.hasFocus()
    before = page.current
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.current != before


def test_a_tab_whose_cards_are_all_folded_begins_at_the_first_more(
    visit: VisitView, settle: Settle
) -> None:
    page = visit.page("history")
    assert isinstance(page, FormPage)
    page.tabs.choose("history_further")
    settle()
    visit.start_page()
    settle()
    focused = visit.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    assert focused.accessibleName().endswith("more")
    visit.go_to("exam")
    exam = visit.page("exam")
    assert isinstance(exam, ExamPage)
    exam.turn_view()
    for group in exam.groups:
        exam.tabs.choose(group.id)
        visit.start_page()
        settle()
        focused = visit.focusWidget()
        assert focused is not None, group.id
        assert exam.isAncestorOf(focused)


@pytest.mark.parametrize("key", [Qt.Key.Key_R, Qt.Key.Key_F, Qt.Key.Key_Y])
def test_a_command_for_a_card_says_that_it_wants_one(
    visit: VisitView, window: MainWindow, settle: Settle, key: Qt.Key
) -> None:
    visit.go_to("exam")
    visit.quick.start()
    settle()
    QTest.keyClick(window, key, SHIFTED)
    notice = visit.notices.notice
    assert notice is not None
    assert "cursor into a card" in notice.text


def test_a_card_counts_a_row_when_both_sides_are_there(visit: VisitView, settle: Settle) -> None:
    desk = visit.open.desk
    assert visit.show_field(FindingKey("myotome", Side.LEFT, "L2"))
    settle()
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    card = next(c for c in page.pages["sitting"].cards if c.definition.title == "Strength by level")
    for level in ("L2", "L3", "L4"):
        desk.set_answer(FindingKey("myotome", Side.LEFT, level), Answer("5"))
    settle()
    assert card.note.text().startswith("0 of 6, 3 one side only")
    assert tab_words(page, "sitting").startswith("0 of ")
    desk.set_answer(FindingKey("myotome", Side.RIGHT, "L2"), Answer("5"))
    settle()
    assert card.note.text().startswith("1 of 6, 2 one side only")
    for level in ("L3", "L4"):
        desk.set_answer(FindingKey("myotome", Side.RIGHT, level), Answer("5"))
    settle()
    assert tab_words(page, "sitting").startswith("1 of ")


def tab_words(page: FormPage, group: str) -> str:
    """What a tab counts."""
    return next(tab.count for tab in page.tabs.tabs if tab.id == group)
