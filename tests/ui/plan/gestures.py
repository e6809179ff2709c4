"""What the tests of the plan's tabs share: clicks, words on screen, the page itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.button import Button

ENTER = Qt.Key.Key_Return
ANKLE = FindingKey("reflex_achilles", Side.RIGHT)


def click(button: QWidget) -> None:
    """A real click."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def plan(visit: VisitView) -> Plan:
    """The plan as it stands on the desk."""
    return visit.open.desk.visit.plan


def words(widget: QWidget) -> str:
    """Everything that a part shows in words."""
    QApplication.processEvents()
    shown = (label for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))
    return "\n".join(label.text() for label in shown)


def notice(visit: VisitView) -> str:
    """The notice on screen."""
    return visit.notices.text.text()


def press(widget: QWidget, name: str) -> None:
    """Click the button of a name."""
    QApplication.processEvents()
    for button in widget.findChildren(Button):
        if button.accessibleName() == name and button.isVisibleTo(widget):
            click(button)
            return
    raise AssertionError(name)
