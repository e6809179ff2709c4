"""The demo clinic by keyboard: find, read, chart on, an emergency before everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QLabel

from pt_chart.bootstrap import DEMO_PASSWORD, DEMO_USER, LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.events import Part
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.host.paths import DataFolders
from pt_chart.ui.panel.side_panel import SidePanel
from pt_chart.ui.program.handout_card import HandoutCard
from tests.journeys.keyboard import CTRL, SHIFT, Key, Keyboard
from tests.store.samples import CHEAP

R = Side.RIGHT


def open_draft(keyboard: Keyboard, typed: str) -> None:
    """Find as you type, Enter opens the newest visit."""
    keyboard.type(typed)
    keyboard.press(Key.Key_Return)
    keyboard.wait_for_visit()


def test_a_draft_is_found_by_typing_and_charted_on(demo: Keyboard) -> None:
    open_draft(demo, "tallow")
    desk = demo.visit.open.desk
    assert (desk.patient.family_name, desk.visit.number) == ("Tallowby", 3)
    before = desk.visit.answers.get(FindingKey("slr_first_angle", R))
    demo.quick("slr r 52")
    assert desk.visit.answers[FindingKey("slr_first_angle", R)].value == 52
    assert demo.focus == "Quick entry"
    demo.press(Key.Key_Escape)
    assert demo.visit.section == "exam"
    demo.press(Key.Key_Z, hold=CTRL)
    assert desk.visit.answers.get(FindingKey("slr_first_angle", R)) == before
    demo.press(Key.Key_Z, hold=CTRL | SHIFT)
    assert desk.visit.answers[FindingKey("slr_first_angle", R)].value == 52


def test_an_entry_in_a_field_moves_the_panel(demo: Keyboard) -> None:
    open_draft(demo, "tallow")
    panel = demo.visit.dock.panel
    assert isinstance(panel, SidePanel)
    before = panel.causes.accessibleDescription(), panel.evidence.accessibleDescription()
    demo.press(Key.Key_K, hold=CTRL)
    demo.enter("ankle reflex")
    demo.wait_until(lambda: "Ankle reflex RIGHT" in demo.focus)
    demo.type("2")
    after = panel.causes.accessibleDescription(), panel.evidence.accessibleDescription()
    assert after != before


def test_every_section_takes_the_keyboard(demo: Keyboard) -> None:
    open_draft(demo, "tallow")
    for section in ("history", "body_chart", "exam", "measures", "plan", "program", "documents"):
        demo.section(section)
        met = set()
        for _ in range(12):
            assert demo.window.isActiveWindow(), section
            met.add(demo.focus)
            demo.press(Key.Key_Tab)
        assert len(met) > 5, (section, met)
        assert all(met), (section, met)


def test_tab_goes_round_the_window_and_back(demo: Keyboard) -> None:
    open_draft(demo, "tallow")
    demo.section("measures")
    start = demo.focus
    names = [start]
    for _ in range(150):
        demo.press(Key.Key_Tab)
        names.append(demo.focus)
        if names[-1] == start:
            break
    assert names[-1] == start
    assert any(name.startswith("Sections") for name in names)
    assert "Quick entry" in names
    demo.press(Key.Key_Backtab, hold=SHIFT)
    assert demo.focus == names[-2]


def test_an_emergency_comes_before_everything(demo: Keyboard) -> None:
    open_draft(demo, "moreau")
    assert demo.visit.emergency.isVisible()
    assert demo.visit.open_flags()[0].tier in {Tier.AMBULANCE, Tier.EMERGENCY}
    demo.section("program")
    page = demo.visit.page("program")
    assert page is not None
    demo.type("123456789")
    assert demo.visit.open.desk.visit.program.items == ()
    card = page.findChild(HandoutCard)
    assert isinstance(card, HandoutCard)
    demo.wait_until(lambda: card.title.text() == "Card and letter")
    demo.wait_until(lambda: card.pdf.startswith(b"%PDF-"))
    demo.press(Key.Key_Return, hold=CTRL)
    assert demo.visit.notices.text.text() == "Not signed yet"
    demo.press(Key.Key_R, hold=CTRL)
    demo.enter("sent to the emergency department with the letter, phoned 10:46")
    (done,) = demo.visit.open.desk.visit.acknowledgments
    assert done.action.startswith("sent to the emergency")


def test_locked_and_unlocked_again_one_returns_to_the_draft(demo: Keyboard) -> None:
    open_draft(demo, "tallow")
    visit = demo.visit.open.desk.visit.id
    demo.quick("pke r 33")
    demo.press(Key.Key_L, hold=CTRL)
    words = " ".join(label.text() for label in demo.window.findChildren(QLabel))
    assert "Tallowby" not in words
    demo.enter(DEMO_PASSWORD)
    demo.wait_for_visit()
    assert demo.visit.open.desk.visit.id == visit
    key = FindingKey("passive_knee_extension", R)
    assert demo.visit.open.desk.visit.answers[key].value == 33


def test_a_signed_visit_is_read_not_changed(demo: Keyboard) -> None:
    open_draft(demo, "tallow")
    store = demo.visit.session.store
    first = store.visits_of(demo.visit.open.desk.episode.id)[0]
    assert first.signed
    demo.window.open_visit(first.id)
    demo.settle()
    for section in ("history", "body_chart", "exam", "measures", "plan", "program", "documents"):
        demo.section(section)
        demo.type("1+-n")
        demo.press(Key.Key_Tab, Key.Key_Delete)
        demo.type("1+-n")
    demo.press(Key.Key_E, hold=CTRL)
    assert demo.focus != "Quick entry"
    assert demo.visit.open.desk.visit == first
    assert store.visit(first.id) == first


def test_half_a_demo_clinic_is_never_seen(demo_folder: Path) -> None:
    assert sorted(p.name for p in (demo_folder / "demo").iterdir()) == ["chart"]


def test_a_broken_paste_is_saved_and_signed(demo: Keyboard) -> None:
    open_draft(demo, "tallow")
    desk, session = demo.visit.open.desk, demo.visit.session
    key = FindingKey("occupation")
    desk.set_answer(key, Answer("bus \ud83d driver", note="\udc00"))
    plan = replace(desk.visit.plan, assessment="better \ud800 today")
    desk.edit("Assessment", replace(desk.visit, plan=plan), parts=(Part.PLAN,))
    demo.wait_until(lambda: not desk.saver.state.pending)
    stored = session.store.visit(desk.visit.id)
    assert stored.answers[key].value == "bus \ufffd driver"
    assert stored.plan.assessment == "better \ufffd today"
    visit_digest(desk.visit)


def test_the_demo_clinic_tries_the_clinics_own_forms_out(demo_folder: Path) -> None:
    own = demo_folder / "forms" / "exam"
    own.mkdir(parents=True)
    (own / "ankle.toml").write_text(
        'id = "own_ankle"\nversion = 1\ntitle = "Ankle"\nsection = "exam"\n'
        '[[card]]\nid = "own_card"\ntitle = "Ankle"\nposition = "supine"\n'
        '[[card.field]]\nid = "own_ankle_red"\nlabel = "Ankle red"\nkind = "yes_no"\n',
        encoding="utf-8",
    )
    (own / "broken.toml").write_text('id = "broken"\nversion = "one"\n', encoding="utf-8")
    place = LocalWorkplace(DataFolders(demo_folder), demo=True, cost=CHEAP)
    session = place.unlock(DEMO_USER, DEMO_PASSWORD, run_here)
    opened = session.open_visit("demo-tallowby-1-3")
    assert "own_ankle_red" in opened.desk.vocabulary.fields
    assert [problem.place for problem in session.own_problems if "broken" in problem.place]
    session.close_visit()
    session.store.close()
