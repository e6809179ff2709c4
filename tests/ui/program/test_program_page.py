"""The program page: pick, dose, swap, override with a reason, and what never prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.program.proposals import Proposal
from pt_chart.clinical.sides import Side
from pt_chart.ui.program.chosen import ChosenRow
from pt_chart.ui.program.offers import BlockedRow
from pt_chart.ui.program.offers_column import FIRST, OffersColumn
from pt_chart.ui.program.page import ProgramPage
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.label import Label
from pt_chart.ui.widgets.line_field import LineField
from pt_chart.ui.widgets.stepper import Stepper
from tests.ui import clinic

R = Side.RIGHT
SLIDER = "sciatic_slider_seated"
Settle = Callable[[], None]


@pytest.fixture
def page(visit: VisitView, settle: Settle) -> ProgramPage:
    """The program page of a visit with a nerve that is easily provoked."""
    for finding, value in (
        ("slr", True), ("slr_familiar", True), ("slr_ankle", "more"), ("shooting_pain", True)
    ):  # fmt: skip
        visit.open.desk.set_answer(FindingKey(finding, R), Answer(value))
    visit.go_to("program")
    settle()
    shown = visit.page("program")
    assert isinstance(shown, ProgramPage)
    return shown


def add(visit: VisitView, exercise: str) -> None:
    """Put an exercise on the program as the page does."""
    library = clinic.definitions().library
    found = library.exercises[exercise]
    offer = Proposal(found, R if found.sided else Side.BOTH, found.dose, "")
    ProgramEdits(visit.open.desk).add(offer)


def chosen(visit: VisitView) -> list[str]:
    """The ids of the chosen exercises."""
    return [item.exercise for item in visit.open.desk.visit.program.items]


def named(widget: QWidget, kind: type[QWidget], words: str) -> QWidget:
    """The one visible control whose accessible name has these words."""
    found = [w for w in widget.findChildren(kind) if words in w.accessibleName() and w.isVisible()]
    assert len(found) == 1, (words, [w.accessibleName() for w in widget.findChildren(kind)])
    return found[0]


def test_a_digit_adds_the_offer_at_that_place_once(page: ProgramPage, visit: VisitView) -> None:
    offered = [b.accessibleName() for b in page.findChildren(Button) if b.text() == "Add"]
    assert offered
    QTest.keyClick(page, Qt.Key.Key_1)
    QTest.keyClick(page, Qt.Key.Key_1)
    assert len(chosen(visit)) == 1
    QTest.keyClick(page, Qt.Key.Key_0)
    assert len(chosen(visit)) == 1


def test_digits_stay_with_their_exercises_while_others_are_taken(
    page: ProgramPage, visit: VisitView, qtbot: QtBot
) -> None:
    offers = page.findChild(OffersColumn)
    assert isinstance(offers, OffersColumn)
    shown = [proposal.exercise.id for proposal in offers.offered[:3]]
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        QTest.keyClick(page, key)
    assert chosen(visit) == shown
    # The list follows a moment later.
    qtbot.waitUntil(lambda: all(offers.at_digit(digit) is None for digit in (1, 2, 3)))
    assert offers.at_digit(4) is not None
    visit.open.desk.undo()
    qtbot.waitUntil(lambda: offers.at_digit(3) is not None)
    again = offers.at_digit(3)
    assert again is not None
    assert again.exercise.id == shown[2]


def test_the_dose_is_typed_and_stays_in_the_field(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    add(visit, SLIDER)
    settle()
    repetitions = named(page, Stepper, "Repetitions")
    before = visit.open.desk.visit.program.items[0].dose.reps or 0
    QTest.keyClick(repetitions, Qt.Key.Key_Plus)
    assert visit.open.desk.visit.program.items[0].dose.reps == before + 1
    QTest.keyClicks(repetitions, "12")
    assert visit.open.desk.visit.program.items[0].dose.reps == 12
    assert named(page, Stepper, "Repetitions") is repetitions
    assert "12" in repetitions.accessibleName()
    visit.open.desk.undo()
    settle()
    assert str(before) in named(page, Stepper, "Repetitions").accessibleName()


def test_a_slider_is_never_held(page: ProgramPage, visit: VisitView, settle: Settle) -> None:
    add(visit, SLIDER)
    settle()
    hold = named(page, Stepper, "Hold")
    assert not hold.isEnabled()
    assert "never held" in hold.accessibleName()
    QTest.keyClick(hold, Qt.Key.Key_Plus)
    assert not visit.open.desk.visit.program.items[0].dose.hold_s


def test_the_keyboard_stays_on_the_row_that_was_swapped(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    visit.open.desk.set_answer(FindingKey("time_to_settle"), Answer(3.0))
    add(visit, "tibial_ankle_pumps")
    settle()
    row = page.findChild(ChosenRow)
    assert isinstance(row, ChosenRow)
    row.setFocus()
    seen = []
    for _ in range(5):
        focused = page.window().focusWidget()
        assert isinstance(focused, ChosenRow)
        QTest.keyClick(focused, Qt.Key.Key_BracketRight)
        settle()
        seen += chosen(visit)
    # The tensioner waits until strength, reflexes and feeling were tested.
    assert seen == ["sciatic_slider_supine", SLIDER, *["slump_slider"] * 3]
    swapped = page.window().focusWidget()
    QTest.keyClick(swapped, Qt.Key.Key_Tab)
    assert swapped.isAncestorOf(page.window().focusWidget())
    swapped.setFocus()
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_BracketLeft)
    assert chosen(visit) == [SLIDER]


def test_a_step_up_from_an_exercise_without_sides_takes_the_case_side(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    visit.open.desk.set_answer(FindingKey("time_to_settle"), Answer(3.0))
    add(visit, "position_90_90")
    settle()
    row = page.findChild(ChosenRow)
    assert isinstance(row, ChosenRow)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_BracketRight)
    settle()
    (item,) = visit.open.desk.visit.program.items
    assert (item.exercise, item.side) == ("tibial_ankle_pumps", visit.open.live.facts.side)
    assert item.side is R


def test_a_hard_stop_offers_no_override_and_a_record_opens_it(
    page: ProgramPage, visit: VisitView, settle: Settle, qtbot: QtBot
) -> None:
    desk = visit.open.desk
    desk.set_answer(FindingKey("avulsion_suspected", R), Answer(value=True))
    add(visit, "glute_bridge")
    settle()

    def words() -> str:
        return " ".join(one.text() for one in page.findChildren(Label) if one.isVisible())

    qtbot.waitUntil(lambda: "Hard stop" in words())
    assert "no reason overrides this rule" in words()
    rows = [row for row in page.findChildren(BlockedRow) if row.isVisible()]
    stopped = [row for row in rows if any("Hard stop" in x.text() for x in row.findChildren(Label))]
    assert stopped
    assert not [b for row in stopped for b in row.findChildren(Button)]
    assert "Possible torn tendon" in words()
    desk.set_answer(FindingKey("loading_cleared"), Answer(value=True))
    # The tensioner stays stopped: a reflex of the visit before was not tested again.
    qtbot.waitUntil(lambda: "Possible torn tendon" not in words())
    assert "ask or test it again" in words()


def test_an_open_urgent_flag_stands_over_the_program(
    page: ProgramPage, visit: VisitView, settle: Settle, qtbot: QtBot
) -> None:
    add(visit, SLIDER)
    settle()

    def told() -> bool:
        shown = [one.text() for one in page.findChildren(Label) if one.isVisible()]
        return any("Open flag, urgent: Possible proximal hamstring" in text for text in shown)

    assert not told()
    visit.open.desk.set_answer(FindingKey("palpable_gap", R), Answer(value=True))
    qtbot.waitUntil(told)


def test_many_exercises_are_told_above_them_and_delete_in_a_dose_keeps_the_exercise(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    easy = ("glute_bridge", "abdominal_brace", "heel_slides", "pelvic_tilt", "sit_to_stand")
    for count, id in enumerate(easy, 1):
        add(visit, id)
        settle()
        told = [one for one in page.findChildren(Label) if "exercises are many" in one.text()]
        assert bool(told and told[0].isVisible()) is (count > 4)
    row = next(one for one in page.findChildren(ChosenRow) if one.isVisible())
    assert told[0].mapTo(page, told[0].rect().bottomLeft()).y() <= row.mapTo(page, row.pos()).y()
    field = row.findChildren(Stepper)[0]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert chosen(visit) == list(easy)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Delete)
    assert chosen(visit) == list(easy[1:])


def test_tab_goes_through_the_exercises_before_what_is_set_for_all(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    add(visit, SLIDER)
    add(visit, "glute_bridge")
    settle()
    names = [one.accessibleName() for one in page.tab_controls()]
    order = [
        next(n for n, name in enumerate(names) if name.startswith(words))
        for words in ("Search", "Seated sciatic", "Glute bridge", "Part of every dose", "Filter")
    ]
    assert order == sorted(order)


def test_precautions_that_no_rule_reads_are_named(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    desk = visit.open.desk
    told = (*desk.episode.precautions, "Osteopenia", "Avoid pets")
    desk.change_episode(replace(desk.episode, precautions=told))
    settle()
    shown = [one.text() for one in page.findChildren(Label) if "No safety rule" in one.text()]
    assert len(shown) == 1
    assert "Avoid pets" in shown[0]
    assert "Osteopenia" not in shown[0]


def test_the_rest_of_the_proposals_is_a_click_away_and_digits_name_what_is_shown(
    page: ProgramPage, visit: VisitView, settle: Settle, qtbot: QtBot
) -> None:
    offers = page.findChild(OffersColumn)
    assert isinstance(offers, OffersColumn)
    assert offers.shown == FIRST < len(offers.offered)
    QTest.keyClick(page, Qt.Key.Key_8)
    assert chosen(visit) == []
    offers.more.click()
    qtbot.waitUntil(lambda: offers.shown > FIRST)
    eighth = offers.offered[7].exercise.id
    QTest.keyClick(page, Qt.Key.Key_8)
    assert chosen(visit) == [eighth]


def test_a_step_that_is_closed_says_by_what(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    said: list[str] = []
    visit.session.notices.connect(lambda notice: said.append(notice.text))
    visit.open.desk.set_answer(FindingKey("osteoporosis"), Answer(value=True))
    add(visit, SLIDER)
    settle()
    row = page.findChild(ChosenRow)
    assert isinstance(row, ChosenRow)
    QTest.keyClick(row, Qt.Key.Key_BracketRight)
    assert chosen(visit) == [SLIDER]
    assert "Slump slider" in said[-1]
    assert "Osteoporosis" in said[-1]


def test_a_reason_that_says_nothing_is_refused_at_once(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    add(visit, "hamstring_stretch_supine_strap")
    settle()
    reason = named(page, LineField, "Reason for")
    QTest.keyClicks(reason, "no reason")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert visit.open.desk.visit.program.items[0].override_reason == ""
    assert any("Say why in words" in label.text() for label in page.findChildren(Label))
    QTest.keyClicks(reason, " asked: eases him at night")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert visit.open.desk.visit.program.items[0].override_reason


def test_easier_and_harder_swap_by_one_key(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    add(visit, "glute_bridge")
    settle()
    row = page.findChild(ChosenRow)
    assert isinstance(row, ChosenRow)
    QTest.keyClick(row, Qt.Key.Key_BracketRight)
    harder = chosen(visit)
    assert harder != ["glute_bridge"]
    settle()
    again = page.findChild(ChosenRow)
    assert isinstance(again, ChosenRow)


def test_moving_keeps_the_keyboard_on_the_moved_exercise(
    qtbot: QtBot, page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    visit.window().activateWindow()
    qtbot.waitUntil(visit.window().isActiveWindow)
    add(visit, SLIDER)
    add(visit, "glute_bridge")
    settle()
    down = named(page, Button, "Move down: Seated sciatic")
    down.setFocus()
    QTest.keyClick(down, Qt.Key.Key_Space)
    settle()
    assert chosen(visit) == ["glute_bridge", SLIDER]
    focused = visit.window().focusWidget()
    assert focused is not None
    assert focused.accessibleName().startswith("Move down: Seated sciatic")


def test_an_override_needs_a_reason(page: ProgramPage, visit: VisitView, settle: Settle) -> None:
    rows = [row for row in page.findChildren(BlockedRow) if row.isVisible()]
    assert rows
    rows[0].ask_reason()
    reason = rows[0].findChild(LineField)
    assert isinstance(reason, LineField)
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert chosen(visit) == []
    QTest.keyClicks(reason, "tried here without symptoms")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    settle()
    (item,) = visit.open.desk.visit.program.items
    assert item.override_reason == "tried here without symptoms"


def test_an_emergency_locks_the_program(page: ProgramPage, visit: VisitView, qtbot: QtBot) -> None:
    for finding in ("urinary_retention", "altered_perianal_sensation"):
        visit.open.desk.set_answer(FindingKey(finding), Answer(True))
    qtbot.waitUntil(lambda: not any(b.text() == "Add" for b in visible_buttons(page)))
    QTest.keyClick(page, Qt.Key.Key_1)
    assert chosen(visit) == []
    said = [label.text() for label in page.findChildren(Label) if label.isVisible()]
    (closed,) = [words for words in said if words.startswith("The program is closed.")]
    assert "is open: no exercises are offered" in closed
    assert "does not open the program" in closed
    assert not any("press 1 to 9" in words for words in said)


def visible_buttons(page: ProgramPage) -> list[Button]:
    """Buttons to be seen now."""
    return [button for button in page.findChildren(Button) if button.isVisible()]
