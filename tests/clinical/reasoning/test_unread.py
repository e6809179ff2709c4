"""Nothing that was recorded is without a word: what no line rests on is listed as such."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.plain_text import assessment_text
from pt_chart.clinical.reasoning.results import Direction
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.reasoning.unread import UNREAD, unread_words
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case

BASE: dict[str, Value] = dict.fromkeys(
    ("back_pain", "leg_pain@right", "buttock_pain@right", "groin_pain@right"), True
)
WITHOUT_A_RULE = [
    "previous_stroke",
    "restless_legs",
    "parkinson_or_ms",
    "lung_disease",
    "worse_turning_in_bed",
    "allodynia@right",
    "imaging_nerve_cyst",
    "worse_lying_prone",
]


@pytest.mark.parametrize("name", WITHOUT_A_RULE)
def test_a_finding_that_no_line_rests_on_is_listed(name: str, knowledge: Knowledge) -> None:
    facts = case({**BASE, name: True}, age=50, side=Side.RIGHT)
    found = assess(facts, knowledge)
    words = unread_words(facts, knowledge, found)
    label = knowledge.vocabulary.fields[name.partition("@")[0]].name
    assert any(one.startswith(label) for one in words)
    assert f"{UNREAD}: " in assessment_text(found, words)
    assert assessment_json(found, words)["unread"] == list(words)


def test_a_measured_range_that_nothing_reads_is_listed_with_its_number(
    knowledge: Knowledge,
) -> None:
    facts = case({**BASE, "prone_knee_bend_angle@right": 60}, age=50, side=Side.RIGHT)
    words = unread_words(facts, knowledge, assess(facts, knowledge))
    assert any("60" in one for one in words)


def test_what_a_line_a_flag_a_prompt_or_a_score_rests_on_is_not_listed_again(
    knowledge: Knowledge,
) -> None:
    told: dict[str, Value] = {
        "slr@right": True,
        "night_pain": True,
        "numbness_area@right": ("lateral_thigh",),
        "numbness@right": True,
        "tight_clothing_or_belt": True,
        "saddle_numbness": True,
        "previous_dvt": False,
        "consent_exam": True,
    }
    told = {k: v for k, v in told.items() if k.partition("@")[0] in knowledge.vocabulary.fields}
    facts = case(told, age=50, side=Side.RIGHT)
    assert unread_words(facts, knowledge, assess(facts, knowledge)) == ()


@pytest.mark.parametrize(
    ("finding", "condition"),
    [
        ("nerve_study_abnormal", "lumbar_radiculopathy"),
        ("disc_herniation_known", "disc_herniation"),
        ("imaging_disc_bulge", "disc_herniation"),
        ("hip_osteoarthritis_known@right", "hip_oa"),
        ("c_sign@right", "hip_oa"),
        ("crossed_femoral_stretch@right", "midlumbar_root_impingement"),
        ("neck_flexion_leg_pain@right", "lumbar_radiculopathy"),
        ("yeoman_test@right", "sij_pain"),
        ("pelvic_compression_relief@right", "sij_pain"),
    ],
)
def test_a_fact_without_a_figure_stands_under_its_cause_and_weighs_nothing(
    finding: str, condition: str, knowledge: Knowledge
) -> None:
    name = finding.partition("@")[0]
    sided = knowledge.vocabulary.fields[name].sided
    key = finding if sided else name
    base: dict[str, Value] = {**BASE, "slr@right": True, "femoral_nerve_stretch@right": True}
    base = {k: v for k, v in base.items() if k.partition("@")[0] in knowledge.vocabulary.fields}
    before = assess(case(base, age=50, side=Side.RIGHT), knowledge)
    facts = case({**base, key: True}, age=50, side=Side.RIGHT)
    found = assess(facts, knowledge)
    cause = next(one for one in found.ranked if one.condition == condition)
    line = next(one for one in cause.lines if name in {key.id for key in one.keys})
    assert line.direction is Direction.NEUTRAL
    assert line.weight == 0
    assert line.note
    same = next(one for one in before.ranked if one.condition == condition)
    assert (same.low, same.middle, same.high) == (cause.low, cause.middle, cause.high)
    assert unread_words(facts, knowledge, found) == unread_words(
        case(base, age=50, side=Side.RIGHT), knowledge, before
    )
