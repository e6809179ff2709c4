"""A section opens where its first field is: nobody answers a question that is not in sight."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QScrollArea, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.ui.forms.form_page import FormPage
from pt_chart.ui.plan.page import PlanPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

SIZES = [(1366, 768), (680, 380), (900, 560)]
LOW = (683, 384)
"""1366 x 768 at 200 %."""


def seen(widget: QWidget) -> bool:
    """Whether all of a widget lies in the visible part of its page."""
    return widget.visibleRegion().boundingRect() == QRect(widget.rect())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("section", ["history", "exam", "measures"])
def test_the_first_field_is_whole_and_the_page_at_its_top(
    visit: VisitView,
    window: MainWindow,
    settle: Callable[[], None],
    section: str,
    size: tuple[int, int],
) -> None:
    window.resize(*size)
    settle()
    visit.go_to("plan")
    visit.go_to(section)
    settle()
    page = visit.page(section)
    assert isinstance(page, FormPage)
    field = visit.focusWidget()
    assert field is not None
    assert page.isAncestorOf(field)
    assert seen(field)
    area = page.findChildren(QScrollArea)[0]
    if size == SIZES[0]:
        assert area.verticalScrollBar().value() == 0


PLAN_TABS = ("plan", "treatment", "note", "administration")


@pytest.mark.parametrize("tab", PLAN_TABS)
def test_the_plan_opens_with_its_first_field_in_sight_in_a_low_window(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], qtbot: QtBot, tab: str
) -> None:
    window.resize(*LOW)
    visit.go_to("plan")
    settle()
    page = visit.page("plan")
    assert isinstance(page, PlanPage)
    if tab != "plan":
        page.show_tab(tab)
        page.start()
    field = visit.focusWidget()
    assert page.isAncestorOf(field)

    def in_sight() -> bool:
        whole = field.visibleRegion().boundingRect()
        return (whole.left(), whole.top(), whole.height()) == (0, 0, field.height())

    qtbot.waitUntil(in_sight)
    for one in PLAN_TABS:
        page.show_tab(one)
        settle()
        area = page._areas[one]
        sheet = area.widget()
        assert sheet is not None
        beyond = sheet.width() - area.viewport().width()
        assert area.horizontalScrollBar().maximum() == max(beyond, 0), "everything can be reached"


@pytest.mark.parametrize("size", SIZES)
def test_a_new_visit_opens_at_its_first_question(
    window: MainWindow, settle: Callable[[], None], qtbot: QtBot, size: tuple[int, int]
) -> None:
    session = window.session
    assert session is not None
    window.resize(*size)
    settle()
    window.start_visit(session.store.episode("e1"))
    visit = window.visit
    assert visit is not None
    field = visit.focusWidget()
    assert field is not None
    qtbot.waitUntil(lambda: seen(field))
    page = visit.page("history")
    assert isinstance(page, FormPage)
    if size == SIZES[0]:
        assert page.findChildren(QScrollArea)[0].verticalScrollBar().value() == 0


@pytest.mark.parametrize("width", [680, 780, 910, 1092, 1366])
def test_no_tab_of_the_exam_scrolls_sideways(
    visit: VisitView, window: MainWindow, settle: Callable[[], None], qtbot: QtBot, width: int
) -> None:
    window.resize(width, 560)
    visit.go_to("exam")
    settle()
    page = visit.page("exam")
    assert isinstance(page, FormPage)
    for group in page.groups:
        page.tabs.choose(group.id)
        page.pages[group.id].finish_all()
        settle()
        bar = page._areas[group.id].horizontalScrollBar()
        # Its cards may be laid out in more than one turn.
        qtbot.waitUntil(partial(_fits, bar, group.id))


def _fits(bar: QScrollBar, group: str) -> None:
    assert bar.maximum() == 0, group
