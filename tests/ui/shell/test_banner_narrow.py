"""In a narrow window the banner keeps what says who the patient is, and the visit while it fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from tests.ui.layout_faults import faults


@pytest.mark.parametrize("width", [1366, 1179, 1092, 910, 683])
def test_birth_date_and_id_stay_in_sight(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], width: int
) -> None:
    window.resize(width, 614)
    settle()
    born = visit.banner._who[1]
    assert born.isVisible()
    assert "born Apr 14, 1982" in born.text()
    assert "20417" in born.text()
    assert born.width() >= born.sizeHint().width()
    assert "RIGHT leg pain" in visit.banner._episode[0].text()
    assert faults(visit.banner) == []


@pytest.mark.parametrize(("width", "shown"), [(1179, True), (1092, True), (683, False)])
def test_the_visit_stays_while_there_is_room(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], width: int, shown: bool
) -> None:
    window.resize(width, 614)
    settle()
    assert visit.banner._number[0].isVisible() is shown
    assert ("Visit 2" in visit.banner.toolTip()) is not shown
