"""The order of the causes, what raises them, and what an answer without a flag rests on."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.bands import zone
from pt_chart.clinical.reasoning.engine import NOTHING_RECORDED, assess
from pt_chart.clinical.reasoning.judging import forget_cases
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Action, RankedCause
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case, cases

few = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


def main(facts: Facts, knowledge: Knowledge) -> list[RankedCause]:
    """The causes that stand on their own, in order."""
    return [cause for cause in assess(facts, knowledge).ranked if not cause.parent]


@few
@given(data=st.data())
def test_the_order_follows_the_words(data: st.DataObject, knowledge: Knowledge) -> None:
    """Tested before not tested; never a less likely cause above a more likely one."""
    order = main(data.draw(cases(knowledge.vocabulary)), knowledge)
    edges = knowledge.constants.band_edges
    tested = [cause.tested for cause in order]
    assert tested == sorted(tested, reverse=True)
    words = [zone(cause.middle, edges) for cause in order if cause.tested]
    assert words == sorted(words, reverse=True)


def test_what_findings_support_stands_first_within_a_word(knowledge: Knowledge) -> None:
    long_steps = case(
        {"buttock_pain@left": True, "long_stride_walking@left": True, "ifi_test@left": True},
        side=Side.LEFT,
    )
    assert main(long_steps, knowledge)[0].condition == "ischiofemoral_impingement"


def test_a_cause_is_tested_only_when_its_own_findings_are(knowledge: Knowledge) -> None:
    sciatica = {"slr@right": True, "numbness@right": False, "back_pain": True}
    without = {c.condition: c for c in main(case(sciatica, side=Side.RIGHT), knowledge)}
    assert not without["nocturnal_leg_cramp"].tested
    assert not without["metabolic_cramp"].tested
    cramp = case({**sciatica, "leg_cramps_reported@right": True}, side=Side.RIGHT)
    assert {c.condition: c for c in main(cramp, knowledge)}["metabolic_cramp"].tested


def test_pain_of_walking_below_the_knee_is_no_root_sign(knowledge: Knowledge) -> None:
    walking = case({"calf_pain@right": True, "claudication_history@right": True}, side=Side.RIGHT)
    assert main(walking, knowledge)[0].condition == "peripheral_artery_disease"


def test_a_sprint_with_a_pop_leads_to_the_hamstring(knowledge: Knowledge) -> None:
    sprint: dict[str, Value] = {
        "mechanism": ("sprint",),
        "pop_felt@left": True,
        "posterior_thigh_pain@left": True,
    }
    order = main(case(sprint, side=Side.LEFT, age=24), knowledge)
    assert order[0].condition == "hamstring_strain"


def test_an_answer_without_a_flag_says_what_it_rests_on(knowledge: Knowledge) -> None:
    empty = assess(Facts(age=40), knowledge)
    assert empty.action is Action.MONITOR
    assert empty.action_note == NOTHING_RECORDED
    some = assess(case({"slr@right": False}), knowledge)
    assert some.action is Action.PT_APPROPRIATE
    assert str(len(some.core_unasked)) in some.action_note
    core = [f for f in knowledge.vocabulary.fields.values() if f.core]
    asked = {FindingKey(f.id, Side.LEFT if f.sided else None): False for f in core}
    assert "every core" in assess(Facts(asked), knowledge).action_note


def test_a_plain_injury_is_no_emergency(knowledge: Knowledge) -> None:
    vocabulary = knowledge.vocabulary
    assert vocabulary.canonical("trauma") == "injury_at_onset"
    assert assess(case({"injury_at_onset": True}), knowledge).action is Action.MONITOR
    assert assess(case({"major_trauma": True}), knowledge).action is Action.EMERGENCY


def test_a_swollen_leg_is_the_same_asked_or_measured(knowledge: Knowledge) -> None:
    asked = assess(case({"leg_swelling@left": True}), knowledge)
    measured = assess(case({"calf_swelling_3cm@left": True}), knowledge)
    assert asked.action is measured.action is Action.EMERGENCY


@few
@given(data=st.data())
def test_forgetting_the_last_case_changes_nothing(
    data: st.DataObject, knowledge: Knowledge
) -> None:
    facts = data.draw(cases(knowledge.vocabulary))
    before = assessment_json(assess(facts, knowledge))
    forget_cases()
    assert assessment_json(assess(facts, knowledge)) == before
