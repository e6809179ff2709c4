"""No key stands for two things at once: Qt would do neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from pt_chart.clinical.bodychart.marks import View
from pt_chart.ui.bodychart.page import BodyChartPage
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

Settle = Callable[[], None]


def active(window: MainWindow) -> dict[str, list[str]]:
    """What each key would start now, by the key's portable name."""
    found: dict[str, list[str]] = defaultdict(list)
    for action in window.findChildren(QAction):
        if action.isEnabled():
            for key in action.shortcuts():
                found[key.toString()].append(action.text())
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not button.shortcut().isEmpty():
            found[button.shortcut().toString()].append(button.accessibleName() or button.text())
    for shortcut in window.findChildren(QShortcut):
        parent = shortcut.parent()
        if shortcut.isEnabled() and isinstance(parent, QWidget) and parent.isVisible():
            found[shortcut.key().toString()].append("a shortcut")
    return found


def _shows(page: BodyChartPage, view: View) -> bool:
    return page.editor.view is view


def test_no_two_shortcuts_of_a_window_are_the_same_key(
    window: MainWindow, visit: VisitView, settle: Settle
) -> None:
    window.resize(1920, 1080)
    visit.dock.wait_for_history(waiting=False)
    visit.dock.open()
    for section in SECTIONS:
        visit.go_to(section.id)
        settle()
        keys = active(window)
        assert len(keys) > 20
        assert {key: names for key, names in keys.items() if len(names) > 1} == {}, section.id


@pytest.mark.parametrize("width", [1024, 1366, 1920])
def test_the_function_keys_show_the_six_views(
    window: MainWindow, visit: VisitView, settle: Settle, qtbot: QtBot, width: int
) -> None:
    window.resize(width, 1080)
    visit.dock.wait_for_history(waiting=False)
    visit.dock.open()
    visit.go_to("body_chart")
    window.activateWindow()
    settle()
    page = visit.page("body_chart")
    assert isinstance(page, BodyChartPage)
    for number, view in enumerate(View, 1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_F1.value + number))
        qtbot.waitUntil(partial(_shows, page, view))
