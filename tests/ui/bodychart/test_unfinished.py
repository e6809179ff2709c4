"""What is under way: notes of pins, strokes while the view moves, tools taken by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pt_chart.clinical.bodychart.marks import BrushStroke, Pin, Point, View
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.tools import Tool
from pt_chart.ui.bodychart.view_bar import THEN
from pt_chart.ui.bodychart.viewport import place_of
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
VisitOf = Callable[[], Visit]


def at(page: BodyChartPage, point: Point) -> QPoint:
    """A place on the canvas."""
    return place_of(page.canvas.figure_rect(), point).toPoint()


def pin(page: BodyChartPage, point: Point, words: str) -> None:
    """Set a pin and type without Enter."""
    page.tools.tools.choose(Tool.PIN)
    QTest.mouseClick(page.canvas, LEFT, pos=at(page, point))
    QTest.keyClicks(page.middle._note, words)


def notes(visit: Visit) -> list[tuple[View, str]]:
    return [(m.view, m.note) for m in visit.chart.marks if isinstance(m.shape, Pin)]


def test_a_note_stays_with_the_view_of_its_pin(page: BodyChartPage, visit_of: VisitOf) -> None:
    pin(page, (0.5, 0.4), "worse at night")
    page.show_view(View.FRONT)
    assert notes(visit_of()) == [(View.BACK, "worse at night")]
    assert page.middle._note.isHidden()


def test_typed_words_are_kept_when_something_else_comes(
    page: BodyChartPage, visit_of: VisitOf
) -> None:
    pin(page, (0.5, 0.4), "first")
    pin(page, (0.5, 0.5), "second")
    page.middle.bar.choose_comparison(THEN, page.earlier[0])
    assert notes(visit_of()) == [(View.BACK, "first"), (View.BACK, "second")]


def test_leaving_the_visit_keeps_the_words(page: BodyChartPage, visit_of: VisitOf) -> None:
    pin(page, (0.5, 0.4), "before the lock")
    page.finish_entries()
    assert notes(visit_of()) == [(View.BACK, "before the lock")]


def test_a_pin_without_words_is_a_slip_until_enter(page: BodyChartPage, visit_of: VisitOf) -> None:
    pin(page, (0.5, 0.4), "")
    page.show_view(View.FRONT)
    assert not visit_of().chart.marks


def test_zooming_waits_until_the_stroke_is_finished(page: BodyChartPage, visit_of: VisitOf) -> None:
    canvas = page.canvas
    start, end = (0.45, 0.4), (0.5, 0.5)
    QTest.mousePress(canvas, LEFT, pos=at(page, start))
    canvas.zoom(2.0)
    QTest.mouseMove(canvas, at(page, end))
    QTest.mouseRelease(canvas, LEFT, pos=at(page, end))
    (mark,) = visit_of().chart.marks
    assert isinstance(mark.shape, BrushStroke)
    assert mark.shape.points[0] == pytest.approx(start, abs=0.01)
    assert mark.shape.points[-1] == pytest.approx(end, abs=0.01)
    canvas.zoom(2.0)
    assert canvas.viewport.zoom == 2.0


def chart_page(window: MainWindow, visit: VisitView) -> BodyChartPage:
    """The body chart in a whole window."""
    visit.go_to("body_chart")
    window.activateWindow()
    for _ in range(5):
        QApplication.processEvents()
    page = visit.page("body_chart")
    assert isinstance(page, BodyChartPage)
    return page


def test_undo_with_the_pen_down_drops_the_stroke_only(window: MainWindow, visit: VisitView) -> None:
    page = chart_page(window, visit)
    canvas, handle = page.canvas, window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_B, ALT)
    assert canvas.hasFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(handle, key)
    assert len(visit.open.desk.visit.chart.marks) == 1
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down):
        QTest.keyClick(handle, key)
    under_way = [canvas.drawing]
    QTest.keyClick(handle, Qt.Key.Key_Z, CTRL)
    under_way.append(canvas.drawing)
    assert under_way == [True, False]
    assert len(visit.open.desk.visit.chart.marks) == 1
    QTest.keyClick(handle, Qt.Key.Key_Z, CTRL)
    assert not visit.open.desk.visit.chart.marks


def test_a_tool_taken_by_key_can_draw_at_once(window: MainWindow, visit: VisitView) -> None:
    page = chart_page(window, visit)
    page.words.regions.setFocus()
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_L, ALT)
    assert page.canvas.tool is Tool.LASSO
    assert page.canvas.hasFocus()
    assert page.canvas.key_pen.at is not None
    QTest.keyClick(handle, Qt.Key.Key_Space)
    assert page.canvas.drawing


def test_a_lasso_along_a_line_is_a_slip(page: BodyChartPage, visit_of: VisitOf) -> None:
    page.tools.tools.choose(Tool.LASSO)
    places = [at(page, (0.4 + n / 50, 0.4 + n / 50)) for n in range(6)]
    QTest.mousePress(page.canvas, LEFT, pos=places[0])
    for place in (*places[1:], places[2]):
        QTest.mouseMove(page.canvas, place)
    QTest.mouseRelease(page.canvas, LEFT, pos=places[1])
    assert not visit_of().chart.marks
