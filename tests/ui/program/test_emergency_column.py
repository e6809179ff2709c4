"""An emergency on the program page: steps recorded with their time, answers, card and letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.program.emergency_column import EmergencyColumn
from pt_chart.ui.program.page import ProgramPage
from pt_chart.ui.program.preview import PdfPreview
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField

Settle = Callable[[], None]


@pytest.fixture
def column(visit: VisitView, settle: Settle) -> EmergencyColumn:
    """The column of a visit with bladder and saddle signs, onset and a no beside."""
    visit.open.desk.set_answer(FindingKey("urinary_retention"), Answer(True, note="Sunday evening"))
    visit.open.desk.set_answer(FindingKey("altered_perianal_sensation"), Answer(True))
    visit.open.desk.set_answer(FindingKey("bowel_incontinence"), Answer(False))
    visit.go_to("program")
    settle()
    page = visit.page("program")
    assert isinstance(page, ProgramPage)
    (found,) = page.findChildren(EmergencyColumn)
    return found


def said(widget: QWidget) -> list[str]:
    """What is to be read."""
    return [label.text() for label in widget.findChildren(Label) if label.isVisible()]


def step(column: EmergencyColumn, words: str) -> Button:
    """The button that records a step."""
    named = [b for b in column.findChildren(Button) if b.accessibleName() == f"Record: {words}"]
    (found,) = [button for button in named if button.isVisible()]
    return found


def test_every_question_says_yes_asked_no_or_not_asked(column: EmergencyColumn) -> None:
    words = said(column)
    assert words.count("YES") == 2
    assert "asked: no" in words
    assert "not asked" in words
    assert any("Sunday evening" in one for one in words)


def test_steps_are_recorded_with_their_time_and_settle_the_flag(
    column: EmergencyColumn, visit: VisitView, settle: Settle
) -> None:
    assert "0 of 6 done" in said(column)
    QTest.mouseClick(step(column, "treatment stopped"), Qt.MouseButton.LeftButton)
    settle()
    QTest.mouseClick(step(column, "emergency department phoned"), Qt.MouseButton.LeftButton)
    settle()
    records = {one.flag: one.action for one in visit.open.desk.visit.acknowledgments}
    told = records["cauda_equina"]
    assert told.startswith("treatment stopped ")
    assert "; emergency department phoned " in told
    assert "2 of 6 done" in said(column)
    assert not any(one.id == "cauda_equina" for one in visit.open_flags())
    visit.open.desk.undo()
    settle()
    assert "1 of 6 done" in said(column)


def test_who_took_the_call_is_kept_with_the_time(
    column: EmergencyColumn, visit: VisitView, settle: Settle
) -> None:
    (field,) = [one for one in column.findChildren(LineField) if one.isVisible()]
    QTest.keyClicks(field, "Dr. Amsel; desk 4")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()
    (told,) = {one.action for one in visit.open.desk.visit.acknowledgments}
    assert told.startswith("emergency department phoned ")
    assert told.endswith(", spoke with Dr. Amsel, desk 4")
    assert "1 of 6 done" in said(column)


def test_one_referral_is_recorded_once_for_every_same_day_flag(
    column: EmergencyColumn, visit: VisitView, settle: Settle
) -> None:
    visit.open.desk.set_answer(FindingKey("acute_red_eye"), Answer(True))
    settle()
    loud = {one.id for one in visit.open_flags() if one.tier.value == "emergency_today"}
    assert {"cauda_equina", "axial_spondyloarthritis"} <= loud
    for words in ("treatment stopped", "emergency department phoned"):
        QTest.mouseClick(step(column, words), Qt.MouseButton.LeftButton)
        settle()
    records = {one.flag: one.action for one in visit.open.desk.visit.acknowledgments}
    assert loud <= set(records)
    assert len(set(records.values())) == 1
    assert not loud & {one.id for one in visit.open_flags()}


def test_card_and_letter_stand_beside_each_other_where_there_is_room(
    column: EmergencyColumn, visit: VisitView, qtbot: QtBot
) -> None:
    page = visit.page("program")
    assert page is not None
    visit.window().resize(1920, 1080)
    qtbot.waitUntil(lambda: sum(one.isVisible() for one in page.findChildren(PdfPreview)) == 2)
    names = [one.accessibleName() for one in page.findChildren(PdfPreview) if one.isVisible()]
    assert names == ["Preview, page 1 of 2", "Preview, page 2 of 2"]


def test_without_an_emergency_there_is_no_such_column(visit: VisitView, settle: Settle) -> None:
    visit.go_to("program")
    settle()
    page = visit.page("program")
    assert page is not None
    (column,) = page.findChildren(EmergencyColumn)
    assert not column.isVisible()
