"""The body chart page of an open visit, shown alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    Point,
    RegionFill,
    SymptomKind,
    View,
)
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.canvas import BodyCanvas
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.viewport import place_of
from pt_chart.ui.theme.theme import Theme
from tests.ui import clinic

LEG = ("buttock", "thigh_posterior", "calf")


def filled(*regions: str, side: Side = Side.RIGHT, intensity: int = 6) -> BodyChart:
    """Whole regions of one side on the back view."""
    chart = BodyChart()
    for region in regions:
        fill = RegionFill(region, side)
        pencil = Pencil(SymptomKind.SHOOTING, intensity)
        chart = editing.with_mark(chart, View.BACK, fill, pencil)
    return chart


@pytest.fixture
def session() -> ClinicSession:
    """A clinic whose first visit has a drawing down to the calf."""
    made = clinic.session()
    first = made.store.visit("v1")
    kept = made.store._visits  # type: ignore[attr-defined]
    kept["v1"] = replace(first, chart=filled(*LEG))
    return made


@pytest.fixture
def open_visit(session: ClinicSession) -> OpenVisit:
    """The second visit of the invented patient, nothing drawn yet."""
    return session.start_visit(session.store.episode("e1"))


@pytest.fixture
def page(
    qtbot: QtBot, theme: Theme, session: ClinicSession, open_visit: OpenVisit
) -> Iterator[BodyChartPage]:
    """The page at the room it has in a window of 1920 x 1080."""
    made = BodyChartPage(open_visit=open_visit, session=session, theme=theme)
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_page()
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def drag(qtbot: QtBot) -> Callable[[BodyCanvas, list[Point]], None]:
    """Press at the first point (0..1 of the view's box), move along, release at the last."""

    def run(canvas: BodyCanvas, points: list[Point]) -> None:
        places = [_pixel(canvas, point) for point in points]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas, place)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])

    return run


def _pixel(canvas: BodyCanvas, point: Point) -> QPoint:
    return place_of(canvas.figure_rect(), point).toPoint()


@pytest.fixture
def middle() -> Callable[[BodyCanvas, str, Side], Point]:
    """A point inside a region of the view on show."""

    def find(canvas: BodyCanvas, region: str, side: Side) -> Point:
        atlas = canvas.atlas
        assert atlas is not None
        found = next(r for r in atlas.regions if r.id == region and r.side is side)
        ring = max(found.polygons, key=len)
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        point = (sum(xs) / len(xs), sum(ys) / len(ys))
        assert atlas.region_at(point) is found
        return point

    return find


@pytest.fixture
def visit_of(open_visit: OpenVisit) -> Callable[[], Visit]:
    """The visit as it stands."""
    return lambda: open_visit.desk.visit


def center(canvas: BodyCanvas) -> QPointF:
    """The middle of the canvas."""
    return QPointF(canvas.width() / 2, canvas.height() / 2)
