"""The open visit as a whole: emergency, panel, keys, palette, quick entry, saved state, lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from pt_chart.charting.errors import DiskFull
from pt_chart.charting.events import Level, Notice
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import FlagAcknowledgment
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.shell.navigation import Progress
from pt_chart.ui.shell.panel_dock import BLANKED, UNTIL_HISTORY
from pt_chart.ui.shell.search import best, field_targets
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.unlock.view import UnlockView
from tests.fakes import MemoryStore
from tests.ui import clinic

CTRL = Qt.KeyboardModifier.ControlModifier
L, R = Side.LEFT, Side.RIGHT
Settle = Callable[[], None]


def say(visit: VisitView, finding: str, value: bool, side: Side | None = None) -> None:
    visit.open.desk.set_answer(FindingKey(finding, side), Answer(value))


def settled(visit: VisitView) -> tuple[FlagAcknowledgment, ...]:
    return visit.open.desk.visit.acknowledgments


def panel_open(visit: VisitView) -> bool:
    return visit.dock.is_open


def panel(visit: VisitView) -> SidePanel:
    visit.dock.open()
    shown = visit.dock.panel
    assert isinstance(shown, SidePanel)
    return shown


def test_the_banner_names_patient_side_and_visit(visit: VisitView) -> None:
    words = " ".join(label.text() for label in visit.banner.findChildren(QLabel))
    for part in ("Tallowby, Mira", "44 y female", "RIGHT leg pain", "Visit 2 of 8", "ID 20417"):
        assert part in words


def test_an_emergency_shows_at_once_on_every_page(visit: VisitView) -> None:
    assert not visit.emergency.isVisible()
    say(visit, "urinary_retention", True)
    say(visit, "altered_perianal_sensation", True)
    assert visit.emergency.isVisible()
    assert visit.emergency.title.text().startswith("EMERGENCY DEPARTMENT TODAY")
    for section in ("history", "exam", "plan"):
        visit.go_to(section)
        assert visit.emergency.isVisible()


def test_an_emergency_is_settled_only_with_an_action_or_a_reason(
    visit: VisitView, settle: Settle
) -> None:
    say(visit, "urinary_retention", True)
    say(visit, "altered_perianal_sensation", True)
    visit.record_flag()
    form = panel(visit).flags.form
    assert form is not None
    QTest.mouseClick(form.done, Qt.MouseButton.LeftButton)
    assert settled(visit) == ()
    QTest.keyClicks(form.action, "sent to the emergency department, phoned 10:46")
    QTest.keyClick(form.action, Qt.Key.Key_Return)
    settle()
    done = settled(visit)
    assert [a.action for a in done] == ["sent to the emergency department, phoned 10:46"]
    assert done[0].by == visit.open.desk.clinician.id
    assert not any(f.id == done[0].flag for f in visit.open_flags())


def test_the_keys_go_back_to_where_they_were_and_the_notice_of_the_flag_goes(
    visit: VisitView, settle: Settle
) -> None:
    say(visit, "urinary_retention", True)
    say(visit, "altered_perianal_sensation", True)
    (flag,) = visit.open_flags()
    visit.quick.field.setFocus()
    visit.notices.show_notice(
        Notice(Level.WARNING, "Not signed yet", "record the action", f"flag.{flag.id}")
    )
    visit.record_flag()
    form = panel(visit).flags.form
    assert form is not None
    assert form.action.hasFocus()
    assert visit.notices.isVisible()
    QTest.keyClicks(form.action, "sent to the emergency department")
    QTest.keyClick(form.action, Qt.Key.Key_Return)
    settle()
    assert settled(visit)
    assert visit.quick.field.hasFocus()
    assert not visit.notices.isVisible()


def test_the_panel_is_closed_until_the_history_is_done(visit: VisitView, settle: Settle) -> None:
    assert not panel_open(visit)
    assert UNTIL_HISTORY in visit.dock.rail.accessibleName()
    for form in clinic.definitions().forms:
        for field in form.fields:
            if field.core:
                sides = Side.BOTH.each if field.sided else (None,)
                for side in sides:
                    say(visit, field.id, False, side)
    settle()
    assert panel_open(visit)


def test_the_ranking_folds_behind_an_open_emergency(visit: VisitView) -> None:
    shown = panel(visit)
    assert shown.middle.isVisible()
    say(visit, "urinary_retention", True)
    say(visit, "altered_perianal_sensation", True)
    assert shown.folded.isVisible()
    assert not shown.middle.isVisible()
    button = shown.folded.findChild(QPushButton)
    assert button is not None
    button.click()
    assert shown.middle.isVisible()


def test_f8_hides_and_f9_blanks(visit: VisitView, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert panel_open(visit)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not panel_open(visit)
    assert BLANKED in visit.dock.rail.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert panel_open(visit)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert not panel_open(visit)


def test_the_panel_moves_with_an_entry(visit: VisitView) -> None:
    shown = panel(visit)
    before = {c.condition: c.middle for c in shown.causes.causes}
    visit.open.desk.set_answer(FindingKey("reflex_achilles", R), Answer("0"))
    visit.open.desk.set_answer(FindingKey("myotome", R, "L5"), Answer("4"))
    after = {c.condition: c.middle for c in shown.causes.causes}
    assert after["lumbar_radiculopathy"] > before["lumbar_radiculopathy"]
    assert "Lumbar radiculopathy" in shown.causes.accessibleDescription()
    assert shown.evidence.accessibleDescription()


def test_no_percentages_and_no_diagnosis_in_the_panel(visit: VisitView) -> None:
    shown = panel(visit)
    visit.open.desk.set_answer(FindingKey("reflex_achilles", R), Answer("0"))
    words = [label.text() for label in shown.findChildren(QLabel)]
    words += [shown.causes.accessibleDescription(), shown.evidence.accessibleDescription()]
    told = " ".join(words).lower()
    assert "%" not in told
    assert "diagnosis" not in told


def test_the_next_test_leads_to_its_field(visit: VisitView, settle: Settle) -> None:
    tests = visit.open.live.current.next_tests
    assert tests
    visit.start_next_test()
    settle()
    vocabulary = clinic.definitions().vocabulary
    section = vocabulary.field(tests[0].finding).section
    assert visit.section == section


def test_ctrl_k_goes_to_a_field(visit: VisitView, window: MainWindow, settle: Settle) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    commands = window.commands
    assert commands is not None
    palette = commands.palette
    assert palette.isVisible()
    QTest.keyClicks(palette.field, "angle at limit")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle()
    assert not palette.isVisible()
    assert visit.section == "exam"


def test_ctrl_k_finds_commands_and_patients(
    visit: VisitView, window: MainWindow, settle: Settle
) -> None:
    commands = window.commands
    assert commands is not None
    commands.find()
    QTest.keyClicks(commands.palette.field, "hestal")
    settle()
    assert any(row.cells[0].text == "Hestal, Birgit" for row in commands.palette.table.shown)
    commands.palette.field.setText("sign the")
    assert commands.palette.table.shown[0].cells[0].text == "Sign the visit"
    QTest.keyClick(commands.palette.field, Qt.Key.Key_Escape)
    assert not commands.palette.isVisible()


def test_quick_entry_shows_what_it_understood_and_files_on_enter(
    visit: VisitView, window: MainWindow
) -> None:
    QTest.keyClick(window, Qt.Key.Key_E, CTRL)
    line = visit.quick
    QTest.keyClicks(line.field, "reflex_achilles l 1")
    assert "LEFT" in line.field.accessibleDescription()
    assert FindingKey("reflex_achilles", L) not in visit.open.desk.visit.answers
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    assert visit.open.desk.visit.answers[FindingKey("reflex_achilles", L)].value == "1"
    assert line.field.text() == ""


def test_quick_entry_shows_the_finding_being_typed_whatever_the_room(
    visit: VisitView, window: MainWindow
) -> None:
    window.resize(1366, 768)
    steps = "slr l 70 85 fam- stretch posterior_thigh nf=, slr r 35 50 fam+ shooting calf df+ nf+"
    QTest.keyClicks(visit.quick.field, f"{steps}, bogus r, mmt l l2-s2 5")
    seen = [chip for chip in visit.quick.understood.chips if not chip.isHidden()]
    assert seen[0].words == "Strength LEFT: L2 to S2 5"
    assert seen[1].words == "bogus r"
    assert "'bogus' is no test" in visit.quick.remark.text()


def test_quick_entry_says_what_it_filed(visit: VisitView) -> None:
    QTest.keyClicks(visit.quick.field, "slump l -, mmt ehl r 4")
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    assert visit.quick.understood.lead.text() == "Filed"
    assert {chip.words for chip in visit.quick.understood.chips} == {
        "Slump LEFT: negative",
        "Strength of great toe up (EHL) RIGHT: 4",
    }
    QTest.keyClicks(visit.quick.field, "s")
    assert visit.quick.understood.lead.text() != "Filed"


def test_quick_entry_without_a_side_files_nothing(visit: VisitView) -> None:
    before = visit.open.desk.visit
    QTest.keyClicks(visit.quick.field, "reflex_achilles 1")
    assert "which side" in visit.quick.remark.text()
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Return)
    assert visit.open.desk.visit is before
    QTest.keyClick(visit.quick.field, Qt.Key.Key_Escape)
    assert visit.quick.field.text() == ""


def test_undo_is_named_in_the_menu(visit: VisitView, window: MainWindow) -> None:
    commands = window.commands
    assert commands is not None
    visit.open.desk.set_answer(FindingKey("crossed_slr", L), Answer(True))
    assert "LEFT" in commands.actions["undo"].text()
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert FindingKey("crossed_slr", L) not in visit.open.desk.visit.answers
    assert "LEFT" in commands.actions["redo"].text()


def test_a_full_disk_is_a_notice_and_the_draft_stays(visit: VisitView) -> None:
    store = visit.session.store
    assert isinstance(store, MemoryStore)
    store.failure = DiskFull()
    visit.open.desk.set_answer(FindingKey("crossed_slr", L), Answer(True))
    assert visit.notices.isVisible()
    assert "disk is full" in visit.notices.text.text()
    assert visit.banner.saved_words == "not saved"
    store.failure = None
    visit.open.desk.set_answer(FindingKey("crossed_slr", R), Answer(True))
    assert not visit.notices.isVisible()
    assert visit.banner.saved_words.startswith("saved")


def test_alt_numbers_open_sections(visit: VisitView, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert visit.section == SECTIONS[2].id
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert visit.section == SECTIONS[0].id


def test_the_rail_counts_what_was_done(visit: VisitView, settle: Settle) -> None:
    visit.open.desk.set_answer(FindingKey("crossed_slr", L), Answer(None))
    settle()
    counts = visit.navigation.counts
    assert (counts.answered, counts.not_tested) == (1, 1)
    assert visit.navigation.progress["exam"] is Progress.PART
    assert visit.navigation.progress["plan"] is Progress.NOTHING


def test_a_narrow_window_folds_the_rail_and_the_panel(
    qtbot: QtBot, visit: VisitView, window: MainWindow
) -> None:
    visit.dock.open()
    assert visit.navigation.width() == 68
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: visit.navigation.width() == 176)
    window.resize(960, 600)
    qtbot.waitUntil(lambda: not visit.dock.is_open)


def test_signing_needs_are_a_notice_with_the_place(visit: VisitView, window: MainWindow) -> None:
    visit.session.carry_forward()
    QTest.keyClick(window, Qt.Key.Key_Return, CTRL)
    assert visit.notices.isVisible()
    assert visit.notices.text.text() == "Not signed yet"
    assert visit.notices.go.isVisible()
    assert not visit.open.desk.visit.signed


def test_the_note_is_copied_as_plain_text(visit: VisitView, window: MainWindow) -> None:
    visit.open.desk.set_answer(FindingKey("reflex_achilles", R), Answer("0"))
    visit.open.desk.set_answer(FindingKey("crossed_slr", L), Answer(None))
    commands = window.commands
    assert commands is not None
    commands.actions["copy_note"].trigger()
    note = QGuiApplication.clipboard().text()
    assert "RIGHT" in note
    assert "Crossed SLR, this leg raised: LEFT not tested." in note
    assert "<" not in note


def test_locking_closes_the_chart_and_names_nobody_in_full(
    visit: VisitView, window: MainWindow
) -> None:
    session = window.session
    assert session is not None
    store = session.store
    assert isinstance(store, MemoryStore)
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    assert store.closed
    view = window.stack.currentWidget()
    assert isinstance(view, UnlockView)
    assert "M. T." in view.story.text()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    words = " ".join(label.text() for label in window.findChildren(QLabel))
    assert "Tallowby" not in words


def test_ctrl_k_names_tests_as_they_stand_alone_and_the_very_name_first() -> None:
    targets = field_targets(clinic.definitions().vocabulary)
    found = best(targets, "slump")
    assert found[0].id == "slump"
    named = ["Slump" in target.words for target in found]
    assert named.count(True) >= 10
    assert named == sorted(named, reverse=True), "before those that only stand on its card"
    assert not [target for target in targets if target.words == "Test as a whole"]


def test_what_signing_needs_stands_below_the_banner(visit: VisitView, window: MainWindow) -> None:
    commands = window.commands
    assert commands is not None
    commands.show_needs()
    banner = visit.banner.mapTo(window, visit.banner.rect().bottomLeft()).y()
    assert commands.palette.geometry().top() > banner


def test_beside_the_sections_none_is_marked_and_each_can_be_opened(
    visit: VisitView,
) -> None:
    """The section that was open before is a click away again."""
    visit.go_to("documents")
    visit.go_to("wide")
    assert visit.section == "wide"
    assert "none open" in visit.navigation.accessibleName()
    last = visit.navigation._rects()[[one.id for one in SECTIONS].index("documents")]
    QTest.mouseClick(visit.navigation, Qt.MouseButton.LeftButton, pos=last.center().toPoint())
    assert visit.section == "documents"
    assert visit.navigation.accessibleName().startswith("Sections: Documents")
