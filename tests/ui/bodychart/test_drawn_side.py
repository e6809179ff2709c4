"""A drawing on the wrong side is asked about while it is drawn, by mouse and by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.clinic_session import OpenVisit
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart.marks import Point, RegionFill
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.words_card import SIDE_OPEN
from pt_chart.ui.forms.side_question import SideQuestion
from tests.ui.bodychart.conftest import filled

R, L = Side.RIGHT, Side.LEFT
VisitOf = Callable[[], Visit]


@pytest.fixture
def keyed(page: BodyChartPage, qtbot: QtBot) -> BodyChartPage:
    """The page with LEFT calf marked by key: last time everything was on the RIGHT."""
    page.activateWindow()
    qtbot.waitActive(page)
    page.start()
    page.words.regions.seek("left calf")
    assert page.side.question is None
    QTest.keyClick(page.words.regions, Qt.Key.Key_Space)
    return page


def question_of(page: BodyChartPage) -> SideQuestion:
    """The question, seen whole."""
    asked = page.side.question
    assert asked is not None
    QApplication.processEvents()
    assert asked.isVisible()
    assert page.rect().contains(asked.geometry().translated(asked.mapTo(page, asked.pos())))
    assert asked.height() >= asked.heightForWidth(asked.width())
    return asked


def test_the_question_stands_beside_the_canvas_with_both_sides_spelled(
    keyed: BodyChartPage,
) -> None:
    words = question_of(keyed).words.text()
    assert "RIGHT" in words
    assert "Really LEFT today?" in words


def test_y_in_the_list_keeps_the_side(keyed: BodyChartPage, visit_of: VisitOf) -> None:
    question_of(keyed)
    QTest.keyClick(keyed.words.regions, Qt.Key.Key_Y)
    assert keyed.side.question is None
    assert keyed.side.isHidden()
    assert visit_of().chart.confirmed_side is L
    assert keyed.words.regions.hasFocus()


def test_m_in_the_list_moves_the_drawing(keyed: BodyChartPage, visit_of: VisitOf) -> None:
    QTest.keyClick(keyed.words.regions, Qt.Key.Key_M)
    assert [mark.shape for mark in visit_of().chart.marks] == [RegionFill("calf", R)]
    assert keyed.side.question is None


def test_m_mirrors_where_nothing_is_asked(
    page: BodyChartPage, open_visit: OpenVisit, visit_of: VisitOf
) -> None:
    desk = open_visit.desk
    desk.edit("Draw", replace(desk.visit, chart=filled("calf")), parts=(Part.CHART,))
    page.start()
    QTest.keyClick(page.words.regions, Qt.Key.Key_M)
    assert [mark.shape for mark in visit_of().chart.marks] == [RegionFill("calf", L)]
    assert page.side.question is not None


def test_a_stroke_is_asked_about_and_the_canvas_answers(
    page: BodyChartPage,
    drag: Callable[[BodyCanvas, list[Point]], None],
    middle: Callable[[BodyCanvas, str, Side], Point],
    visit_of: VisitOf,
) -> None:
    page.resize(1258, 620)
    QApplication.processEvents()
    x, y = middle(page.canvas, "calf.proximal_medial", L)
    before = page.canvas.geometry()
    drag(page.canvas, [(x, y), (x, y + 0.01), (x, y + 0.02)])
    question_of(page)
    assert page.canvas.geometry() == before, "the picture does not move under the pen"
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_Y)
    assert visit_of().chart.confirmed_side is L


def test_no_direction_is_told_while_the_side_is_in_question(keyed: BodyChartPage) -> None:
    compare = keyed.words.compare
    assert compare._direction.text() == SIDE_OPEN
    assert compare._sentence.isHidden()
    QTest.keyClick(keyed.words.regions, Qt.Key.Key_Y)
    assert compare._direction.text() != SIDE_OPEN
    assert not compare._sentence.isHidden()


def test_the_way_from_the_signing_list_leads_to_the_answer(
    keyed: BodyChartPage, visit_of: VisitOf
) -> None:
    keyed.tools.setFocus()
    keyed.start()
    asked = question_of(keyed)
    focused: QWidget | None = QApplication.focusWidget()
    assert focused is asked.keep
    QTest.keyClick(asked.keep, Qt.Key.Key_Return)
    assert visit_of().chart.confirmed_side is L
    assert keyed.words.regions.hasFocus()


@pytest.mark.parametrize("width", [560, 780, 1149, 1500])
def test_the_question_is_whole_at_every_width(keyed: BodyChartPage, width: int) -> None:
    keyed.resize(width, 320)
    for _ in range(3):
        QApplication.processEvents()
    asked = keyed.side.question
    assert asked is not None
    for part in (asked, asked.keep, asked.move_over, asked.words):
        assert part.visibleRegion().boundingRect() == part.rect(), width
