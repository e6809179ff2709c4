"""A published figure weighs only where what was recorded is what was measured."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Assessment, Direction, RankedCause
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case
from tests.clinical.reasoning.test_recorded_lines import line_of

ROOT = "lumbar_radiculopathy"
STENOSIS = "lumbar_spinal_stenosis"
BOTH_SIDES = ("left", "right")


def cause(found: Assessment, condition: str) -> RankedCause:
    """One ranked cause."""
    return next(one for one in found.ranked if one.condition == condition)


def first(found: Assessment) -> str:
    """The first cause that was tested."""
    return next((one.condition for one in found.ranked if one.tested and not one.parent), "")


def on_both(*names: str, value: Value = True) -> dict[str, Value]:
    """The same finding on both sides."""
    return {f"{name}@{side}": value for name in names for side in BOTH_SIDES}


def test_the_opposite_of_stenosis_stands_against_it(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {
        "back_pain": True,
        "worse_sitting": True,
        "worse_bending_forward": True,
        "relief_standing": True,
        **on_both("buttock_pain"),
    }
    found = assess(case(findings, age=74), knowledge)
    against = {line.lr: line.words for line in cause(found, STENOSIS).of(Direction.AGAINST)}
    assert set(against) == {0.57, 0.58, 0.52, 0.46}
    assert all("Made worse by sitting: yes" in against[figure] for figure in (0.57, 0.58))
    assert cause(found, STENOSIS).tested
    assert cause(found, STENOSIS).band != "much more likely"
    assert first(found) != STENOSIS


def test_pain_of_both_buttocks_is_no_symptom_of_both_legs(knowledge: Knowledge) -> None:
    found = assess(case(on_both("buttock_pain"), age=40), knowledge)
    assert not found.flags
    line = line_of(found, STENOSIS, "bilateral_leg_symptoms", "Suri")
    assert line.direction is Direction.FOR


@pytest.mark.parametrize(
    "findings",
    [
        {**on_both("tingling", "burning_pain"), "neuropathy_known": True, "diabetes": True},
        {**on_both("foot_pain", "heel_pain"), "worse_walking": True},
        {
            "back_pain": True,
            **on_both("tingling"),
            **on_both("leg_pain", "buttock_pain", value=False),
        },
    ],
)
def test_tingling_or_feet_of_both_sides_are_no_leg_pain_of_both_sides(
    knowledge: Knowledge, findings: dict[str, Value]
) -> None:
    found = assess(case(findings, age=67, side=Side.BOTH), knowledge)
    line = line_of(found, STENOSIS, "bilateral_leg_symptoms", "Suri")
    assert line.direction is not Direction.FOR
    assert first(found) not in (STENOSIS, "")


@pytest.mark.parametrize(
    ("right", "left", "direction"),
    [
        ("1", "1", Direction.NEUTRAL),
        ("1", None, Direction.NEUTRAL),
        ("1", "0", Direction.NEUTRAL),
        ("0", "0", Direction.NEUTRAL),
        ("1", "2", Direction.FOR),
        ("0", "1", Direction.FOR),
        ("0", None, Direction.FOR),
        ("2", "2", Direction.AGAINST),
    ],
)
def test_a_weak_reflex_tells_a_root_only_beside_a_stronger_one(
    knowledge: Knowledge, right: str, left: str | None, direction: Direction
) -> None:
    findings: dict[str, Value] = {"leg_pain@right": True, "reflex_achilles@right": right}
    if left is not None:
        findings["reflex_achilles@left"] = left
    found = assess(case(findings, age=50, side=Side.RIGHT), knowledge)
    line = line_of(found, ROOT, "reflex_achilles", "Vroomen")
    assert line.direction is direction
    assert ("other side" in line.note) is (direction is Direction.NEUTRAL)


AFTER_HIP: dict[str, Value] = {
    "hip_replacement@right": True,
    "foot_drop@right": True,
    "strength_ankle_dorsiflexion@right": "2",
    "strength_ankle_plantarflexion@right": "4",
    "strength_knee_flexion@right": "4",
}


def test_weakness_after_a_hip_operation_tells_no_root(knowledge: Knowledge) -> None:
    found = assess(case(AFTER_HIP, age=66, side=Side.RIGHT), knowledge)
    assert not cause(found, ROOT).tested
    assert line_of(found, ROOT, "myotome", "Vroomen").direction is Direction.NEUTRAL
    assert first(found) != "sij_pain"
    assert "sciatic_nerve_injury" in {one.condition for one in found.consider}
    fibular = cause(found, "peripheral_nerve_entrapment")
    assert any("knee flexion" in line.words for line in fibular.of(Direction.AGAINST))


@pytest.mark.parametrize("further", [{"back_pain": True}, {"slr@right": True}])
def test_back_pain_or_a_nerve_test_lets_the_weakness_speak_again(
    knowledge: Knowledge, further: dict[str, Value]
) -> None:
    found = assess(case({**AFTER_HIP, **further}, age=66, side=Side.RIGHT), knowledge)
    assert line_of(found, ROOT, "myotome", "Vroomen").direction is Direction.FOR


@pytest.mark.parametrize(
    ("raised", "direction"),
    [(False, Direction.FOR), (True, Direction.NEUTRAL), (None, Direction.NEUTRAL)],
)
def test_bragard_weighs_only_after_a_negative_raise(
    knowledge: Knowledge, raised: bool | None, direction: Direction
) -> None:
    findings: dict[str, Value] = {"leg_pain@right": True, "bragard_dorsiflexion@right": True}
    if raised is not None:
        findings["slr@right"] = raised
    found = assess(case(findings, age=40, side=Side.RIGHT), knowledge)
    line = line_of(found, ROOT, "bragard_dorsiflexion", "Homayouni")
    assert line.direction is direction
    assert ("was negative" in line.note) is (direction is Direction.NEUTRAL)


def test_only_the_raised_leg_hurting_is_no_crossed_sign(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {
        "leg_pain@right": True,
        "crossed_slr@left": True,
        "crossed_slr_hurting@left": "raised_leg",
    }
    found = assess(case(findings, age=40, side=Side.RIGHT), knowledge)
    for condition in (ROOT, "disc_herniation"):
        lines = [
            line.direction
            for one in found.ranked
            if one.condition == condition
            for line in one.lines
            if line.finding == "crossed_slr"
        ]
        assert set(lines) <= {Direction.NEUTRAL}
    assert any("no crossed sign" in one.words for one in found.contradictions)


def test_with_both_sides_painful_no_leg_is_told_as_the_sound_one(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {**on_both("leg_pain"), "crossed_slr@right": True}
    found = assess(case(findings, age=40, side=Side.BOTH), knowledge)
    assert not [one for one in found.contradictions if "the sound one" in one.words]
    assert not cause(found, ROOT).of(Direction.FOR)


LUMBAGO: dict[str, Value] = {
    "back_pain": True,
    "mechanism": ("lifting",),
    "worse_bending_forward": True,
    "cough_sneeze_strain_aggravation": True,
    "finger_floor_distance": 40,
}


def test_the_back_alone_raises_no_root(knowledge: Knowledge) -> None:
    found = assess(case(LUMBAGO, age=38), knowledge)
    assert first(found) == "referred_somatic_pain"
    assert not cause(found, ROOT).tested
    assert line_of(found, ROOT, "finger_floor_distance", "Vroomen").direction is Direction.NEUTRAL
    denied = assess(case({**LUMBAGO, **on_both("leg_pain", value=False)}, age=38), knowledge)
    assert cause(denied, ROOT).of(Direction.AGAINST)
    assert first(denied) == "referred_somatic_pain"
    told = assess(case({**LUMBAGO, "leg_pain@right": True}, age=38), knowledge)
    assert cause(told, ROOT).of(Direction.FOR)


def test_both_legs_numb_alike_without_pain_tell_no_root(knowledge: Knowledge) -> None:
    found = assess(case(on_both("tingling"), age=57), knowledge)
    assert not cause(found, ROOT).tested
    one_leg = assess(case({"tingling@right": True}, age=57), knowledge)
    assert cause(one_leg, ROOT).of(Direction.FOR)


def test_normal_nerve_tests_count_once_for_referred_pain(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {
        "posterior_thigh_pain@right": True,
        "mechanism": ("sprint",),
        "sudden_onset": True,
        "slr@right": False,
        "strength_normal": True,
        "reflexes_normal": True,
        "sensation_normal": True,
        "numbness_or_tingling@right": False,
        "pain_below_knee@right": False,
    }
    found = assess(case(findings, age=24, side=Side.RIGHT), knowledge)
    assert first(found) == "hamstring_strain"
    groups = {part.group for part in cause(found, "referred_somatic_pain").contributions}
    assert "root_signs" in groups
    assert not groups & {"neural_tension", "motor", "reflex", "sensory"}


@pytest.mark.parametrize("site", ["shin_pain", "calf_pain", "foot_pain"])
def test_pain_below_the_knee_alone_raises_no_referred_pain(knowledge: Knowledge, site: str) -> None:
    found = assess(case({f"{site}@right": True}, age=30, side=Side.RIGHT), knowledge)
    assert not cause(found, "referred_somatic_pain").tested


def test_an_untested_cause_in_reach_keeps_the_order_open(knowledge: Knowledge) -> None:
    found = assess(case({"back_pain": True}, age=30), knowledge)
    assert first(found) == "referred_somatic_pain"
    assert found.top_overlap


@pytest.mark.parametrize(
    ("findings", "prompt"),
    [
        (
            {"numbness_area@right": ("posterior_thigh",), "worse_sitting": True},
            "posterior_femoral_cutaneous_nerve",
        ),
        (
            {"tight_clothing_or_belt": True, "lateral_thigh_pain@right": True},
            "meralgia_paresthetica",
        ),
    ],
)
def test_a_nerve_of_the_skin_is_prompted_by_the_history(
    knowledge: Knowledge, findings: dict[str, Value], prompt: str
) -> None:
    found = assess(case(findings, age=40, side=Side.RIGHT), knowledge)
    assert prompt in {one.condition for one in found.consider}


@pytest.mark.parametrize(
    "finding",
    ["taking_off_shoe_test", "active_rom_pain", "passive_rom_pain", "resisted_rom_pain"],
)
def test_figures_of_one_sample_with_the_sound_leg_as_control_all_weigh_nothing(
    finding: str, knowledge: Knowledge
) -> None:
    found = assess(
        case({"posterior_thigh_pain@left": True, f"{finding}@left": True}, side=Side.LEFT),
        knowledge,
    )
    lines = [
        line
        for line in cause(found, "hamstring_strain").lines
        if line.finding == finding and line.basis == "measured"
    ]
    assert lines
    for line in lines:
        assert line.direction is Direction.NEUTRAL
        assert "sound leg" in line.note


def test_a_raise_limited_on_one_side_is_no_normal_response(knowledge: Knowledge) -> None:
    steps: dict[str, Value] = {
        "slr_familiar@right": False,
        "slr_ankle@right": "more",
        "slr_where@right": ("posterior_thigh",),
        "slr_angle@right": 40,
    }
    apart = assess(case({**steps, "slr_angle@left": 85}, side=Side.RIGHT), knowledge)
    alike = assess(case({**steps, "slr_angle@left": 45}, side=Side.RIGHT), knowledge)
    assert line_of(apart, ROOT, "slr", "Vroomen").direction is Direction.NEUTRAL
    assert line_of(alike, ROOT, "slr", "Vroomen").direction is Direction.AGAINST


@pytest.mark.parametrize(
    ("limit", "direction"),
    [
        ("pull", Direction.FOR),
        ("tingling", Direction.NEUTRAL),
        ("familiar_pain", Direction.NEUTRAL),
    ],
)
def test_a_hamstring_is_short_by_a_pull_only(
    limit: str, direction: Direction, knowledge: Knowledge
) -> None:
    found = assess(
        case(
            {
                "passive_knee_extension@left": 40,
                "knee_extension_limit@left": limit,
                "knee_extension_ankle_neck@left": "same",
            },
            side=Side.LEFT,
        ),
        knowledge,
    )
    short = next(one for one in found.impairments if one.condition == "hamstring_tightness")
    (line,) = [one for one in short.lines if one.finding == "hamstring_tight"]
    assert line.direction is direction
