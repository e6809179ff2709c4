"""Lines pasted into the entry line are findings of their own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.ui.shell.visit_view import VisitView


def test_pasted_lines_are_findings_of_their_own(
    visit: VisitView, settle: Callable[[], None]
) -> None:
    field = visit.quick.field
    visit.quick.start()
    QGuiApplication.clipboard().setText("occupation driver\nslr r 45 +\nallergies none\n")
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert field.text() == "occupation driver; slr r 45 +; allergies none"
    QTest.keyClick(field, Qt.Key.Key_Return)
    answers = visit.open.desk.visit.answers
    assert answers[FindingKey("slr_first_angle", Side.RIGHT)].value == 45
    assert answers[FindingKey("occupation")].value == "driver"
