"""What must hold for every case, whatever the knowledge files say."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pt_chart.clinical.criteria import Test as FindingTest
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.knowledge import EvidenceRow, Knowledge
from pt_chart.clinical.reasoning.likelihood import point_weight
from pt_chart.clinical.reasoning.results import Action, Assessment, Direction
from pt_chart.clinical.reasoning.script import assessment_json
from pt_chart.clinical.sides import Side
from tests.clinical.reasoning.cases import case, cases, enterable, filled

few = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def numbers(assessment: Assessment) -> dict[str, tuple[float, float, float]]:
    """Low, middle and high of every cause."""
    ranked = (*assessment.ranked, *assessment.impairments)
    return {cause.condition: (cause.low, cause.middle, cause.high) for cause in ranked}


@few
@given(data=st.data())
def test_order_of_entry_does_not_matter(data: st.DataObject, knowledge: Knowledge) -> None:
    facts = data.draw(cases(knowledge.vocabulary))
    shuffled = data.draw(st.permutations(list(facts.values.items())))
    first, second = (
        assess(facts, knowledge),
        assess(replace(facts, values=dict(shuffled)), knowledge),
    )
    assert numbers(first) == numbers(second)
    assert [flag.id for flag in first.flags] == [flag.id for flag in second.flags]
    assert first.action is second.action


@few
@given(data=st.data())
def test_removing_a_finding_returns_exactly_to_before(
    data: st.DataObject, knowledge: Knowledge
) -> None:
    facts = data.draw(cases(knowledge.vocabulary))
    before = assessment_json(assess(facts, knowledge))
    field = data.draw(st.sampled_from(enterable(knowledge.vocabulary)))
    key = FindingKey(field.id, Side.LEFT if field.sided else None, (field.levels or (None,))[0])
    if key not in facts.values:
        added = facts.with_values({key: True})
        assess(added, knowledge)
        assert assessment_json(assess(added.without([key]), knowledge)) == before


@few
@given(data=st.data())
def test_a_mirrored_case_gives_the_mirrored_result(
    data: st.DataObject, knowledge: Knowledge
) -> None:
    facts = data.draw(cases(knowledge.vocabulary))
    plain, mirrored = assess(facts, knowledge), assess(facts.mirrored(), knowledge)
    assert numbers(plain) == numbers(mirrored)
    assert plain.action is mirrored.action
    flags = {
        (flag.id, flag.tier, frozenset(key.mirrored() for key in flag.keys)) for flag in plain.flags
    }
    assert flags == {(flag.id, flag.tier, frozenset(flag.keys)) for flag in mirrored.flags}


@few
@given(data=st.data())
def test_an_edit_gives_the_same_as_judging_anew(data: st.DataObject, knowledge: Knowledge) -> None:
    facts = data.draw(cases(knowledge.vocabulary))
    fresh = assessment_json(assess(facts, knowledge))
    assess(data.draw(cases(knowledge.vocabulary)), knowledge)
    assert assessment_json(assess(facts, knowledge)) == fresh
    assess(Facts(), knowledge)
    assert assessment_json(assess(facts, knowledge)) == fresh


@few
@given(data=st.data())
def test_supporting_evidence_never_lowers_a_cause(
    data: st.DataObject, knowledge: Knowledge
) -> None:
    """A row that is unknown and speaks for its cause when present: adding it never lowers it."""
    facts = data.draw(cases(knowledge.vocabulary, most=15))
    row = data.draw(st.sampled_from(_supporting(knowledge)))
    before = numbers(assess(facts, knowledge)).get(row.condition)
    test = row.when
    assert isinstance(test, FindingTest)
    field = knowledge.vocabulary.fields[test.finding]
    side = (facts.side.each[0] if facts.side else Side.LEFT) if field.sided else None
    if before is None or facts.recorded(test.finding):
        return  # a sub-cause is left out while nothing of its own is tested
    after_case = facts.with_values({FindingKey(test.finding, side): True})
    others = _rows_moved(facts, after_case, knowledge, row.condition)
    after = numbers(assess(after_case, knowledge))[row.condition]
    if not others:
        assert all(new >= old - 1e-6 for old, new in zip(before, after, strict=True))


def _supporting(knowledge: Knowledge) -> list[EvidenceRow]:
    found = []
    for row in knowledge.scored:
        weight = point_weight(row, True, knowledge.studies[row.study], knowledge.constants)
        bare = isinstance(row.when, FindingTest) and row.when == FindingTest(row.when.finding)
        if weight > 0 and bare:
            found.append(row)
    return found


def _rows_moved(before: Facts, after: Facts, knowledge: Knowledge, condition: str) -> set[str]:
    """Rows of a cause whose contribution the new finding changed downwards."""

    def lines(facts: Facts) -> dict[tuple[str, str], float]:
        causes = (*assess(facts, knowledge).ranked, *assess(facts, knowledge).impairments)
        own = next((one for one in causes if one.condition == condition), None)
        if own is None:
            return {}
        return {(line.finding, line.group): line.weight for line in own.lines}

    old, new = lines(before), lines(after)
    return {key[0] for key in new if new[key] < 0 and old.get(key, 0.0) == 0.0}


@few
@given(data=st.data())
def test_unknown_weighs_nothing(data: st.DataObject, knowledge: Knowledge) -> None:
    facts = data.draw(cases(knowledge.vocabulary))
    for cause in assess(facts, knowledge).ranked:
        assert all(line.weight == 0 for line in cause.of(Direction.NOT_TESTED))
        assert all(not line.keys for line in cause.of(Direction.NOT_TESTED))


@few
@given(data=st.data())
def test_shown_lines_add_up_to_the_middle(data: st.DataObject, knowledge: Knowledge) -> None:
    facts = data.draw(cases(knowledge.vocabulary))
    assessment = assess(facts, knowledge)
    for cause in assessment.ranked:
        start = knowledge.constants.prior_offsets[cause.prior_band]
        assert cause.middle == pytest.approx(start + sum(line.weight for line in cause.lines))
        groups = sum(part.weight for part in cause.contributions)
        assert cause.middle == pytest.approx(start + groups)
        assert cause.low <= cause.middle <= cause.high


@few
@given(data=st.data())
def test_an_absent_flag_answer_never_lowers(data: st.DataObject, knowledge: Knowledge) -> None:
    """Answering "no" to a core question that was not asked keeps every flag as urgent."""
    facts = data.draw(cases(knowledge.vocabulary))
    before = {flag.id: flag.tier.rank for flag in raise_flags(facts, knowledge)}
    core = [field for field in knowledge.vocabulary.fields.values() if field.core]
    field = data.draw(st.sampled_from(core))
    if facts.recorded(field.id):
        return
    key = FindingKey(field.id, Side.LEFT if field.sided else None)
    after = {
        flag.id: flag.tier.rank for flag in raise_flags(facts.with_values({key: False}), knowledge)
    }
    implied = field.implied_by is not None
    if not implied:
        assert all(after.get(id, 99) <= rank for id, rank in before.items())


def test_everything_filled_is_assessed(knowledge: Knowledge) -> None:
    worst = assess(filled(knowledge.vocabulary, yes=True), knowledge)
    assert worst.action is Action.EMERGENCY
    calm = assess(filled(knowledge.vocabulary, yes=False), knowledge)
    assert not calm.core_unasked
    assert len(calm.ranked) >= 15


def test_contradictory_findings_widen_the_range(knowledge: Knowledge) -> None:
    agreeing = case({"pain_below_knee@right": True, "reflex_achilles@right": "0"}, side=Side.RIGHT)
    torn = agreeing.with_values({FindingKey("slr", Side.RIGHT): False})
    first = numbers(assess(agreeing, knowledge))["lumbar_radiculopathy"]
    second = numbers(assess(torn, knowledge))["lumbar_radiculopathy"]
    assert second[1] < first[1]
    assert second[2] - second[0] > first[2] - first[0]


def test_nothing_recorded_is_not_reassuring_but_no_flag(knowledge: Knowledge) -> None:
    assessment = assess(Facts(), knowledge)
    assert assessment.flags == ()
    assert all(cause.band == "not tested" for cause in assessment.ranked)
    assert assessment.core_unasked
    assert assessment.next_tests[0].kind == "flag"


def test_the_sound_leg_never_speaks(knowledge: Knowledge) -> None:
    sound = case({"slr@left": False, "reflex_achilles@left": "2"}, side=Side.RIGHT, age=40)
    bare = case({}, side=Side.RIGHT, age=40)
    assert numbers(assess(sound, knowledge)) == numbers(assess(bare, knowledge))
