"""Edits of the program: named, undoable, and bulk ones within every exercise's limits."""

from dataclasses import replace

import pytest

from pt_chart.charting.desk import VisitDesk
from pt_chart.charting.program_edits import ProgramEdits
from pt_chart.clinical.program.dosage import DOSE, ExerciseResponse, Program
from pt_chart.clinical.program.proposals import propose
from pt_chart.clinical.sides import Side
from tests.charting.test_desk import _desk
from tests.support.shipped_library import case, library

R = Side.RIGHT


@pytest.fixture
def desk() -> VisitDesk:
    return _desk()[0]


def ids(desk: VisitDesk) -> list[str]:
    return [item.exercise for item in desk.visit.program.items]


def test_a_pack_is_one_step_and_says_what_it_left_out(desk: VisitDesk) -> None:
    edits = ProgramEdits(desk)
    pack = library().packs["hamstring_tightness"]
    done = edits.add_pack(pack, case({"slr@right": True}), library())
    assert ids(desk) == ["hamstring_curl", "walking_program"]
    assert len(done.left_out) == 1
    assert desk.undo_label == "Add pack Tight hamstrings"
    desk.undo()
    assert ids(desk) == []


def test_bulk_doses_keep_to_each_exercises_limits(desk: VisitDesk) -> None:
    edits = ProgramEdits(desk)
    for id in ("sciatic_slider_seated", "glute_bridge", "walking_program"):
        edits.add_exercise(library().exercises[id], R)
    assert edits.set_dose_of_all("reps", 12, library()) == 2
    assert [item.dose.reps for item in edits.items] == [12, 12, None]
    assert edits.set_dose_of_all("hold_s", 10, library()) == 1
    assert [item.dose.hold_s for item in edits.items] == [0, 10, None]
    assert edits.set_dose_of_all("days_per_week", 7, library()) == 1
    assert edits.set_dose_of_all("days_per_week", 7, library()) == 0
    assert "days a week" in desk.undo_label


def test_an_override_names_the_rules_it_was_given_for(desk: VisitDesk) -> None:
    edits = ProgramEdits(desk)
    facts = case({"slr@right": True})
    blocked = next(
        one
        for one in propose(facts, None, library(), "hamstring_tightness").blocked
        if one.exercise.id == "hamstring_stretch_supine_strap"
    )
    edits.add_overridden(blocked, "  Eases him.  ")
    (item,) = edits.items
    assert (item.override_reason, item.overridden) == ("Eases him.", ("NEURAL_POSITIVE",))
    edits.give_reason(0, "Eases him, and more.", (DOSE,), "Stretch")
    assert edits.items[0].overridden == ("NEURAL_POSITIVE", DOSE)
    edits.give_reason(0, " ", (DOSE,), "Stretch")
    (plain,) = edits.items
    assert not plain.override_reason
    assert not plain.overridden
    with pytest.raises(ValueError, match="needs a reason"):
        edits.add_overridden(blocked, " ")


def test_responses_stay_when_the_program_changes(desk: VisitDesk) -> None:
    edits = ProgramEdits(desk)
    answer = ExerciseResponse("clamshell", R, "yes", 4)
    edits.respond(answer, "Clamshell")
    edits.respond(replace(answer, felt="easier"), "Clamshell")
    edits.add_exercise(library().exercises["glute_bridge"], R)
    assert desk.visit.program.responses == (replace(answer, felt="easier"),)
    desk.undo()
    desk.undo()
    assert desk.visit.program == Program()


def test_starting_from_the_last_program_leaves_its_reasons_behind(desk: VisitDesk) -> None:
    edits = ProgramEdits(desk)
    edits.add_exercise(library().exercises["clamshell"], R)
    edits.give_reason(0, "Asked.", ("KNEE_PAIN",), "Clamshell")
    before = desk.visit.program
    edits.remove(0, "Clamshell")
    edits.start_from(before)
    assert edits.items[0] == replace(before.items[0], override_reason="", overridden=())
