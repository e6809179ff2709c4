"""LEFT and RIGHT stay in sight over a card that is scrolled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea

from pt_chart.clinical.sides import Side
from pt_chart.ui.forms.exam_page import ExamPage
from pt_chart.ui.forms.side_head import HEAD, SideHead
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow


def floating(area: QScrollArea) -> list[SideHead]:
    return [
        head
        for head in area.viewport().findChildren(SideHead)
        if head.parentWidget() is area.viewport() and head.isVisible()
    ]


def test_sides_stay_over_the_columns_of_a_scrolled_card(
    visit: VisitView, window: MainWindow, settle: Callable[[], None]
) -> None:
    window.resize(1366, 768)
    visit.go_to("exam")
    settle()
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    area = page._stack.currentWidget()
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    bar.setValue(0)
    settle()
    assert floating(area) == []
    columns = page._current_page()
    assert columns is not None
    columns.finish_all()
    settle()
    card = next(one for one in columns.cards if one.side_head.isVisible())
    under = card.side_head.mapTo(columns, QPoint(0, 0)).y() + HEAD
    bar.setValue(under)
    settle()
    (head,) = [one for one in floating(area) if one._words == card.definition.title]
    assert head.y() == 0
    assert head.x() == card.side_head.mapTo(area.viewport(), QPoint(0, 0)).x()
    assert head.width() == card.side_head.width()
    assert {one._side for one in floating(area)} == {Side.RIGHT}
    bar.setValue(card.mapTo(columns, QPoint(0, 0)).y() + card.height())
    settle()
    assert card.definition.title not in {one._words for one in floating(area)}
