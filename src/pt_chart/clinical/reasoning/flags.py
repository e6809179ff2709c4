"""Red flags: rules with explicit conditions, outside the ranking and before it."""

from __future__ import annotations

from collections.abc import Iterable

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.denials import doubtful_noes
from pt_chart.clinical.reasoning.judging import CaseJudge, judge_case
from pt_chart.clinical.reasoning.knowledge import FlagRule, FlagStep, Knowledge
from pt_chart.clinical.reasoning.results import Action, RaisedFlag, Tier

ACTION_OF_TIER = {
    Tier.AMBULANCE: Action.EMERGENCY,
    Tier.EMERGENCY: Action.EMERGENCY,
    Tier.URGENT: Action.URGENT_REFERRAL,
    Tier.ROUTINE: Action.MONITOR,
    Tier.MONITOR: Action.MONITOR,
}


def raise_flags(facts: Facts, knowledge: Knowledge) -> tuple[RaisedFlag, ...]:
    """The flags of a case, most urgent first; derived findings are worked out here.

    A rule fires at its most urgent step that holds. Unknown never fires a step, and an answer of
    "no" only keeps a step from firing: nothing lowers a flag that other findings raise.
    """
    return raised(judge_case(facts, knowledge), knowledge)


def raised(judge: CaseJudge, knowledge: Knowledge) -> tuple[RaisedFlag, ...]:
    """The flags of a judged case, most urgent first, then in file order."""
    found = _fired_of(judge, knowledge)
    # An ambulance is the most that can be asked for: nothing has to be looked at twice then.
    if not found or found[0].tier is not Tier.AMBULANCE:
        believed = _without_doubtful_noes(judge, knowledge)
        if believed is not judge:
            found = _fired_of(believed, knowledge)
    return found


def _fired_of(judge: CaseJudge, knowledge: Knowledge) -> tuple[RaisedFlag, ...]:
    found: list[RaisedFlag] = []
    for rule in sorted(knowledge.flags, key=lambda rule: rule.last_resort):
        flag = _fired(rule, judge)
        if flag is None:
            continue
        if rule.last_resort and any(other.tier.rank <= flag.tier.rank for other in found):
            continue
        found.append(flag)
    return tuple(sorted(found, key=lambda flag: flag.tier.rank))


def _without_doubtful_noes(judge: CaseJudge, knowledge: Knowledge) -> CaseJudge:
    """The case without the answers of "no" that its own findings contradict.

    "Trouble of any kind: no" beside a sign of that kind lowers nothing here; the contradiction
    itself is named elsewhere.
    """
    doubtful = [one.key for one in doubtful_noes(judge)]
    if not doubtful:
        return judge
    return judge_case(judge.entered.without(doubtful), knowledge)


def action_for(flags: Iterable[RaisedFlag]) -> Action:
    """The one-word answer: the most urgent flag's action, or physical therapy is appropriate."""
    first = min(flags, key=lambda flag: flag.tier.rank, default=None)
    return ACTION_OF_TIER[first.tier] if first else Action.PT_APPROPRIATE


def unasked_core(facts: Facts, knowledge: Knowledge) -> tuple[str, ...]:
    """Core questions nobody has an answer to yet, in form order."""
    return tuple(
        field.id
        for field in knowledge.vocabulary.fields.values()
        if field.core and not facts.recorded(field.id)
    )


def _fired(rule: FlagRule, judge: CaseJudge) -> RaisedFlag | None:
    for step in rule.steps:
        if judge.holds(step.when):
            return _flag(rule, step, judge.grounds(judge.judge(step.when).keys), judge)
    return None


def _flag(
    rule: FlagRule, step: FlagStep, keys: tuple[FindingKey, ...], judge: CaseJudge
) -> RaisedFlag:
    return RaisedFlag(
        id=rule.id,
        title=step.title or rule.title,
        tier=step.tier,
        because=judge.words(keys),
        keys=keys,
        clinician=step.clinician or rule.clinician,
        patient=step.patient or rule.patient,
        source=rule.source,
        verified=rule.verified,
        condition=rule.condition,
        clears=rule.clears,
        evidence=rule.evidence,
        family=rule.family,
    )
