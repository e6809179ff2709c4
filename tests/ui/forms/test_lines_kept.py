"""The entry line, the re-test strip, and where the keyboard stands in both."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.charting.retesting import take_signs
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.within_visit import PAIN_NOW
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.retest_sheet import FIRST, RetestSheet
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from tests.ui import clinic

Settle = Callable[[], None]
ANGLE = FindingKey("slr_angle", Side.RIGHT)


def reopened(window: MainWindow, settle: Settle) -> VisitView:
    """The visit closed, stored, and opened again."""
    assert window.visit is not None
    visit_id = window.visit.open.desk.visit.id
    window.show_patients()
    settle()
    window.open_visit(visit_id)
    settle()
    assert window.visit is not None
    return window.visit


def strip(visit: VisitView, window: MainWindow) -> RetestSheet:
    """The re-test strip, opened by its command."""
    assert window.commands is not None
    window.commands.actions["retest"].trigger()
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    assert page.retest is not None
    return page.retest


def test_a_half_typed_line_outlasts_the_visit(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    QTest.keyClicks(visit.quick.field, "slr r 45 + fam")
    again = reopened(window, settle)
    assert again.quick.field.text() == "slr r 45 + fam"
    assert "RIGHT" in again.quick.field.accessibleDescription()
    assert again.open.desk.recorded(FindingKey("slr", Side.RIGHT)) is None
    (need,) = [n for n in again.session.signing_needs() if "slr r 45" in n.words]
    again.follow(need.section)
    assert again.quick.field.hasFocus()
    QTest.keyClick(again.quick.field, Qt.Key.Key_Return)
    assert reopened(window, settle).quick.field.text() == ""


def test_a_treatment_not_added_yet_outlasts_the_visit(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    form = strip(visit, window).treatment
    QTest.keyClicks(form.name, "Lumbar flexion mobilization")
    QTest.keyClicks(form.dose, "3 x 60 s")
    again = strip(reopened(window, settle), window).treatment
    assert (again.name.text(), again.dose.text()) == ("Lumbar flexion mobilization", "3 x 60 s")


def test_the_strip_begins_with_a_retest_and_never_on_a_first_value(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    desk = visit.open.desk
    desk.set_answer(PAIN_NOW, Answer(5))
    desk.set_answer(ANGLE, Answer(40))
    take_signs(desk, (ANGLE,))
    sheet = strip(visit, window)
    settle()
    at = next(at for at, editor in sheet.editors.items() if editor.hasFocus())
    assert at[1] != FIRST
    QTest.keyClicks(visit.focusWidget(), "3")
    assert desk.visit.answers[PAIN_NOW].value == 5


def test_tab_goes_from_the_last_value_to_the_treatment(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    desk = visit.open.desk
    desk.set_answer(ANGLE, Answer(40))
    take_signs(desk, (ANGLE,))
    sheet = strip(visit, window)
    settle()
    list(sheet.editors.values())[-1].setFocus()
    QTest.keyClick(visit.focusWidget(), Qt.Key.Key_Tab)
    assert sheet.treatment.name.hasFocus()


def test_closing_the_phrases_gives_the_keyboard_back(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    assert visit.show_field(ANGLE)
    before = visit.focusWidget()
    assert window.commands is not None
    for open_it in (window.commands.show_phrases, window.commands.find):
        open_it()
        settle()
        assert window.focusWidget() is not before
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        settle()
        assert window.focusWidget() is before


def test_the_raised_leg_that_hurts_is_asked_about(visit: VisitView, window: MainWindow) -> None:
    """The episode's side is RIGHT: the crossed straight leg raise is done with the LEFT leg."""
    QTest.keyClicks(visit.quick.field, "xslr r +")
    assert "Was it the LEFT leg?" in visit.quick.remark.text()
    visit.quick.clear()
    QTest.keyClicks(visit.quick.field, "xslr l +")
    assert visit.quick.remark.text() == ""
    visit.start_test("crossed_slr")
    assert "LEFT" in visit.focusWidget().accessibleName()


def test_tab_completes_usual_words_first_and_offers_the_next(visit: VisitView) -> None:
    line = visit.quick.field
    visit.quick.start()
    QTest.keyClicks(line, "slump l -, refl")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    first = line.text()
    assert first.startswith("slump l -, reflex knee")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text().startswith("slump l -, reflex ")
    assert line.text() != first
    line.setText("slr r zzz")
    line.textEdited.emit(line.text())
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.hasFocus()
    assert line.text() == "slr r zzz"


def test_the_palette_finds_the_cells_of_a_grid(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    commands = window.commands
    assert commands is not None
    for typed, words in (
        ("strength l2 left", "L2 LEFT"),
        ("pinprick l5 right", "L5 RIGHT"),
        ("light touch", "RIGHT"),
    ):
        commands.find()
        QTest.keyClicks(commands.palette.field, typed)
        settle()
        QTest.keyClick(commands.palette.field, Qt.Key.Key_Return)
        settle()
        focused = visit.focusWidget()
        assert focused is not None
        assert words in focused.accessibleName(), typed


def test_a_signed_visit_can_be_unfolded_and_not_changed(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    clinic.answer_core(visit.open.desk)
    clinic.write_record(visit.open.desk)
    visit.session.sign()
    settle()
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    columns = page.pages[page.current]
    columns.finish_all()
    card = next(card for card in columns.cards if not card.more.isHidden())
    before = sum(not row.isHidden() for row in card.rows)
    QTest.mouseClick(card.more, Qt.MouseButton.LeftButton)
    settle()
    assert sum(not row.isHidden() for row in card.rows) > before
    assert not [row.field.id for row in card.rows if row.isEnabled()]
    assert not [one for one in (card.rest,) if one.isEnabled()]


def test_nothing_to_record_says_so_and_leaves_the_keyboard(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    assert visit.show_field(ANGLE)
    before = visit.focusWidget()
    assert not visit.open_flags()
    visit.record_flag()
    settle()
    assert "No flag waits" in visit.notices.text.text()
    assert visit.focusWidget() is before
