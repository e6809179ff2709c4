"""Small things of entry: a pair in one field, where text goes on, counts of many tabs, views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from pt_chart.charting.events import Part
from pt_chart.clinical.findings import FindingKey
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
