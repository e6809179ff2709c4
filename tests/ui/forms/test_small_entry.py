"""Small things of entry: a pair in one field, where text goes on, counts of many tabs, views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from pt_chart.charting.events import Part
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.tabs import SectionTabs, Tab

Settle = Callable[[], None]
UPPER, LOWER = FindingKey("bp_systolic"), FindingKey("bp_diastolic")


def test_a_blood_pressure_is_typed_in_one_go(visit: VisitView, settle: Settle) -> None:
    visit.show_field(UPPER)
    settle()
    field = visit.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "128/76")
    settle()
    answers = visit.open.desk.visit.answers
    assert (answers[UPPER].value, answers[LOWER].value) == (128, 76)
    visit.show_field(LOWER)
    assert field.text() == "128"
    row = field.parentWidget()
    assert isinstance(row, FieldRow)
    assert row._message == ""


def test_a_lower_value_that_is_none_records_nothing_of_it(visit: VisitView, settle: Settle) -> None:
    visit.show_field(UPPER)
    settle()
    field = visit.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "128/7x")
    settle()
    assert LOWER not in visit.open.desk.visit.answers
    row = field.parentWidget()
    assert isinstance(row, FieldRow)
    assert "7x" in row._message
    assert row._message.endswith(". Nothing is recorded.")


def test_text_is_gone_on_with_at_its_end(visit: VisitView, settle: Settle) -> None:
    desk = visit.open.desk
    plan = replace(desk.visit.plan, assessment="Root pattern RIGHT.")
    desk.edit("Assessment", replace(desk.visit, plan=plan), parts=(Part.PLAN,))
    visit.go_to("plan")
    visit.start_page()
    settle()
    prose = visit.focusWidget()
    assert isinstance(prose, QPlainTextEdit)
    QTest.keyClicks(prose, " Better.")
    assert desk.visit.plan.assessment == "Root pattern RIGHT. Better."


def test_many_tabs_shorten_their_counts_before_they_lose_them(theme: Theme) -> None:
    tabs = SectionTabs(theme, "Exam")
    titles = ("Nerve", "Joint", "Muscle", "Vessel", "Movement")
    tabs.set_tabs([Tab(t, t, "12 of 28", False) for t in titles], "Joint")
    seen: list[tuple[str, ...]] = []
    for width in range(900, 200, -5):
        tabs.resize(width, 40)
        tabs._rects()
        if tuple(tabs._counts) not in seen:
            seen.append(tuple(tabs._counts))
    here = ("", "12/28", "", "", "")
    assert seen == [("12 of 28",) * 5, ("12/28",) * 5, here, ("",) * 5]


def test_one_key_turns_the_exam_and_the_palette_knows_the_words(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    settle()
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    assert page.view.value == "tissue"
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    assert page.view.value == "position"
    assert window.commands is not None
    palette = window.commands.palette
    for words, command in (
        ("by tissue", "exam_order"),
        ("re-test", "retest"),
        ("retest", "retest"),
        ("rest normal", "rest_normal"),
        ("confirm", "confirm_card"),
        ("carry", "carry_card"),
    ):
        window.commands.find()
        palette.field.setText(words)
        found = [target.id for target in palette._shown]
        assert command in found, words
        palette.hide()


def test_turning_the_exam_forgets_the_field_a_jump_went_to(
    visit: VisitView, window: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    visit.show_field(FindingKey("abi", Side.LEFT))
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    qtbot.waitUntil(lambda: page.pages[page.current].finished)
    visit.show_field(FindingKey("pulse_dorsalis_pedis", Side.LEFT))
    settle()
    press(window, Qt.Key.Key_F6)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for _ in page.groups:
        press(window, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda: page.pages[page.current].finished)
    assert page.view.value == "tissue"


def press(window: MainWindow, key: Qt.Key) -> None:
    """A shortcut with Ctrl."""
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def test_turning_the_exam_keeps_the_keyboard_on_its_field(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    visit.show_field(FindingKey("myotome", Side.RIGHT, "S2"))
    settle()
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    for view in ("tissue", "position"):
        press(window, Qt.Key.Key_F6)
        settle()
        assert page.view.value == view
        focused = visit.focusWidget()
        assert focused is not None
        assert focused.accessibleName() == "Strength S2 RIGHT"


def test_escape_in_the_entry_line_goes_back_to_the_field(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    visit.show_field(FindingKey("pulse_dorsalis_pedis", Side.RIGHT))
    settle()
    before = visit.focusWidget()
    press(window, Qt.Key.Key_E)
    assert visit.focusWidget() is visit.quick.field
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Escape)
    assert visit.focusWidget() is before
    press(window, Qt.Key.Key_E)
    QTest.keyClicks(visit.quick.field, "slump r 40")
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    settle()
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Escape)
    focused = visit.focusWidget()
    assert focused is not None
    assert "RIGHT" in focused.accessibleName()
    assert focused is not before
    page = visit.page("exam")
    assert page is not None
    visit.go_to("history")
    press(window, Qt.Key.Key_E)
    visit.stack.setCurrentWidget(page)
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Escape)
    now = visit.focusWidget()
    assert now is not None
    assert page.isAncestorOf(now)
