"""The order of the causes, what raises them, and what an answer without a flag rests on."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.bands import AS_LIKELY, zone
from pt_chart.clinical.reasoning.engine import NOTHING_RECORDED, assess
from pt_chart.clinical.reasoning.judging import forget_cases
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.ranking import HELD
from pt_chart.clinical.reasoning.results import Action, Direction, RankedCause
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
    """Never a less likely cause above a more likely one, nor above one that nobody tested."""
    found = assess(data.draw(cases(knowledge.vocabulary)), knowledge)
    order = [cause for cause in found.ranked if not cause.parent]
    edges = knowledge.constants.band_edges
    words = [zone(cause.middle, edges) for cause in order if cause.tested]
    assert words == sorted(words, reverse=True)
    places = [_place(cause, edges) for cause in order]
    assert places == sorted(places)
    shown = [cause for cause in found.tested_first if not cause.parent]
    assert shown == sorted(order, key=lambda cause: not cause.tested)


def _place(cause: RankedCause, edges: tuple[float, float]) -> int:
    """0 as likely or more, 1 not tested, 2 spoken against."""
    if not cause.tested:
        return 1
    return 0 if zone(cause.middle, edges) >= AS_LIKELY else 2


def test_a_cause_that_nobody_tested_is_not_below_one_that_findings_speak_against(
    knowledge: Knowledge,
) -> None:
    """Not tested is not negative: what is open comes before what is less likely."""
    found = assess(case({"back_pain": True, "calf_pain@left": True}, side=Side.LEFT), knowledge)
    order = [cause for cause in found.ranked if not cause.parent]
    against = next(cause for cause in order if cause.condition == "hamstring_strain")
    stenosis = next(cause for cause in order if cause.condition == "lumbar_spinal_stenosis")
    assert against.tested
    assert against.middle < -knowledge.constants.band_edges[0]
    assert not stenosis.tested
    assert order.index(stenosis) < order.index(against)


def test_where_every_tested_cause_is_less_likely_the_order_is_open(knowledge: Knowledge) -> None:
    found = assess(case({"calf_pain@left": True}, side=Side.LEFT), knowledge)
    assert not found.ranked[0].tested
    assert found.top_overlap
    assert not assess(case({}), knowledge).top_overlap


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


def test_a_normal_neurological_exam_alone_lifts_no_pain(knowledge: Knowledge) -> None:
    cramps: dict[str, Value] = {
        "night_cramps": True,
        "cramp_calf_foot": True,
        "neurological_exam_normal": True,
    }
    order = main(case(cramps, age=67), knowledge)
    assert order[0].condition == "nocturnal_leg_cramp"
    referred = next(cause for cause in order if cause.condition == "referred_somatic_pain")
    assert not referred.tested
    with_pain = main(case({**cramps, "back_pain": True}, age=67), knowledge)
    assert next(c for c in with_pain if c.condition == "referred_somatic_pain").tested


def test_one_answer_in_two_lines_says_to_what_it_speaks(knowledge: Knowledge) -> None:
    order = main(case({"neurological_exam_normal": True, "back_pain": True}), knowledge)
    for cause in order:
        words = [line.words for line in cause.lines if line.direction is not Direction.NOT_TESTED]
        assert len(words) == len(set(words)), cause.condition
    referred = next(cause for cause in order if cause.condition == "referred_somatic_pain")
    words = [line.words for line in referred.of(Direction.FOR)]
    assert "Strength by level (Neurological examination normal: present)" in words


@few
@given(data=st.data())
def test_a_kind_of_a_cause_is_never_likelier(data: st.DataObject, knowledge: Knowledge) -> None:
    ranked = {
        c.condition: c for c in assess(data.draw(cases(knowledge.vocabulary)), knowledge).ranked
    }
    for cause in ranked.values():
        if cause.parent:
            parent = ranked[cause.parent]
            assert (cause.low, cause.middle, cause.high) <= (parent.low, parent.middle, parent.high)
            assert cause.middle <= parent.middle
            assert cause.high <= parent.high


def test_a_kind_held_at_its_cause_says_so(knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {
        "centralization": True,
        "numbness_or_tingling@right": True,
        "slr@right": True,
        "pain_below_knee@right": True,
        "reflex_achilles@right": "0",
        "leg_pain_worse_than_back_pain": True,
    }
    ranked = {c.condition: c for c in assess(case(findings, side=Side.RIGHT), knowledge).ranked}
    parent, kind = ranked["referred_somatic_pain"], ranked["discogenic_pain"]
    assert kind.middle == parent.middle
    assert kind.range_words.endswith(HELD)
    assert kind.band == parent.band


@pytest.mark.parametrize(
    "turn", [{"hip_internal_rotation@right": 20}, {"reduced_hip_internal_rotation@right": True}]
)
def test_a_stiff_hip_with_groin_pain_leads(turn: dict[str, Value], knowledge: Knowledge) -> None:
    findings: dict[str, Value] = {
        "groin_pain@right": True,
        "morning_stiffness": 20,
        "squat_aggravates@right": True,
        **turn,
    }
    first = main(case(findings, age=62, side=Side.RIGHT), knowledge)[0]
    assert (first.condition, zone(first.middle, knowledge.constants.band_edges)) == ("hip_oa", 3)


def test_a_numb_outer_thigh_alone_is_no_root(knowledge: Knowledge) -> None:
    thigh: dict[str, Value] = {
        "lateral_thigh_symptoms@right": True,
        "numbness_or_tingling@right": True,
        "tight_clothing_or_belt": True,
        "tinel_groin_lateral@right": True,
    }
    found = assess(case(thigh, side=Side.RIGHT), knowledge)
    assert found.consider[0].condition == "meralgia_paresthetica"
    root = next(cause for cause in found.ranked if cause.condition == "lumbar_radiculopathy")
    assert not root.tested
    back = case({**thigh, "back_pain": True, "pain_below_knee@right": True}, side=Side.RIGHT)
    assert main(back, knowledge)[0].condition == "lumbar_radiculopathy"


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


@pytest.mark.parametrize(
    "found",
    [
        {"shin_pain@left": True, "tibial_tenderness@left": True},
        {"posterior_knee_pain@left": True, "baker_cyst@left": True, "calf_pain@left": True},
    ],
    ids=["shin", "baker_cyst"],
)
def test_local_pain_below_the_knee_alone_speaks_for_no_root(
    found: dict[str, Value], knowledge: Knowledge
) -> None:
    """A sore shin, or a calf below a Baker's cyst, is pain below the knee of its own kind."""

    def root(findings: dict[str, Value]) -> RankedCause | None:
        causes = main(case(findings, side=Side.LEFT), knowledge)
        return next((c for c in causes if c.condition == "lumbar_radiculopathy" and c.tested), None)

    alone, with_back = root(found), root({**found, "back_pain": True})
    assert alone is None or alone.middle <= 0.0
    assert with_back is not None
    assert with_back.middle > 0.0


def test_the_chosen_starting_bands_are_part_of_the_case(knowledge: Knowledge) -> None:
    pain: dict[str, Value] = {"posterior_thigh_pain@left": True}
    default = assess(case(pain, side=Side.LEFT), knowledge)
    for chosen in knowledge.starting_sets:
        found = assess(case({**pain, "starting_bands": chosen.id}, side=Side.LEFT), knowledge)
        assert found.starting == chosen.title
        bands = {cause.condition: cause.prior_band for cause in found.ranked}
        assert all(bands.get(name, band) == band for name, band in chosen.bands.items())
    assert default.starting == ""
    field = knowledge.vocabulary.fields["starting_bands"]
    assert {one.id for one in field.choices} == {one.id for one in knowledge.starting_sets}
