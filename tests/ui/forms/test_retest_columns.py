"""Several treatments on the re-test sheet: all in sight, and the cursor goes down their columns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from pt_chart.charting.retesting import toggle_sign
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.within_visit import PAIN_NOW
from pt_chart.ui.forms.choice_editors import ChipEditor
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.retest_sheet import FIRST, RetestSheet
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.scroll import Scroll
from tests.ui.layout_faults import faults

R = Side.RIGHT
SLR = FindingKey("slr_first_angle", R)
SLUMP = FindingKey("slump_first_angle", R)
FLEXION = FindingKey("repeated_flexion", None)
Settle = Callable[[], None]
GIVEN = ("Press-up", "Nerve slider, sitting", "Walking with a stick", "Side glide at the wall")


@pytest.fixture
def sheet(visit: VisitView, settle: Settle) -> RetestSheet:
    """Pain 6, leg raise 35, slump 30 and repeated bending, the last three asterisk signs."""
    desk = visit.open.desk
    found: dict[FindingKey, Answer | None] = {
        PAIN_NOW: Answer(6),
        SLR: Answer(35),
        SLUMP: Answer(30),
        FLEXION: Answer("peripheralizes"),
    }
    desk.set_answers("found", found)
    for key in (SLR, SLUMP, FLEXION):
        toggle_sign(desk, key)
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    page.show_retest()
    settle()
    assert page.retest is not None
    page.start()
    return page.retest


def give(sheet: RetestSheet, name: str, settle: Settle) -> None:
    """Type a treatment and Enter."""
    sheet.treatment.name.setFocus()
    QTest.keyClicks(sheet.treatment.name, name)
    sheet.treatment.response.setFocus()
    QTest.keyClick(sheet.treatment.response, Qt.Key.Key_Return)
    settle()


def place(sheet: RetestSheet) -> tuple[FindingKey, str]:
    """Which value has the keyboard."""
    return next(at for at, editor in sheet.editors.items() if editor.hasFocus())


def test_a_treatment_is_followed_by_its_own_column(
    sheet: RetestSheet, visit: VisitView, settle: Settle
) -> None:
    for name in GIVEN[:2]:
        give(sheet, name, settle)
        assert place(sheet) == (PAIN_NOW, name)
        for expected, typed in ((SLR, "3"), (SLUMP, "50"), (FLEXION, "15")):
            QTest.keyClicks(visit.focusWidget(), typed)
            QTest.keyClick(visit.focusWidget(), Qt.Key.Key_Tab)
            assert place(sheet) == (expected, name)
        QTest.keyClick(visit.focusWidget(), Qt.Key.Key_Tab)
        settle()
    assert sheet.treatment.name.hasFocus()
    first = [one.value for one in visit.open.desk.visit.within.retests if one.after == GIVEN[0]]
    assert first == [3, 50, 15]


@pytest.mark.parametrize("size", [(1366, 768), (1092, 614), (683, 384)])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_nothing_runs_out_of_the_page(
    sheet: RetestSheet,
    visit: VisitView,
    window: MainWindow,
    settle: Settle,
    size: tuple[int, int],
    count: int,
) -> None:
    window.resize(*size)
    if size[0] > 1300:
        visit.dock.open()
    settle()
    for name in GIVEN[:count]:
        give(sheet, name, settle)
        QTest.keyClicks(visit.focusWidget(), "3")
    settle()
    area = next(one for one in visit.findChildren(Scroll) if one.widget() is sheet)
    assert sheet.width() <= area.viewport().width()
    assert faults(sheet) == []
    seen = sheet.visibleRegion().boundingRect()
    cell = sheet.editors[PAIN_NOW, GIVEN[count - 1]]
    assert cell.hasFocus()
    assert seen.contains(QRect(cell.mapTo(sheet, QPoint()), cell.size()))


def test_every_sign_is_named_beside_the_treatments_that_follow_below(
    sheet: RetestSheet, window: MainWindow, settle: Settle
) -> None:
    window.resize(683, 384)
    settle()
    for name in GIVEN:
        give(sheet, name, settle)
    rows = {sheet.editors[SLR, name].y() for name in GIVEN}
    assert len(rows) > 1
    assert {key for key, after in sheet.editors if after == FIRST} == {PAIN_NOW}


def test_every_option_of_a_list_can_be_seen_and_its_choice_is_marked(
    sheet: RetestSheet, settle: Settle
) -> None:
    give(sheet, GIVEN[0], settle)
    chips = sheet.editors[FLEXION, GIVEN[0]]
    assert isinstance(chips, ChipEditor)
    chips.setFocus()
    QTest.keyClicks(chips, "6")
    settle()
    assert chips.value == ("peripheralizes",)
    assert chips.height() >= chips.heightForWidth(chips.width())
