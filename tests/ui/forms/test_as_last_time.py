"""As last time and confirmed, card by card, under the keyboard; undo in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.events import Level, Notice, Part
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.forms.form_card import FormCard
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

R = Side.RIGHT
STRENGTH = FindingKey("myotome", R, "L5")
OTHER = FindingKey("myotome", R, "S1")
Settle = Callable[[], None]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFTED = CTRL | Qt.KeyboardModifier.ShiftModifier


def press(visit: VisitView, key: Qt.Key, held: Qt.KeyboardModifier, settle: Settle) -> None:
    """A chord where the keyboard is."""
    QTest.keyClick(visit.focusWidget(), key, held)
    settle()


def card_of(visit: VisitView, key: FindingKey) -> FormCard:
    """The card of a field, with the cursor in it."""
    assert visit.show_field(key)
    one: QWidget | None = visit.focusWidget()
    while one is not None and not isinstance(one, FormCard):
        one = one.parentWidget()
    assert isinstance(one, FormCard)
    return one


def test_one_key_fills_the_card_and_one_confirms_it(visit: VisitView, settle: Settle) -> None:
    card = card_of(visit, STRENGTH)
    settle()
    desk = visit.open.desk
    assert card.tools.carry.isVisible()
    assert not card.tools.sure.isVisible()
    press(visit, Qt.Key.Key_F, SHIFTED, settle)
    assert desk.visit.answers[STRENGTH].unconfirmed
    assert FindingKey("slr_angle", R) not in desk.visit.answers
    assert card.tools.sure.isVisible()
    assert not card.tools.carry.isVisible()
    assert "Ctrl+Shift+Y" in visit.notices.advice.text()
    press(visit, Qt.Key.Key_Y, SHIFTED, settle)
    assert desk.visit.answers[STRENGTH].origin is Origin.CONFIRMED
    assert not card.tools.sure.isVisible()
    row = next(r for r in card.rows if r.editors and r.editors[-1].key == STRENGTH)
    assert row._told_before(len(row.editors) - 1).endswith(" · confirmed")


def test_the_notice_of_a_carry_goes_with_its_undo(visit: VisitView, settle: Settle) -> None:
    card_of(visit, STRENGTH)
    settle()
    press(visit, Qt.Key.Key_F, SHIFTED, settle)
    assert "carried forward" in visit.notices.text.text()
    press(visit, Qt.Key.Key_Z, CTRL, settle)
    assert visit.notices.text.text().startswith("Undone: ")
    QTest.keyClicks(visit.focusWidget(), "4")
    settle()
    assert not visit.notices.isVisible()


def test_a_passing_word_goes_by_itself_what_is_wrong_stays(visit: VisitView, qtbot: QtBot) -> None:
    bar = visit.notices
    bar._read.setInterval(1)
    bar.show_notice(Notice(Level.INFO, "told", passing=True))
    qtbot.waitUntil(lambda: bar.notice is None)
    bar.show_notice(Notice(Level.INFO, "told", passing=True))
    bar.show_notice(Notice(Level.WARNING, "wrong", passing=True))
    assert not bar._read.isActive()


def test_undo_says_what_and_takes_a_text_that_did_not_fit_first(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    desk = visit.open.desk
    card_of(visit, STRENGTH)
    settle()
    QTest.keyClicks(visit.focusWidget(), "5")
    visit.show_field(OTHER)
    QTest.keyClicks(visit.focusWidget(), "p5")
    field = visit.focusWidget()
    assert field is not None
    row = field.parentWidget()
    assert isinstance(row, FieldRow)
    visit.show_field(STRENGTH)
    settle()
    assert row._refusals
    assert window.commands is not None
    window.commands.actions["undo"].trigger()
    settle()
    assert "'p5' that did not fit" in visit.notices.text.text()
    assert row._refusals == {}
    assert field.property("text") == ""
    window.commands.actions["undo"].trigger()
    assert visit.notices.text.text() == "Undone: Strength L5 RIGHT"
    assert STRENGTH not in desk.visit.answers


def test_an_undone_flag_record_is_not_lost_among_other_steps(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    desk = visit.open.desk
    desk.set_answer(STRENGTH, Answer("5"))
    done = FlagAcknowledgment("some_flag", "GP informed", "", "u", desk.now())
    desk.edit(
        "Record: Leg weakness", replace(desk.visit, acknowledgments=(done,)), parts=(Part.FLAGS,)
    )
    assert window.commands is not None
    for _ in range(2):
        window.commands.actions["undo"].trigger()
        settle()
    assert desk.visit.acknowledgments == ()
    assert STRENGTH not in desk.visit.answers
    assert visit.notices.text.text() == "Undone: Record: Leg weakness"
    assert visit.notices.notice is not None
    assert visit.notices.notice.level is Level.WARNING
