"""Conditions without accuracy data that fit a typical pattern: prompts, never scored."""

from __future__ import annotations

from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import ConsiderPrompt


def prompts(judge: CaseJudge, knowledge: Knowledge) -> tuple[ConsiderPrompt, ...]:
    """The expert patterns that this case fits, in file order."""
    return tuple(
        ConsiderPrompt(
            pattern.condition,
            pattern.name,
            judge.words(judge.grounds(judge.judge(pattern.when).keys)),
            pattern.suggestion,
            pattern.source,
        )
        for pattern in knowledge.patterns
        if judge.holds(pattern.when)
    )
