"""+ - n and digits mean something in every kind of field, or it says at once what does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms import shown
from pt_chart.ui.forms.choice_editors import ChipEditor, ComboEditor
from pt_chart.ui.forms.editors import AnyEditor, make_editor
from pt_chart.ui.forms.help_words import help_page
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.widgets.line_field import ValueState
from tests.ui import clinic

L, R = Side.LEFT, Side.RIGHT
Settle = Callable[[], None]
KEYS = "+-n0129"
LETTERS = (FieldKind.TEXT, FieldKind.DATE, FieldKind.DURATION)
"""Where n is a letter of the value."""


def made(visit: VisitView, theme: Theme, key: FindingKey) -> AnyEditor:
    """The control of a key, alone."""
    desk = visit.open.desk
    return make_editor(theme, desk, desk.vocabulary.fields[key.id], key)


def kinds(visit: VisitView) -> list[FieldDef]:
    """One field for each kind, with and without sides and many choices."""
    chosen: dict[object, FieldDef] = {}
    for field in visit.open.desk.vocabulary.fields.values():
        if not field.worked_out and field.kind is not FieldKind.TEXT:
            ids = tuple(sorted(choice.id for choice in field.choices))
            chosen.setdefault((field.kind, field.sided, ids, bool(field.levels)), field)
    return list(chosen.values())


def test_every_key_records_or_says_what_would(visit: VisitView, theme: Theme) -> None:
    desk = visit.open.desk
    silent: list[str] = []
    for field in kinds(visit):
        for letter in KEYS:
            if letter == "n" and field.kind in LETTERS:
                continue
            key = shown.keys_of(field)[0]
            desk.set_answer(key, None)
            control = made(visit, theme, key)
            said: list[str] = []
            control.refused.connect(said.append)
            QTest.keyClicks(control, letter)
            answer = desk.visit.answers.get(key)
            if letter == "n":
                assert answer is not None, field.id
                assert answer.value is None, field.id
            elif answer is None and not any(said):
                silent.append(f"{field.id} {letter}")
            desk.refusals.release(key)
            control.deleteLater()
    assert silent == []


@pytest.mark.parametrize(
    "key",
    [
        FindingKey("lateral_shift"),
        FindingKey("crossed_slr_hurting", L),
        FindingKey("plantar_response", L),
    ],
)
def test_none_found_is_an_answer_and_not_tested_is_none(
    visit: VisitView, theme: Theme, key: FindingKey
) -> None:
    desk = visit.open.desk
    control = made(visit, theme, key)
    QTest.keyClicks(control, "-")
    answer = desk.visit.answers[key]
    assert answer.value == "none"
    control.show_answer(answer)
    QTest.keyClicks(control, "n")
    assert desk.visit.answers[key].value is None


def test_each_option_records_itself(visit: VisitView, theme: Theme) -> None:
    desk = visit.open.desk
    for field in kinds(visit):
        if field.kind is not FieldKind.CHOICE or len(field.choices) > 9:
            continue
        key = shown.keys_of(field)[0]
        scored = {"normal", "reduced", "absent"} <= {choice.id for choice in field.choices}
        score = {"2": "normal", "1": "reduced", "0": "absent"}
        counted = {str(number): choice.id for number, choice in enumerate(field.choices, 1)}
        for digit, wanted in (score if scored else counted).items():
            desk.set_answer(key, None)
            control = made(visit, theme, key)
            QTest.keyClicks(control, digit)
            assert desk.visit.answers[key].value == wanted, field.id
            control.show_answer(desk.visit.answers[key])
            control.deleteLater()


@pytest.mark.parametrize(
    "key",
    [
        FindingKey("light_touch", R, "L5"),
        FindingKey("pulse_dorsalis_pedis", R),
        FindingKey("perianal_sensation"),
    ],
)
def test_sensation_and_pulses_take_the_score_and_no_other_digit(
    visit: VisitView, theme: Theme, key: FindingKey
) -> None:
    desk = visit.open.desk
    control = made(visit, theme, key)
    said: list[str] = []
    control.refused.connect(said.append)
    for wrong in "345+-":
        QTest.keyClicks(control, wrong)
    assert key not in desk.visit.answers
    assert len([words for words in said if "2 (normal)" in words and "0 (absent)" in words]) == 5
    known = clinic.definitions()
    help_of = help_page(
        known.vocabulary.fields[key.id], known.vocabulary, known.knowledge, clinic.figures()
    )
    assert "2 normal, 1 reduced, 0 absent" in dict(help_of.lines)["Keys"]


def test_letters_of_a_list_choose_at_once_and_never_add_up(visit: VisitView, theme: Theme) -> None:
    desk, key = visit.open.desk, FindingKey("light_touch", R, "L5")
    control = made(visit, theme, key)
    for letter, value in (("r", "reduced"), ("a", "absent"), ("i", "increased"), ("r", "reduced")):
        QTest.keyClicks(control, letter)
        assert desk.visit.answers[key].value == value
    said: list[str] = []
    control.refused.connect(said.append)
    QTest.keyClicks(control, "x")
    assert desk.visit.answers[key].value == "reduced"
    assert "'x' is no result here" in said[-1]


def test_chips_show_that_nothing_was_found_or_asked(visit: VisitView, theme: Theme) -> None:
    key = FindingKey("slr_where", R)
    control = made(visit, theme, key)
    assert isinstance(control, ChipEditor)
    desk = visit.open.desk
    for letter, value, said in (("-", (), "none of these"), ("n", None, "not tested")):
        QTest.keyClicks(control, letter)
        assert desk.visit.answers[key].value == value
        control.show_answer(desk.visit.answers[key])
        assert said in control.accessibleName()
    QTest.keyClick(control, Qt.Key.Key_Delete)
    assert key not in desk.visit.answers
    QTest.keyClicks(control, "1")
    assert desk.visit.answers[key].value == (desk.vocabulary.fields[key.id].choices[0].id,)


def test_arrows_move_and_change_no_finding(visit: VisitView, settle: Settle) -> None:
    left, right = FindingKey("reflex_patellar", L), FindingKey("reflex_patellar", R)
    assert visit.show_field(left)
    QTest.keyClicks(visit.focusWidget(), "3")
    QTest.keyClick(visit.focusWidget(), Qt.Key.Key_Right)
    settle()
    answers = visit.open.desk.visit.answers
    assert answers[left].value == "3"
    assert right not in answers
    assert "RIGHT" in visit.focusWidget().accessibleName()
    QTest.keyClick(visit.focusWidget(), Qt.Key.Key_Left)
    assert "LEFT" in visit.focusWidget().accessibleName()


@pytest.mark.parametrize(
    ("answer", "look"),
    [
        (Answer("reduced"), ValueState.ABNORMAL),
        (Answer("normal"), ValueState.NORMAL),
        (Answer(None), ValueState.NOT_TESTED),
    ],
)
def test_a_list_looks_like_its_value(
    visit: VisitView, theme: Theme, answer: Answer, look: ValueState
) -> None:
    control = made(visit, theme, FindingKey("light_touch", R, "L5"))
    assert isinstance(control, ComboEditor)
    control.show_answer(answer)
    assert control.state is look


def test_a_letter_that_is_no_result_is_told_beside_the_segments(
    visit: VisitView, theme: Theme
) -> None:
    desk = visit.open.desk
    for key in (FindingKey("faber", R), FindingKey("reflex_achilles", R)):
        control = made(visit, theme, key)
        said: list[str] = []
        control.refused.connect(said.append)
        QTest.keyClicks(control, "x")
        assert "'x' is no result here" in said[-1]
        assert key not in desk.visit.answers


def test_an_empty_list_looks_empty_and_not_like_a_minus(visit: VisitView, theme: Theme) -> None:
    control = made(visit, theme, FindingKey("light_touch", R, "L5"))
    assert isinstance(control, ComboEditor)
    assert control.currentText() == ""
    QTest.keyClicks(control, "-")
    assert control.currentText() == ""
    QTest.keyClicks(control, "1")
    assert control.currentText() == "reduced"
    QTest.keyClick(control, Qt.Key.Key_Delete)
    assert control.currentText() == ""
