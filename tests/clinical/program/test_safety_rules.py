"""Every safety rule, both ways, on the exercises it is about."""

from typing import Any

import pytest

from pt_chart.clinical.program import safety
from pt_chart.clinical.sides import Side
from tests.clinical.program.gated_rules import GATED
from tests.support.shipped_library import case, library

CENTRALIZES = {"repeated_extension": "centralizes"}
LATE = {"nprs_worst": 1, "strength_near_equal@right": True}

# rule, exercise, findings that make it hold, findings that do not
RULES = [
    *GATED,
    (
        "CES_OR_PROGRESSIVE",
        "walking_program",
        {"urinary_retention": True},
        {"urinary_retention": False},
    ),
    ("CES_OR_PROGRESSIVE", "position_90_90", {"altered_perianal_sensation": True}, {}),
    (
        "CES_OR_PROGRESSIVE",
        "glute_bridge",
        {"bowel_incontinence": True},
        {"bowel_incontinence": False},
    ),
    (
        "CES_OR_PROGRESSIVE",
        "heel_raise",
        {"sexual_dysfunction": True},
        {"sexual_dysfunction": False},
    ),
    (
        "CES_OR_PROGRESSIVE",
        "heel_raise",
        {"progressive_weakness@left": True},
        {"progressive_weakness@left": False},
    ),
    (
        "CES_OR_PROGRESSIVE",
        "heel_raise",
        {"urinary_incontinence": True, "ces_symptom_course": "unsure"},
        {"urinary_incontinence": True, "ces_symptom_course": "long_stable"},
    ),
    (
        "NEURAL_POSITIVE",
        "hamstring_stretch_supine_strap",
        {"slr@right": True},
        {"slr@right": False},
    ),
    (
        "NEURAL_POSITIVE",
        "hamstring_stretch_seated",
        {"slump@left": True},
        {"slump@left": False, "slr@left": False},
    ),
    ("NEURAL_POSITIVE", "hamstring_stretch_standing", {"crossed_slr@left": True}, {}),
    ("NEURAL_POSITIVE", "hamstring_doorway", {"bowstring@right": True}, {"bowstring@right": False}),
    ("NEURAL_POSITIVE", "figure_four_supine", {"bragard_dorsiflexion@right": True}, {}),
    ("NEURAL_POSITIVE", "calf_stretch_wall", {"stretch_provokes_nerve_symptoms@right": True}, {}),
    (
        "NEURAL_POSITIVE",
        "romanian_deadlift",
        {"slr_result@right": "neural"},
        {"slr_result@right": "local_stretch"},
    ),
    (
        "NEURAL_POSITIVE",
        "askling_extender",
        {"slump_result@right": "neural"},
        {"slump_result@right": "normal_neurogenic"},
    ),
    (
        "NEURAL_POSITIVE",
        "hamstring_contract_relax",
        {"knee_extension_ankle_neck@right": "more"},
        {"knee_extension_ankle_neck@right": "same"},
    ),
    (
        "NEURAL_POSITIVE",
        "hamstring_calf_bedtime",
        {"lean_back_ankle_neck@right": "more"},
        {"lean_back_ankle_neck@right": "same"},
    ),
    (
        "IRRITABLE_ACUTE",
        "sciatic_slider_seated",
        {"time_to_onset": 2, "time_to_settle": 120},
        {"time_to_onset": 60, "time_to_settle": 3},
    ),
    (
        "FLEXION_SENSITIVE",
        "knee_to_chest_single",
        {"repeated_flexion": "peripheralizes"},
        {"repeated_flexion": "no_effect"},
    ),
    (
        "FLEXION_SENSITIVE",
        "sciatic_tensioner",
        {"directional_preference": "extension"},
        {"directional_preference": "none"},
    ),
    ("FLEXION_SENSITIVE", "glute_stretch_lying", {"repeated_flexion_lying": "peripheralizes"}, {}),
    (
        "EXTENSION_SENSITIVE",
        "glute_bridge",
        {"repeated_extension_lying": "peripheralizes"},
        {"repeated_extension_lying": "eases"},
    ),
    ("EXTENSION_SENSITIVE", "prone_press_up", {"directional_preference": "flexion"}, CENTRALIZES),
    ("EXTENSION_NOT_SHOWN", "prone_press_up", {}, CENTRALIZES),
    (
        "EXTENSION_NOT_SHOWN",
        "prone_lying",
        {"repeated_extension": "no_effect"},
        {"repeated_extension_lying": "centralizes"},
    ),
    (
        "EXTENSION_NOT_SHOWN",
        "standing_extension",
        {"repeated_extension": "leg_pain"},
        {"directional_preference": "extension"},
    ),
    (
        "ACUTE_STRAIN",
        "hamstring_curl",
        {"hamstring_strain_acute@right": True},
        {"hamstring_strain_acute@right": False},
    ),
    (
        "ACUTE_STRAIN",
        "glute_bridge",
        {"pop_felt@right": True, "symptom_duration": 2},
        {"pop_felt@right": True, "symptom_duration": 40},
    ),
    (
        "ACUTE_STRAIN",
        "step_up",
        {
            "mechanism": ("sprint",),
            "bruising_posterior_thigh@right": True,
            "symptom_duration": 5,
        },
        {"mechanism": ("sprint",), "symptom_duration": 5},
    ),
    (
        "SURGERY_CLEARANCE",
        "glute_bridge",
        {"recent_spinal_surgery": True},
        {"recent_spinal_surgery": False},
    ),
    (
        "SURGERY_CLEARANCE",
        "position_90_90",
        {"spinal_surgery_days": 21},
        {"spinal_surgery_days": 900},
    ),
    ("SURGERY_CLEARANCE", "heel_raise", {"recent_hip_or_pelvic_surgery@right": True}, {}),
    ("SURGERY_CLEARANCE", "clamshell", {"hip_fracture_or_dislocation@left": True}, {}),
    ("OSTEOPOROSIS_FLEXION", "flexion_seated", {"bisphosphonate_use": True}, {}),
    (
        "OSTEOPOROSIS_FLEXION",
        "flexion_seated",
        {"corticosteroid_use": True, "height_loss": True},
        {"corticosteroid_use": True},
    ),
    (
        "OSTEOPOROSIS_FLEXION",
        "knee_to_chest_double",
        {"corticosteroid_use": True, "menopause": True},
        {"menopause": True},
    ),
    (
        "LIMB_THREAT",
        "walking_program",
        {"peripheral_artery_disease_known": True, "rest_pain_foot@right": True},
        {"peripheral_artery_disease_known": True},
    ),
    ("PREGNANCY_SUPINE", "dead_bug", {"pregnancy": True}, {"pregnancy": False}),
    (
        "PREGNANCY_SUPINE",
        "glute_bridge",
        {"pregnancy": True, "pregnancy_weeks": 24},
        {"pregnancy": True, "pregnancy_weeks": 8},
    ),
    (
        "PREGNANCY_EARLY",
        "knee_to_chest_double",
        {"pregnancy": True, "pregnancy_weeks": 8},
        {"pregnancy": True, "pregnancy_weeks": 24},
    ),
    (
        "PHT_COMPRESSION",
        "hamstring_stretch_supine_strap",
        {"puranen_orava@right": True},
        {"puranen_orava@right": False},
    ),
    (
        "PHT_COMPRESSION",
        "hamstring_calf_bedtime",
        {"ischial_tuberosity_tenderness@right": True},
        {},
    ),
    ("PHT_COMPRESSION", "knee_to_chest_double", {"bent_knee_stretch@right": True}, {}),
    (
        "HIP_PRECAUTION",
        "flexion_seated",
        {"hip_replacement@right": True},
        {"hip_replacement@right": False},
    ),
    ("HIP_PRECAUTION", "hamstring_stretch_seated", {"hip_precautions@left": True}, {}),
    ("HIP_PRECAUTION", "slump_slider", {"hip_precautions@left": True}, {}),
    (
        "HIP_IMPINGEMENT",
        "piriformis_adduction_stretch",
        {"fadir@right": True},
        {"fadir@right": False},
    ),
    ("OSTEOPOROSIS_FLEXION", "slump_slider", {"osteoporosis": True}, {"osteoporosis": False}),
    ("OSTEOPOROSIS_FLEXION", "cat_camel", {"vertebral_fracture_known": True}, {}),
    ("OSTEOPOROSIS_FLEXION", "romanian_deadlift", {"osteoporosis": True}, {}),
    (
        "SPONDYLOLISTHESIS",
        "prone_press_up",
        {"spondylolisthesis_known": True},
        {"spondylolisthesis_known": False},
    ),
    ("LATE_STAGE", "nordic_hamstring", {}, LATE),
    ("LATE_STAGE", "romanian_deadlift", {**LATE, "nprs_worst": 3}, LATE),
    (
        "LATE_STAGE",
        "romanian_deadlift",
        {"nprs_worst": 1, "strength_near_equal@right": False},
        LATE,
    ),
    (
        "NO_WEIGHT",
        "walking_program",
        {"stress_fracture_suspected@right": True},
        {"stress_fracture_suspected@right": True, "loading_cleared": True},
    ),
    (
        "NO_WEIGHT",
        "pool_walking",
        {"unable_to_bear_weight@right": True},
        {"unable_to_bear_weight@right": False},
    ),
    ("DVT_SUSPECT", "heat_pack", {"leg_swelling@left": True}, {"leg_swelling@left": False}),
    ("DVT_SUSPECT", "massage_self", {"calf_swelling_3cm@left": True}, {}),
    (
        "ISCHEMIA",
        "cold_pack",
        {"pulse_abnormality@right": True},
        {"pulse_abnormality@right": False},
    ),
    ("ISCHEMIA", "heat_pack", {"abi@right": 0.7}, {"abi@right": 1.1}),
    (
        "LIMB_THREAT",
        "interval_walk_claudication",
        {"rest_pain_foot@right": True},
        {"peripheral_artery_disease_known": True},
    ),
    ("VASC_CLEARANCE", "interval_walk_claudication", {}, {"circulation_cleared": True}),
    (
        "VASC_CLEARANCE",
        "interval_walk_claudication",
        {"circulation_cleared": False},
        {"peripheral_artery_disease_known": True},
    ),
    (
        "CARDIAC",
        "stationary_bike",
        {"unstable_heart": True},
        {"unstable_heart": True, "cardiac_clearance": True},
    ),
    ("PREGNANCY", "prone_on_elbows", {"pregnancy": True}, {"pregnancy": False}),
    (
        "INSENSATE_SKIN",
        "heat_pack",
        {"light_touch@right#S1": "reduced"},
        {"light_touch@right#S1": "normal"},
    ),
    ("INSENSATE_SKIN", "massage_self", {"numbness@right": True}, {"numbness@right": False}),
    ("TINGLING_SKIN", "heat_pack", {"tingling@right": True}, {"tingling@right": False}),
    (
        "PREGNANCY_SLEEP",
        "sleep_position",
        {"pregnancy": True},
        {"pregnancy": True, "pregnancy_weeks": 10},
    ),
    (
        "SURGERY_HABITS",
        "sleep_position",
        {"hip_replacement@right": True},
        {"hip_replacement@right": False},
    ),
    ("MALIGNANCY_SITE", "heat_pack", {"history_of_cancer": True}, {"history_of_cancer": False}),
    ("INFECTION_RISK", "dry_needling_clinic", {"skin_infection": True}, {"skin_infection": False}),
    ("NEEDLE_SITE", "dry_needling_clinic", {"leg_swelling@right": True}, {}),
    (
        "WOUND_INCONTINENCE",
        "pool_walking",
        {"wounds_or_sores@right": True},
        {"wounds_or_sores@right": False},
    ),
    ("ANTICOAGULANT", "massage_self", {"anticoagulant_use": True}, {"anticoagulant_use": False}),
    ("BALANCE", "hamstring_stretch_standing", {"falls": True}, {"falls": False}),
    (
        "KNEE_PAIN",
        "bird_dog",
        {"knee_pain_kneeling@right": True},
        {"knee_pain_kneeling@right": False},
    ),
    (
        "STAIRS_AGGRAVATE",
        "step_up",
        {"pain_stairs_or_slopes": True},
        {"pain_stairs_or_slopes": False},
    ),
    (
        "VASC_REFER",
        "walking_program",
        {"claudication_history@right": True},
        {"claudication_history@right": True, "abi@right": 1.0},
    ),
    ("NEURAL_UNTESTED", "hamstring_stretch_supine_strap", {}, {"slr@right": False}),
    ("NEURAL_UNTESTED", "hamstring_doorway", {}, {"slump@left": False}),
]


@pytest.mark.parametrize(("rule", "exercise", "holds", "clear"), RULES)
def test_each_rule_holds_back_and_lets_through(
    rule: Any, exercise: Any, holds: Any, clear: Any
) -> None:
    shelf = library()
    offered = safety.blocking if shelf.rules[rule].effect == "block" else safety.cautions
    item = shelf.exercises[exercise]
    for facts, expected in ((holds, True), (clear, False)):
        found = offered(item, Side.RIGHT, case(facts), shelf)
        assert (rule in [one.id for one in found]) is expected, facts


def test_the_table_speaks_of_every_rule() -> None:
    elsewhere = {"CHILD_LOAD", "FORMER_EMERGENCY", "PRESSURE"}  # by age, flags of now and before
    asked = {row[0] for row in RULES} | {safety.NERVE_SIGNS} | elsewhere
    assert asked == set(library().rules)


def test_nerve_signs_raise_the_warning_block() -> None:
    shelf = library()
    assert safety.rule_holds(safety.NERVE_SIGNS, case({"tingling@right": True}), shelf)
    assert not safety.rule_holds(safety.NERVE_SIGNS, case({"tingling@right": False}), shelf)


def test_every_rule_offers_only_exercises_that_it_does_not_hold_back() -> None:
    shelf = library()
    for rule in shelf.rules.values():
        for id in rule.instead:
            assert not safety.concerns(rule, shelf.exercises[id]), (rule.id, id)


def test_nothing_known_blocks_only_what_has_to_be_shown_first() -> None:
    shelf = library()
    blocked = {
        id: {rule.id for rule in safety.blocking(one, Side.RIGHT, case({}), shelf)}
        for id, one in shelf.exercises.items()
    }
    first = {
        "TENSIONER_CRITERIA",
        "EXTENSION_NOT_SHOWN",
        "LATE_STAGE",
        "VASC_CLEARANCE",
        "NO_SHIFT",
    }
    assert {rule for rules in blocked.values() for rule in rules} == first
    assert blocked["sciatic_slider_seated"] == set()
    assert blocked["walking_program"] == set()


def test_walking_to_pain_is_not_refused_for_claudication_itself() -> None:
    shelf = library()
    facts = case({"peripheral_artery_disease_known": True, "abi@right": 0.7})
    walk = shelf.exercises["interval_walk_claudication"]
    assert safety.blocking(walk, Side.RIGHT, facts, shelf) == ()
