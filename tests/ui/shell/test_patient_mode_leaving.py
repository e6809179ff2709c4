"""Locking and closing while the patient draws: nothing shown is lost, and drawing is activity."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from pt_chart.clinical.bodychart.marks import BodyChart, Pin, SymptomKind
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.patient.window import PatientWindow
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.unlock.view import UnlockView


@pytest.fixture
def patient(qtbot: QtBot, visit: VisitView) -> Iterator[PatientWindow]:
    """The patient draws in the open visit."""
    visit.go_to("body_chart")
    page = visit.page("body_chart")
    assert isinstance(page, BodyChartPage)
    made = page.start_patient_mode()
    assert made is not None
    qtbot.waitExposed(made)
    yield made
    if isValid(made) and made.running:
        made.close_for_good()


def draw(patient: PatientWindow) -> None:
    canvas = patient.where.canvas
    rect = canvas.figure_rect().toRect()
    at = rect.center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(canvas, at + QPoint(0, 20))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(0, 20))


def stored(window: MainWindow, visit: VisitView) -> Callable[[], BodyChart]:
    session = window.session
    assert session is not None
    store, ident = session.store, visit.open.desk.visit.id
    return lambda: store.visit(ident).chart


@pytest.mark.parametrize("way", ["lock", "close", "register"])
def test_a_place_without_a_feeling_is_in_the_chart_before_it_closes(
    way: str, window: MainWindow, visit: VisitView, patient: PatientWindow
) -> None:
    chart = stored(window, visit)
    closed_with: list[int] = []
    session = window.session
    assert session is not None
    close = session.close_visit

    def close_visit() -> None:
        closed_with.append(len(visit.open.desk.visit.chart.marks))
        close()

    session.close_visit = close_visit  # type: ignore[method-assign]
    draw(patient)
    if way == "lock":
        window.lock()
        assert isinstance(window.stack.currentWidget(), UnlockView)
    elif way == "close":
        window.close()
    else:
        window.show_patients()
    assert closed_with[0] == 1, "the pin stands in the visit before it is stored"
    (mark,) = chart().marks
    assert isinstance(mark.shape, Pin)
    assert not patient.running


def test_a_feeling_is_kept_too(
    window: MainWindow, visit: VisitView, patient: PatientWindow
) -> None:
    chart = stored(window, visit)
    draw(patient)
    patient.kind.answered.emit(SymptomKind.BURNING)
    window.lock()
    (mark,) = chart().marks
    assert mark.is_area
    assert (mark.kind, mark.intensity) == (SymptomKind.BURNING, None)


def test_what_the_patient_does_puts_the_idle_lock_off(
    qtbot: QtBot, window: MainWindow, patient: PatientWindow
) -> None:
    handle = patient.windowHandle()
    idle = window._idle
    idle.setTimerType(Qt.TimerType.PreciseTimer)

    def restarted(act: Callable[[], object]) -> bool:
        idle.start(10_000)
        ran_as = idle.timerId()
        act()
        return idle.timerId() != ran_as

    at = QPoint(60, 60)
    screen = QTest.createTouchDevice()
    assert restarted(lambda: QTest.keyClick(handle, Qt.Key.Key_Tab))
    assert restarted(lambda: QTest.mouseMove(handle, at))
    assert restarted(lambda: QTest.wheelEvent(handle, at, QPoint(0, 120)))
    assert restarted(lambda: QTest.touchEvent(handle, screen).press(0, at).commit())
    QTest.touchEvent(handle, screen).release(0, at).commit()
    assert not restarted(patient.update), "painting is nobody's activity"
