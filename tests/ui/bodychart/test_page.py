"""Drawing by mouse and keys: every gesture is a named step, and everything said follows it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Mark,
    Outline,
    Pin,
    Point,
    RegionFill,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.findings import Answer, FindingKey, Origin
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.overlays import Overlay
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.tools import Tool
from pt_chart.ui.bodychart.view_bar import OVER, THEN, TODAY
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.widgets.label import Label
from tests.ui.bodychart.conftest import center, filled

R, L = Side.RIGHT, Side.LEFT
Drag = Callable[[BodyCanvas, list[Point]], None]
Middle = Callable[[BodyCanvas, str, Side], Point]
VisitOf = Callable[[], Visit]


def words(page: BodyChartPage, name: str) -> str:
    """The text of the label with an accessible name."""
    found = [w for w in page.findChildren(Label) if w.accessibleName().startswith(name)]
    assert found, name
    return found[0].text()


def test_a_stroke_becomes_a_named_step_that_undo_takes_back(
    page: BodyChartPage, drag: Drag, middle: Middle, visit_of: VisitOf, qtbot: QtBot
) -> None:
    x, y = middle(page.canvas, "calf.proximal_medial", R)
    page._digit(6)
    drag(page.canvas, [(x, y), (x, y + 0.01), (x, y + 0.02)])
    (mark,) = visit_of().chart.marks
    assert isinstance(mark.shape, BrushStroke)
    assert (mark.kind, mark.view) == (SymptomKind.TINGLING, View.BACK)
    assert words(page, "The drawing in words") == "RIGHT calf: tingling."
    assert page.head._undo.accessibleName() == "Undo: Draw tingling"
    drawn = visit_of().chart
    QTest.mouseClick(page.head._undo, Qt.MouseButton.LeftButton)
    assert visit_of().chart.empty
    assert page.head._redo.accessibleName() == "Redo: Draw tingling"
    QTest.mouseClick(page.head._redo, Qt.MouseButton.LeftButton)
    assert visit_of().chart == drawn


@pytest.mark.parametrize(
    ("tool", "shape"),
    [(Tool.BRUSH, BrushStroke), (Tool.LASSO, Outline), (Tool.ARROW, SpreadArrow)],
)
def test_each_drawing_tool_makes_its_shape(
    page: BodyChartPage, drag: Drag, visit_of: VisitOf, tool: Tool, shape: type
) -> None:
    page.tools.tools.choose(tool)
    drag(page.canvas, [(0.45, 0.5), (0.5, 0.6), (0.6, 0.55), (0.55, 0.5)])
    (mark,) = visit_of().chart.marks
    assert isinstance(mark.shape, shape)


def test_the_eraser_rubs_out_and_the_words_follow(
    page: BodyChartPage, drag: Drag, middle: Middle, visit_of: VisitOf, qtbot: QtBot
) -> None:
    page.tools.tools.choose(Tool.REGION)
    at = middle(page.canvas, "heel.back", R)
    drag(page.canvas, [at])
    assert "heel" in words(page, "The drawing in words")
    page.tools.tools.choose(Tool.ERASER)
    page._take_size(page.canvas.size_of_brush.LARGE)
    drag(page.canvas, [(at[0] - 0.05, at[1]), (at[0] + 0.05, at[1]), (at[0], at[1] + 0.02)])
    assert visit_of().chart.marks[-1].erases
    assert words(page, "The drawing in words") == "Nothing drawn."


def test_a_slip_draws_nothing_and_a_touch_draws_a_spot(
    page: BodyChartPage, drag: Drag, middle: Middle, visit_of: VisitOf
) -> None:
    at = middle(page.canvas, "calf.proximal_medial", R)
    for tool in (Tool.ARROW, Tool.LASSO):
        page.tools.tools.choose(tool)
        drag(page.canvas, [at])
    assert not visit_of().chart.marks
    page.tools.tools.choose(Tool.BRUSH)
    drag(page.canvas, [at])
    assert words(page, "The drawing in words") == "RIGHT calf: ache."


def test_select_move_restyle_mirror_and_delete_one_mark(
    page: BodyChartPage, drag: Drag, middle: Middle, visit_of: VisitOf, qtbot: QtBot
) -> None:
    x, y = middle(page.canvas, "calf.proximal_medial", R)
    drag(page.canvas, [(x, y), (x, y + 0.01)])
    thigh = middle(page.canvas, "thigh_posterior.middle_medial", L)
    drag(page.canvas, [thigh, (thigh[0], thigh[1] + 0.01)])
    other = visit_of().chart.marks[1]
    page.tools.tools.choose(Tool.SELECT)
    drag(page.canvas, [(x, y + 0.005), (x, y + 0.02), (x, y + 0.035)])
    first = visit_of().chart.marks[0]
    assert page.canvas.selection == first.id
    assert isinstance(first.shape, BrushStroke)
    assert first.shape.points[0][1] == pytest.approx(y + 0.03, abs=0.004)
    page.tools.strength.step(4)
    page._digit(4)
    first = visit_of().chart.marks[0]
    assert (first.kind, first.intensity) == (SymptomKind.BURNING, 3)
    assert visit_of().chart.marks[1] == other, "only the selected mark changes"
    page.head._mirror.click()
    assert "LEFT" in words(page, "The drawing in words")
    assert "RIGHT" not in words(page, "The drawing in words")
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_Delete)
    assert visit_of().chart.marks == (other,)
    assert page._desk.undo_label == "Delete one burning mark"


def test_keys_select_nudge_and_let_go(
    page: BodyChartPage, drag: Drag, visit_of: VisitOf, qtbot: QtBot
) -> None:
    drag(page.canvas, [(0.5, 0.5), (0.5, 0.55)])
    before = visit_of().chart.marks[0].shape
    QTest.keyClicks(page.canvas, "]")
    for _ in range(3):
        QTest.keyClick(page.canvas, Qt.Key.Key_Right)
    moved = visit_of().chart.marks[0].shape
    assert isinstance(before, BrushStroke)
    assert isinstance(moved, BrushStroke)
    assert moved.points[0][0] == pytest.approx(before.points[0][0] + 0.015)
    page._desk.undo()
    assert visit_of().chart.marks[0].shape == before, "a run of nudges is one step"
    QTest.keyClick(page.canvas, Qt.Key.Key_Escape)
    assert page.canvas.selection is None


def test_wheel_and_keys_zoom_around_the_pointer_and_fit(page: BodyChartPage, qtbot: QtBot) -> None:
    canvas = page.canvas
    at = QPointF(canvas.width() * 0.4, canvas.height() * 0.3)
    before = canvas.point(at)
    wheel = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, wheel)
    assert canvas.viewport.zoom > 1.5
    assert canvas.point(at) == pytest.approx(before)
    here = canvas.point(center(canvas))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert canvas.point(center(canvas))[1] > here[1]
    for _ in range(20):
        canvas.zoom(0.5)
    assert canvas.viewport.fitted


def test_a_drawing_on_a_zoomed_view_lands_where_the_pointer_is(
    page: BodyChartPage, drag: Drag, middle: Middle
) -> None:
    at = middle(page.canvas, "thigh_posterior.middle_medial", R)
    page.canvas.zoom(3.0)
    drag(page.canvas, [at, (at[0], at[1] + 0.005)])
    assert words(page, "The drawing in words") == "RIGHT back of thigh: ache."


def test_the_list_marks_erases_pins_and_draws_arrows_by_keys(
    page: BodyChartPage, visit_of: VisitOf, qtbot: QtBot
) -> None:
    listed = page.words.regions
    QTest.keyClicks(listed, "5")
    listed.setCurrentRow(3)
    region = listed._regions[3]
    QTest.keyClick(listed, Qt.Key.Key_Space)
    (mark,) = visit_of().chart.marks
    assert mark.shape == RegionFill(region.id, region.side)
    assert mark.kind is SymptomKind.SHOOTING
    QTest.keyClicks(listed, "++")
    assert visit_of().chart.marks[0].intensity == 1
    QTest.keyClicks(listed, "a")
    listed.setCurrentRow(8)
    QTest.keyClicks(listed, "a")
    assert isinstance(visit_of().chart.marks[-1].shape, SpreadArrow)
    QTest.keyClicks(listed, "p")
    QTest.keyClicks(page.middle._note, "worse at night")
    QTest.keyClick(page.middle._note, Qt.Key.Key_Return)
    pin = visit_of().chart.marks[-1]
    assert isinstance(pin.shape, Pin)
    assert pin.note == "worse at night"
    assert words(page, "Notes of the pins") == "Pin, back view: worse at night"
    listed.setCurrentRow([r.id for r in listed._regions].index(region.id))
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    assert visit_of().chart.marks[-1].erases


@pytest.mark.parametrize("overlay", [o for o in Overlay if o is not Overlay.NONE])
def test_overlays_change_the_picture_and_say_their_source(
    page: BodyChartPage, overlay: Overlay
) -> None:
    plain = page.canvas.grab().toImage()
    page.middle.bar.choose_overlay(overlay)
    said = words(page, "Source and caution")
    assert said == overlay.words
    page.middle.bar.resize(page.middle.bar.sizeHint())
    full = page.canvas.grab().toImage()
    assert full != plain
    page.middle.bar.set_opacity(20)
    assert page.canvas.grab().toImage() != full
    if overlay in (Overlay.SENSORY, Overlay.NERVE):
        assert "never names a nerve root" in said


def test_against_an_earlier_visit_in_words_and_picture(
    page: BodyChartPage, open_visit: OpenVisit
) -> None:
    chart = filled("buttock", intensity=3)
    desk = open_visit.desk
    desk.edit("Draw", replace(desk.visit, chart=chart), parts=(Part.CHART,))
    labels = " ".join(label.text() for label in page.words.compare.findChildren(Label))
    assert "Centralizing" in labels
    assert "Reached RIGHT" in labels
    assert "now stops at RIGHT" in labels
    assert "Shooting 6 to 3" in labels
    today = page.canvas.grab().toImage()
    page.middle.bar.choose_comparison(OVER, page.earlier[0])
    assert page.canvas.before is not None
    assert page.canvas.grab().toImage() != today
    page.middle.bar.choose_comparison(THEN, page.earlier[0])
    assert page.canvas.chart == page.earlier[0].chart
    assert page.canvas.frozen
    page.middle.bar.choose_comparison(TODAY, None)
    assert page.canvas.chart == chart


def test_an_earlier_drawing_that_is_looked_at_cannot_be_drawn_on(
    page: BodyChartPage, drag: Drag, visit_of: VisitOf
) -> None:
    page.middle.bar.choose_comparison(THEN, page.earlier[0])
    drag(page.canvas, [(0.5, 0.5), (0.5, 0.6)])
    assert not visit_of().chart.marks


def test_starting_from_the_last_drawing_is_carried_until_touched(
    page: BodyChartPage, drag: Drag, visit_of: VisitOf
) -> None:
    page.head._carry.click()
    assert visit_of().chart.carried_from == "v1"
    drag(page.canvas, [(0.5, 0.5), (0.5, 0.55)])
    assert visit_of().chart.carried_from == ""


def test_findings_are_offered_and_recorded_as_from_the_body_chart(
    page: BodyChartPage, open_visit: OpenVisit
) -> None:
    desk = open_visit.desk
    desk.edit("Draw", replace(desk.visit, chart=filled("calf")), parts=(Part.CHART,))
    key = FindingKey("pain_below_knee", R)
    assert open_visit.live.facts.values[key] is True, "counted before anybody recorded it"
    page.words.offers._record.click()
    answer = desk.visit.answers[key]
    assert (answer.value, answer.origin) == (True, Origin.BODY_CHART)
    assert desk.undo_label == "Record from the body chart"


def test_a_contradiction_is_shown_and_the_answer_stands(
    page: BodyChartPage, open_visit: OpenVisit
) -> None:
    desk, key = open_visit.desk, FindingKey("pain_below_knee", R)
    desk.set_answer(key, Answer(value=False))
    desk.edit("Draw", replace(desk.visit, chart=filled("calf")), parts=(Part.CHART,))
    assert "Drawn, but answered no: " in words(page, "Drawing and answers disagree")
    assert open_visit.live.facts.values[key] is False
    page.words.offers._record.click()
    assert desk.visit.answers[key].value is False


def test_a_figure_is_chosen_before_drawing_and_kept_after(
    page: BodyChartPage, drag: Drag, visit_of: VisitOf
) -> None:
    neutral = page.canvas.atlas
    page.head.body_chosen.emit("female")
    assert visit_of().chart.body == "female"
    assert page.canvas.atlas is not neutral
    drag(page.canvas, [(0.5, 0.5), (0.5, 0.55)])
    page.head.body_chosen.emit("male")
    assert visit_of().chart.body == "female"


def test_damaged_marks_and_an_unknown_figure_are_said_and_kept(
    page: BodyChartPage, open_visit: OpenVisit, drag: Drag, visit_of: VisitOf
) -> None:
    damaged = Mark(7, View.BACK, SymptomKind.SHARP, BrushStroke(((math.nan, 0.5),), 0.02))
    chart = BodyChart((damaged,), figure_version="41")
    desk = open_visit.desk
    desk.edit("As stored", replace(desk.visit, chart=chart), parts=(Part.CHART,))
    page.canvas.grab()
    said = words(page, "Remarks on the drawing")
    assert "1 mark cannot be drawn" in said
    assert "version 41" in said
    drag(page.canvas, [(0.5, 0.5), (0.5, 0.55)])
    assert repr(visit_of().chart.marks[0]) == repr(damaged)
    assert visit_of().chart.figure_version == "41"


def test_marks_beside_the_figure_and_endless_strokes(
    page: BodyChartPage, visit_of: VisitOf
) -> None:
    page.canvas.stroked.emit(BrushStroke(((0.01, 0.01), (0.02, 0.02)), 0.01))
    assert "1 mark lies beside the figure" in words(page, "Remarks on the drawing")
    wave = tuple((0.5 + 0.2 * math.sin(n / 300), 0.2 + n / 20_000) for n in range(10_000))
    page.canvas.stroked.emit(BrushStroke(wave, 0.02))
    kept = visit_of().chart.marks[-1].shape
    assert isinstance(kept, BrushStroke)
    assert len(kept.points) == editing.MOST_POINTS
    page.canvas.grab()


def test_a_signed_visit_is_only_looked_at(
    page: BodyChartPage, open_visit: OpenVisit, session: ClinicSession, drag: Drag
) -> None:
    told: list[str] = []
    session.notices.connect(lambda notice: told.append(notice.text))
    signed = replace(open_visit.desk.visit, status=session.store.visit("v1").status)
    open_visit.desk.replace_stored(signed, (Part.STATUS,))
    drag(page.canvas, [(0.5, 0.5), (0.5, 0.55)])
    assert not open_visit.desk.visit.chart.marks
    assert told == ["This visit is signed."]
    assert page.start_patient_mode() is None


@pytest.mark.parametrize("size", [(1366, 768), (1600, 900), (1920, 1080)])
@pytest.mark.parametrize("panel", [True, False])
def test_nothing_is_wider_than_its_column(
    window: MainWindow, visit: VisitView, size: tuple[int, int], panel: bool
) -> None:
    visit.dock.wait_for_history(waiting=False)
    visit.go_to("body_chart")
    window.resize(*size)
    if panel:
        visit.dock.open()
    for _ in range(5):
        QApplication.processEvents()
    page = visit.page("body_chart")
    assert isinstance(page, BodyChartPage)
    assert page.minimumSizeHint().width() <= page.width()
    for column in (page.tools, page.words):
        inner = column.widget()
        assert inner is not None
        assert inner.minimumSizeHint().width() <= column.viewport().width()
    assert page.canvas.width() >= 250


def test_many_areas_are_seen_at_once_and_sharp_soon(
    page: BodyChartPage, open_visit: OpenVisit, qtbot: QtBot
) -> None:
    chart = BodyChart()
    for n in range(120):
        stroke = BrushStroke(((0.4 + n / 1000, 0.4), (0.42 + n / 1000, 0.45)), 0.01)
        chart = editing.with_mark(chart, View.BACK, stroke, Pencil(SymptomKind.CRAMP))
    desk = open_visit.desk
    desk.edit("Draw", replace(desk.visit, chart=chart), parts=(Part.CHART,))
    scene = page.canvas.scene()
    assert scene is not None
    page.canvas.repaint()
    assert not page.canvas._layers.current(scene)
    qtbot.waitUntil(lambda: page.canvas._layers.current(scene))
