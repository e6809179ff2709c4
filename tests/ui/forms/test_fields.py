"""Exam fields by real keys: values, refusals, not tested, carried, undo, arrows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.editors import AnyEditor, SegmentEditor, ValueEditor
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.form_card import FormCard
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.line_field import LineField, ValueState

L, R = Side.LEFT, Side.RIGHT
Settle = Callable[[], None]


def page(visit: VisitView, section: str) -> FormPage:
    visit.go_to(section)
    shown = visit.page(section)
    assert isinstance(shown, FormPage)
    return shown


def editor(visit: VisitView, key: FindingKey) -> AnyEditor:
    assert visit.show_field(key)
    shown = visit.page(visit.section)
    assert isinstance(shown, FormPage)
    for columns in shown.pages.values():
        for card in columns.cards:
            found = card.editor(key)
            if found is not None:
                return found
    raise AssertionError(f"no control for {key}")


def answer(visit: VisitView, key: FindingKey) -> Answer | None:
    return visit.open.desk.visit.answers.get(key)


def look(field: ValueEditor) -> ValueState:
    return field.state


def value_editor(visit: VisitView, key: FindingKey) -> ValueEditor:
    made = editor(visit, key)
    assert isinstance(made, ValueEditor)
    return made


def test_digits_are_values_and_the_state_follows_the_norm(visit: VisitView) -> None:
    key = FindingKey("slr_angle", R)
    field = value_editor(visit, key)
    QTest.keyClicks(field, "38")
    assert (found := answer(visit, key)) is not None
    assert found.value == 38
    assert look(field) is ValueState.ABNORMAL
    field.selectAll()
    QTest.keyClicks(field, "80")
    assert look(field) is ValueState.NORMAL


def test_zero_is_a_finding(visit: VisitView) -> None:
    key = FindingKey("slr_angle", R)
    QTest.keyClicks(value_editor(visit, key), "0")
    found = answer(visit, key)
    assert found is not None
    assert found.value == 0


def test_a_refused_value_is_told_and_not_recorded(visit: VisitView) -> None:
    key = FindingKey("slr_angle", R)
    field = value_editor(visit, key)
    said: list[str] = []
    field.refused.connect(said.append)
    QTest.keyClicks(field, "4x")
    assert look(field) is ValueState.REFUSED
    assert "'4x' is not a number" in said[-1]
    assert answer(visit, key) is None
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert look(field) is not ValueState.REFUSED
    assert said[-1] == ""
    found = answer(visit, key)
    assert found is not None
    assert found.value == 4


def test_n_says_not_tested_and_delete_takes_it_back(visit: VisitView) -> None:
    key = FindingKey("slr_angle", L)
    field = value_editor(visit, key)
    QTest.keyClicks(field, "n")
    assert answer(visit, key) == Answer(None, at=visit.open.desk.visit.answers[key].at)
    assert look(field) is ValueState.NOT_TESTED
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert answer(visit, key) is None


def test_plus_minus_n_on_a_test(visit: VisitView) -> None:
    key = FindingKey("crossed_slr", L)
    test = editor(visit, key)
    assert isinstance(test, SegmentEditor)
    for text, value in (("+", True), ("-", False), ("n", None)):
        QTest.keyClicks(test, text)
        found = answer(visit, key)
        assert found is not None
        assert found.value is value


def test_each_side_is_its_own_answer(visit: VisitView) -> None:
    QTest.keyClicks(editor(visit, FindingKey("crossed_slr", L)), "-")
    assert answer(visit, FindingKey("crossed_slr", R)) is None


def test_every_control_says_field_level_and_side(visit: VisitView) -> None:
    name = editor(visit, FindingKey("myotome", R, "L5")).accessibleName()
    assert "L5" in name
    assert name.endswith("RIGHT")


def test_grades_with_plus_and_minus(visit: VisitView) -> None:
    key = FindingKey("myotome", R, "L5")
    field = value_editor(visit, key)
    QTest.keyClicks(field, "4+")
    found = answer(visit, key)
    assert found is not None
    assert found.value == "4+"
    assert look(field) is ValueState.ABNORMAL


def test_arrows_walk_the_grid_like_a_spreadsheet(visit: VisitView, settle: Settle) -> None:
    first = value_editor(visit, FindingKey("myotome", L, "L4"))
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    below = value_editor(visit, FindingKey("myotome", L, "L5"))
    assert below.hasFocus()
    below.setFocus()
    QTest.keyClick(below, Qt.Key.Key_Right)
    assert value_editor(visit, FindingKey("myotome", R, "L5")).key.side is R


def test_undo_and_redo_name_the_edit(visit: VisitView) -> None:
    key = FindingKey("slr_angle", R)
    QTest.keyClicks(value_editor(visit, key), "45")
    desk = visit.open.desk
    assert "RIGHT" in desk.undo_label
    desk.undo()
    assert answer(visit, key) is None
    desk.redo()
    found = answer(visit, key)
    assert found is not None
    assert found.value == 45


def test_an_undone_value_leaves_the_field(visit: VisitView) -> None:
    key = FindingKey("slr_angle", R)
    field = value_editor(visit, key)
    QTest.keyClicks(field, "45")
    field.clearFocus()
    visit.open.desk.undo()
    assert field.text() == ""


def test_the_value_before_stands_beside_the_field(visit: VisitView) -> None:
    shown = page(visit, "exam")
    editor(visit, FindingKey("slr_angle", R))
    rows = [row for p in shown.pages.values() for c in p.cards for row in c.rows]
    row = next(row for row in rows if row.field.id == "slr_angle")
    assert row.before == ("78", "48")


def test_carried_values_are_unconfirmed_until_touched(visit: VisitView, settle: Settle) -> None:
    session = visit.session
    count = session.carry_forward()
    assert count > 4
    settle()
    key = FindingKey("myotome", R, "L5")
    field = value_editor(visit, key)
    assert look(field) is ValueState.CARRIED
    field.selectAll()
    QTest.keyClicks(field, "4")
    found = answer(visit, key)
    assert found is not None
    assert found.origin is Origin.ENTERED
    assert look(field) is ValueState.ABNORMAL


def test_steps_of_the_straight_leg_raise_work_out_a_result(
    visit: VisitView, settle: Settle
) -> None:
    shown = page(visit, "exam")
    QTest.keyClicks(value_editor(visit, FindingKey("slr_first_angle", R)), "38")
    QTest.keyClicks(editor(visit, FindingKey("slr_familiar", R)), "+")
    QTest.keyClicks(editor(visit, FindingKey("slr_neck", R)), "m")
    settle()
    results = [r for p in shown.pages.values() for c in p.cards for r in c.results]
    row = next(r for r in results if r.field.id == "slr_result")
    assert "RIGHT neural" in row.accessibleName()
    assert "LEFT not enough recorded" in row.accessibleName()


def test_counts_on_the_tabs_follow(visit: VisitView, settle: Settle) -> None:
    shown = page(visit, "exam")
    before = {tab.id: tab.count for tab in shown.tabs.tabs}
    QTest.keyClicks(value_editor(visit, FindingKey("slr_angle", R)), "45")
    settle()
    one = {tab.id: tab.count for tab in shown.tabs.tabs}
    assert one["supine"].split()[0] == before["supine"].split()[0], "one leg alone is not done"
    QTest.keyClicks(value_editor(visit, FindingKey("slr_angle", L)), "60")
    settle()
    after = {tab.id: tab.count for tab in shown.tabs.tabs}
    assert int(after["supine"].split()[0]) == int(before["supine"].split()[0]) + 1
    assert after["standing"] == before["standing"]


def test_by_tissue_shows_the_same_fields(visit: VisitView) -> None:
    shown = page(visit, "exam")
    assert isinstance(shown, ExamPage)
    by_position = {f.id for group in shown.groups for f in group.fields}
    shown.view.pick("tissue")
    by_tissue = {f.id for group in shown.groups for f in group.fields}
    assert by_tissue == by_position
    key = FindingKey("slr_angle", R)
    QTest.keyClicks(value_editor(visit, key), "45")
    found = answer(visit, key)
    assert found is not None


@pytest.mark.parametrize("section", ["history", "exam", "measures"])
def test_every_tab_of_every_section_opens(visit: VisitView, section: str) -> None:
    shown = page(visit, section)
    for tab in shown.tabs.tabs:
        shown.tabs.choose(tab.id)
        assert shown.current == tab.id
    assert len(shown.pages) == len(shown.tabs.tabs)


def test_a_red_flag_question_knows_no_from_not_asked(visit: VisitView) -> None:
    key = FindingKey("urinary_retention")
    question = editor(visit, key)
    assert answer(visit, key) is None
    QTest.keyClicks(question, "-")
    found = answer(visit, key)
    assert found is not None
    assert found.value is False
    QTest.keyClicks(question, "n")
    found = answer(visit, key)
    assert found is not None
    assert found.value is None


def test_a_core_question_left_out_takes_a_reason(visit: VisitView) -> None:
    key = FindingKey("urinary_retention")
    QTest.keyClicks(editor(visit, key), "n")
    shown = page(visit, "history")
    lines = [line for line in shown.findChildren(LineField) if "left out" in line.accessibleName()]
    assert len(lines) == 1
    QTest.keyClicks(lines[0], "asked by phone today")
    found = answer(visit, key)
    assert found is not None
    assert (found.value, found.note) == (None, "asked by phone today")
    QTest.keyClicks(editor(visit, key), "-")
    assert lines[0].isHidden()


def card(visit: VisitView, ident: str) -> FormCard:
    shown = page(visit, visit.section)
    for columns in shown.pages.values():
        for one in columns.cards:
            if one.definition.id == ident:
                return one
    raise AssertionError(f"no card {ident}")


def shown_fields(form_card: FormCard) -> list[str]:
    return list(dict.fromkeys(row.field.id for row in form_card.rows if not row.isHidden()))


def test_cards_show_the_usual_fields_and_fold_the_rest(visit: VisitView) -> None:
    page(visit, "exam")
    folded = 0
    for columns in page(visit, "exam").pages.values():
        columns.finish_all()
        for one in columns.cards:
            typed = [field for field in one.definition.fields if not field.worked_out]
            usual = [f.id for f in typed if f.routine or f.core or f.required]
            assert shown_fields(one) == usual
            assert one.more.isHidden() == (len(usual) == len(typed))
            folded += len(typed) - len(usual)
    assert folded > 20


def test_more_is_opened_and_closed_by_keyboard_and_remembered(visit: VisitView) -> None:
    shown = page(visit, "exam")
    columns = next(iter(shown.pages.values()))
    one = next(c for c in columns.cards if not c.more.isHidden())
    few = shown_fields(one)
    assert one.more.text().endswith("more")
    QTest.keyClick(one.more, Qt.Key.Key_Return)
    everything = [f.id for f in one.definition.fields if not f.worked_out]
    assert shown_fields(one) == everything
    assert one.more.text() == "Show fewer"
    assert isinstance(shown, ExamPage)
    shown.view.pick("tissue")
    shown.view.pick("position")
    again = card(visit, one.definition.id)
    assert shown_fields(again) == everything
    QTest.keyClick(again.more, Qt.Key.Key_Space)
    assert shown_fields(again) == few


def test_what_is_answered_elsewhere_or_jumped_to_is_shown(visit: VisitView, settle: Settle) -> None:
    page(visit, "exam")
    vocabulary = visit.open.desk.vocabulary
    rare = [
        field
        for form in visit.session.definitions.forms
        for one in form.cards
        for field in one.fields
        if form.section == "exam"
        and not (field.routine or field.worked_out or field.show_when)
        and not (field.core or field.required)
        and field.kind is FieldKind.YES_NO
    ]
    first, second = rare[0], rare[1]
    assert vocabulary.field(first.id) is first
    side = R if first.sided else None
    visit.open.desk.set_answer(FindingKey(first.id, side), Answer(True))
    settle()
    assert visit.show_field(FindingKey(first.id, side))
    assert visit.show_field(FindingKey(second.id, R if second.sided else None))


def test_tab_goes_through_the_fields_in_the_order_of_the_form(visit: VisitView) -> None:
    first = editor(visit, FindingKey("slr_first_angle", L))
    first.setFocus()
    first.focusNextChild()
    assert editor(visit, FindingKey("slr_first_angle", R)).hasFocus()
    editor(visit, FindingKey("slr_first_angle", R)).focusNextChild()
    assert editor(visit, FindingKey("slr_angle", L)).hasFocus()
