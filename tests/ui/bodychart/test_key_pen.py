"""Drawing with the keyboard's pen: free-hand strokes, lassos, arrows, pins and erasing by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.clinical.bodychart.marks import (
    BrushStroke,
    Outline,
    RegionFill,
    SpreadArrow,
    View,
)
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.key_pen import STRIDE
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.tools import Tool

VisitOf = Callable[[], Visit]
K = Qt.Key


def press(canvas: BodyCanvas, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(canvas, key)


def pick(page: BodyChartPage, tool: Tool) -> BodyCanvas:
    page.tools.tools.choose(tool)
    page.canvas.setFocus()
    return page.canvas


def test_space_puts_the_pen_down_and_lifts_it(page: BodyChartPage, visit_of: VisitOf) -> None:
    canvas = pick(page, Tool.BRUSH)
    press(canvas, K.Key_Space)
    assert not visit_of().chart.marks, "the first press shows where the pen is"
    start = canvas.key_pen.at
    assert start is not None
    press(canvas, K.Key_Space, K.Key_Down, K.Key_Down, K.Key_Down)
    assert not visit_of().chart.marks, "the pen is still down"
    press(canvas, K.Key_Space)
    (mark,) = visit_of().chart.marks
    assert isinstance(mark.shape, BrushStroke)
    assert mark.shape.points[0] == pytest.approx(start, abs=0.002)
    assert mark.shape.points[-1] == pytest.approx((start[0], start[1] + 3 * STRIDE), abs=0.002)
    assert page._desk.undo_label == "Draw ache"


def test_the_eraser_takes_a_part_away(page: BodyChartPage, visit_of: VisitOf) -> None:
    canvas = pick(page, Tool.BRUSH)
    press(canvas, K.Key_Down, K.Key_Space, *[K.Key_Down] * 6, K.Key_Space)
    pick(page, Tool.ERASER)
    press(canvas, K.Key_Space, K.Key_Up, K.Key_Space)
    drawn, rubbed = visit_of().chart.marks
    assert not drawn.erases
    assert rubbed.erases
    assert isinstance(rubbed.shape, BrushStroke)


def test_lasso_arrow_region_and_pin_by_keys(page: BodyChartPage, visit_of: VisitOf) -> None:
    canvas = pick(page, Tool.LASSO)
    around = [K.Key_Right, K.Key_Right, K.Key_Down, K.Key_Down, K.Key_Left, K.Key_Left]
    press(canvas, K.Key_Down, K.Key_Space, *around, K.Key_Space)
    assert isinstance(visit_of().chart.marks[-1].shape, Outline)
    pick(page, Tool.ARROW)
    press(canvas, K.Key_Space, *[K.Key_Down] * 4, K.Key_Space)
    arrow = visit_of().chart.marks[-1].shape
    assert isinstance(arrow, SpreadArrow)
    assert arrow.end[1] > arrow.start[1]
    pick(page, Tool.REGION)
    press(canvas, K.Key_Right, K.Key_Right, K.Key_Space)
    fill = visit_of().chart.marks[-1].shape
    assert isinstance(fill, RegionFill)
    assert canvas.accessibleDescription().startswith("Pen at ")
    pick(page, Tool.PIN)
    press(canvas, K.Key_Space)
    assert page.middle._note.isVisible()


def test_small_steps_with_shift_and_the_edge_of_the_figure(page: BodyChartPage) -> None:
    canvas = pick(page, Tool.BRUSH)
    press(canvas, K.Key_Down)
    here = canvas.key_pen.at
    assert here is not None
    QTest.keyClick(canvas, K.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    fine = canvas.key_pen.at
    assert fine is not None
    assert 0 < fine[1] - here[1] < STRIDE / 2
    press(canvas, *[K.Key_Up] * 80)
    at = canvas.key_pen.at
    assert at is not None
    assert at[1] == 0.0


def test_escape_drops_the_stroke_and_another_view_puts_the_pen_away(
    page: BodyChartPage, visit_of: VisitOf
) -> None:
    canvas = pick(page, Tool.BRUSH)
    press(canvas, K.Key_Down, K.Key_Space, K.Key_Down, K.Key_Escape, K.Key_Space, K.Key_Space)
    (mark,) = visit_of().chart.marks
    assert isinstance(mark.shape, BrushStroke)
    assert len(mark.shape.points) == 1, "only the spot after the dropped stroke"
    press(canvas, K.Key_Space, K.Key_Down)
    page.show_view(View.FRONT)
    assert canvas.key_pen.at is None
    assert len(visit_of().chart.marks) == 1


def test_a_zoomed_view_follows_the_pen(page: BodyChartPage) -> None:
    canvas = pick(page, Tool.BRUSH)
    canvas.zoom(5.0)
    press(canvas, *[K.Key_Down] * 12)
    assert canvas.key_pen.at is not None
    assert canvas.rect().contains(canvas.key_pen._place().toPoint())
    assert canvas.viewport.center[1] > 0.55


def test_words_narrow_the_list_and_the_first_hit_is_marked(
    page: BodyChartPage, visit_of: VisitOf, qtbot: QtBot
) -> None:
    listed, finder = page.words.regions, page.words.finder
    listed.setFocus()
    QTest.keyClicks(listed, "/")
    qtbot.waitUntil(finder.hasFocus)
    QTest.keyClicks(finder, "RIGHT heel")
    left = [r for row, r in enumerate(listed._regions) if not listed.item(row).isHidden()]
    assert left
    assert all("heel" in r.words.lower() and r.side is Side.RIGHT for r in left)
    QTest.keyClick(finder, K.Key_Return)
    QTest.keyClick(listed, K.Key_Space)
    (mark,) = visit_of().chart.marks
    assert mark.shape == RegionFill(left[0].id, left[0].side)
    turned = page.editor.view
    finder.setFocus()
    finder.selectAll()
    QTest.keyClicks(finder, "nowhere")
    assert all(listed.item(row).isHidden() for row in range(listed.count()))
    assert "nowhere" in finder.accessibleDescription()
    QTest.keyClick(listed, K.Key_Space)
    assert len(visit_of().chart.marks) == 1, "nothing hidden is marked"
    QTest.keyClick(finder, K.Key_Escape)
    here = len(page._figure().views[turned].regions)
    shown = sum(not listed.item(row).isHidden() for row in range(listed.count()))
    assert here < shown < listed.count(), "wholes stand beside; what other views show is hidden"


def seek(page: BodyChartPage, words: str) -> str:
    """Type words into the finder, Enter; what Space would mark now."""
    finder, listed = page.words.finder, page.words.regions
    finder.setFocus()
    finder.selectAll()
    QTest.keyClicks(finder, words)
    QTest.keyClick(finder, K.Key_Return)
    return listed.currentItem().text()


def test_a_whole_calf_is_the_first_hit_and_one_mark(page: BodyChartPage, visit_of: VisitOf) -> None:
    page.show_view(View.BACK)
    assert seek(page, "right calf") == "RIGHT calf, whole"
    QTest.keyClick(page.words.regions, K.Key_Space)
    (mark,) = visit_of().chart.marks
    assert mark.shape == RegionFill("calf", Side.RIGHT)
    touched = {one.region for one in page._open.live.summary.regions}
    assert {one for one in touched if one.startswith("calf.")} == {
        f"calf.{height}_{half}"
        for height in ("proximal", "distal")
        for half in ("medial", "lateral")
    }
    QTest.keyClick(page.words.regions, K.Key_Space)
    assert not visit_of().chart.marks


def test_what_only_another_view_shows_is_found_named_and_marked_there(
    page: BodyChartPage, visit_of: VisitOf
) -> None:
    page.show_view(View.BACK)
    assert seek(page, "right great toe") == "RIGHT great toe (front)"
    QTest.keyClick(page.words.regions, K.Key_Space)
    (mark,) = visit_of().chart.marks
    assert (mark.view, mark.shape) == (View.FRONT, RegionFill("toes.great", Side.RIGHT))
    page.show_view(View.BACK)
    assert seek(page, "right foot").startswith("RIGHT top of foot, whole (")
