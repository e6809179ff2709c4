"""While an earlier drawing is only looked at, no key and no button changes today's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pt_chart.charting.clinic_session import ClinicSession, OpenVisit
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart.marks import SymptomKind
from pt_chart.clinical.visit import Visit
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.bodychart.view_bar import THEN, TODAY
from tests.ui.bodychart.conftest import filled

VisitOf = Callable[[], Visit]
Act = Callable[[BodyChartPage], None]


@pytest.fixture
def told(session: ClinicSession) -> list[str]:
    """The notices so far."""
    said: list[str] = []
    session.notices.connect(lambda notice: said.append(notice.text))
    return said


@pytest.fixture
def looking(page: BodyChartPage, open_visit: OpenVisit) -> BodyChartPage:
    """Today's thigh is drawn and selected; then only the earlier leg is looked at."""
    desk = open_visit.desk
    desk.edit("Draw", replace(desk.visit, chart=filled("thigh_posterior")), parts=(Part.CHART,))
    page.canvas.select(desk.visit.chart.marks[0].id)
    page.middle.bar.choose_comparison(THEN, page.earlier[0])
    return page


def keys(where: Callable[[BodyChartPage], QWidget], *pressed: Qt.Key | str) -> Act:
    """Press keys in a part of the page."""

    def run(page: BodyChartPage) -> None:
        widget = where(page)
        widget.setFocus()
        for key in pressed:
            if isinstance(key, str):
                QTest.keyClicks(widget, key)
            else:
                QTest.keyClick(widget, key)

    return run


def on_canvas(page: BodyChartPage) -> QWidget:
    return page.canvas


def on_list(page: BodyChartPage) -> QWidget:
    page.words.regions.setCurrentRow(0)
    return page.words.regions


EDITS: dict[str, Act] = {
    "select and raise": keys(on_canvas, "]", "+"),
    "select and delete": keys(on_canvas, "]", Qt.Key.Key_Delete),
    "pen": keys(on_canvas, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Space),
    "list, space": keys(on_list, Qt.Key.Key_Space),
    "list, delete": keys(on_list, Qt.Key.Key_Delete),
    "list, intensity": keys(on_list, "+"),
    "list, mirror": keys(on_list, "m"),
    "list, pin": keys(on_list, "p"),
    "mirror": lambda page: page.head._mirror.click(),
    "clear": lambda page: page.head._clear.click(),
    "undo": lambda page: page.head._undo.click(),
    "start from": lambda page: page.head._carry.click(),
    "record": lambda page: page.words.offers._record.click(),
    "pointer": lambda page: QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton),
}


@pytest.mark.parametrize("edit", EDITS)
def test_nothing_edits_while_an_earlier_drawing_is_looked_at(
    looking: BodyChartPage, visit_of: VisitOf, told: list[str], edit: str
) -> None:
    before = visit_of()
    assert looking.canvas.selection is None
    EDITS[edit](looking)
    assert visit_of() == before
    assert told, "a notice says why"
    assert all("Nov 13, 2026" in one or "only looked at" in one for one in told)
    assert looking.middle._note.isHidden()


def test_a_digit_takes_another_kind_and_changes_nothing(
    looking: BodyChartPage, visit_of: VisitOf
) -> None:
    before = visit_of()
    QTest.keyClicks(looking.canvas, "3")
    assert visit_of() == before
    assert looking.tools.kinds.chosen is tuple(SymptomKind)[2]


def test_today_can_be_drawn_again_afterwards(looking: BodyChartPage, visit_of: VisitOf) -> None:
    looking.middle.bar.choose_comparison(TODAY, None)
    QTest.keyClick(on_list(looking), Qt.Key.Key_Delete)
    assert visit_of().chart.marks[-1].erases
