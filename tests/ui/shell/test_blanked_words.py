"""Blanked for the patient, no page tells what is suspected, and a form opens for a moment only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.program.page import ProgramPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.label import ElidedLabel, Label

Settle = Callable[[], None]


def seen(page: QWidget) -> str:
    """The words of every label in sight."""
    labels = (*page.findChildren(Label), *page.findChildren(ElidedLabel))
    return "\n".join(one.text() for one in labels if one.isVisibleTo(page))


def blanked(visit: VisitView) -> bool:
    """Whether the panel is blanked now."""
    return visit.dock.blanked


def test_the_program_page_tells_no_emergency_while_the_patient_is_watching(
    visit: VisitView, settle: Settle
) -> None:
    for name in ("history_of_cancer", "unsteady_legs"):
        visit.open.desk.set_answer(FindingKey(name), Answer(value=True))
    settle()
    for opened_before in (False, True):
        if opened_before:
            visit.blank_panel()
        visit.go_to("program")
        settle()
        page = visit.stack.currentWidget()
        assert isinstance(page, ProgramPage)
        if opened_before:
            assert "ancer" not in seen(page)
            assert "needs your record" in seen(page)
            visit.blank_panel()
            settle()
        assert "ancer" in seen(page)
        visit.blank_panel()
        settle()
        assert "ancer" not in seen(page)
        visit.blank_panel()


def test_a_form_opened_while_blanked_closes_the_panel_again(
    visit: VisitView, settle: Settle
) -> None:
    visit.open.desk.set_answer(FindingKey("altered_perianal_sensation"), Answer(value=True))
    settle()
    visit.blank_panel()
    visit.record_flag()
    panel = visit.dock.panel
    assert isinstance(panel, SidePanel)
    form = panel.flags.form
    assert form is not None
    assert not blanked(visit)
    QTest.keyClick(form.action, Qt.Key.Key_Escape)
    settle()
    assert blanked(visit)
    assert panel.flags.form is None
    assert not visit.open.desk.visit.acknowledgments
