"""A sheet names what was recorded of this case: where it hurts, what is known, what is urgent."""

from dataclasses import replace
from typing import Any

import pytest

from pt_chart.clinical.program.daily import advice_for
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.opening import told_side
from pt_chart.clinical.program.warning_signs import seen_today, warning_block
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from tests.clinical.program.assessments import assessment, cause
from tests.clinical.program.test_content import handout
from tests.support.shipped_library import case, flag, library


def words(content: Any) -> str:
    return " ".join((content.title, content.main_message, *content.what_is_going_on))


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ({}, "your right leg"),
        ({"leg_pain@right": True}, "your right leg"),
        ({"back_pain": True}, "your low back"),
        ({"back_pain": True, "sij_region_pain@right": True}, "your low back and the back of"),
        ({"sit_bone_pain@right": True}, "your right buttock"),
        ({"groin_pain@right": True}, "your right groin"),
        ({"leg_pain@right": True, "back_pain": True}, "your right leg and your low back"),
    ],
)
def test_a_sheet_without_a_story_names_where_it_hurts(found: dict[str, bool], title: str) -> None:
    content = handout(found, ("abdominal_brace",), None)
    assert title in content.title
    if found and "leg_pain@right" not in found:
        assert "leg" not in words(content)
        assert "leg" not in content.traffic[0].feeling


def test_pain_is_always_in_the_light_where_it_was_recorded() -> None:
    content = handout({"leg_pain@left": True, "numbness@left": True}, side=Side.LEFT)
    assert content.traffic[0].feeling == "Your leg pain and numbness stay the same, or get less."
    burning = handout({"leg_pain@left": True, "burning_pain@left": True}, side=Side.LEFT)
    assert burning.traffic[0].feeling.startswith("Your hot, burning pain stays the same")


def test_back_pain_alone_is_not_asked_how_far_down_it_goes() -> None:
    near = handout({"back_pain": True}, ("abdominal_brace",), None)
    assert "farther down" not in near.traffic[2].feeling
    nerve = handout({"back_pain": True, "slr@right": True}, ("abdominal_brace",), None)
    assert "farther down" in nerve.traffic[2].feeling


@pytest.mark.parametrize(
    "found",
    [
        {"leg_pain@right": True, "leg_pain@left": True},
        {"numb_skin@right": True, "numb_skin@left": True},
        {"numbness_both_soles": True},
    ],
)
def test_symptoms_of_both_legs_choose_the_sign_for_both(found: dict[str, bool]) -> None:
    signs = handout(found, ("abdominal_brace",), None).warning_signs
    assert "You have pain, numbness, or weakness in both legs." not in signs


@pytest.mark.parametrize(
    ("found", "ids", "title"),
    [
        ("peripheral_artery_disease_known", ("interval_walk_claudication",), "poor blood flow"),
        ("hamstring_strain_acute@right", ("hamstring_heel_dig",), "the pulled muscle"),
        ("stenosis_known", ("flexion_seated",), "as you walk"),
        ("night_cramps", ("hamstring_calf_bedtime",), "leg cramps at night"),
    ],
)
def test_what_is_known_names_the_story(found: str, ids: tuple[str, ...], title: str) -> None:
    assert title in handout({found: True}, ids, None).title
    assert title not in handout({found: False}, ids, None).title
    assert "nerve pain" in handout({found: True}, ids, "lumbar_radiculopathy").title


def test_an_urgent_flag_leads_and_nothing_reassures() -> None:
    raised = replace(flag(Tier.URGENT, "spinal_malignancy"), patient="Your doctor needs to look.")
    for language in ("en", "es"):
        shelf = library().spoken(language)
        content = handout(
            {"leg_pain@right": True}, assessment=assessment(flags=(raised,)), library=shelf
        )
        assert content.main_message.startswith(shelf.phrases.text("card.action_urgent"))
        assert content.what_to_expect == ()
        assert "harm" not in words(content)
    unnamed = handout(
        {"leg_pain@right": True},
        hypothesis=None,
        assessment=assessment(ranked=(cause("referred_somatic_pain", 1.0),), flags=(raised,)),
    )
    assert unnamed.title == "Your plan for pain in your right leg"
    calm = handout({"leg_pain@right": True}, assessment=assessment())
    assert "doctor" not in calm.main_message


def test_after_an_operation_the_surgeon_and_the_wound_come_first() -> None:
    likely = assessment(ranked=(cause("referred_somatic_pain", 1.0),))
    content = handout(
        {"recent_spinal_surgery": True}, ("walking_program",), None, assessment=likely
    )
    assert "made to move" not in content.main_message
    assert content.each_day[0].heading == "Your operation"
    assert "if your wound turns red" in content.same_day
    hip = handout({"hip_replacement@right": True}, ("walking_program",), None)
    assert any("cannot stand on that leg" in sign for sign in hip.warning_signs)
    assert not [one for one in hip.each_day if one.icon == "sleep"]


def test_feet_that_do_not_feel_are_looked_at() -> None:
    content = handout({"numbness_both_soles": True}, ("heel_raise",), "deep_gluteal_syndrome")
    said = {one.heading: one.text for one in content.each_day}
    assert "Feet" in said
    assert "Falls" in said
    assert "Do not drive" in said["Driving"]


def test_one_walk_is_prescribed_and_not_another_beside_it() -> None:
    content = handout(ids=("sciatic_slider_seated", "walking_program"))
    assert "Walking" not in [one.heading for one in content.each_day]
    assert "Walk half as long as on other days." in content.flare_plan
    riding = handout(ids=("sciatic_slider_seated", "stationary_bike"))
    assert "Ride half as long as on other days." in riding.flare_plan
    mixed = handout(ids=("sciatic_slider_seated", "walking_program", "stationary_bike"))
    assert "Walk or ride half as long as on other days." in mixed.flare_plan
    alone = handout(ids=("walking_program",))
    assert not any("short walk" in step for step in alone.flare_plan)
    none = handout(ids=("sciatic_slider_seated",))
    assert any("short walk" in step for step in none.flare_plan)


def test_no_roll_at_the_back_where_bending_back_hurts() -> None:
    found = {"repeated_extension": "peripheralizes", "leg_pain@right": True}
    said = " ".join(one.text for one in handout(found).each_day)
    assert "rolled towel" not in said


def test_a_child_gets_no_words_on_driving_and_a_grown_up_beside() -> None:
    shelf, child = library(), case({}, age=12)
    story = shelf.phrases.stories["hamstring_tightness"]
    topics = [one.heading for one in advice_for(story, Program(()), child, shelf)]
    assert topics[0] == "With a grown-up"
    assert not {"Driving", "Work"} & set(topics)
    assert any("a limp" in words for words in seen_today(child, shelf))
    assert not list(seen_today(case({}, age=18), shelf))


@pytest.mark.parametrize(
    ("found", "main", "told"),
    [
        ({"leg_pain@right": True}, Side.LEFT, Side.RIGHT),
        ({"leg_pain@right": True}, Side.BOTH, Side.RIGHT),
        ({"tingling@left": True, "leg_pain@right": True}, Side.RIGHT, Side.RIGHT),
        ({"leg_pain@right": True, "leg_pain@left": True}, Side.RIGHT, Side.BOTH),
        ({"slr@left": True}, Side.RIGHT, Side.RIGHT),
        ({}, Side.LEFT, Side.LEFT),
        ({"leg_pain@right": True}, None, Side.RIGHT),
        ({"leg_pain@left": True, "buttock_pain@right": True}, Side.BOTH, Side.LEFT),
        ({"buttock_pain@right": True}, None, None),
    ],
)
def test_no_leg_is_said_to_hurt_that_was_not_recorded(
    found: dict[str, bool], main: Side | None, told: Side | None
) -> None:
    assert told_side(case(found, side=main)) is told


@pytest.mark.parametrize(
    ("found", "title", "first"),
    [
        ({}, "Your plan for your right leg", "This plan is for your right leg."),
        (
            {"tightness_sensation@right": True},
            "Your plan for tightness in your right leg",
            "You feel tightness in your right leg.",
        ),
    ],
)
def test_a_sheet_claims_no_pain_that_nobody_recorded(
    found: dict[str, bool], title: str, first: str
) -> None:
    content = handout(found, ("walking_program",), None)
    assert (content.title, content.what_is_going_on[0]) == (title, first)
    assert "pain in" not in words(content)


@pytest.mark.parametrize("age", [12, 44])
def test_tightness_alone_frightens_nobody(age: int) -> None:
    found = {"tightness_sensation@right": True, "hamstring_tight@right": True}
    facts = case(found, age=age)
    story = library().phrases.stories["general"]
    assert warning_block(story, facts, library()).grade == "call"
    thigh = case({**found, "posterior_thigh_pain@right": True}, age=age)
    assert warning_block(story, thigh, library()).grade == "call"
    for sign in ("numbness@right", "slr@right", "leg_pain@right", "back_pain", "calf_pain@right"):
        worse = case({**found, sign: True}, age=age)
        assert warning_block(story, worse, library()).grade == "full", sign


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("recent_spinal_surgery", "You had an operation on your spine."),
        ("hip_replacement@right", "You have a new hip."),
        ("vertebral_fracture_known", "A bone in your back broke before."),
        ("foot_drop@right", "Your right foot does not lift well."),
    ],
)
def test_what_the_patient_knows_of_is_named(finding: str, said: str) -> None:
    content = handout({"back_pain": True, finding: True}, ("walking_program",), None)
    assert said in content.what_is_going_on
    assert said not in handout({"back_pain": True}, ("walking_program",), None).what_is_going_on


def test_a_known_fracture_is_not_told_as_sore_joints() -> None:
    likely = assessment(ranked=(cause("referred_somatic_pain", 1.0),))
    found = {"back_pain": True, "vertebral_fracture_known": True}
    content = handout(found, ("walking_program",), None, assessment=likely)
    assert "Your back is made to move" not in content.main_message
    plain = handout({"back_pain": True}, ("walking_program",), None, assessment=likely)
    assert plain.title == "Your plan for pain in your low back"
    assert not any("leg" in text for text in plain.what_is_going_on)


def test_there_is_one_list_of_what_to_leave_out_and_it_says_nothing_twice() -> None:
    fresh = handout(
        {"hamstring_strain_acute@right": True}, ("hamstring_heel_dig",), "hamstring_strain"
    )
    assert not [one for one in fresh.each_day if one.heading == "Leave out for now"]
    assert len([text for text in fresh.leave_out if "stretch" in text]) == 1
    late = handout({}, ("hamstring_heel_dig",), "hamstring_strain")
    assert late.leave_out == ("Do not stretch hard or sprint yet. It is too soon for both.",)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_blood_thinner_is_on_the_paper(language: str) -> None:
    shelf = library().spoken(language)
    said = shelf.phrases.text("sign.bleeding")
    found = {"leg_pain@right": True, "anticoagulant_use": True}
    assert said in handout(found, library=shelf).same_day
    assert said not in handout({"leg_pain@right": True}, library=shelf).same_day


def test_an_urgent_sheet_asks_for_nothing_but_its_exercises_until_the_doctor() -> None:
    raised = replace(flag(Tier.URGENT, "foot_drop"), patient="See a specialist soon.")
    found = {"leg_pain@right": True, "foot_drop@right": True}
    content = handout(found, hypothesis=None, assessment=assessment(flags=(raised,)))
    assert content.main_message == (
        "See a doctor in the next days. Take your letter with you. "
        "Until then, do only your 3 exercises. Stop if you get worse."
    )
    assert content.title == "Your plan for pain in your right leg, and a weak foot"
    assert "Your right foot does not lift well." in content.what_is_going_on


@pytest.mark.parametrize(
    ("id", "chip"),
    [
        ("walking_program", "Whole body"),
        ("abdominal_brace", "Whole body"),
        ("cold_pack", "Where it hurts"),
        ("glute_bridge", "Both sides"),
    ],
)
def test_what_has_no_side_is_not_said_to_be_done_on_both(id: str, chip: str) -> None:
    assert handout({"leg_pain@right": True}, (id,)).exercises[0].side_words == chip


@pytest.mark.parametrize(
    "found",
    [
        {"groin_pain@right": True, "stress_fracture_suspected@right": True},
        {"leg_pain@right": True, "stress_fracture_suspected@right": True},
    ],
)
def test_no_walk_and_no_drive_on_a_leg_that_bears_no_weight(found: dict[str, bool]) -> None:
    content = handout(found, ("abdominal_brace",), None)
    said = {one.heading: one.text for one in content.each_day}
    assert not {"Walking", "Work", "Sitting"} & set(said)
    assert said["Driving"] == "Ask your doctor or surgeon when you may drive."
    assert not any("walk" in step.lower() for step in content.flare_plan)


def test_nothing_beside_its_exercises_while_a_doctor_is_awaited() -> None:
    raised = replace(flag(Tier.URGENT, "hamstring_avulsion"), patient="You need a scan this week.")
    found = {"posterior_thigh_pain@right": True, "avulsion_suspected@right": True}
    content = handout(found, ("abdominal_brace",), None, assessment=assessment(flags=(raised,)))
    assert "Walking" not in [one.heading for one in content.each_day]
    assert not any("short walk" in step for step in content.flare_plan)


STRAINED = {
    "posterior_thigh_pain@right": True, "pop_felt@right": True, "mechanism": "sprint",
    "symptom_duration": 2,
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_fresh_strain_is_told_and_nothing_of_a_nerve(language: str) -> None:
    shelf = library().spoken(language)
    content = handout(STRAINED, ("hamstring_heel_dig",), None, library=shelf)
    assert shelf.phrases.text("fact.strain") in content.what_is_going_on
    assert content.warning_grade == "call"
    assert shelf.phrases.advice["sitting"].text not in [one.text for one in content.each_day]
    assert content.log is not None
    assert content.log.title == shelf.phrases.text("log.next_morning.title")
    odd = handout({**STRAINED, "tingling@right": True}, ("hamstring_heel_dig",), None)
    assert odd.warning_grade == "full"


@pytest.mark.parametrize("found", ["hip_replacement@right", "groin_pain@right"])
def test_what_does_not_travel_is_not_asked_how_far_down_it_goes(found: str) -> None:
    content = handout({found: True, "hip_pain@right": True}, ("walking_program",), None)
    assert content.log is not None
    assert content.log.title == "Next morning"


@pytest.mark.parametrize("found", ["recent_spinal_surgery", "hip_replacement@right"])
def test_after_an_operation_nobody_is_told_to_drive_or_to_use_a_roll(found: str) -> None:
    content = handout({found: True, "back_pain": True}, ("walking_program",), None)
    said = " ".join(one.text for one in content.each_day)
    assert "when you may drive" in said
    assert "Stop each hour" not in said
    assert "rolled towel" not in said


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_pregnancy_is_spoken_of(language: str) -> None:
    shelf = library().spoken(language)
    said = shelf.phrases.text("sign.pregnancy")
    found = {"back_pain": True, "pregnancy": True, "pregnancy_weeks": 24}
    assert said in handout(found, ("walking_program",), None, library=shelf).same_day
    assert said not in handout({"back_pain": True}, library=shelf).same_day


def test_what_no_edition_may_leave_out() -> None:
    raised = replace(flag(Tier.URGENT, "bone_stress"), patient="Use crutches.")
    found = {"groin_pain@right": True, "falls_risk": True, "hip_replacement@right": True}
    content = handout(found, ("abdominal_brace",), None, assessment=assessment(flags=(raised,)))
    advice = library().phrases.advice
    assert content.care[0] == "Use crutches."
    assert {advice["surgeon"].text, advice["falls"].text} <= set(content.care)
    assert handout({"leg_pain@right": True}).care == ()


def test_a_bad_day_keeps_the_walk_rather_than_a_loaded_exercise() -> None:
    content = handout(ids=("step_up", "walking_program"))
    assert content.flare_plan[0].startswith("Do only exercise 2 (walking)")


BONE = {"groin_pain@right": True, "stress_fracture_suspected@right": True}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_bone_that_may_break_has_its_own_signs_and_no_more_pain_is_fine(language: str) -> None:
    shelf = library().spoken(language)
    content = handout(BONE, ("heel_slides", "abdominal_brace"), None, library=shelf)
    warnings = shelf.phrases.warnings
    assert content.warning_signs == warnings["bone"].signs
    assert content.warning_grade == "full"
    calm = shelf.exercises["hamstring_heel_dig"].traffic
    assert [row.feeling for row in content.traffic] == [calm.go, calm.slow, calm.stop]
    waiting = shelf.phrases.text("cue.easy_waiting")
    assert {one.too_easy for one in content.exercises} == {waiting}
    spine = handout({**BONE, "back_pain": True}, ("abdominal_brace",), None, library=shelf)
    assert spine.warning_signs[:-1] == warnings["nerve"].signs
    assert spine.warning_signs[-1] == shelf.phrases.text("sign.bone")


@pytest.mark.parametrize(
    ("found", "grade"),
    [
        ({"groin_pain@left": True, "fadir@left": True}, "call"),
        ({"lateral_hip_pain@right": True}, "call"),
        ({"sit_bone_pain@right": True}, "call"),
        ({"buttock_pain@right": True}, "full"),
        ({"groin_pain@left": True, "back_pain": True}, "full"),
        ({"groin_pain@left": True, "slr@left": True}, "full"),
        ({"posterior_thigh_pain@right": True, "avulsion_suspected@right": True}, "call"),
        ({"calf_pain@right": True, "achilles_gap@right": True}, "call"),
        ({"calf_pain@right": True, "achilles_gap@right": True, "tingling@right": True}, "full"),
    ],
)
def test_the_block_is_graded_to_what_was_found(found: dict[str, bool], grade: str) -> None:
    assert handout(found, ("abdominal_brace",), None).warning_grade == grade


def test_poor_blood_flow_brings_the_signs_of_a_limb() -> None:
    found = {"rest_pain_foot@right": True, "peripheral_artery_disease_known": True}
    story = library().phrases.stories["general"]
    block = warning_block(story, library().complete(case(found)), library())
    assert "cold, pale, blue" in " ".join(block.signs)
