"""A signed visit shows its stored panel, the difference comes on request, F9 hides it all."""

from __future__ import annotations

import json
from dataclasses import replace

from pytestqt.qtbot import QtBot

from pt_chart.charting.events import Part
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.reasoning.stored_panel import compare_panels
from pt_chart.clinical.visit import Visit, VisitStatus
from pt_chart.ui.panel.old_note import NO_DIFFERENCE, SAME_FILES, OldNote, difference_words
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow


def stored_visit(visit: VisitView, *, version: str) -> Visit:
    """A signed visit whose panel was made with knowledge of some version."""
    live = visit.open.live
    panel = assessment_json(assess(live.facts, visit.session.definitions.knowledge))
    panel["knowledge"] = {"version": version, "sha256": "0" * 64}
    signed = replace(visit.open.desk.visit, status=VisitStatus.SIGNED)
    return replace(signed, panel=json.dumps(panel))


def test_f9_hides_the_reasoning_opened_wide(visit: VisitView) -> None:
    visit.dock.open()
    visit.go_to("wide")
    visit.blank_panel()
    assert visit.section == "exam"
    assert visit.dock.blanked
    assert not visit.dock.is_open
    visit.blank_panel()
    assert not visit.dock.blanked


def test_f9_takes_the_words_out_of_the_emergency_bar(visit: VisitView) -> None:
    desk = visit.open.desk
    desk.set_answer(FindingKey("history_of_cancer"), Answer(value=True))
    desk.set_answer(FindingKey("urinary_retention"), Answer(value=True))
    bar = visit.emergency
    said = bar.title.accessibleName()
    assert bar.isVisibleTo(visit)
    assert "cauda equina" in f"{said} {bar.because.text()}".lower()
    visit.blank_panel()
    assert bar.isVisibleTo(visit)
    parts = [bar.title.accessibleName(), bar.because.text(), bar.toolTip()]
    hidden = " ".join([*parts, bar.accessibleName()])
    assert "flag needs your record" in hidden
    assert "cauda" not in hidden.lower()
    assert "urine" not in hidden.lower()
    visit.blank_panel()
    assert bar.title.accessibleName() == said


def test_a_draft_has_no_old_note(visit: VisitView) -> None:
    visit.go_to("wide")
    assert visit.findChild(OldNote) is None
    assert visit.open.live.difference() is None


def test_the_difference_is_told_when_asked(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    assert session is not None
    window.start_visit(session.store.episode("e1"))
    view = window.visit
    assert view is not None
    live = view.open.live
    live.stored = None
    view.open.desk.replace_stored(stored_visit(view, version="2020.01"), ())
    found = live.difference()
    assert found is not None
    assert found.then.version == "2020.01"
    assert not found.same_knowledge
    note = OldNote(window.theme, live)
    qtbot.addWidget(note)
    note.ask.click()
    assert "2020.01" in note.told.text()
    assert note.told.text().endswith(NO_DIFFERENCE)


def test_the_same_files_say_so(visit: VisitView) -> None:
    stamp = visit.session.definitions.knowledge.stamp
    now = assess(visit.open.live.facts, visit.session.definitions.knowledge)
    found = compare_panels(now, now)
    assert found.then == stamp
    assert difference_words(found) == SAME_FILES


def test_the_panel_of_a_signed_visit_is_not_called_live_and_asks_nothing(visit: VisitView) -> None:
    visit.dock.open()
    panel = visit.dock.panel
    assert isinstance(panel, SidePanel)
    assert panel.state.text() == "live"
    assert not panel.next_tests.isHidden()
    visit.open.desk.replace_stored(stored_visit(visit, version="2020.01"), (Part.STATUS,))
    assert panel.state.text().startswith("as signed ")
    assert panel.next_tests.isHidden()
