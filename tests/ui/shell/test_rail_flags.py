"""The folded panel says how many flags are open and how urgent, unless the patient is watching."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.ui.shell.panel_dock import BLANKED
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

Settle = Callable[[], None]


def test_open_flags_are_counted_by_tier(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    rail, desk = visit.dock.rail, visit.open.desk
    settle()
    assert rail.isVisible()
    assert not rail.told
    plain = window.grab(rail.rect().translated(rail.mapTo(window, rail.pos()) - rail.pos()))
    desk.set_answer(FindingKey("bp_systolic"), Answer(186))
    desk.set_answer(FindingKey("bp_diastolic"), Answer(112))
    desk.set_answer(FindingKey("altered_perianal_sensation"), Answer(value=True))
    settle()
    flags = visit.open_flags()
    tiers = {flag.tier for flag in flags}
    assert len(tiers) == len(rail.told) > 1
    assert sum(int(words.split()[0]) for words in rail.told) == len(flags)
    assert rail.told[0].endswith("emergency")
    assert any(words.endswith("urgent") for words in rail.told)
    assert all(words in rail.accessibleName() for words in rail.told)
    now = window.grab(rail.rect().translated(rail.mapTo(window, rail.pos()) - rail.pos()))
    assert now.toImage() != plain.toImage()
    window.resize(683, 384)
    settle()


def test_a_patient_who_watches_reads_nothing_of_it(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    visit.open.desk.set_answer(FindingKey("altered_perianal_sensation"), Answer(value=True))
    settle()
    assert visit.dock.rail.told
    QTest.keyClick(window, Qt.Key.Key_F9)
    rail = visit.dock.rail
    assert rail.accessibleName().startswith(BLANKED)
    assert rail.told == ()
    assert "emergency" not in rail.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert rail.told
