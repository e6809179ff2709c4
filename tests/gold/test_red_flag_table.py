"""The judged tables of red flags: signs, minimal combinations, calm steps, routine people."""

import pytest

from pt_chart import definitions
from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.flags import raise_flags
from pt_chart.clinical.reasoning.judging import judge_case
from pt_chart.clinical.reasoning.knowledge import FlagRule, FlagStep
from pt_chart.clinical.reasoning.results import Action, Tier
from pt_chart.clinical.sides import Side
from pt_chart.host.resources import forms_dir
from tests.gold import red_flag_table
from tests.gold.minimal_sets import MinimalSets, facts_of, word_groups, words
from tests.gold.single_signs import Judged, answer, judged_signs, shown, singles
from tests.gold.test_case_reports import facts_of as vignette_facts

KNOWLEDGE = definitions.load(forms_dir()).knowledge
JUDGED = judged_signs(KNOWLEDGE.vocabulary)
STEPS = [(rule, step) for rule in KNOWLEDGE.flags for step in rule.steps]
VIGNETTES = red_flag_table.vignettes()
MOST = 40
NO_FLAG = len(Tier)
IMPLYING = {"weakness_course", "onset_before_45"}
"""Findings from which others of the same set follow: a set with them may hold without a part."""

GROUPED = {
    name
    for group in word_groups()
    if (derived := KNOWLEDGE.vocabulary.fields[group].derived) is not None
    for name in findings_of(derived)
}
"""Members of a group of words: two of one group, or of two that overlap, may stand in one set."""


def rank(tier: Tier | None) -> int:
    """0 for the most urgent; no flag comes last."""
    return NO_FLAG if tier is None else tier.rank


@pytest.mark.parametrize("one", JUDGED, ids=[one.sign for one in JUDGED])
def test_no_sign_is_calmer_than_judged(one: Judged) -> None:
    alone, pain = answer(one.part, KNOWLEDGE), answer(one.part, KNOWLEDGE, with_pain=True)
    assert rank(alone.tier if alone else None) <= rank(one.alone)
    assert rank(pain.tier if pain else None) <= rank(one.with_pain)
    assert one.alone is not None or alone is None
    assert one.why
    assert one.source


def test_every_sign_that_raises_a_flag_is_judged_once() -> None:
    known = [shown(one.part) for one in JUDGED]
    assert len(known) == len(set(known))
    raised = {
        shown(part)
        for part in singles(KNOWLEDGE.vocabulary)
        if answer(part, KNOWLEDGE) or answer(part, KNOWLEDGE, with_pain=True)
    }
    assert raised <= set(known)


def _named(rule: FlagRule, step: FlagStep) -> str:
    return f"{rule.id}-{rule.steps.index(step)}-{step.tier.value}"


@pytest.mark.parametrize(("rule", "step"), STEPS, ids=[_named(*one) for one in STEPS])
def test_a_minimal_set_raises_its_own_flag(rule: FlagRule, step: FlagStep) -> None:
    ways = MinimalSets(KNOWLEDGE.vocabulary).of(step.when)
    assert ways
    for way in ways[:: 1 + len(ways) // MOST]:
        raised = {flag.id: flag for flag in raise_flags(facts_of(way), KNOWLEDGE)}
        if rule.last_resort and rule.id not in raised:
            assert min(flag.tier.rank for flag in raised.values()) <= step.tier.rank, words(way)
            continue
        assert rule.id in raised, words(way)
        assert raised[rule.id].tier.rank <= step.tier.rank, words(way)


@pytest.mark.parametrize(("rule", "step"), STEPS, ids=[_named(*one) for one in STEPS])
def test_a_minimal_set_holds_and_nothing_in_it_is_idle(rule: FlagRule, step: FlagStep) -> None:
    ways = MinimalSets(KNOWLEDGE.vocabulary).of(step.when)
    for way in ways[:: 1 + len(ways) // MOST]:
        assert judge_case(facts_of(way), KNOWLEDGE).holds(step.when), (rule.id, words(way))
        for part in way if not IMPLYING & {key.id for key, _ in way} else ():
            fewer = judge_case(facts_of(way - {part}), KNOWLEDGE)
            if part[0].id in GROUPED and fewer.holds(step.when):
                assert len({key.id for key, _ in way} & GROUPED) > 1, (rule.id, words(way))
                continue
            assert not fewer.holds(step.when), (rule.id, words(way), words([part]))


def test_every_calm_step_is_judged() -> None:
    calm = {(r.id, s.title or r.title) for r, s in STEPS if s.tier in red_flag_table.CALM}
    assert calm == set(red_flag_table.calm_reasons())


@pytest.mark.parametrize("one", VIGNETTES, ids=[str(one["id"]) for one in VIGNETTES])
def test_a_routine_person_is_not_raised(one: dict[str, object]) -> None:
    found = assess(vignette_facts(one, KNOWLEDGE), KNOWLEDGE)
    assert found.action in (Action.PT_APPROPRIATE, Action.MONITOR)
    assert one["source"]


def test_the_page_is_of_today() -> None:
    written = red_flag_table.PAGE.read_text("utf-8")
    for rule, step in STEPS:
        assert f"| {rule.id} | {step.title or rule.title} | {step.tier.value} |" in written
    for one in JUDGED:
        alone = answer(one.part, KNOWLEDGE)
        pain = answer(one.part, KNOWLEDGE, with_pain=True)
        tiers = [flag.tier.value if flag else "none" for flag in (alone, pain)]
        assert any(
            line.startswith(f"| `{one.sign}` |") and f"| {tiers[0]} | {tiers[1]} |" in line
            for line in written.splitlines()
        ), one.sign


ASKED = [
    field
    for field in KNOWLEDGE.vocabulary.fields.values()
    if field.implied_by is not None and field.kind is FieldKind.YES_NO and not field.worked_out
]


@pytest.mark.parametrize("field", ASKED, ids=[field.id for field in ASKED])
def test_no_to_an_umbrella_question_lowers_no_sign(field: FieldDef) -> None:
    """ "Any trouble: no" beside a sign of that trouble never makes the answer calmer."""
    sides = (Side.LEFT, Side.RIGHT) if field.sided else (None,)
    noes: dict[FindingKey, Value] = {FindingKey(field.id, side): False for side in sides}
    under = set(findings_of(field.implied_by)) if field.implied_by else set()
    for one in JUDGED:
        if one.part[0].id not in under or field.id == "progressive_weakness":
            continue
        before = raise_flags(facts_of([one.part]), KNOWLEDGE)
        after = raise_flags(facts_of([one.part], noes), KNOWLEDGE)
        assert rank(after[0].tier if after else None) <= rank(before[0].tier if before else None)
