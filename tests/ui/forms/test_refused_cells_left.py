"""A cell with words that did not fit is touched: no button fills it, and each names it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from pt_chart.charting.carrying import may_carry
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.form_card import FormCard
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.button import Button

R, L = Side.RIGHT, Side.LEFT
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
Settle = Callable[[], None]
L3, L4, S2 = (FindingKey("myotome", R, level) for level in ("L3", "L4", "S2"))


def focus(visit: VisitView) -> QWidget:
    """What has the keyboard."""
    focused = visit.focusWidget()
    assert focused is not None
    return focused


def refuse(visit: VisitView, key: FindingKey, text: str) -> QLineEdit:
    """Type words that are no value, and go on with Tab."""
    assert visit.show_field(key)
    field = focus(visit)
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert visit.open.desk.refused(key) is not None
    return field


def card_of(visit: VisitView, field: QWidget) -> FormCard:
    """The card of a field."""
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    cards = page.pages[page.current].cards
    return next(card for card in cards if card.isAncestorOf(field))


def notice(visit: VisitView) -> str:
    """What the bar says."""
    told = visit.notices.notice
    return f"{told.text} {told.advice}" if told is not None else ""


def press(field: QWidget, key: Qt.Key) -> None:
    """A shortcut of the window, from the field that has the keyboard."""
    QTest.keyClick(field, key, CTRL_SHIFT)


def test_rest_normal_leaves_what_did_not_fit_and_names_it(visit: VisitView, settle: Settle) -> None:
    three, four = refuse(visit, L3, "6"), refuse(visit, L4, "abc")
    settle()
    card, answers = card_of(visit, three), visit.open.desk.visit.answers
    free = sum(
        FindingKey("myotome", side, level) not in answers
        for side in (L, R)
        for level in visit.open.desk.vocabulary.fields["myotome"].levels
    )
    # L5 and S1 RIGHT were findings last time: they are not among the rest.
    assert card.rest.text() == f"Rest normal ({free - 4})"
    press(focus(visit), Qt.Key.Key_R)
    settle()
    answers = visit.open.desk.visit.answers
    assert L3 not in answers
    assert L4 not in answers
    assert answers[S2].value == "5"
    assert (three.text(), four.text()) == ("6", "abc")
    assert f"{free - 4} filed as normal" in notice(visit)
    assert "L3 RIGHT '6'" in notice(visit)
    assert "L4 RIGHT 'abc'" in notice(visit)
    needs = [need.words for need in visit.session.signing_needs()]
    assert any("L3" in words and "'6'" in words for words in needs)
    press(focus(visit), Qt.Key.Key_R)
    settle()
    assert L3 not in visit.open.desk.visit.answers
    assert "L3 RIGHT '6'" in notice(visit)


@pytest.mark.parametrize("words", ["Rest normal", "All 5, RIGHT"])
def test_a_clicked_button_leaves_and_names_it_too(
    visit: VisitView, settle: Settle, words: str
) -> None:
    four = refuse(visit, L4, "abc")
    settle()
    tools = card_of(visit, four).findChildren(Button)
    tool = next(one for one in tools if one.text().startswith(words))
    QTest.mouseClick(tool, Qt.MouseButton.LeftButton)
    settle()
    answers = visit.open.desk.visit.answers
    assert L4 not in answers
    assert answers[S2].value == "5"
    assert four.text() == "abc"
    assert "L4 RIGHT 'abc'" in notice(visit)


def test_a_finding_of_last_time_is_left_and_named_and_stays_beside_the_field(
    visit: VisitView, settle: Settle
) -> None:
    assert visit.show_field(FindingKey("myotome", L, "L2"))
    press(focus(visit), Qt.Key.Key_R)
    settle()
    answers = visit.open.desk.visit.answers
    assert FindingKey("myotome", R, "L5") not in answers, "it was 4"
    assert "Strength L5 RIGHT was 4" in notice(visit)
    card = card_of(visit, focus(visit))
    row = next(row for row in card.rows if row.editors[0].key.level == "L5")
    left = next(n for n, one in enumerate(row.editors) if one.key.side is L)
    assert row._told_before(left) == "5 · rest normal"


def carriable(visit: VisitView) -> FindingKey:
    """A grade of strength that stands in the last visit and not in this one."""
    desk = visit.open.desk
    return next(
        key
        for key, answer in desk.previous[0].answers.items()
        if key.id == "myotome" and answer.tested and may_carry(desk.vocabulary, key.id)
    )


def test_as_last_time_leaves_it_and_names_it(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    desk, key = visit.open.desk, carriable(visit)
    field = refuse(visit, key, "xyz")
    settle()
    for command in ("carry_card", "carry_tab", "carry"):
        visit.show_field(FindingKey("myotome", L, "S1"))
        assert window.commands is not None
        window.commands.actions[command].trigger()
        settle()
        assert key not in desk.visit.answers, command
        assert field.text() == "xyz"
        assert "'xyz'" in notice(visit), command
        desk.undo()
    assert any("'xyz'" in need.words for need in visit.session.signing_needs())
