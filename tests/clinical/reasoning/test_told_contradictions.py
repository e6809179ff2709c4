"""Recorded facts that cannot all be right are named; what agrees is not."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case

CLASHES: list[tuple[dict[str, Value], str]] = [
    (
        {"imaging_cord_or_cauda_compression": True, "imaging_no_root_compression": True},
        "compressed",
    ),
    ({"clonus@right": True, "clonus_beats@right": 0}, "0 beats"),
    ({"relief_standing": True, "worse_standing": True}, "Standing both"),
    ({"no_pain_when_seated": True, "worse_sitting": True}, "No pain when seated"),
    ({"no_relief_any_position": True, "relief_lying": True}, "No position eases"),
    ({"relief_lying": True, "worse_lying_flat": True}, "Lying down both"),
    ({"numbness@right": False, "numbness_area@right": ("great_toe",)}, "numb area"),
    ({"back_pain": False, "nprs_back": 8}, "Low back pain was answered no"),
    ({"leg_pain@right": False, "nprs_leg": 8}, "Leg pain was answered no"),
    ({"heel_walk@right": "done", "foot_drop@right": True}, "the foot drops"),
    ({"unable_to_bear_weight": True, "gait": "usual"}, "Cannot put weight"),
    ({"anticoagulant_use": False, "inr_high": True}, "clotting value"),
    ({"diabetes": False, "diabetes_medicine_use": True}, "Diabetes was answered no"),
    ({"spinal_surgery": False, "recent_spinal_surgery": True}, "Spine surgery was answered no"),
    ({"trauma_imaged": True, "imaging": "none"}, "The injury was imaged"),
    ({"course": "better", "progressive_weakness@right": True}, "gets better"),
    ({"perianal_sensation": "normal", "pinprick@left#S3": "absent"}, "S3 to S5"),
    ({"neurological_exam_normal": True, "perianal_sensation": "absent"}, "between the legs"),
    ({"areflexia": True, "reflex_patellar@left": "2"}, "knee reflex"),
    ({"leg_paralysis@right": True, "myotome@right#L4": "5"}, "cannot be moved"),
    ({"toe_walk@right": "done", "heel_raise_count@right": 0}, "heel raise"),
    (
        {"heel_raise_count@right": 0, "strength_ankle_plantarflexion@right": "5"},
        "calf strength is recorded as full",
    ),
    ({"heel_raise_count@right": 0, "myotome@right#S1": "5"}, "calf strength is recorded as full"),
    (
        {"repeated_extension_lying": "centralizes", "directional_preference": "none"},
        "repeated bending back centralizes",
    ),
    (
        {"repeated_flexion": "centralizes", "directional_preference": "none"},
        "repeated bending forward centralizes",
    ),
    (
        {"repeated_side_glide": "centralizes", "directional_preference": "none"},
        "side glide centralizes",
    ),
    ({"tandem_gait": "done", "tandem_gait_abnormal": True}, "Tandem"),
    ({"bilateral_symptoms_new": True, "bilateral_leg_symptoms": False}, "both legs"),
    ({"leg_swelling@right": False, "visible_leg_swelling@right": True}, "inspection"),
    ({"imaging": ("none",), "imaging_mass": True}, "Imaging: none"),
    ({"x_ray_normal": True, "imaging_fracture": True}, "X-ray normal"),
    ({"relief_walking": True, "worse_walking": True}, "Walking both"),
    ({"umn_course": "long_stable", "symptom_duration": 2}, "cord signs"),
    ({"ces_symptom_course": "long_stable", "symptom_duration": 5}, "saddle"),
    ({"weakness_duration@right": 400, "symptom_duration": 5}, "weak for months"),
    ({"gait": ("usual",), "foot_drop@right": True}, "Gait usual"),
    ({"progressive_weakness@right": True, "weakness_course@right": "stable"}, "getting worse"),
    ({"intermittent_claudication": True, "worse_walking": False}, "walking"),
    ({"pregnancy": False, "pregnancy_weeks": 20}, "Pregnant: no"),
    ({"history_of_cancer": False, "cancer_type": "breast"}, "Cancer, ever: no"),
]


@pytest.mark.parametrize(("findings", "words"), CLASHES, ids=[one[1] for one in CLASHES])
def test_a_contradiction_is_named(
    knowledge: Knowledge, findings: dict[str, Value], words: str
) -> None:
    found = assess(case(findings, age=40), knowledge)
    assert [one for one in found.contradictions if words.lower() in one.words.lower()]
    for name, value in findings.items():
        alone = assess(case({name: value}, age=40), knowledge)
        assert not [one for one in alone.contradictions if words.lower() in one.words.lower()]


def test_a_fact_of_the_other_side_is_no_contradiction(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {"leg_paralysis@right": True, "myotome@left#L4": "5"}
    assert not assess(case(findings, age=40, side=Side.RIGHT), knowledge).contradictions
