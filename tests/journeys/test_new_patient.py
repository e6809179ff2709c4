"""A first visit from the unlock window to the handout and the signature, without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QListWidget

from pt_chart.bootstrap import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.fields import FieldDef
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.host.paths import DataFolders
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.program.page import ProgramPage
from tests.journeys.conftest import PASSWORD, THERAPIST
from tests.journeys.keyboard import CTRL, Key, Keyboard
from tests.support.shipped import vocabulary

R = Side.RIGHT
STROKES = 640
"""A whole first visit needs no more than this, texts, shorthand and what signing asks included."""

EXAM = (
    "slr l 78 -, slr r 38 55 + fam df+ calf",
    "slump r + ; slump l -",
    "xslr l -",
    "ehl r 4, mmt df r 4, mmt s1 b 5",
    "lt r l2-l4 normal l5 reduced s1-s2 normal",
    "reflex knee b 2, reflex achilles b 2",
    "ffd 32, nprs 6",
)


def ranked(keyboard: Keyboard) -> list[tuple[str, float]]:
    """The causes that the panel shows, in its order."""
    panel = keyboard.visit.dock.panel
    assert isinstance(panel, SidePanel)
    return [(cause.condition, cause.middle) for cause in panel.causes.causes]


def panel_open(keyboard: Keyboard) -> bool:
    """Whether the differentiation is to be seen."""
    return keyboard.visit.dock.is_open


def core_questions() -> list[FieldDef]:
    """What everybody is asked."""
    return [field for field in vocabulary().fields.values() if field.core]


def answer_core_questions(keyboard: Keyboard) -> None:
    """The red-flag tab: every question reached by Tab."""
    keyboard.section("history")
    keyboard.press(Key.Key_PageDown, hold=CTRL)
    for field in core_questions():
        answer_no(keyboard, field)


def answer_no(keyboard: Keyboard, field: FieldDef) -> None:
    """Tab to a question, minus."""
    for side in Side.BOTH.each if field.sided else (None,):
        keyboard.tab_to(f"{field.label} {side.spelled}" if side else field.label)
        keyboard.type("-")
        answer = keyboard.visit.open.desk.visit.answers[FindingKey(field.id, side)]
        assert answer.value is False


def register(keyboard: Keyboard) -> None:
    """Ctrl+N, the patient, the episode; the first visit opens."""
    keyboard.press(Key.Key_N, hold=CTRL)
    assert keyboard.focus == "Family name"
    for text in ("Quillfeather", "Orla", "1984-05-02"):
        keyboard.type(text)
        keyboard.press(Key.Key_Tab)
    keyboard.type("f")
    keyboard.press(Key.Key_Tab)
    keyboard.enter("30117")
    keyboard.wait_until(lambda: keyboard.focus == "Complaint")
    keyboard.type("leg pain, back of thigh to calf")
    keyboard.press(Key.Key_Tab)
    keyboard.type("r")
    keyboard.press(Key.Key_Tab)
    keyboard.enter("three weeks ago, lifting")
    keyboard.wait_for_visit()


def chart_the_calf(keyboard: Keyboard) -> None:
    """Body chart by its list: down to the RIGHT calf, a kind by digit, space."""
    keyboard.section("body_chart")
    assert "list" in keyboard.focus
    regions = QApplication.focusWidget()
    assert isinstance(regions, QListWidget)
    keyboard.type("7")
    keyboard.press(Key.Key_End)
    while not regions.currentItem().text().startswith("RIGHT upper outer calf"):
        assert regions.currentRow() > 0
        keyboard.press(Key.Key_Up)
    keyboard.press(Key.Key_Space)
    touched = keyboard.visit.open.live.summary.regions
    assert [(region.side, "calf" in region.region) for region in touched] == [(R, True)]


def choose_exercises(keyboard: Keyboard) -> None:
    """Two proposals by digit; a blocked one says its rule and wants a reason; a dose by keys."""
    keyboard.section("program")
    page = keyboard.visit.page("program")
    assert isinstance(page, ProgramPage)
    desk = keyboard.visit.open.desk
    keyboard.type("1")
    keyboard.wait_until(lambda: len(desk.visit.program.items) == 1)
    first = desk.visit.program.items[0].exercise
    keyboard.tab_to("Times a day", limit=40)
    before = desk.visit.program.items[0].dose
    keyboard.type("+")
    assert desk.visit.program.items[0].dose != before
    assert "Times a day" in keyboard.focus

    keyboard.section("program")
    keyboard.type("/seated hamstring stretch")
    keyboard.press(Key.Key_Return)
    assert keyboard.focus.startswith("Reason to override the block of")
    shown = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "Blocked: " in shown
    keyboard.press(Key.Key_Return)
    assert len(desk.visit.program.items) == 1
    keyboard.enter("tried it here, no symptoms below the buttock")
    kept, overridden = keyboard.visit.open.desk.visit.program.items
    assert kept.exercise == first
    assert overridden.override_reason.startswith("tried it here")


def export(keyboard: Keyboard) -> None:
    """The handout as it prints, then into a file."""
    keyboard.section("program")
    keyboard.press(Key.Key_PageDown, hold=CTRL)
    keyboard.tab_to("Export PDF")
    keyboard.press(Key.Key_Return)


def is_signed(keyboard: Keyboard) -> bool:
    """Whether the open visit is signed by now."""
    return keyboard.visit.open.desk.visit.signed


def write_part(keyboard: Keyboard, link: str) -> None:
    """What the record still lacks, typed where the notice led."""
    focus, words, more = {
        "plan.assessment": ("Assessment", "Root pattern RIGHT.", ()),
        "plan.codes": ("Search ICD-10-CM", "", ()),
        "plan.goals": ("New goal", "Sit 45 minutes in 4 weeks", (Key.Key_Return,)),
        "plan.care": ("Times a week", "2", (Key.Key_Tab,)),
    }[link]
    assert keyboard.focus == focus
    keyboard.type(words)
    keyboard.press(*more)
    if link == "plan.codes":
        keyboard.tab_to("No diagnosis, because")
        keyboard.type("waits for the scan")
    if link == "plan.care":
        keyboard.type("4")
        keyboard.press(Key.Key_Tab)


def settle(keyboard: Keyboard) -> None:
    """Ctrl+Enter until signed: follow each notice, answer, write, record an action for a flag."""
    for _ in range(10):
        keyboard.press(Key.Key_Return, hold=CTRL)
        if is_signed(keyboard):
            return
        assert keyboard.visit.notices.text.text() == "Not signed yet"
        need = keyboard.visit.session.signing_needs()[0]
        if need.flag:
            keyboard.press(Key.Key_R, hold=CTRL)
            keyboard.enter("examined again, told whom to call")
            continue
        assert keyboard.focus == "Go to the field"
        keyboard.press(Key.Key_Return)
        if need.link:
            write_part(keyboard, need.link)
        else:
            assert vocabulary().fields[need.finding].label in keyboard.focus
            keyboard.type("y")
    raise AssertionError(keyboard.visit.session.signing_needs())


def test_a_first_visit_without_a_mouse(
    sit_down: Callable[..., Keyboard],
    clinic_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keyboard = sit_down(clinic_folder)
    strokes: dict[str, int] = {}

    def lap(name: str) -> None:
        strokes[name] = keyboard.count - sum(strokes.values())

    assert keyboard.focus == f"Password for {THERAPIST}"
    keyboard.enter(PASSWORD)
    keyboard.wait_until(lambda: keyboard.window.session is not None)
    assert keyboard.focus == "Find a patient"
    lap("unlock")
    register(keyboard)
    lap("register")
    assert keyboard.visit.open.desk.episode.side is R
    assert not panel_open(keyboard)

    answer_core_questions(keyboard)
    keyboard.quick("leg pain r +, pain below knee r +, cough +, duration 3 weeks")
    lap("history")
    assert panel_open(keyboard)
    chart_the_calf(keyboard)
    lap("body chart")

    keyboard.section("exam")
    for line in EXAM:
        before = ranked(keyboard)
        keyboard.quick(line)
        if line.startswith(("slr", "slump", "ehl")):
            assert ranked(keyboard) != before, line
    lap("exam")
    assert ranked(keyboard)[0][0] == "lumbar_radiculopathy"
    assert [flag.tier for flag in keyboard.visit.open_flags()] == [Tier.MONITOR]

    choose_exercises(keyboard)
    lap("program")
    target = tmp_path / "handout.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    export(keyboard)
    assert target.read_bytes().startswith(b"%PDF-")
    lap("export")
    settle(keyboard)
    lap("sign")
    assert keyboard.count <= STROKES, strokes
    keyboard.press(Key.Key_L, hold=CTRL)
    assert_signed(clinic_folder)


def assert_signed(folder: Path) -> None:
    """The chart on the disk has the signed visit with what was typed."""
    session = LocalWorkplace(DataFolders(folder), demo=False).unlock(THERAPIST, PASSWORD, run_here)
    with closing(session.store) as store:
        (row,) = store.search("quillf")
        (episode,) = store.episodes_of(row.patient.id)
        (stored,) = store.visits_of(episode.id)
    assert stored.signed
    assert stored.answers[FindingKey("slr_first_angle", R)].value == 38
    assert len(stored.program.items) == 2
