"""One suspicion, one box: the most urgent flag of a family leads, none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.joined import joined
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case


def flag(id: str, tier: Tier, family: str = "") -> RaisedFlag:
    """A flag by its id, tier and family alone."""
    return RaisedFlag(id, id, tier, (), (), "", "", "", "no", family=family)


def test_one_fact_in_two_tiers_is_one_box(knowledge: Knowledge) -> None:
    drop = case(
        {"foot_drop@right": True, "strength_ankle_dorsiflexion@right": "2"}, side=Side.RIGHT, age=50
    )
    (group,) = joined(assess(drop, knowledge).flags)
    assert (group.lead.id, group.lead.tier) == ("motor_deficit", Tier.EMERGENCY)
    assert [one.id for one in group.with_it] == ["foot_drop"]


def test_different_suspicions_stay_apart(knowledge: Knowledge) -> None:
    both = case(
        {"foot_drop@right": True, "history_of_cancer": True, "back_pain": True, "night_pain": True},
        side=Side.RIGHT,
        age=60,
    )
    leads = {group.lead.id for group in joined(assess(both, knowledge).flags)}
    assert {"foot_drop", "spinal_malignancy"} <= leads


@given(
    st.lists(
        st.builds(
            flag,
            st.text("abc", min_size=1, max_size=3),
            st.sampled_from(Tier),
            st.sampled_from(["", "weakness", "infection"]),
        ),
        max_size=6,
        unique_by=lambda one: one.id,
    )
)
def test_none_is_lost_and_none_is_led_by_a_calmer_one(flags: list[RaisedFlag]) -> None:
    groups = joined(flags)
    told = [one.id for group in groups for one in (group.lead, *group.with_it)]
    assert sorted(told) == sorted(one.id for one in flags)
    for group in groups:
        assert all(group.lead.tier.rank <= one.tier.rank for one in group.with_it)
        assert all(one.family == group.lead.family != "" for one in group.with_it)
