"""Scores that cannot be: said at both fields, refused in quick entry, held at signing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.forms.field_row import FieldRow
from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.line_field import ValueState

TOTAL, PART = FindingKey("start_back_total"), FindingKey("start_back_subscale")
LEFS = FindingKey("lefs_total")
Settle = Callable[[], None]


def row(visit: VisitView, key: FindingKey) -> FieldRow:
    assert visit.show_field(key)
    page = visit.page(visit.section)
    assert isinstance(page, FormPage)
    rows = (row for columns in page.pages.values() for card in columns.cards for row in card.rows)
    return next(one for one in rows if one.field.id == key.id)


def typed(visit: VisitView, key: FindingKey, text: str) -> FieldRow:
    found = row(visit, key)
    found.editors[0].setFocus()
    QTest.keyClicks(found.editors[0], text)
    QTest.keyClick(found.editors[0], Qt.Key.Key_Tab)
    return found


def needs(visit: VisitView, key: FindingKey) -> list[str]:
    return [n.words for n in visit.session.signing_needs() if n.finding == str(key)]


def test_a_half_point_is_refused_at_the_field_and_at_the_signature(
    visit: VisitView, settle: Settle
) -> None:
    found = typed(visit, LEFS, "40.5")
    settle()
    assert "40.5 is not a whole number" in found._message
    assert "from 0 to 80" in found._message
    (need,) = needs(visit, LEFS)
    assert "not a whole number" in need
    assert visit.open.desk.recorded(LEFS) is None


def test_a_subscale_above_its_total_is_said_at_both_fields_and_at_the_signature(
    visit: VisitView, settle: Settle
) -> None:
    total, part = typed(visit, TOTAL, "3"), typed(visit, PART, "4")
    settle()
    for found in (total, part):
        assert "the subscale 4 is above the total 3" in found._message
        assert "above the total" in found.editors[0].accessibleDescription()
        assert found.height() >= found.heightForWidth(found.width())
    (need,) = needs(visit, TOTAL)
    assert need.startswith("STarT Back total: STarT Back: the subscale 4")
    total.editors[0].setFocus()
    QTest.keyClicks(total.editors[0], "5")
    settle()
    assert total._message == part._message == ""
    assert needs(visit, TOTAL) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("lefs 40.5", "40.5 is not a whole number"),
        ("start_back_total 3, start_back_subscale 4", "the subscale 4 is above the total 3"),
        ("start_back_total 9, start_back_subscale 1", "leaves 8 for the other items"),
    ],
)
def test_quick_entry_refuses_with_the_reason_and_files_nothing(
    visit: VisitView, line: str, said: str
) -> None:
    visit.quick.start()
    QTest.keyClicks(visit.quick.field, line)
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    assert said in visit.quick.remark.text()
    assert visit.quick.field.text() == line
    assert visit.quick.field.state is ValueState.REFUSED
    for key in (LEFS, TOTAL, PART):
        assert visit.open.desk.recorded(key) is None


def test_quick_entry_is_held_against_what_the_visit_has_already(visit: VisitView) -> None:
    visit.open.desk.set_answer(TOTAL, Answer(3))
    visit.quick.start()
    QTest.keyClicks(visit.quick.field, "start_back_subscale 4")
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    assert "above the total 3" in visit.quick.remark.text()
    assert visit.open.desk.recorded(PART) is None
    visit.quick.clear()
    QTest.keyClicks(visit.quick.field, "start_back_total 6, start_back_subscale 4")
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    assert visit.open.desk.recorded(PART) is not None


def test_quick_entry_asks_what_the_field_asks(visit: VisitView) -> None:
    visit.quick.start()
    QTest.keyClicks(visit.quick.field, "nprs worst 3, nprs best 9")
    assert "9 is above 3" in visit.quick.remark.text()
    assert [chip.doubted for chip in visit.quick.understood.chips] == [True, True]
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    assert visit.open.desk.recorded(FindingKey("nprs_best")) is not None
    assert "9 is above 3" in row(visit, FindingKey("nprs_best"))._message


def test_an_unlikely_rating_is_pointed_out_and_can_be_signed(
    visit: VisitView, settle: Settle
) -> None:
    now = typed(visit, FindingKey("nprs_now"), "8")
    typed(visit, FindingKey("nprs_worst"), "6")
    settle()
    assert "8 is above 6" in now._message
    assert needs(visit, FindingKey("nprs_now")) == []
