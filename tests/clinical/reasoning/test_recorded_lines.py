"""What was recorded is told as recorded: for, against or neutral, never as not tested."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import (
    Assessment,
    ComparisonRow,
    Direction,
    EvidenceLine,
)
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case


def line_of(assessment: Assessment, cause: str, finding: str, row: str) -> EvidenceLine:
    """The line of a finding under a cause that its study or "expert pattern" tells apart."""
    lines = [
        line
        for one in assessment.ranked
        if one.condition == cause
        for line in one.lines
        if line.finding == finding and line.study.startswith(row)
    ]
    (found,) = lines
    return found


ROOT: dict[str, Value] = {"leg_pain@right": True, "pain_below_knee@right": True, "slr@right": True}


@pytest.mark.parametrize("side", [Side.RIGHT, None])
@pytest.mark.parametrize(
    "crossed",
    [
        {"crossed_slr@left": True},
        {"crossed_slr_hurting@left": "other_leg"},
        {"crossed_slr@left": True, "crossed_slr@right": False},
        {"crossed_slr": True},
    ],
)
def test_a_crossed_raise_of_the_sound_leg_speaks_for_a_disc(
    knowledge: Knowledge, crossed: dict[str, Value], side: Side | None
) -> None:
    found = assess(case({**ROOT, **crossed}, age=40, side=side), knowledge)
    line = line_of(found, "disc_herniation", "crossed_slr", "van der Windt")
    assert (line.direction, line.lr) == (Direction.FOR, 2.8)


@pytest.mark.parametrize("further", [{}, {"crossed_slr@left": False}])
def test_a_crossed_raise_filed_under_the_painful_leg_is_never_against_a_disc(
    knowledge: Knowledge, further: dict[str, Value]
) -> None:
    findings = {**ROOT, "crossed_slr@right": True, **further}
    found = assess(case(findings, age=40, side=Side.RIGHT), knowledge)
    line = line_of(found, "disc_herniation", "crossed_slr", "van der Windt")
    assert (line.direction, line.lr) == (Direction.NEUTRAL, None)
    assert "painful one raised" in line.note
    negative = {**ROOT, "crossed_slr@left": False}
    absent = assess(case(negative, age=40, side=Side.RIGHT), knowledge)
    line = line_of(absent, "disc_herniation", "crossed_slr", "van der Windt")
    assert (line.direction, line.lr) == (Direction.AGAINST, 0.8)


FAMILIAR_AT_35: dict[str, Value] = {
    "leg_pain@right": True,
    "slr_first_angle@right": 35,
    "slr_familiar@right": True,
    "slr_where@right": ("calf", "posterior_thigh"),
    "slr_kind@right": ("tingling", "shooting"),
    "slr_neck@right": "same",
}


@pytest.mark.parametrize("typed", [None, True, False])
def test_familiar_leg_pain_that_no_sensitizer_changed_is_no_negative_raise(
    knowledge: Knowledge, typed: bool | None
) -> None:
    findings = dict(FAMILIAR_AT_35)
    if typed is not None:
        findings["slr@right"] = typed
    found = assess(case(findings, age=40, side=Side.RIGHT), knowledge)
    line = line_of(found, "lumbar_radiculopathy", "slr", "Vroomen")
    assert (line.direction, line.weight, line.lr) == (Direction.NEUTRAL, 0.0, None)
    assert "familiar" in line.words.lower()
    raised = [line for cause in found.ranked for line in cause.lines if line.finding == "slr"]
    assert {line.direction for line in raised} == {Direction.NEUTRAL}
    assert "slr" not in {test.finding for test in found.next_tests}
    told = any("the steps count" in one.words for one in found.contradictions)
    assert told is (typed is True)


def test_a_typed_positive_stands_where_the_steps_are_unfinished(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {"slr@right": True, "slr_familiar@right": True}
    found = assess(case(findings, age=40, side=Side.RIGHT), knowledge)
    assert line_of(found, "lumbar_radiculopathy", "slr", "Vroomen").direction is Direction.FOR


@pytest.mark.parametrize(
    ("index", "direction"),
    [
        (0.8, Direction.FOR),
        (1.1, Direction.AGAINST),
        (1.4, Direction.AGAINST),
        (1.45, Direction.NEUTRAL),
        (1.6, Direction.NEUTRAL),
    ],
)
def test_an_index_of_a_stiff_artery_is_not_normal(
    knowledge: Knowledge, index: float, direction: Direction
) -> None:
    findings: dict[str, Value] = {"calf_pain@right": True, "worse_walking": True, "diabetes": True}
    facts = case({**findings, "abi@right": index}, age=70, side=Side.RIGHT)
    found = assess(facts, knowledge)
    line = line_of(found, "peripheral_artery_disease", "abi", "Tehan")
    assert line.direction is direction
    assert ("too stiff" in line.note) is (direction is Direction.NEUTRAL)
    row = compared(found, "neurogenic_or_vascular_claudication", "Pulses, ankle-brachial index")
    lit = {Direction.FOR: "right", Direction.AGAINST: "left", Direction.NEUTRAL: "neither"}
    assert row.lit == lit[direction]
    assert str(index) in row.patient


def compared(assessment: Assessment, table: str, feature: str) -> ComparisonRow:
    """One row of a compare-two table."""
    rows = next(one for one in assessment.comparisons if one.id == table).rows
    return next(row for row in rows if row.feature == feature)


@pytest.mark.parametrize(
    ("table", "feature", "findings", "lit"),
    [
        ("spasm_or_cramp", "How long", {"cramp_seconds_to_10_min": True}, "right"),
        ("spasm_or_cramp", "How long", {"short_intense_cramp": True}, "right"),
        ("spasm_or_cramp", "How long", {"cramp_seconds_to_10_min": False}, "neither"),
        (
            "neurogenic_or_vascular_claudication",
            "Where",
            {"calf_pain@right": True, "worse_walking": True},
            "right",
        ),
        (
            "neurogenic_or_vascular_claudication",
            "Where",
            {"calf_pain@right": True, "posterior_thigh_pain@right": True},
            "left",
        ),
        (
            "neurogenic_or_vascular_claudication",
            "Standing still after walking",
            {"calf_pain_relieved_standing_still@right": True},
            "right",
        ),
        ("hamstring_or_sciatic_nerve", "Where", {"posterior_thigh_pain@right": True}, "left"),
        (
            "hamstring_or_sciatic_nerve",
            "Where",
            {"posterior_thigh_pain@right": True, "pain_below_knee@right": True},
            "right",
        ),
    ],
)
def test_what_was_recorded_is_never_told_as_not_tested(
    knowledge: Knowledge, table: str, feature: str, findings: dict[str, Value], lit: str
) -> None:
    row = compared(assess(case(findings, side=Side.RIGHT), knowledge), table, feature)
    assert row.lit == lit
    assert row.patient != "not tested"


@pytest.mark.parametrize(
    ("table", "feature", "findings", "lit"),
    [
        ("neurogenic_or_vascular_claudication", "Pulses", {"pulses_normal@left": True}, "left"),
        ("neurogenic_or_vascular_claudication", "Pulses", {"circulation_cleared": True}, "left"),
        ("neurogenic_or_vascular_claudication", "Skin", {"sudden_pale_leg@left": True}, "right"),
        ("piriformis_or_root", "Strength, reflexes", {"neurological_exam_normal": True}, "left"),
        ("hamstring_or_sciatic_nerve", "Strength by level", {"strength_normal": True}, "left"),
        ("hamstring_or_sciatic_nerve", "Ankle reflex", {"reflexes_normal": True}, "left"),
        (
            "piriformis_or_root",
            "Numbness or tingling",
            {"numbness@left": False, "tingling@left": False},
            "neither",
        ),
        ("piriformis_or_root", "Numbness or tingling", {"sensation_normal": True}, "neither"),
        (
            "l5_root_or_common_fibular",
            "Sensation",
            {"numbness_area@left": ("first_web_space",)},
            "neither",
        ),
        ("l5_root_or_common_fibular", "Before it", {"positioning_in_surgery": True}, "right"),
    ],
)
def test_what_is_recorded_of_a_row_is_never_called_not_tested(
    table: str, feature: str, findings: dict[str, Value], lit: str, knowledge: Knowledge
) -> None:
    found = assess(case(findings, side=Side.LEFT), knowledge)
    (shown,) = [one for one in found.comparisons if one.id == table]
    (row,) = [one for one in shown.rows if one.feature.startswith(feature)]
    assert row.lit == lit
    assert row.patient != "not tested"
