"""Recorded facts that cannot all be right; named, never resolved silently."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pt_chart.clinical.derivation import step_conflicts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.denials import doubtful_noes
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import Contradiction
from pt_chart.clinical.reasoning.typed_lists import typed_contradictions
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import finding_words

CROSSED = ("crossed_slr", "crossed_slr_hurting", "crossed_femoral_stretch")
"""Findings filed under the sound side that speak for the painful one."""


def contradictions(judge: CaseJudge, knowledge: Knowledge) -> tuple[Contradiction, ...]:
    """The contradictions of a case, in file order."""
    found = [
        Contradiction(rule.words, judge.judge(rule.when).keys)
        for rule in knowledge.contradictions
        if judge.holds(rule.when) and not (rule.one_sided and judge.facts.side is Side.BOTH)
    ]
    told = {key for one in found for key in one.keys}
    typed = typed_contradictions(judge, knowledge)
    return (*_main_side(judge), *_steps(judge), *found, *typed, *_denied(judge, told))


def _denied(judge: CaseJudge, told: Collection[FindingKey]) -> tuple[Contradiction, ...]:
    """Questions of the history answered "no" beside a recorded sign that makes them a "yes"."""
    found = []
    for key, signs in doubtful_noes(judge, "history"):
        if key in told:
            continue
        keys = judge.grounds(signs)
        words = f"{judge.words((key,))[0]}, but {'; '.join(judge.words(keys))}"
        found.append(Contradiction(words, (key, *keys)))
    return tuple(found)


def _steps(judge: CaseJudge) -> tuple[Contradiction, ...]:
    """Typed test results that their own recorded steps contradict; the steps count."""
    found = []
    for key, result in step_conflicts(judge.knowledge.vocabulary, judge.entered):
        field = judge.knowledge.vocabulary.fields[key.id]
        typed = finding_words(field, key, judge.entered.values[key])
        words = f"{typed}, but its recorded steps say {result.replace('_', ' ')}: the steps count"
        found.append(Contradiction(words, (key,)))
    return tuple(found)


def _main_side(judge: CaseJudge) -> tuple[Contradiction, ...]:
    main = judge.facts.side
    if main not in (Side.LEFT, Side.RIGHT):
        return ()
    # Nearly always an early finding is on the main side, and no list is needed.
    if any(_speaks_for(key) is main for key in judge.facts.values if key.side is not None):
        return ()
    sided = tuple(
        replace(key, side=_speaks_for(key)) for key in judge.facts.values if key.side is not None
    )
    if not sided:
        return ()
    words = (
        f"The main side is {main.spelled}, but every finding with a side is on the "
        f"{main.mirrored.spelled}: the causes are judged on the main side only"
    )
    return (Contradiction(words, sided, whole_case=True),)


def _speaks_for(key: FindingKey) -> Side | None:
    return key.side.mirrored if key.side and key.id in CROSSED else key.side
