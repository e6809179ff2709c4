"""What no rule of its own reads is still looked at; where another rule speaks, nothing is added."""

import pytest

from pt_chart.clinical.findings import Value
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Tier
from tests.clinical.reasoning.cases import case

LAST = "medical_review"


@pytest.mark.parametrize(
    ("age", "findings"),
    [
        (45, {"iv_drug_use": True, "sciatica_history@right": True}),
        (58, {"known_aneurysm": True, "anterior_thigh_pain@right": True}),
        (22, {"knee_pain@right": True, "night_pain": True, "muscle_swelling@right": True}),
        (28, {"hip_pain@right": True, "psoas_sign@right": True, "nausea": True}),
        (30, {"penetrating_wound@right": True, "buttock_pain@right": True}),
        (9, {"back_pain": True, "gait_disturbance": True}),
        (60, {"active_cancer": True, "spine_tenderness": True}),
        (
            45,
            {
                "numbness@left": True,
                "numbness@right": True,
                "back_pain": True,
                "worse_walking": True,
                "symptom_duration": 5,
            },
        ),
    ],
)
def test_a_risk_with_a_new_sign_is_at_least_urgent(
    age: int, findings: dict[str, Value], knowledge: Knowledge
) -> None:
    flags = raise_flags(case(findings, age=age), knowledge)
    assert flags[0].tier.rank <= Tier.URGENT.rank
    if flags[0].id == LAST:
        assert flags[0].because
        assert [flag.id for flag in flags if flag.tier.rank <= Tier.URGENT.rank] == [LAST]


def test_what_gets_better_or_is_old_and_the_same_stays_calm(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {"known_aneurysm": True, "hip_pain@right": True}
    for calm in ({"course": "better"}, {"symptom_duration": 900}):
        raised = {flag.id for flag in raise_flags(case({**findings, **calm}), knowledge)}
        assert LAST not in raised, calm
    grown: dict[str, Value] = {"symptom_duration": 900, "course": "worse"}
    assert LAST in {flag.id for flag in raise_flags(case({**findings, **grown}), knowledge)}


def test_it_stands_back_where_another_rule_is_as_urgent(knowledge: Knowledge) -> None:
    (rule,) = (rule for rule in knowledge.flags if rule.last_resort)
    assert rule.id == LAST
    findings: dict[str, Value] = {"iv_drug_use": True, "back_pain": True, "severe_pain": True}
    flags = raise_flags(case(findings, age=45), knowledge)
    assert flags[0].tier.rank <= Tier.URGENT.rank
    assert LAST not in {flag.id for flag in flags}
