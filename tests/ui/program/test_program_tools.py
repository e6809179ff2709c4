"""Filters, packs, templates, reasons, bulk doses and the last program asked about."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import ExerciseResponse, Program, ProgramItem
from pt_chart.clinical.sides import Side
from pt_chart.ui.program.chosen import MIME, ChosenRow
from pt_chart.ui.program.chosen_column import ChosenColumn
from pt_chart.ui.program.followup_card import FollowupCard, ResponseRow
from pt_chart.ui.program.offers_column import OffersColumn
from pt_chart.ui.program.page import ProgramPage
from pt_chart.ui.program.row_parts import ReasonRow, StepsField
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.widgets.button import Button
from pt_chart.ui.widgets.segments import Segments
from pt_chart.ui.widgets.stepper import Stepper
from tests.ui import clinic

R = Side.RIGHT
Settle = Callable[[], None]


def item(id: str, side: Side = R) -> ProgramItem:
    return dosing.default_item(clinic.definitions().library.exercises[id], side)


def open_page(visit: VisitView, settle: Settle) -> ProgramPage:
    visit.go_to("program")
    settle()
    shown = visit.page("program")
    assert isinstance(shown, ProgramPage)
    return shown


@pytest.fixture
def page(visit: VisitView, settle: Settle) -> ProgramPage:
    """The program page of a visit with a positive nerve test."""
    for finding, value in (("slr", True), ("slr_familiar", True), ("slr_ankle", "more")):
        visit.open.desk.set_answer(FindingKey(finding, R), Answer(value))
    return open_page(visit, settle)


@pytest.fixture
def later(visit: VisitView, settle: Settle) -> ProgramPage:
    """The page of a visit after one that gave two exercises."""
    before = visit.open.desk.previous[0]
    program = Program((item("clamshell"), item("glute_bridge")))
    visit.open.desk.previous = (replace(before, program=program),)
    return open_page(visit, settle)


def part(page: QWidget, kind: type[QWidget]) -> QWidget:
    found = page.findChild(kind)
    assert found is not None
    return found


def offers_of(page: ProgramPage) -> OffersColumn:
    found = part(page, OffersColumn)
    assert isinstance(found, OffersColumn)
    return found


def offered_by(page: ProgramPage) -> list[str]:
    return [one.exercise.id for one in offers_of(page).offered]


def gone_from_offers(page: ProgramPage, taken: set[str]) -> bool:
    return not taken & set(offered_by(page))


def chosen(visit: VisitView) -> list[str]:
    return [one.exercise for one in visit.open.desk.visit.program.items]


def test_filters_narrow_the_library_and_clear_again(page: ProgramPage, qtbot: QtBot) -> None:
    offers = offers_of(page)

    def offered() -> list[str]:
        return [one.exercise.id for one in offers.offered]

    proposed = offered()
    offers.filters.choose("region", "nerve")
    offers.filters.choose("position", "side_lying")
    qtbot.waitUntil(lambda: offered() == ["femoral_slider_sidelying"])
    assert offers.proposed.title.text() == "Found"
    offers.filters.clear()
    qtbot.waitUntil(lambda: offered() == proposed)
    offers.filters.choose("equipment", "exercise bike")
    qtbot.waitUntil(lambda: offered() == ["stationary_bike"])


def test_the_search_finds_what_is_blocked_too(
    page: ProgramPage, visit: VisitView, qtbot: QtBot
) -> None:
    offers = offers_of(page)
    QTest.keyClicks(offers.filters.search, "doorway")
    qtbot.waitUntil(lambda: offers.offered == [])
    QTest.keyClick(offers.filters.search, Qt.Key.Key_Return)
    assert chosen(visit) == []
    qtbot.waitUntil(offers.blocked.isVisible)


def test_a_pack_is_added_and_what_is_blocked_is_said(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    packs = offers_of(page).packs
    packs.choose("hamstring_tightness")
    QTest.mouseClick(packs.add_button, Qt.MouseButton.LeftButton)
    settle()
    assert chosen(visit) == ["hamstring_curl", "walking_program"]
    assert "Added 2 of 3" in packs.said.text()
    assert "Nerve test positive" in packs.said.text()


def test_a_template_is_kept_renamed_used_and_deleted(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    packs = offers_of(page).packs
    QTest.mouseClick(packs.save, Qt.MouseButton.LeftButton)
    QTest.keyClicks(packs.name, "Bridges")
    QTest.keyClick(packs.name, Qt.Key.Key_Return)
    assert "choose some first" in packs.said.text()
    ProgramEdits(visit.open.desk).add_exercise(
        clinic.definitions().library.exercises["glute_bridge"], R
    )
    settle()
    QTest.mouseClick(packs.save, Qt.MouseButton.LeftButton)
    QTest.keyClicks(packs.name, "Bridges")
    QTest.keyClick(packs.name, Qt.Key.Key_Return)
    assert packs.said.text() == "Kept as Bridges."
    packs.choose("template:Bridges")
    QTest.mouseClick(packs.rename, Qt.MouseButton.LeftButton)
    packs.name.selectAll()
    QTest.keyClicks(packs.name, "Week 1")
    QTest.keyClick(packs.name, Qt.Key.Key_Return)
    packs.choose("template:Week 1")
    visit.open.desk.undo()
    settle()
    packs.choose("template:Week 1")
    QTest.mouseClick(packs.add_button, Qt.MouseButton.LeftButton)
    settle()
    assert chosen(visit) == ["glute_bridge"]
    packs.choose("template:Week 1")
    QTest.mouseClick(packs.delete, Qt.MouseButton.LeftButton)
    assert packs.list.findData("template:Week 1") >= 0
    QTest.mouseClick(packs.delete, Qt.MouseButton.LeftButton)
    assert packs.list.findData("template:Week 1") < 0


def test_a_dose_beyond_its_limits_asks_for_a_reason_in_the_row(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    ProgramEdits(visit.open.desk).add_exercise(
        clinic.definitions().library.exercises["glute_bridge"], R
    )
    settle()
    reps = next(s for s in page.findChildren(Stepper) if "Repetitions" in s.accessibleName())
    QTest.keyClicks(reps, "25")
    settle()
    row = part(page, ReasonRow)
    assert isinstance(row, ReasonRow)
    assert row.isVisible()
    assert row.rules == ("DOSE",)
    QTest.keyClicks(row.field, "trains for a race")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    settle()
    (one,) = visit.open.desk.visit.program.items
    assert (one.dose.reps, one.override_reason, one.overridden) == (
        25,
        "trains for a race",
        ("DOSE",),
    )
    told: list[str] = []
    reps = next(s for s in page.findChildren(Stepper) if "Repetitions" in s.accessibleName())
    reps.refused.connect(told.append)
    QTest.keyClicks(reps, "999")
    assert told
    assert "45 is the most" in told[0]


def test_a_finding_that_comes_later_blocks_what_was_chosen(
    visit: VisitView, settle: Settle
) -> None:
    page = open_page(visit, settle)
    visit.open.desk.set_answer(FindingKey("slr", R), Answer(False))
    edits = ProgramEdits(visit.open.desk)
    edits.add_exercise(clinic.definitions().library.exercises["hamstring_stretch_supine_strap"], R)
    settle()
    row = part(page, ReasonRow)
    assert isinstance(row, ReasonRow)
    assert "NEURAL_POSITIVE" not in row.rules
    visit.open.desk.set_answer(FindingKey("slump", R), Answer(True))
    settle()
    assert "NEURAL_POSITIVE" in row.rules
    assert row.isVisible()


def test_all_doses_are_set_within_each_exercises_limits(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    edits = ProgramEdits(visit.open.desk)
    for id in ("glute_bridge", "sciatic_slider_seated"):
        edits.add_exercise(clinic.definitions().library.exercises[id], R)
    settle()
    bulk = part(page, ChosenColumn)
    assert isinstance(bulk, ChosenColumn)
    assert bulk.bulk.isVisible()
    told: list[str] = []
    bulk.bulk._told = told.append
    bulk.bulk.part.setCurrentIndex(bulk.bulk.part.findData("hold_s"))
    QTest.keyClicks(bulk.bulk.number, "20")
    QTest.keyClick(bulk.bulk.number, Qt.Key.Key_Return)
    assert [one.dose.hold_s for one in edits.items] == [10, 0]
    assert "Glute bridge 10, Seated sciatic nerve glide 0" in told[-1]
    QTest.keyClicks(bulk.bulk.number, "x")
    QTest.keyClick(bulk.bulk.number, Qt.Key.Key_Return)
    assert [one.dose.hold_s for one in edits.items] == [10, 0]


def test_a_dose_is_kept_as_the_clinics_default(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    edits = ProgramEdits(visit.open.desk)
    shelf = clinic.definitions().library.exercises
    edits.add_exercise(shelf["glute_bridge"], R)
    edits.set_dose(0, replace(shelf["glute_bridge"].dose, reps=12), "Bridge")
    settle()
    kept = offers_of(page).clinic

    def press() -> None:
        words = "Keep as the clinic's dose"
        buttons = [b for b in page.findChildren(Button) if words in b.accessibleName()]
        (button,) = (b for b in buttons if b.isVisible())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    press()
    assert kept.library.exercises["glute_bridge"].dose.reps == 12
    edits.set_dose(0, shelf["glute_bridge"].dose, "Bridge")
    settle()
    press()
    assert kept.library.exercises["glute_bridge"] == shelf["glute_bridge"]


def test_own_steps_are_typed_one_a_line(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    edits = ProgramEdits(visit.open.desk)
    edits.add_exercise(clinic.definitions().library.exercises["glute_bridge"], R)
    settle()
    row = part(page, ChosenRow)
    steps = part(row, StepsField)
    assert isinstance(steps, StepsField)
    steps.show()
    steps.setPlainText("Lie down.\n\nLift.")
    steps.kept.emit()
    settle()
    assert edits.items[0].own_steps == ("Lie down.", "Lift.")
    again = part(part(page, ChosenRow), StepsField)
    assert isinstance(again, StepsField)
    again.setPlainText("")
    again.kept.emit()
    assert not edits.items[0].own_steps


def test_the_last_program_is_asked_about_and_leads_to_a_step(
    later: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    card = part(later, FollowupCard)
    assert isinstance(card, FollowupCard)
    again = next(b for b in later.findChildren(Button) if b.text().startswith("Start from"))
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    settle()
    assert chosen(visit) == ["clamshell", "glute_bridge"]
    assert card.words.isVisible()
    QTest.mouseClick(card.fold_button, Qt.MouseButton.LeftButton)
    assert not card.words.isVisible()
    assert card.hint.isVisible()
    QTest.mouseClick(card.fold_button, Qt.MouseButton.LeftButton)
    row = card.findChildren(ResponseRow)[0]
    asked = {s.accessibleName().split(": ")[1]: s for s in row.findChildren(Segments)}
    asked["Did it?"].pick("yes")
    asked["Days a week"].pick("5")
    asked["It felt"].pick("easier")
    settle()
    assert visit.open.desk.visit.program.responses == (
        ExerciseResponse("clamshell", R, "yes", 5, "easier"),
    )
    assert "1 of 2 exercises done" in card.words.text()
    assert row.button.isVisible()
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    settle()
    assert chosen(visit) == ["side_leg_lift", "glute_bridge"]
    column = part(later, ChosenColumn)
    texts = [label.text() for label in column.findChildren(type(card.words))]
    assert any("Side leg lift: a step up from Clamshell" in text for text in texts)


def test_many_exercises_are_warned_of_strongly(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    edits = ProgramEdits(visit.open.desk)
    shelf = clinic.definitions().library.exercises
    ids = ("glute_bridge", "clamshell", "heel_raise", "sit_to_stand", "bird_dog", "dead_bug")
    for count, id in enumerate((*ids, "pelvic_tilt"), 1):
        edits.add_exercise(shelf[id], R)
        settle()
        column = part(page, ChosenColumn)
        assert isinstance(column, ChosenColumn)
        said = [
            label
            for label in column.findChildren(QWidget)
            if label.property("tone") in ("abnormal", "emergency")
            and "exercises are" in str(label.property("text"))
            and label.isVisible()
        ]
        assert bool(said) == (count > 4)
        if count > 6:
            assert said[0].property("tone") == "emergency"


def test_six_exercises_by_keys_alone(page: ProgramPage, visit: VisitView, qtbot: QtBot) -> None:
    """Digits take proposals, the slash searches, Enter takes the first hit."""
    pressed = 0
    for count, key in ((1, Qt.Key.Key_1), (2, Qt.Key.Key_2)):
        QTest.keyClick(page, key)
        pressed += 1
        taken = set(chosen(visit))
        qtbot.waitUntil(functools.partial(gone_from_offers, page, taken))
        assert len(chosen(visit)) == count
    search = offers_of(page).filters.search
    for word in ("clam", "heel r", "pelvic", "bird"):
        QTest.keyClick(page, Qt.Key.Key_Slash)
        QTest.keyClicks(search, word)
        QTest.keyClick(search, Qt.Key.Key_Return)
        pressed += len(word) + 2
    assert chosen(visit)[-4:] == ["clamshell", "heel_raise", "pelvic_tilt", "bird_dog"]
    assert len(chosen(visit)) == 6
    assert pressed <= 32


def test_an_exercise_is_dragged_to_another_place(
    page: ProgramPage, visit: VisitView, settle: Settle
) -> None:
    edits = ProgramEdits(visit.open.desk)
    for id in ("glute_bridge", "clamshell", "heel_raise"):
        edits.add_exercise(clinic.definitions().library.exercises[id], R)
    settle()
    data = QMimeData()
    data.setData(MIME, b"0")
    last = max(page.findChildren(ChosenRow), key=lambda row: row.index)
    at = last.mapTo(page, last.rect().bottomLeft())
    move, left, none = (
        Qt.DropAction.MoveAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dragEnterEvent(QDragEnterEvent(at, move, data, left, none))
    page.dropEvent(QDropEvent(QPointF(at), move, data, left, none))
    assert chosen(visit) == ["clamshell", "heel_raise", "glute_bridge"]
    visit.open.desk.undo()
    assert chosen(visit) == ["glute_bridge", "clamshell", "heel_raise"]
