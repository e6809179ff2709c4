"""An impossible total by real keys: its start is never recorded; rows keep apart."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.retesting import RetestDesk
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.measures.change import Verdict, change
from pt_chart.clinical.within_visit import PAIN_NOW, ChangeKind
from pt_chart.ui.forms.editors import ValueEditor
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.forms.retest_sheet import RetestSheet
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.line_field import ValueState

ODI = FindingKey("odi_total")
Settle = Callable[[], None]


def odi(visit: VisitView) -> ValueEditor:
    assert visit.show_field(ODI)
    page = visit.page(visit.section)
    assert isinstance(page, FormPage)
    found = (card.editor(ODI) for columns in page.pages.values() for card in columns.cards)
    made = next(filter(None, found))
    assert isinstance(made, ValueEditor)
    return made


def needs(visit: VisitView, key: FindingKey) -> list[str]:
    return [n.words for n in visit.session.signing_needs() if n.finding == str(key)]


def test_an_impossible_total_records_nothing_and_holds_the_signature(
    visit: VisitView, settle: Settle
) -> None:
    desk, field = visit.open.desk, odi(visit)
    label = desk.undo_label
    QTest.keyClicks(field, "130")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    settle()
    assert desk.recorded(ODI) is None
    assert (field.text(), field.state) == ("130", ValueState.REFUSED)
    (need,) = needs(visit, ODI)
    assert "130 is above" in need
    assert desk.undo_label != label
    assert "'130' that did not fit" in desk.undo_label
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "30")
    settle()
    answer = desk.recorded(ODI)
    assert answer is not None
    assert answer.value == 30
    assert needs(visit, ODI) == []
    desk.undo()
    assert desk.recorded(ODI) is None


def test_an_impossible_total_leaves_the_value_before_as_it_was(
    visit: VisitView, settle: Settle
) -> None:
    desk, field = visit.open.desk, odi(visit)
    QTest.keyClicks(field, "24")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    before = desk.recorded(ODI)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "130")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()
    assert desk.recorded(ODI) is before
    assert field.text() == "130"
    assert len(needs(visit, ODI)) == 1
    assert "'130'" in desk.undo()
    settle()
    assert desk.recorded(ODI) is before
    assert (field.text(), needs(visit, ODI)) == ("24", [])
    desk.undo()
    settle()
    assert desk.recorded(ODI) is None
    assert needs(visit, ODI) == []
    assert field.text() == ""


def test_undo_takes_a_refused_text_from_the_field_that_has_the_keyboard(
    visit: VisitView, settle: Settle
) -> None:
    desk, field = visit.open.desk, odi(visit)
    settle()
    QTest.keyClicks(field, "130")
    assert (field.hasFocus(), field.text()) == (True, "130")
    desk.undo()
    settle()
    assert (field.text(), field.state) == ("", ValueState.NORMAL)
    QTest.keyClicks(field, "30")
    answer = desk.recorded(ODI)
    assert answer is not None
    assert answer.value == 30


def sheet_of(visit: VisitView, settle: Settle) -> RetestSheet:
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    page.show_retest()
    settle()
    assert page.retest is not None
    return page.retest


def test_the_retest_strip_goes_back_as_well(visit: VisitView, settle: Settle) -> None:
    sheet = sheet_of(visit, settle)
    desk = visit.open.desk
    again = sheet.editors[PAIN_NOW, ""]
    assert isinstance(again, ValueEditor)
    again.setFocus()
    QTest.keyClicks(again, "12")
    settle()
    assert RetestDesk(desk, "").recorded(PAIN_NOW) is None
    assert again.text() == "12"
    assert "12 is above 10" in sheet._changes[PAIN_NOW, ""].text()
    (need,) = [n for n in needs(visit, PAIN_NOW) if "re-test" in n]
    assert "12 is above 10" in need
    QTest.keyClick(again, Qt.Key.Key_Backspace)
    assert RetestDesk(desk, "").recorded(PAIN_NOW) == Answer(1)
    assert not [n for n in needs(visit, PAIN_NOW) if "re-test" in n]


@pytest.mark.parametrize(("now", "real"), [(2, True), (3, False)])
def test_strip_and_measures_agree_on_pain(
    visit: VisitView, settle: Settle, now: int, real: bool
) -> None:
    sheet = sheet_of(visit, settle)
    QTest.keyClicks(sheet.editors[PAIN_NOW, "first"], "4")
    QTest.keyClicks(sheet.editors[PAIN_NOW, ""], str(now))
    settle()
    told = sheet.change(PAIN_NOW, "")
    assert told is not None
    instruments = {one.id: one for one in visit.session.definitions.instruments}
    verdict = change(instruments["nprs_now"], 4, now).verdict
    assert (told.kind is ChangeKind.BEYOND_ERROR) is real
    assert (verdict is Verdict.WITHIN_ERROR) is not real


def test_rows_made_in_slices_do_not_lie_on_each_other(
    visit: VisitView, window: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    assert (window.width(), window.height()) == (1366, 768)
    visit.go_to("history")
    page = visit.page("history")
    assert isinstance(page, FormPage)
    columns = page.pages[page.current]
    qtbot.waitUntil(lambda: columns.finished)
    settle()
    for card in columns.cards:
        rows = [row for row in card.rows if row.isVisible()]
        for above, below in pairwise(rows):
            assert above.geometry().bottom() < below.y(), (above.field.id, below.field.id)
        for row in rows:
            low = max(editor.geometry().bottom() for editor in row.editors)
            assert low < row.height(), row.field.id
