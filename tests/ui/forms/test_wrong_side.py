"""A finding on the wrong side cannot be missed: in the field, the line, the list, the signature."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.forms.side_head import HEAD, SideHead
from pt_chart.ui.forms.side_question import SideQuestion
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.scroll import Scroll
from tests.ui import clinic
from tests.ui.layout_faults import faults

L, R = Side.LEFT, Side.RIGHT
REFLEX = FindingKey("reflex_achilles", L)
"""Last time the ankle reflex was 0 on the RIGHT."""


def row_of(visit: VisitView, key: FindingKey) -> FieldRow:
    """The row of a field, on the screen and with the keyboard."""
    assert visit.show_field(key)
    row = visit.focusWidget()
    assert row is not None
    parent = row.parentWidget()
    assert isinstance(parent, FieldRow)
    return parent


def asked(visit: VisitView, settle: Callable[[], None]) -> SideQuestion:
    """The question after an absent reflex is typed on the LEFT."""
    row = row_of(visit, REFLEX)
    QTest.keyClicks(visit.focusWidget(), "0")
    settle()
    question = row.question(REFLEX)
    assert question is not None
    assert question.isVisible()
    return question


def test_the_field_asks_in_words_with_both_sides_spelled(
    visit: VisitView, settle: Callable[[], None]
) -> None:
    question = asked(visit, settle)
    assert "RIGHT" in question.words.text()
    assert "LEFT" in question.words.text()
    assert question.height() >= 60
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    assert question.geometry().isValid()
    row = question.parentWidget()
    assert row is not None
    assert row.rect().contains(question.geometry())


def test_yes_is_one_key_and_is_remembered(visit: VisitView, settle: Callable[[], None]) -> None:
    question = asked(visit, settle)
    question.keep.setFocus()
    QTest.keyClick(question.keep, Qt.Key.Key_Y)
    settle()
    answer = visit.open.desk.visit.answers[REFLEX]
    assert answer.note.startswith("side confirmed: LEFT")
    assert row_of(visit, REFLEX).question(REFLEX) is None


def test_no_moves_it_to_the_side_of_last_time(visit: VisitView, settle: Callable[[], None]) -> None:
    question = asked(visit, settle)
    question.move_over.setFocus()
    QTest.keyClick(question.move_over, Qt.Key.Key_M)
    settle()
    answers = visit.open.desk.visit.answers
    assert REFLEX not in answers
    assert answers[REFLEX.mirrored()].value == "0"


def test_the_entry_line_warns_before_anything_is_filed(visit: VisitView) -> None:
    QTest.keyClicks(visit.quick.field, "reflex achilles l 0")
    assert visit.quick.remark.text().startswith("On ")
    assert "Really LEFT" in visit.quick.remark.text()
    assert [chip.doubted for chip in visit.quick.understood.chips] == [True]
    visit.quick.clear()
    QTest.keyClicks(visit.quick.field, "reflex achilles r 0")
    assert [chip.doubted for chip in visit.quick.understood.chips] == [False]


def test_it_cannot_be_signed_unanswered(
    visit: VisitView, window: MainWindow, settle: Callable[[], None]
) -> None:
    clinic.answer_core(visit.open.desk)
    clinic.write_record(visit.open.desk)
    visit.open.desk.set_answer(REFLEX, Answer("0"))
    assert window.commands is not None
    window.commands.actions["sign"].trigger()
    settle()
    assert not visit.open.desk.visit.signed
    assert visit.notices.text.text() == "Not signed yet"
    visit.notices.go.click()
    settle()
    focused = visit.focusWidget()
    assert focused is not None
    assert "LEFT" in focused.accessibleName()


def test_columns_say_which_side_hurts(visit: VisitView) -> None:
    visit.go_to("exam")
    heads = visit.findChildren(SideHead)
    assert heads
    assert all(head._side is R for head in heads)
    assert "RIGHT" in visit.banner._episode[0].text()


def test_the_list_of_needs_names_the_test(visit: VisitView) -> None:
    visit.open.desk.set_answer(FindingKey("slr", L), Answer(value=True))
    visit.session.carry_forward()
    needs = [need.words for need in visit.session.signing_needs()]
    assert not [words for words in needs if words.startswith("Test as a whole")]


def test_a_rare_value_is_asked_about_in_line_and_field(visit: VisitView) -> None:
    visit.quick.field.setText("bp 76/128")
    visit.quick.field.textEdited.emit(visit.quick.field.text())
    assert "is not below" in visit.quick.remark.text()
    visit.quick.file()
    row = row_of(visit, FindingKey("bp_diastolic"))
    assert "is not below" in row._message
    assert "is not below" in row.editors[0].accessibleDescription()
    visit.open.desk.set_answer(FindingKey("bp_diastolic"), Answer(66))
    assert row._message == ""


@pytest.mark.parametrize(("letter", "stays"), [("y", True), ("M", False)])
def test_the_question_is_answered_from_the_field(
    visit: VisitView, settle: Callable[[], None], letter: str, stays: bool
) -> None:
    question = asked(visit, settle)
    field = visit.focusWidget()
    assert field is not None
    assert not question.isAncestorOf(field)
    QTest.keyClicks(field, letter)
    settle()
    answers = visit.open.desk.visit.answers
    assert (REFLEX in answers) is stays
    assert (REFLEX.mirrored() in answers) is not stays


@pytest.mark.parametrize("width", [1366, 1100, 900, 700])
def test_the_question_is_whole_at_every_width(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], width: int
) -> None:
    window.resize(width, 768)
    visit.dock.open()
    visit.dock.toggle_hidden()
    question = asked(visit, settle)
    settle()
    assert faults(question) == []
    row = question.parentWidget()
    assert row is not None
    assert row.rect().contains(question.geometry())
    assert question.height() >= question.heightForWidth(question.width())


SIZES = [(1366, 768), (1366, 560), (683, 400), (683, 384)]


def in_sight(visit: VisitView, key: FindingKey) -> bool:
    """Whether the question under the field with the keyboard is seen whole."""
    row = visit.focusWidget().parentWidget()
    assert isinstance(row, FieldRow)
    question = row.question(key)
    assert question is not None
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    area = next(one for one in page.findChildren(Scroll) if one.isVisible())
    clear = question.mapTo(area.viewport(), QPoint(0, 0)).y() >= HEAD
    return clear and question.visibleRegion().boundingRect() == question.rect()


@pytest.mark.parametrize("size", SIZES)
def test_a_jump_brings_the_question_and_its_answers_into_sight(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], size: tuple[int, int]
) -> None:
    window.resize(*size)
    settle()
    wrong = FindingKey("myotome", L, "S1")
    desk = visit.open.desk
    desk.set_answer(wrong, Answer("4"))
    if size[0] > 1000:
        desk.set_answer(FindingKey("altered_perianal_sensation"), Answer(value=True))
        settle()
        assert visit.emergency.isVisible()
    visit.go_to("history")
    settle()
    assert visit.show_field(wrong)
    settle()
    assert in_sight(visit, wrong)


@pytest.mark.parametrize("size", SIZES)
def test_a_question_raised_at_the_lower_edge_comes_into_sight(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], size: tuple[int, int]
) -> None:
    window.resize(*size)
    settle()
    wrong = FindingKey("myotome", L, "S1")
    assert visit.show_field(wrong)
    settle()
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    area = next(one for one in page.findChildren(Scroll) if one.isVisible())
    cell = visit.focusWidget()
    sheet = area.widget()
    assert sheet is not None
    low = cell.mapTo(sheet, cell.rect().bottomLeft()).y() + 4
    area.verticalScrollBar().setValue(low - area.viewport().height())
    QTest.keyClicks(cell, "4")
    settle()
    assert in_sight(visit, wrong)
