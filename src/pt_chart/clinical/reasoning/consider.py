"""Conditions without accuracy data that fit a typical pattern: prompts, never scored."""

from __future__ import annotations

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import ConsiderPrompt


def prompts(judge: CaseJudge, knowledge: Knowledge) -> tuple[ConsiderPrompt, ...]:
    """The expert patterns that this case fits, in file order."""
    found = []
    for pattern in knowledge.patterns:
        verdict = judge.judge(pattern.when)
        if verdict.truth is Truth.YES:
            found.append(
                ConsiderPrompt(
                    pattern.condition,
                    pattern.name,
                    judge.words(judge.grounds(verdict.keys)),
                    pattern.suggestion,
                    pattern.source,
                )
            )
    return tuple(found)
