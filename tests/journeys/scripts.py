"""Three visits typed with real keys, from the patient list to the end: the speed they take.

The evaluation is the demo clinic's L5 case (resources/demo/patient_4_radiculopathy.toml) with all
its findings; the follow-up is its second visit; the program is one of six exercises for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtTest import QTest

from pt_chart.bootstrap import LocalWorkplace
from pt_chart.bootstrap.shipped import definitions, figures
from pt_chart.charting.demo import fill_demo
from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.clinical.sides import Side
from pt_chart.definitions.demo import DemoClinic, read_demo
from pt_chart.host.paths import DataFolders
from pt_chart.host.resources import resource
from pt_chart.ui.program.page import ProgramPage
from tests.journeys.keyboard import CTRL, SHIFT, Key
from tests.journeys.keystroke_level import CountedKeyboard, K, M
from tests.store.samples import CHEAP

PASSWORD = "a password for the journey"
THERAPIST = "Ines Corvale"
CASE = "tallowby"
SOME_DAY = date(2026, 11, 21)

HISTORY = (
    "back pain +, buttock pain r +, posterior thigh pain r +, calf pain r +, foot pain r +",
    "pain below knee r +, pain below knee l -, shooting r +, tingling r +",
    "leg pain worse than back pain +, cough +, mechanism lifting",
    "since 30 days, worse sitting +, worse bending forward +, relief lying +",
    "time to onset 10 min, time to settle 45 min, consent exam +, consent treatment +",
    "chaperone declined",
)
EXAM = (
    "reil centralizes, rfis peripheralizes",
    "slump l -, slump r +, knee b 2, achilles l 2, achilles r 0",
    "mmt r l4 5 l5 4 s1 4+, mmt l l4-s1 5",
    "slr l 60 78 fam- stretch posterior_thigh nf=",
    "slr r 35 48 fam+ shooting posterior_thigh calf nf+",
    "crossed slr hurting l none, nprs 6",
)
MEASURES = (
    "best 3, worst 8, psfs activity 1 Sit through a meeting, psfs score 1 2",
    "psfs activity 2 Put on socks, psfs score 2 3, psfs activity 3 Drive to work, psfs score 3 2",
)
"""What the therapist asks; sheets that patients fill in themselves (rmdq, odi) are not typed."""

MARKS = (("1", "low back"), ("2", "back of thigh"), ("5", "calf"), ("7", "foot"))
"""Kinds of symptom by their digit, and the words that find the region on the RIGHT."""

SHEETS = ("rmdq_", "odi_")
"""Fields of sheets that the patient fills in."""

ASSESSMENT = (
    "Root pattern RIGHT with absent ankle reflex and great-toe weakness; extension in lying "
    "centralizes."
)
CODE = "M54.31"
GOAL = "Sit 45 minutes with leg pain 3 of 10 or less in 4 weeks"

FOLLOW_UP = (
    "shooting r +, tingling r +, slr r 38 52 fam+ posterior_thigh calf nf+, slump r +",
    "achilles l 2, achilles r 0, mmt r l5 4 s1 4+, nprs 5",
)


def make_clinic(folder: Path, visits: int, signed: int) -> LocalWorkplace:
    """A chart in which the case is registered with so many of its visits."""
    place = LocalWorkplace(DataFolders(folder), demo=False, cost=CHEAP)
    session = place.create(
        Clinic("Larkmoor Physical Therapy"), Clinician("", THERAPIST, "PT"), PASSWORD, run_here
    )
    known = definitions()
    today = session.today
    read, problems = read_demo(resource("demo"), known.vocabulary, known.library, today)
    if read is None:
        raise ValueError(problems)
    fill_demo(session.store, _only(read, visits, signed, today), known.knowledge, figures().atlas)
    session.store.close()
    return place


def _only(read: DemoClinic, visits: int, signed: int, today: date) -> DemoClinic:
    case = next(one for one in read.cases if one.patient.id.endswith(CASE))
    kept = case.visits[:visits]
    if visits > signed:
        kept = (*kept[:-1], replace(kept[-1], date=today))
    return replace(read, cases=(replace(case, visits=kept, signed=signed),))


def unlock(keyboard: CountedKeyboard) -> None:
    """Not counted: the chart is unlocked once a day."""
    keyboard.begin()
    keyboard.enter(PASSWORD)
    keyboard.wait_until(lambda: keyboard.window.session is not None)
    keyboard.begin()


def open_case(keyboard: CountedKeyboard) -> None:
    """Find as you type; Enter starts or opens the visit."""
    keyboard.type("tal")
    keyboard.press(Key.Key_Return)
    keyboard.wait_until(lambda: keyboard.window.visit is not None)
    keyboard.effort.screens += 2
    keyboard.filled_before = fields_held(keyboard)
    keyboard.lap("find the patient")


def core_questions(keyboard: CountedKeyboard) -> None:
    """Every red-flag question: asked, minus, on."""
    keyboard.section("history")
    keyboard.turn_tab()
    for field in [f for f in definitions().vocabulary.fields.values() if f.core]:
        for side in Side.BOTH.each if field.sided else (None,):
            keyboard.tab_to(f"{field.label} {side.spelled}" if side else field.label)
            keyboard.type("-")


def body_chart(keyboard: CountedKeyboard) -> None:
    """Four symptoms by kind and region, found by their words."""
    keyboard.section("body_chart")
    for digit, words in MARKS:
        keyboard.type(digit)
        keyboard.type(f"/right {words}")
        keyboard.press(Key.Key_Return, Key.Key_Space)
    keyboard.lap("body chart")


def hypothesis(keyboard: CountedKeyboard) -> None:
    """The panel opened wide; the leading cause is agreed to with one key more."""
    keyboard.press(Key.Key_D, hold=CTRL)
    keyboard.effort.screens += 1
    keyboard.tab_to("Reason", limit=60)
    keyboard.press(Key.Key_Return)
    keyboard.lap("reasoning")


def _has_items(desk: VisitDesk, count: int) -> bool:
    return len(desk.visit.program.items) == count


def pick(keyboard: CountedKeyboard, digits: str) -> None:
    """Proposals by their digits, which stay with them as others are taken."""
    desk = keyboard.visit.open.desk
    for digit in digits:
        before = len(desk.visit.program.items)
        keyboard.type(digit)
        keyboard.wait_until(partial(_has_items, desk, before + 1))
        # The pause that the model counts before each choice; the list moves up meanwhile.
        QTest.qWait(round((M + K) * 300))


def print_handout(keyboard: CountedKeyboard) -> None:
    """To the sheet as it prints, and into a file."""
    page = keyboard.visit.page("program")
    assert isinstance(page, ProgramPage)
    keyboard.turn_tab()
    keyboard.tab_to("Export PDF", limit=40)
    keyboard.press(Key.Key_Return)


def sign(keyboard: CountedKeyboard) -> None:
    """Ctrl+Enter; nothing may be missing by now."""
    keyboard.press(Key.Key_Return, hold=CTRL)
    told = (keyboard.visit.notices.text.text(), keyboard.visit.session.signing_needs())
    assert keyboard.visit.open.desk.visit.signed, told
    keyboard.lap("sign")


def evaluation(keyboard: CountedKeyboard) -> None:
    """History, body chart, exam, reasoning, plan, program of two, handout, signature."""
    open_case(keyboard)
    core_questions(keyboard)
    for line in HISTORY:
        keyboard.quick(line)
    keyboard.lap("history")
    body_chart(keyboard)
    keyboard.section("exam")
    for line in EXAM:
        keyboard.quick(line)
    keyboard.lap("exam")
    for line in MEASURES:
        keyboard.quick(line)
    keyboard.lap("measures")
    hypothesis(keyboard)
    keyboard.section("plan")
    keyboard.tab_to("Assessment")
    keyboard.type(ASSESSMENT)
    keyboard.tab_to("Search ICD-10-CM")
    keyboard.enter(CODE)
    keyboard.wait_until(lambda: len(keyboard.visit.open.desk.visit.plan.codes) == 1)
    keyboard.tab_to("goal")
    keyboard.enter(GOAL)
    keyboard.tab_to("Times a week")
    keyboard.type("2")
    keyboard.press(Key.Key_Tab)
    keyboard.type("4")
    keyboard.press(Key.Key_Tab)
    keyboard.lap("plan")
    keyboard.section("program")
    pick(keyboard, "12")
    print_handout(keyboard)
    keyboard.lap("program")
    sign(keyboard)


def follow_up(keyboard: CountedKeyboard) -> None:
    """Questions asked again, re-tests, treatment with the value after, plan, signature."""
    open_case(keyboard)
    core_questions(keyboard)
    keyboard.lap("history")
    for line in FOLLOW_UP:
        keyboard.quick(line)
    keyboard.lap("exam")
    keyboard.press(Key.Key_T, hold=CTRL | SHIFT)
    keyboard.effort.screens += 1
    keyboard.tab_to("Treatment")
    keyboard.type("Press-up")
    keyboard.press(Key.Key_Tab)
    keyboard.type("3 x 10")
    keyboard.press(Key.Key_Tab)
    keyboard.type("8")
    keyboard.tab_to("Response")
    keyboard.enter("leg pain less")
    keyboard.tab_to("Pain now, after", limit=60)
    keyboard.type("3")
    keyboard.lap("treatment")
    keyboard.section("plan")
    keyboard.tab_to("Assessment")
    keyboard.type("Better; extension keeps centralizing. Continue, add the nerve glide next time.")
    keyboard.lap("plan")
    sign(keyboard)


def program(keyboard: CountedKeyboard) -> None:
    """Six exercises for the finished evaluation, one dose changed, into a file."""
    open_case(keyboard)
    keyboard.section("program")
    pick(keyboard, "123456")
    keyboard.lap("choose")
    print_handout(keyboard)
    keyboard.lap("print")


def fields_filled(keyboard: CountedKeyboard) -> int:
    """What the journey itself filled."""
    return fields_held(keyboard) - keyboard.filled_before


def fields_held(keyboard: CountedKeyboard) -> int:
    """Answers, marks, re-tests, texts and exercises that the visit holds."""
    visit = keyboard.visit.open.desk.visit
    plan = visit.plan
    texts = (plan.assessment, plan.frequency, plan.next_visit, *plan.goals)
    return (
        len(visit.answers)
        + len(visit.chart.marks)
        + len(visit.within.retests)
        + 5 * len(plan.treatments)
        + sum(bool(text) for text in texts)
        + len(visit.program.items)
        + (visit.hypothesis is not None)
    )
