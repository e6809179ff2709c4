"""The plan for a bad day, and what each day's advice may not say."""

from dataclasses import replace

import pytest

from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.flare import flare_plan
from pt_chart.clinical.sides import Side
from tests.clinical.program.assessments import assessment, cause
from tests.clinical.program.test_content import handout
from tests.support.shipped_library import case, library


def plan(found: dict[str, bool | int | str], *ids: str) -> tuple[str, ...]:
    items = (dosing.default_item(library().exercises[id], Side.RIGHT) for id in ids)
    return flare_plan(Program(tuple(items)), case(found), library())


def test_rest_is_not_done_less_of_and_not_told_twice() -> None:
    said = plan({"leg_pain@right": True}, "position_90_90", "glute_bridge")
    assert said[0] == "Do only exercise 1 (rest position with calves on a chair)."
    assert not any("calves on a chair, for 10 minutes" in step for step in said)
    assert said[-1] == "Back to your usual level? Start both again."


def test_what_the_rules_mind_is_not_what_a_bad_day_keeps() -> None:
    found: dict[str, bool | int | str] = {
        "leg_pain@right": True, "nprs_worst": 8, "repeated_flexion": "peripheralizes",
        "repeated_extension": "centralizes",
    }  # fmt: skip
    said = plan(found, "sciatic_slider_seated", "prone_lying")
    assert said[0].startswith("Do only exercise 2 (")
    assert "Rest in the position that eases you most, for 10 minutes." in said


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        (("nordic_hamstring", "hamstring_heel_dig", "romanian_deadlift"), 2),
        (("step_up", "sit_to_stand", "side_leg_lift"), 3),
        (("long_lever_bridge_iso", "hamstring_heel_dig", "glute_bridge"), 2),
        (("romanian_deadlift", "glute_bridge"), 2),
        (("glute_bridge", "nordic_hamstring"), 1),
    ],
)
def test_a_bad_day_keeps_the_gentlest_of_what_builds_strength(
    ids: tuple[str, ...], kept: int
) -> None:
    found: dict[str, bool | int | str] = {"nprs_worst": 1, "strength_near_equal": True}
    assert plan(found, *ids)[0].startswith(f"Do only exercise {kept} (")


def test_a_habit_is_no_exercise_to_do_less_of() -> None:
    said = plan({"sit_bone_pain@right": True}, "sitting_breaks", "long_lever_bridge_iso")
    assert said[0].startswith("Do only exercise 2 (")
    alone = plan({"sit_bone_pain@right": True}, "sitting_breaks")
    assert not any(step.startswith(("Do only", "Leave out")) for step in alone)


def test_a_name_is_named_not_glued_in() -> None:
    said = plan({"leg_cramps_reported@right": True}, "heel_slides")
    assert said[0].startswith("Do only exercise 1 (heel slide")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("found", "advice"),
    [
        ({"foot_drop@right": True}, "driving_ask"),
        ({"numbness@right": True}, "driving_nerve"),
        ({"leg_weakness@right": True}, "driving_nerve"),
        ({}, "driving"),
    ],
)
def test_a_foot_that_may_not_obey_does_not_drive(
    found: dict[str, bool], advice: str, language: str
) -> None:
    shelf = library().spoken(language)
    known = shelf.phrases.advice
    content = handout({"leg_pain@right": True, **found}, hypothesis=None, library=shelf)
    said = {one.heading: one.text for one in content.each_day}
    assert said[known["driving"].heading] == known[advice].text
    short = {
        "driving_ask": known["driving_ask"].text,
        "driving_nerve": shelf.phrases.text("care.drive"),
    }.get(advice)
    falls = (known["falls"].text,) if "foot_drop@right" in found else ()
    assert content.care == (() if short is None else (short, *falls))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"worse_lying_on_side@right": True}, "Lie on your left side"),
        ({"worse_lying_on_side@left": True}, "Lie on your right side"),
        ({"worse_lying_on_side": True}, "Lie on your back"),
        ({"worse_standing": True}, "Sit down for a while when you can"),
    ],
)
def test_the_day_is_not_spent_in_what_hurts(found: dict[str, bool], said: str) -> None:
    content = handout({"leg_pain@right": True, **found}, hypothesis=None)
    assert said in " ".join(one.text for one in content.each_day)
    plain = handout({"leg_pain@right": True}, hypothesis=None)
    assert said not in " ".join(one.text for one in plain.each_day)


def test_breaks_from_sitting_are_told_once() -> None:
    content = handout(ids=("sitting_breaks", "walking_program"))
    assert "Sitting" not in [one.heading for one in content.each_day]


def test_pain_of_buttock_and_back_is_not_told_as_a_leg_that_hurts() -> None:
    likely = assessment(ranked=(cause("referred_somatic_pain", 1.0),))
    found = {"back_pain": True, "buttock_pain@left": True}
    content = handout(found, hypothesis=None, assessment=likely, side=Side.LEFT)
    assert content.title == "Your plan for pain in your left buttock and your low back"
    assert not any("leg" in one for one in content.what_is_going_on)


@pytest.mark.parametrize("condition", ["sij_pain", "hip_oa", "lumbar_spinal_stenosis"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_title_says_the_side(condition: str, language: str) -> None:
    shelf = library().spoken(language)
    left = handout({}, hypothesis=condition, side=Side.LEFT, library=shelf).title
    assert {"en": "left", "es": "izquierd"}[language] in left


def test_poor_flow_beside_a_narrow_spine_has_the_signs_of_both() -> None:
    found = {
        "stenosis_known": True, "peripheral_artery_disease_known": True,
        "calf_pain@right": True, "calf_pain@left": True,
    }  # fmt: skip
    content = handout(found, hypothesis="lumbar_spinal_stenosis", side=Side.BOTH)
    assert content.warning_signs == library().phrases.warnings["vascular_nerve"].signs


def test_the_dose_is_whole_in_a_plan_of_one_repetition() -> None:
    item = dosing.default_item(library().exercises["glute_bridge"], Side.BOTH)
    once = replace(item, dose=replace(item.dose, reps=2))
    said = flare_plan(Program((once,)), case({}), library())
    assert said[0].endswith("Do 1 small one.")


def test_feet_that_do_not_feel_are_looked_at_in_every_edition() -> None:
    content = handout({"leg_pain@right": True, "numbness_both_soles": True}, hypothesis=None)
    assert library().phrases.advice["feet"].text in content.care


def test_a_slipped_bone_gets_no_roll_behind_it() -> None:
    content = handout({"back_pain": True, "spondylolisthesis_known": True}, hypothesis=None)
    assert "rolled towel" not in " ".join(one.text for one in content.each_day)


def test_a_bad_day_of_cramps_keeps_the_stretch_not_the_heel_raise() -> None:
    found: dict[str, bool | int | str] = {"night_cramps": True, "nprs_worst": 8}
    said = plan(found, "hamstring_calf_bedtime", "heel_raise")
    assert said[0].startswith("Do only exercise 1 (bedtime")


def test_once_a_day_is_said_in_a_dose_of_many_parts() -> None:
    dose = handout(ids=("hamstring_calf_bedtime",), hypothesis=None).exercises[0].dose
    assert ("Once a day", "at the same time") in [(part.value, part.unit) for part in dose]


def test_bending_in_a_chair_does_not_ask_for_leg_pain_that_is_not_there() -> None:
    content = handout({"stenosis_known": True, "leg_pain@right": True}, ("flexion_seated",), None)
    assert "same or better when you are done" in content.traffic[0].feeling
    assert not any("back may ache more" in one for one in content.what_to_expect)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ({"buttock_pain@right": True}, "your right buttock and your right leg"),
        ({}, "your right buttock and your right leg"),
        (
            {"buttock_pain@right": True, "buttock_pain@left": True},
            "your buttock and your right leg",
        ),
    ],
)
def test_the_title_says_which_buttock(found: dict[str, bool], title: str) -> None:
    content = handout(found, hypothesis="deep_gluteal_syndrome")
    assert content.title == f"Your plan for pain in {title}"


def test_unsteady_legs_ask_a_doctor_when_to_drive() -> None:
    content = handout({"leg_pain@right": True, "unsteady_legs": True}, hypothesis=None)
    advice = library().phrases.advice
    said = [one.text for one in content.each_day]
    assert advice["driving_ask"].text in said
    assert advice["falls"].text in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_latex_is_spoken_of_on_the_paper_of_whoever_gets_a_band(language: str) -> None:
    shelf = library().spoken(language)
    said = shelf.rules["LATEX"].patient
    found = {"leg_pain@right": True, "latex_allergy": True}
    assert said
    assert said in handout(found, ("clamshell",), None, library=shelf).leave_out
    assert said not in handout(found, ("glute_bridge",), None, library=shelf).leave_out


def test_a_walk_that_is_kept_is_not_ordered_twice() -> None:
    said = plan({"leg_pain@right": True}, "walking_program", "sitting_breaks")
    assert said[0].startswith("Do only exercise 1 (walking)")
    assert not any(step.startswith("Walk half") for step in said)


def test_legs_that_may_get_too_little_blood_are_not_raised_and_have_their_signs() -> None:
    found = {"claudication_history@right": True, "leg_pain@right": True}
    assert not any("calves on a chair" in step for step in plan({**found}, "walking_program"))
    content = handout(dict(found), ("walking_program",), None)
    assert any("cold, pale, blue" in sign for sign in content.warning_signs)


def test_no_step_of_a_walk_asks_for_more_while_a_doctor_is_awaited() -> None:
    for language in library().languages:
        steps = library().spoken(language).exercises["walking_program"].steps
        assert not any("each week" in step or "cada semana" in step for step in steps)
