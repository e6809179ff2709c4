"""A sheet names what was recorded of this case: where it hurts, what is known, what is urgent."""

from dataclasses import replace
from typing import Any

import pytest

from pt_chart.clinical.program.content import seen_today
from pt_chart.clinical.program.daily import advice_for
from pt_chart.clinical.program.dosage import Program
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
        ({"sit_bone_pain@right": True}, "your buttock"),
        ({"groin_pain@right": True}, "your groin"),
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
        ("stenosis_known", ("flexion_seated",), "when you stand or walk"),
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
        assert content.main_message.startswith(shelf.phrases.text("urgent.lead"))
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
    assert "Walk or ride half as long as on other days." in content.flare_plan
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
    assert any("limps" in words for words in seen_today(child, shelf))
    assert not list(seen_today(case({}, age=18), shelf))
