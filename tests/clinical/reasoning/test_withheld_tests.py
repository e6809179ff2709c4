"""No provoking test is proposed where its flag is raised or a precaution stands."""

from collections.abc import Mapping

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case


def proposed(knowledge: Knowledge, findings: Mapping[str, Value], age: int = 40) -> set[str]:
    """The findings proposed as next tests, the list as long as it can be."""
    found = assess(case(findings, age=age, side=Side.RIGHT), knowledge)
    return {test.finding for test in found.next_tests}


HELD: list[tuple[Mapping[str, Value], set[str]]] = [
    ({"calf_pain@right": True, "leg_swelling@right": True}, {"bragard_dorsiflexion", "slr"}),
    (
        {"groin_pain@right": True, "worse_running": True, "hop_pain@right": True},
        {"squat_posterior_pain", "groin_pain_on_passive_abduction_or_adduction", "fadir"},
    ),
    (
        {"buttock_pain@right": True, "hip_replacement@right": True, "hip_precautions@right": True},
        {"piriformis_stretch_leg_pain", "seated_piriformis_stretch", "fair_manual", "slump"},
    ),
    (
        {
            "posterior_thigh_pain@right": True,
            "pop_felt": True,
            "bruising_posterior_thigh@right": True,
            "sit_bone_pain@right": True,
            "mechanism": ("splits_or_water_ski",),
        },
        {"passive_rom_pain", "resisted_rom_pain", "slr", "bent_knee_stretch"},
    ),
]


@pytest.mark.parametrize(("findings", "held"), HELD)
def test_a_provoking_test_is_not_proposed(
    knowledge: Knowledge, findings: Mapping[str, Value], held: set[str]
) -> None:
    flags = {flag.id for flag in assess(case(findings, age=40), knowledge).flags}
    by_rule = {
        test
        for rule in knowledge.withheld
        if flags & set(rule.flags) or rule.when is not None
        for test in rule.tests
    }
    assert held <= by_rule
    assert not proposed(knowledge, findings) & held


def test_the_raise_is_proposed_before_bragard(knowledge: Knowledge) -> None:
    pain: dict[str, Value] = {"back_pain": True, "leg_pain@right": True, "myotome@right#L5": "5"}
    further: dict[str, Value] = {
        "reflex_achilles@right": "2",
        "light_touch@right#L5": "normal",
        "pain_below_knee@right": True,
        "leg_pain_worse_than_back_pain": True,
    }
    assert "slr" in proposed(knowledge, pain)
    assert "bragard_dorsiflexion" not in proposed(knowledge, {**pain, **further})
    assert "bragard_dorsiflexion" not in proposed(knowledge, {**pain, **further, "slr@right": True})
    assert "bragard_dorsiflexion" in proposed(knowledge, {**pain, **further, "slr@right": False})


def test_every_rule_names_tests_and_says_why(knowledge: Knowledge) -> None:
    assert knowledge.withheld
    for rule in knowledge.withheld:
        assert rule.tests
        assert rule.why
        assert rule.flags or rule.when is not None
