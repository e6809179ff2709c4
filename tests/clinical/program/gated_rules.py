"""Rows of the rule table: hard stops with their gates, and rules for severe or frail cases."""

from collections.abc import Mapping

from pt_chart.clinical.findings import Value

Row = tuple[str, str, Mapping[str, Value], Mapping[str, Value]]

CALM: Mapping[str, Value] = {
    "time_to_settle": 3,
    "myotome@right#L5": "5",
    "reflex_achilles@right": "2",
    "light_touch@right#S1": "normal",
}
"""Little irritable, and strength, reflexes and feeling tested and normal."""


def without(key: str) -> Mapping[str, Value]:
    """The calm case with one thing not tested."""
    return {name: value for name, value in CALM.items() if name != key}


ALL_NORMAL: Mapping[str, Value] = {
    "time_to_settle": 3, "strength_normal": True, "reflexes_normal": True, "sensation_normal": True,
}  # fmt: skip
"""The same, told as a whole."""

GATED: list[Row] = [
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {"time_to_settle": 3}, ALL_NORMAL),
    (
        "TENSIONER_CRITERIA",
        "sciatic_tensioner",
        {**ALL_NORMAL, "sensation_normal": False},
        {"time_to_settle": 3, "neurological_exam_normal": True},
    ),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {}, CALM),
    *(("TENSIONER_CRITERIA", "sciatic_tensioner", without(key), CALM) for key in CALM),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {**CALM, "reflex_achilles@right": "0"}, CALM),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {**CALM, "numbness@right": True}, CALM),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {**CALM, "foot_drop@right": True}, CALM),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {**CALM, "leg_weakness@right": True}, CALM),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {**CALM, "muscle_wasting@right": True}, CALM),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {**CALM, "crossed_slr@right": True}, CALM),
    ("TENSIONER_CRITERIA", "sciatic_tensioner", {**CALM, "numbness_or_tingling@right": True}, CALM),
    (
        "TENSIONER_CRITERIA",
        "sciatic_tensioner",
        {**CALM, "strength_great_toe_extension@right": "4"},
        CALM,
    ),
    (
        "TENSIONER_CRITERIA",
        "sciatic_tensioner",
        {**CALM, "strength_ankle_plantarflexion@right": "4+"},
        CALM,
    ),
    ("NEURAL_DEFICIT", "hamstring_doorway", {"strength_great_toe_extension@right": "4"}, {}),
    ("NEURAL_DEFICIT", "hamstring_doorway", {"leg_weakness@right": True}, {}),
    ("NEURAL_DEFICIT", "hamstring_doorway", {"leg_reflexes_reduced@right": True}, {}),
    ("NEURAL_DEFICIT", "hamstring_doorway", {"toe_walk_unable@right": True}, {}),
    (
        "STRAIN_FIRST_DAYS",
        "nordic_hamstring",
        {"hamstring_strain_acute@right": True, "symptom_duration": 2},
        {"hamstring_strain_acute@right": True, "loading_cleared": True},
    ),
    (
        "STRAIN_FIRST_DAYS",
        "romanian_deadlift",
        {"pop_felt@right": True, "symptom_duration": 7},
        {"pop_felt@right": True, "symptom_duration": 8},
    ),
    (
        "TENDON_TEAR",
        "nordic_hamstring",
        {"avulsion_suspected@right": True},
        {"avulsion_suspected@right": True, "loading_cleared": True},
    ),
    (
        "TENDON_TEAR",
        "glute_bridge",
        {"imaging_tendon_avulsion@right": True},
        {"imaging_tendon_avulsion@right": False},
    ),
    (
        "UNHEALED_BONE",
        "glute_bridge",
        {"pelvic_fracture": True},
        {"pelvic_fracture": True, "loading_cleared": True},
    ),
    (
        "UNHEALED_BONE",
        "clamshell",
        {"imaging_fracture": True, "loading_cleared": False},
        {"imaging_fracture": False},
    ),
    (
        "SERIOUS_DISEASE",
        "lumbar_rotation_supine",
        {"tumor_at_site": True},
        {"tumor_at_site": True, "loading_cleared": True},
    ),
    (
        "OSTEOPOROSIS_LOAD",
        "side_plank_knees",
        {"vertebral_fracture_known": True},
        {"vertebral_fracture_known": False},
    ),
    (
        "NO_SHIFT",
        "lateral_shift_correction",
        {"lateral_shift": "none"},
        {"lateral_shift": "left"},
    ),
    ("NO_SHIFT", "lateral_shift_correction", {}, {"lateral_shift": "right"}),
    ("FOOT_DROP", "walking_program", {"foot_drop@right": True}, {"foot_drop@right": False}),
    (
        "IRRITABILITY_OPEN",
        "side_plank_knees",
        {"nprs_worst": 9, "time_to_settle": 90},
        {"nprs_worst": 9, "time_to_settle": 3},
    ),
    ("IRRITABILITY_OPEN", "bird_dog", {"nprs_worst": 7}, {"nprs_worst": 6}),
    (
        "IRRITABILITY_OPEN",
        "sciatic_slider_seated",
        {"time_to_settle": 61},
        {"time_to_settle": 61, "time_to_onset": 1},
    ),
    (
        "IRRITABLE_ACUTE",
        "lumbar_rotation_supine",
        {"irritability": "high"},
        {"irritability": "moderate"},
    ),
    ("IRRITABLE_ACUTE", "figure_four_supine", {"irritability": "high"}, {}),
    (
        "PREGNANCY_SELF_CARE",
        "heat_pack",
        {"pregnancy": True},
        {"pregnancy": False},
    ),
    (
        "PREGNANCY_SUPINE",
        "tibial_ankle_pumps",
        {"pregnancy": True, "pregnancy_weeks": 20},
        {"pregnancy": True, "pregnancy_weeks": 8},
    ),
    (
        "NEURAL_DEFICIT",
        "hamstring_stretch_supine_strap",
        {"reflex_achilles@right": "0"},
        {"reflex_achilles@right": "2"},
    ),
    ("NEURAL_DEFICIT", "hamstring_doorway", {"foot_drop@left": True}, {"foot_drop@left": False}),
    ("NEURAL_SYMPTOMS", "hamstring_doorway", {"tingling@right": True}, {"tingling@right": False}),
    (
        "DVT_SUSPECT",
        "hamstring_stretch_seated",
        {"leg_swelling@right": True},
        {"leg_swelling@right": False},
    ),
    (
        "CARDIAC",
        "side_plank_knees",
        {"unstable_heart": True},
        {"unstable_heart": True, "cardiac_clearance": True},
    ),
    ("SKIN_BROKEN", "cold_pack", {"skin_infection": True}, {"skin_infection": False}),
    (
        "ISCHEMIA",
        "hamstring_calf_bedtime",
        {"rest_pain_foot@right": True},
        {"rest_pain_foot@right": False},
    ),
    (
        "BALANCE",
        "walking_program",
        {"numbness_both_soles": True},
        {"numbness_both_soles": False},
    ),
    ("BALANCE", "calf_stretch_wall", {"falls": True}, {"falls": False}),
    (
        "ACHILLES_TEAR",
        "tibial_ankle_pumps",
        {"achilles_gap@right": True},
        {"achilles_gap@right": True, "loading_cleared": True},
    ),
    (
        "ACHILLES_TEAR",
        "walking_program",
        {"calf_squeeze_no_movement@right": True},
        {"calf_squeeze_no_movement@right": False},
    ),
    (
        "LATEX",
        "ankle_dorsiflexion_band",
        {"latex_allergy": True},
        {"latex_allergy": False},
    ),
    (
        "LEGS_UP",
        "position_90_90",
        {"rest_pain_foot@right": True},
        {"rest_pain_foot@right": False},
    ),
    (
        "HIP_SLEEP",
        "sleep_position",
        {"hip_replacement@right": True},
        {"hip_replacement@right": False},
    ),
    ("MALIGNANCY_SITE", "massage_self", {"active_cancer": True}, {"active_cancer": False}),
    (
        "HIP_PRECAUTION",
        "lateral_shift_correction",
        {"hip_precautions@right": True},
        {"hip_precautions@right": False},
    ),
    (
        "OSTEOPOROSIS_FLEXION",
        "lateral_shift_correction",
        {"vertebral_fracture_known": True},
        {"vertebral_fracture_known": False},
    ),
    ("CALF_TEAR", "heel_raise", {"medial_gastrocnemius_gap@right": True}, {}),
    (
        "CALF_TEAR",
        "calf_stretch_wall",
        {"calf_bruising@right": True, "calf_pain@right": True},
        {"calf_pain@right": True},
    ),
    ("ACHILLES_SORE", "heel_raise", {"fluoroquinolone_use": True}, {"fluoroquinolone_use": False}),
    ("ACHILLES_SORE", "calf_stretch_wall", {"achilles_tenderness@right": True}, {}),
    (
        "NECK_AT_RISK",
        "slump_slider",
        {"rheumatoid_arthritis": True, "neck_pain": True},
        {"rheumatoid_arthritis": True},
    ),
    (
        "SKIN_UNTESTED",
        "cold_pack",
        {"diabetes": True},
        {"diabetes": True, "light_touch@right#L5": "normal"},
    ),
    ("BALANCE", "step_up", {"knee_giving_way@right": True}, {"knee_giving_way@right": False}),
    ("BALANCE", "heel_raise", {"parkinson_or_ms": True}, {}),
    (
        "BONE_STRESS",
        "side_leg_lift",
        {"stress_fracture_suspected@right": True},
        {"stress_fracture_suspected@right": True, "loading_cleared": True},
    ),
    ("TENDON_TEAR", "hamstring_heel_dig", {"avulsion_suspected@right": True}, {}),
    ("TENDON_TEAR", "heel_slides", {"imaging_tendon_avulsion@right": True}, {}),
    ("TENDON_TEAR", "massage_self", {"avulsion_suspected@right": True}, {}),
    ("CARDIAC", "walking_program", {"unstable_heart": True, "cardiac_clearance": False}, {}),
    ("CARDIAC", "sit_to_stand", {"unstable_heart": True}, {}),
    ("CARDIAC", "clamshell", {"unstable_heart": True}, {}),
    ("IRRITABLE_ACUTE", "sit_to_stand", {"irritability": "high"}, {"irritability": "low"}),
    (
        "FEMORAL_POSITIVE",
        "hip_flexor_half_kneel",
        {"femoral_nerve_stretch@right": True},
        {"femoral_nerve_stretch@right": False},
    ),
    ("FEMORAL_POSITIVE", "hip_flexor_half_kneel", {"slump_knee_bend@right": True}, {}),
    ("KNEE", "step_up", {"knee_surgery@right": True}, {"knee_surgery@right": False}),
    ("KNEE", "hip_flexor_half_kneel", {"knee_injury_recent@right": True}, {}),
    ("BONE_STRESS", "hip_rotation_mobility", {"stress_fracture_suspected@right": True}, {}),
    ("BONE_STRESS", "clamshell", {"stress_fracture_suspected@right": True}, {}),
]
"""Rule, exercise, findings that make it hold, findings that do not."""
