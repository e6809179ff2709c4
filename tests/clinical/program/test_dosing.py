"""Easier, harder, defaults and the time a program takes."""

from dataclasses import replace

import pytest

from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.sides import Side
from tests.support.shipped_library import library


def test_an_exercise_without_sides_is_for_both() -> None:
    shelf = library()
    assert dosing.default_item(shelf.exercises["glute_bridge"], Side.LEFT).side is Side.BOTH
    assert dosing.default_item(shelf.exercises["clamshell"], Side.LEFT).side is Side.LEFT


def test_easier_and_harder_lead_to_other_exercises() -> None:
    shelf = library()
    bridge = shelf.exercises["glute_bridge"]
    assert dosing.harder(bridge, shelf)[0].id == "single_leg_bridge"
    assert dosing.easier(bridge, shelf)[0].id == "pelvic_tilt"


def test_links_lead_back() -> None:
    shelf = library().exercises
    for id, one in shelf.items():
        for other in one.harder:
            assert id in shelf[other].easier, (id, other)
        for other in one.easier:
            assert id in shelf[other].harder, (id, other)


@pytest.mark.parametrize(("part", "value"), sorted(dosing.MOST_OF_A_DOSE.items()))
def test_a_dose_beyond_all_sense_is_senseless_whatever_the_exercise(part: str, value: int) -> None:
    for exercise in library().exercises.values():
        dose = replace(exercise.dose, **{part: value + 1})
        assert dosing.senseless(exercise, dose), exercise.id


def test_no_exercise_is_easier_or_harder_than_itself() -> None:
    for exercise in library().exercises.values():
        assert exercise.id not in (*exercise.easier, *exercise.harder)
        assert not set(exercise.easier) & set(exercise.harder), exercise.id


def test_a_swap_keeps_the_side_and_drops_wording_and_override() -> None:
    shelf = library()
    item = ProgramItem("clamshell", Side.LEFT, Dose(reps=9), ("Own words.",), "because")
    swapped = dosing.swapped(item, shelf.exercises["side_leg_lift"])
    assert swapped == ProgramItem("side_leg_lift", Side.LEFT, shelf.exercises["side_leg_lift"].dose)


def test_minutes_a_day_grow_with_the_dose() -> None:
    shelf = library()
    walk = dosing.default_item(shelf.exercises["walking_program"], Side.BOTH)
    assert dosing.minutes_a_day(Program((walk,)), shelf) == 10
    one = dosing.default_item(shelf.exercises["clamshell"], Side.RIGHT)
    both = replace(one, side=Side.BOTH)
    assert dosing.minutes_a_day(Program((both,)), shelf) > dosing.minutes_a_day(
        Program((one,)), shelf
    )
    assert dosing.minutes_a_day(Program(()), shelf) == 0
