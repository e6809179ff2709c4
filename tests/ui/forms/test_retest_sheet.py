"""The re-test sheet under the keyboard: where the cursor goes, what it never overwrites."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.within_visit import NO_ERROR, PAIN_NOW
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.retest_sheet import FIRST, RetestSheet
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

R = Side.RIGHT
SLR = FindingKey("slr_angle", R)
STRENGTH = FindingKey("myotome", R, "L5")
Settle = Callable[[], None]
SHIFTED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def signs(visit: VisitView, settle: Settle) -> VisitView:
    """Pain 5, leg raise 48 and strength 4+, the last two asterisk signs."""
    settle()
    desk = visit.open.desk
    found: dict[FindingKey, Answer | None] = {
        PAIN_NOW: Answer(5),
        SLR: Answer(48),
        STRENGTH: Answer("4+"),
    }
    desk.set_answers("found", found)
    for key in (SLR, STRENGTH):
        visit.show_field(key)
        QTest.keyClicks(visit.focusWidget(), "*")
    assert desk.visit.within.signs == (SLR, STRENGTH)
    return visit


def opened(visit: VisitView, window: MainWindow, settle: Settle) -> RetestSheet:
    """Ctrl+Shift+T."""
    QTest.keyClick(window, Qt.Key.Key_T, SHIFTED)
    settle()
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    assert page.retest is not None
    return page.retest


def place(sheet: RetestSheet) -> tuple[FindingKey, str]:
    """Which value has the keyboard."""
    return next(at for at, editor in sheet.editors.items() if editor.hasFocus())


def test_the_cursor_stands_in_the_first_open_retest_and_keeps_the_first_value(
    signs: VisitView, window: MainWindow, settle: Settle
) -> None:
    sheet = opened(signs, window, settle)
    assert place(sheet) == (PAIN_NOW, "")
    QTest.keyClicks(signs.focusWidget(), "3")
    desk = signs.open.desk
    assert desk.visit.answers[PAIN_NOW].value == 5
    assert [(one.key, one.value) for one in desk.visit.within.retests] == [(PAIN_NOW, 3)]
    assert place(opened(signs, window, settle)) == (SLR, "")


def test_pain_that_nobody_asked_is_asked_first(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    assert place(opened(visit, window, settle)) == (PAIN_NOW, FIRST)


def test_after_a_treatment_its_own_column_is_next(
    signs: VisitView, window: MainWindow, settle: Settle
) -> None:
    sheet = opened(signs, window, settle)
    for words in ("3", "55", "5"):
        QTest.keyClicks(signs.focusWidget(), words)
        QTest.keyClick(signs.focusWidget(), Qt.Key.Key_Return)
    assert sheet.treatment.name.hasFocus()
    QTest.keyClicks(sheet.treatment.name, "Press-up")
    QTest.keyClick(sheet.treatment.response, Qt.Key.Key_Return)
    settle()
    sheet = opened(signs, window, settle)
    assert place(sheet) == (PAIN_NOW, "Press-up")


def test_tab_goes_value_by_value_to_the_treatment(
    signs: VisitView, window: MainWindow, settle: Settle
) -> None:
    sheet = opened(signs, window, settle)
    chain = []
    for _ in range(7):
        focused = signs.focusWidget()
        assert focused is not None
        chain.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    form, cells = sheet.treatment, [sheet.editors[key, ""] for key in (PAIN_NOW, SLR, STRENGTH)]
    assert chain == [*cells, form.name, form.dose, form.minutes, form.side]
    assert form.response.hasFocus()


def test_arrows_move_between_signs_and_change_nothing(
    signs: VisitView, window: MainWindow, settle: Settle
) -> None:
    sheet = opened(signs, window, settle)
    before = signs.open.desk.visit
    for key, there in (
        (Qt.Key.Key_Down, (SLR, "")),
        (Qt.Key.Key_Down, (STRENGTH, "")),
        (Qt.Key.Key_Up, (SLR, "")),
        (Qt.Key.Key_Up, (PAIN_NOW, "")),
        (Qt.Key.Key_Left, (PAIN_NOW, FIRST)),
    ):
        QTest.keyClick(signs.focusWidget(), key)
        assert place(sheet) == there
    assert signs.open.desk.visit == before


def test_a_sign_is_taken_off_by_its_star_and_undo_brings_it_back(
    signs: VisitView, window: MainWindow, settle: Settle
) -> None:
    sheet = opened(signs, window, settle)
    sheet.editors[STRENGTH, ""].setFocus()
    QTest.keyClicks(signs.focusWidget(), "*")
    settle()
    desk = signs.open.desk
    assert list(desk.visit.within.signs) == [SLR]
    assert "Asterisk sign off" in signs.notices.text.text()
    focused = signs.focusWidget()
    assert focused is not None
    assert sheet.isAncestorOf(focused)
    desk.undo()
    assert list(desk.visit.within.signs) == [SLR, STRENGTH]


def test_a_grade_says_that_no_error_is_known_and_is_not_colored(
    signs: VisitView, window: MainWindow, settle: Settle
) -> None:
    sheet = opened(signs, window, settle)
    sheet.editors[STRENGTH, ""].setFocus()
    QTest.keyClicks(signs.focusWidget(), "5")
    label = sheet._changes[STRENGTH, ""]
    assert label.text() == f"4+ to 5; {NO_ERROR}"
    assert label.property("tone") == "secondary"
