"""Rules find exercises by what these ask of the body, whatever their ids are."""

from collections.abc import Mapping

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dosing import default_item
from pt_chart.clinical.program.library import PROPERTIES, Exercise, ExerciseKind
from pt_chart.clinical.program.proposals import propose
from pt_chart.clinical.sides import Side
from tests.support.shipped import vocabulary
from tests.support.shipped_library import case, library

HOME = [e for e in library().exercises.values() if e.kind is not ExerciseKind.CLINIC_ONLY]

FOUND: list[tuple[Mapping[str, Value], str, str]] = [
    (
        {"hamstring_strain_acute@right": True},
        "ACUTE_STRAIN",
        """hamstring_calf_bedtime hip_hinge_drill slump_slider knee_to_chest_double step_up
        calf_stretch_wall""",
    ),
    (
        {"hip_precautions@right": True},
        "HIP_PRECAUTION",
        "hamstring_calf_bedtime bird_dog cat_camel stationary_bike sciatic_slider_seated",
    ),
    ({"unable_to_bear_weight@right": True}, "NO_WEIGHT", "step_up standing_hip_abduction"),
    ({"stress_fracture_suspected@right": True}, "NO_WEIGHT", "step_up heel_raise"),
    (
        {"pregnancy": True},
        "PREGNANCY_SUPINE",
        """dead_bug glute_bridge knee_to_chest_double lumbar_rotation_supine
        hamstring_stretch_supine_strap""",
    ),
    (
        {"irritability": "high"},
        "IRRITABLE_ACUTE",
        "single_leg_bridge hamstring_slider step_up side_plank_knees dead_bug bird_dog",
    ),
    ({"repeated_flexion": "peripheralizes"}, "FLEXION_SENSITIVE", "cat_camel flexion_seated"),
    (
        {"tendon_irritable@right": True},
        "PHT_COMPRESSION",
        "piriformis_stretch_seated flexion_seated slump_slider massage_self",
    ),
    ({"rest_pain_foot@right": True}, "LIMB_THREAT", "walking_program pool_walking heel_raise"),
]


@pytest.mark.parametrize(("findings", "rule", "ids"), FOUND)
def test_what_a_tester_found_printing_is_held_back(
    findings: Mapping[str, Value], rule: str, ids: str
) -> None:
    shelf = library()
    for id in ids.split():
        exercise = shelf.exercises[id]
        held = {one.id for one in safety.blocking(exercise, Side.RIGHT, case(findings), shelf)}
        assert rule in held, id
        clear = {one.id for one in safety.blocking(exercise, Side.RIGHT, case({}), shelf)}
        assert rule not in clear, id


@pytest.mark.parametrize(("findings", "rule"), [row[:2] for row in FOUND])
def test_a_rule_holds_back_every_exercise_of_its_properties(
    findings: Mapping[str, Value], rule: str
) -> None:
    shelf = library()
    asked = set(shelf.rules[rule].properties)
    assert asked
    for exercise in shelf.exercises.values():
        if asked & set(exercise.properties):
            held = safety.blocking(exercise, Side.RIGHT, case(findings), shelf)
            assert rule in {one.id for one in held}, exercise.id


SENSORY: list[tuple[str, Value]] = [
    *((f"{id}@right", True) for id in ("numbness", "numbness_or_tingling", "numb_skin")),
    *((id, True) for id in ("numbness_both_soles", "numbness_both_legs", "numbness_without_pain")),
    *((id, True) for id in ("numbness_spreading_up", "stocking_sensory_loss", "odd_feeling_legs")),
    ("numbness_area@right", ("calf",)),
    ("sensation_nerve@right", ("sole",)),
    ("numbness_thigh_to_calf@right", True),
    ("numbness_on_effort@right", True),
    ("sudden_leg_numbness@right", True),
    ("pinprick@right#S1", "reduced"),
    ("pinprick@right#L2", "absent"),
    ("light_touch@left#L5", "reduced"),
    ("vibration@right", "reduced"),
    ("position_sense@right", "absent"),
    ("pinprick_deficit@right", True),
    ("pinprick_medial_ankle@right", True),
    ("neuropathy_known", True),
]


@pytest.mark.parametrize(("finding", "value"), SENSORY)
def test_any_loss_of_feeling_holds_back_heat_cold_and_massage(finding: str, value: Value) -> None:
    shelf = library()
    for id in ("heat_pack", "cold_pack", "contrast_heat_cold", "massage_self"):
        held = safety.blocking(shelf.exercises[id], Side.RIGHT, case({finding: value}), shelf)
        assert "INSENSATE_SKIN" in {one.id for one in held}, id
        clear = safety.blocking(shelf.exercises[id], Side.RIGHT, case({}), shelf)
        assert "INSENSATE_SKIN" not in {one.id for one in clear}, id


@pytest.mark.parametrize(
    ("findings", "held"),
    [
        ({"tingling@right": True}, False),
        ({"tingling@right": True, "light_touch@right#S1": "normal"}, False),
        ({"tingling@right": True, "light_touch@right#S1": "reduced"}, True),
        ({"tingling@right": True, "numbness@right": True}, True),
        ({"numbness_or_tingling@right": True}, True),
        ({"numbness_or_tingling@right": True, "tingling@right": False}, True),
        ({"numbness_or_tingling@right": True, "numbness@right": False}, False),
    ],
)
def test_tingling_alone_is_a_caution_and_lost_feeling_blocks(
    findings: Mapping[str, Value], held: bool
) -> None:
    shelf, facts = library(), case(findings)
    for id in ("heat_pack", "cold_pack", "contrast_heat_cold", "massage_self"):
        pack = shelf.exercises[id]
        rules = {one.id for one in safety.blocking(pack, Side.RIGHT, facts, shelf)}
        assert ("INSENSATE_SKIN" in rules) is held
        told = {one.id for one in safety.cautions(pack, Side.RIGHT, facts, shelf)}
        assert ("TINGLING_SKIN" in told) is (findings.get("tingling@right") is True)
    leave_out = shelf.rules["INSENSATE_SKIN"]
    assert safety.rule_holds(leave_out.id, facts, shelf) is held


ELSEWHERE = {
    *("arm_pain_or_numbness", "sbi_numbness", "sfi_numbness", "numbness_none"),
    *("numbness_alike_without_pain", "numbness_alike_both_legs"),
}
"""Speak of the arm, are answers of a questionnaire that count days or bother, or follow from
numbness or tingling that is recorded itself."""


def test_no_numbness_of_the_vocabulary_is_forgotten() -> None:
    shelf = library()
    skin = shelf.exercises["heat_pack"]
    for field in vocabulary().fields.values():
        if "numbness" not in field.id or field.id in ELSEWHERE or field.kind.value != "yes_no":
            continue
        key = f"{field.id}@right" if field.sided else field.id
        held = safety.blocking(skin, Side.RIGHT, case({key: True}), shelf)
        assert "INSENSATE_SKIN" in {one.id for one in held}, field.id


@pytest.mark.parametrize(
    "findings",
    [
        {"recent_spinal_surgery": True},
        {"spinal_surgery_days": 30},
        {"recent_hip_or_pelvic_surgery@right": True},
        {"hip_fracture_or_dislocation@right": True},
    ],
)
def test_after_surgery_only_easy_walking_pumps_and_habits_need_no_clearance(
    findings: Mapping[str, Value],
) -> None:
    shelf, facts = library(), case(findings)
    free = {
        e.id
        for e in HOME
        if "SURGERY_CLEARANCE" not in {r.id for r in safety.blocking(e, Side.RIGHT, facts, shelf)}
    }
    assert free == {"walking_program", "tibial_ankle_pumps", "sleep_position", "sitting_breaks"}
    for id in ("sleep_position", "sitting_breaks"):
        told = {one.id for one in safety.cautions(shelf.exercises[id], Side.RIGHT, facts, shelf)}
        assert "SURGERY_HABITS" in told
    for condition in ("lumbar_radiculopathy", "hip_oa", "hamstring_strain"):
        offered = {one.exercise.id for one in propose(facts, None, shelf, condition).proposed}
        assert offered <= free


def test_a_very_irritable_case_that_bending_worsens_is_offered_nothing_loaded_or_bent() -> None:
    facts = case({"irritability": "high", "repeated_flexion": "peripheralizes"})
    offered = propose(facts, None, library(), "lumbar_radiculopathy").proposed
    assert offered
    for one in offered:
        assert not {"loaded", "spinal_flexion"} & set(one.exercise.properties), one.exercise.id


def asks_something(exercise: Exercise) -> bool:
    """Whether an exercise has a property; only a side-lying glide has none."""
    return bool(exercise.properties) or exercise.id == "femoral_slider_sidelying"


def test_every_exercise_at_home_says_what_it_asks_of_the_body() -> None:
    assert [e.id for e in HOME if not asks_something(e)] == []
    used = {name for e in library().exercises.values() for name in e.properties}
    ruled = {n for rule in library().rules.values() for n in (*rule.properties, *rule.all_but)}
    assert used == ruled == set(PROPERTIES)


@pytest.mark.parametrize("exercise", HOME, ids=lambda e: e.id)
def test_position_and_kind_agree_with_the_properties(exercise: Exercise) -> None:
    asked = set(exercise.properties)
    if exercise.position == "prone":
        assert "prone" in asked
    if exercise.position == "supine" and exercise.id != "tibial_ankle_pumps":
        assert "flat_on_back" in asked
    if exercise.position in ("standing", "kneeling", "hands_and_knees"):
        assert "weight_bearing" in asked
    assert default_item(exercise, Side.RIGHT).exercise == exercise.id


@pytest.mark.parametrize(
    ("rule", "exercises"),
    [
        (
            "OSTEOPOROSIS_FLEXION",
            [
                "slump_slider",
                "sciatic_tensioner",
                "cat_camel",
                "hamstring_stretch_seated",
                "hamstring_stretch_standing",
                "hamstring_calf_bedtime",
                "romanian_deadlift",
            ],
        ),
        (
            "FLEXION_SENSITIVE",
            [
                "sciatic_tensioner",
                "glute_stretch_lying",
                "hamstring_stretch_standing",
                "hamstring_calf_bedtime",
            ],
        ),
        (
            "HIP_PRECAUTION",
            ["flexion_seated", "hamstring_stretch_seated", "slump_slider", "sciatic_tensioner"],
        ),
        (
            "PHT_COMPRESSION",
            ["hamstring_calf_bedtime", "knee_to_chest_single", "knee_to_chest_double"],
        ),
        ("NEURAL_POSITIVE", ["calf_stretch_wall"]),
        ("DVT_SUSPECT", ["heat_pack"]),
        ("INSENSATE_SKIN", ["massage_self"]),
    ],
)
def test_the_reviewed_cautions_are_there(rule: str, exercises: list[str]) -> None:
    shelf = library()
    for id in exercises:
        assert safety.concerns(shelf.rules[rule], shelf.exercises[id]), (rule, id)
