"""Serious combinations and single serious signs: none may end calm; titles say what is known."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pt_chart import definitions
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Action, RaisedFlag, Tier
from pt_chart.host.resources import forms_dir
from tests.clinical.reasoning.cases import case

DATA = tomllib.loads(
    Path(__file__).with_name("reasoning").joinpath("warning_signs.toml").read_text("utf-8")
)
CASES, ALONE = DATA["case"], DATA["alone"]
LEGS = [
    *("hip_flexion", "knee_extension", "ankle_dorsiflexion", "great_toe_extension"),
    *("toe_extension", "ankle_plantarflexion", "ankle_eversion", "ankle_inversion"),
    *("toe_flexion", "hip_abduction", "hip_extension", "hip_adduction"),
    *("hip_external_rotation", "hip_internal_rotation", "knee_flexion"),
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge as shipped."""
    return definitions.load(forms_dir()).knowledge


def values_of(findings: dict[str, Any]) -> dict[str, Any]:
    """Lists of a TOML file as the tuples of a case."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in findings.items()}


def flag_of(
    findings: dict[str, Any], id: str, knowledge: Knowledge, age: int | None, sex: str | None = None
) -> RaisedFlag:
    """The named flag, which must be raised."""
    raised = {flag.id: flag for flag in raise_flags(case(findings, age=age, sex=sex), knowledge)}
    assert id in raised
    return raised[id]


@pytest.mark.parametrize("gold", CASES, ids=[one["id"] for one in CASES])
def test_a_serious_combination(gold: dict[str, Any], knowledge: Knowledge) -> None:
    findings = values_of(gold["findings"])
    flag = flag_of(findings, gold["flag"], knowledge, gold.get("age"), gold.get("sex"))
    assert flag.tier.rank <= Tier(gold["at_least"]).rank
    assert flag.tier.rank >= Tier(gold.get("at_most", "ambulance_now")).rank
    assert flag.title == gold.get("titled", flag.title)
    assert gold["source"]


@pytest.mark.parametrize("gold", ALONE, ids=[next(iter(one["finding"])) for one in ALONE])
def test_a_serious_sign_alone_with_leg_pain(gold: dict[str, Any], knowledge: Knowledge) -> None:
    findings = {**values_of(gold["finding"]), "leg_pain@left": True}
    flag = flag_of(findings, gold["flag"], knowledge, None)
    assert flag.tier.rank <= Tier(gold["at_least"]).rank


def test_the_table_names_every_strength_of_a_leg(knowledge: Knowledge) -> None:
    graded = {
        field.id
        for field in knowledge.vocabulary.fields.values()
        if field.kind is FieldKind.MRC and field.id.startswith("strength_")
    }
    assert graded == {*(f"strength_{one}" for one in LEGS), "strength_hand_or_arm"}


@pytest.mark.parametrize("muscle", LEGS)
def test_every_strength_feeds_the_severity(muscle: str, knowledge: Knowledge) -> None:
    def tier(*sides: str, grade: str, **more: str | int) -> Tier:
        found: dict[str, Value] = {f"strength_{muscle}@{side}": grade for side in sides}
        found |= {f"{name}@{side}": value for name, value in more.items() for side in sides}
        return flag_of(found, "motor_deficit", knowledge, None).tier

    assert tier("right", grade="4") is Tier.MONITOR
    assert tier("right", grade="3+") is Tier.URGENT
    assert tier("right", grade="2") is Tier.EMERGENCY
    assert tier("right", grade="4", weakness_course="hours_days") is Tier.EMERGENCY
    assert tier("right", grade="2", weakness_course="stable") is Tier.EMERGENCY
    months = tier("right", grade="2", weakness_course="stable", weakness_duration=200)
    assert months is Tier.URGENT
    assert tier("right", "left", grade="4").rank <= Tier.URGENT.rank
    assert tier("right", "left", grade="0") is Tier.EMERGENCY


@pytest.mark.parametrize("level", ["L2", "L3", "L4", "L5", "S1", "S2"])
def test_every_level_feeds_the_severity(level: str, knowledge: Knowledge) -> None:
    one = flag_of({f"myotome@left#{level}": "2"}, "motor_deficit", knowledge, None)
    both = {f"myotome@{side}#{level}": "4" for side in ("left", "right")}
    assert one.tier is Tier.EMERGENCY
    assert flag_of(both, "motor_deficit", knowledge, None).tier is Tier.EMERGENCY


def test_a_weak_arm_is_urgent(knowledge: Knowledge) -> None:
    weak = {"strength_hand_or_arm@left": "3"}
    assert flag_of(weak, "stroke", knowledge, None).tier is Tier.URGENT


@pytest.mark.parametrize("course", [None, "new", "changed", "unsure"])
def test_only_a_course_told_stable_is_called_stable(
    course: str | None, knowledge: Knowledge
) -> None:
    known: dict[str, Value] = {}
    if course is not None:
        known["ces_symptom_course"] = course
    for field in knowledge.vocabulary.fields.values():
        if field.kind is not FieldKind.YES_NO or field.worked_out:
            continue
        finding = field.id + ("@left" if field.sided else "")
        told: dict[str, Value] = {finding: True, "leg_pain@right": True, **known}
        raised = raise_flags(case(told), knowledge)
        assert not [flag.title for flag in raised if "long stable" in flag.title]


def test_plain_pictures_stay_calm(knowledge: Knowledge) -> None:
    plain: dict[str, Value] = {
        "posterior_thigh_pain@right": True,
        "slr@right": True,
        "back_pain": True,
    }
    assert assess(case(plain, age=44), knowledge).action is Action.PT_APPROPRIATE
    strained: dict[str, Value] = {
        "posterior_thigh_pain@right": True,
        "sudden_onset": True,
        "severe_pain": True,
        "strength_knee_flexion@right": "4",
        "hamstring_palpation_tenderness@right": True,
    }
    walking: dict[str, Value] = {
        "calf_pain@right": True,
        "worse_walking": True,
        "relief_standing_still": True,
    }
    for findings in (strained, walking):
        found = assess(case(findings, age=66), knowledge)
        assert found.action not in (Action.URGENT_REFERRAL, Action.EMERGENCY)
