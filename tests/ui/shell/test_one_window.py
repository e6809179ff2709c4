"""Every page is a part of the one window: a part shown too early would be a window of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow


def test_no_page_opens_a_window_of_its_own(
    visit: VisitView, window: MainWindow, settle: Callable[[], None]
) -> None:
    visit.dock.open()
    for section in (*(one.id for one in SECTIONS), "wide", "exam"):
        visit.go_to(section)
        settle()
        shown = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
        assert shown == [], section
        assert QApplication.focusWidget() is not None, section
