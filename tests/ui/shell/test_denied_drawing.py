"""A drawing that contradicts a core answer: seen on every page until it is asked again."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import RegionFill, SymptomKind, View
from pt_chart.clinical.findings import FindingKey
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.shell.visit_view import VisitView
from tests.ui import clinic

SADDLE = FindingKey("altered_perianal_sensation")
WORDS = "The drawing shows altered feeling between the legs; recorded as “no”. Ask again."


def numb_saddle(visit: VisitView) -> None:
    desk = visit.open.desk
    clinic.answer_core(desk)
    clinic.write_record(desk)
    fill = RegionFill("perineum", None)
    chart = editing.with_mark(
        desk.visit.chart, View.FRONT, fill, Pencil(SymptomKind.NUMBNESS), by_patient=True
    )
    desk.edit("Patient drew numbness", replace(desk.visit, chart=chart), parts=(Part.CHART,))


def test_it_is_told_on_every_page_and_in_the_panel(visit: VisitView) -> None:
    assert not visit.denials.isVisible()
    numb_saddle(visit)
    for section in ("history", "body_chart", "plan"):
        visit.go_to(section)
        assert visit.denials.isVisible()
        assert visit.denials.text.text() == WORDS
    visit.go_to("exam")
    visit.dock.open()
    panel = visit.dock.panel
    assert isinstance(panel, SidePanel)
    assert panel.denials.isVisible()
    assert panel.denials.text.text() == WORDS
    QTest.mouseClick(visit.denials.go, Qt.MouseButton.LeftButton)
    assert visit.section == "history"
    assert visit.open.desk.visit.answers[SADDLE].value is False


def test_still_no_is_recorded_beside_the_answer_and_settles_it(visit: VisitView) -> None:
    numb_saddle(visit)
    QTest.mouseClick(visit.denials.still_no, Qt.MouseButton.LeftButton)
    assert not visit.denials.isVisible()
    answer = visit.open.desk.visit.answers[SADDLE]
    assert answer.value is False
    assert answer.note.startswith("asked again")
    visit.open.desk.undo()
    assert visit.denials.isVisible()


def test_yes_is_recorded_and_raises_the_emergency(visit: VisitView) -> None:
    numb_saddle(visit)
    QTest.mouseClick(visit.denials.yes, Qt.MouseButton.LeftButton)
    assert not visit.denials.isVisible()
    assert visit.open.desk.visit.answers[SADDLE].value is True
    assert visit.emergency.isVisible()
