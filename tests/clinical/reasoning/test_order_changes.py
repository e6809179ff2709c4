"""What would change the order is proven, is looked for in every cause, and is told in full."""

import pytest

from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.order_changes import order_changers
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case

FIBULAR: dict[str, Value] = {
    "foot_drop@left": True,
    "tinel_fibular_neck@left": True,
    "leg_crossing_habit": True,
    "strength_ankle_eversion@left": "3",
    "strength_ankle_inversion@left": "5",
}
HIP: dict[str, Value] = {
    "groin_pain@left": True,
    "hip_stiffness@left": True,
    "hip_internal_rotation@left": 10,
    "faber_groin@left": True,
}


@pytest.mark.parametrize(
    ("findings", "age", "named", "becomes"),
    [
        (FIBULAR, 30, "hip_abductor_weakness", "lumbar_radiculopathy"),
        (HIP, 66, "relief_bending_forward", "lumbar_spinal_stenosis"),
    ],
)
def test_a_change_by_any_cause_and_any_answer_is_found(
    findings: dict[str, Value], age: int, named: str, becomes: str, knowledge: Knowledge
) -> None:
    facts = case(findings, age=age, side=Side.LEFT)
    found = order_changers(facts, knowledge, assess(facts, knowledge), 99)
    assert named in {test.finding for test in found}
    for test in found:
        field = knowledge.vocabulary.fields[test.finding]
        key = FindingKey(test.finding, Side.LEFT if field.sided else None)
        after = assess(facts.with_values({key: test.flips == "present"}), knowledge)
        assert after.ranked[0].condition != assess(facts, knowledge).ranked[0].condition
        assert after.ranked[0].name in test.why
        if test.finding == named:
            assert after.ranked[0].condition == becomes


def test_nothing_is_claimed_without_an_order(knowledge: Knowledge) -> None:
    for facts in (case({}), case({"back_pain": True}, age=15)):
        assert order_changers(facts, knowledge, assess(facts, knowledge)) == ()


def test_spasm_goes_along_with_a_root_and_is_no_rival_of_it(knowledge: Knowledge) -> None:
    facts = case(
        {
            "pain_below_knee@left": True,
            "slr@left": True,
            "myotome@left#L5": "4",
            "reflex_achilles@left": "0",
            "buttock_pain@left": False,
            "light_touch@left#L5": "reduced",
            "dermatomal_pain@left": True,
        },
        age=41,
        side=Side.LEFT,
    )
    found = assess(facts, knowledge)
    assert found.ranked[0].condition == "lumbar_radiculopathy"
    separating = [test for test in found.next_tests if test.kind == "discriminating"]
    assert separating
    assert not any("spasm" in test.why.lower() for test in separating)
