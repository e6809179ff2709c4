"""Packs and templates: what they add to a case and what they leave out with its reason."""

from dataclasses import replace

import pytest
from hypothesis import given

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dosage import SIDE, Dose, Program, ProgramItem
from pt_chart.clinical.program.library import ExerciseKind
from pt_chart.clinical.program.packs import Pack, applied, packs_for, template
from pt_chart.clinical.sides import Side
from tests.clinical.program.test_check_program import cases
from tests.support.shipped_library import case, library

PACKS = library().packs


@pytest.mark.parametrize("id", sorted(PACKS))
def test_a_shipped_pack_holds_two_to_four_exercises_that_fit_its_condition(id: str) -> None:
    shelf, pack = library(), PACKS[id]
    assert 2 <= len(pack.items) <= 4
    assert pack.condition in shelf.phrases.stories
    for item in pack.items:
        exercise = shelf.exercises[item.exercise]
        assert exercise.kind is not ExerciseKind.CLINIC_ONLY
        assert item.dose == exercise.dose


def test_the_packs_of_the_hypothesis_come_first() -> None:
    found = packs_for("hip_oa", PACKS)
    assert found[0].condition == "hip_oa"
    assert len(found) == len(PACKS)
    assert packs_for("") == ()


def test_a_pack_takes_the_side_of_the_case_and_leaves_out_what_is_blocked() -> None:
    shelf = library()
    done = applied(PACKS["hamstring_tightness"], Program(), case({"slr@right": True}), shelf)
    assert [item.exercise for item in done.items] == ["hamstring_curl", "walking_program"]
    assert done.items[0].side is Side.RIGHT
    assert done.items[1].side is Side.BOTH
    assert [one.exercise for one in done.left_out] == ["Lying hamstring stretch with strap"]
    assert "Nerve test positive" in done.left_out[0].why
    clear = applied(PACKS["hamstring_tightness"], Program(), case({"slr@right": False}), shelf)
    assert clear.left_out == ()


def test_what_is_chosen_gone_or_given_in_the_clinic_is_left_out() -> None:
    shelf = library()
    items = tuple(
        ProgramItem(id, Side.BOTH, Dose())
        for id in ("glute_bridge", "glute_bridge", "old_one", "dry_needling_clinic")
    )
    done = applied(Pack("x", "X", "", items), Program(), case({}), shelf)
    assert len(done.items) == 1
    assert [one.why for one in done.left_out] == [
        "is already chosen",
        "is no longer in the library",
        "is given in the clinic",
    ]


def test_a_template_keeps_doses_and_wording_but_no_side_and_no_override() -> None:
    item = ProgramItem(
        "clamshell", Side.LEFT, Dose(sets=2, reps=9), ("Own words.",), "because", ("KNEE_PAIN",)
    )
    kept = template("  My hips ", Program((item,)), "hip_oa")
    assert (kept.name, kept.condition) == ("My hips", "hip_oa")
    plain = replace(item, side=Side.BOTH, override_reason="", overridden=())
    assert kept.items == (plain,)
    with pytest.raises(ValueError, match="needs a name"):
        template(" ", Program((item,)))
    with pytest.raises(ValueError, match="no exercise to keep"):
        template("x", Program())


@given(cases())
def test_no_pack_adds_what_a_rule_holds_back(facts: Facts) -> None:
    shelf = library()
    for pack in PACKS.values():
        done = applied(pack, Program(), facts, shelf)
        stopped = safety.stops(safety.check_program(Program(done.items), facts, (), shelf))
        # The main side against what is recorded is asked about, whoever chose the exercise.
        assert not [one for one in stopped if one.rule != SIDE]
        assert len(done.items) + len(done.left_out) == len(pack.items)
