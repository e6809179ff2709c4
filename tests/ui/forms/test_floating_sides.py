"""LEFT and RIGHT stay in sight over a card that is scrolled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from pt_chart.clinical.findings import FindingKey
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


def exam_at_1366(visit: VisitView, window: MainWindow) -> ExamPage:
    window.resize(1366, 768)
    visit.go_to("exam")
    page = visit.page("exam")
    assert isinstance(page, ExamPage)
    return page


def test_sides_stay_over_the_columns_of_a_scrolled_card(
    visit: VisitView, window: MainWindow, settle: Callable[[], None]
) -> None:
    page = exam_at_1366(visit, window)
    settle()
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


def test_arrows_upward_never_end_under_the_headings(
    visit: VisitView, window: MainWindow, settle: Callable[[], None]
) -> None:
    page = exam_at_1366(visit, window)
    settle()
    page.tabs.choose("sitting")
    settle()
    columns, area = page._current_page(), page._stack.currentWidget()
    assert columns is not None
    assert isinstance(area, QScrollArea)
    columns.finish_all()
    visit.show_field(FindingKey("myotome", Side.LEFT, "S2"))
    settle()
    for _ in range(5):
        cell = QApplication.focusWidget()
        assert cell is not None
        area.verticalScrollBar().setValue(cell.mapTo(columns, QPoint(0, 0)).y() - HEAD)
        QTest.keyClick(cell, Qt.Key.Key_Up)
        settle()
        now = QApplication.focusWidget()
        assert now is not None
        assert now.mapTo(area.viewport(), QPoint(0, 0)).y() >= HEAD, now.accessibleName()
