"""A strength grade that pain limits: typed behind the grade, shown, kept, told in the note."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pt_chart.charting.narrative.writing import write_note
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.narrative.plain_text import note_text
from pt_chart.clinical.sides import Side
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.line_field import LineField

L5 = FindingKey("myotome", Side.LEFT, "L5")


def test_p_behind_a_grade_marks_it(visit: VisitView, settle: Callable[[], None]) -> None:
    visit.show_field(L5)
    settle()
    cell = QApplication.focusWidget()
    assert isinstance(cell, LineField)
    QTest.keyClicks(cell, "4+p")
    answer = visit.open.desk.visit.answers[L5]
    assert (answer.value, answer.qualifiers) == ("4+", ("painful",))
    visit.start_page()
    settle()
    assert cell.text() == "4+ p"
    assert "4+ (painful" in note_text(write_note(visit.session, visit.open))
    visit.show_field(L5)
    QTest.keyClicks(cell, "5")
    assert visit.open.desk.visit.answers[L5].qualifiers == ()
