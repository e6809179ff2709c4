"""Answers of "no" that the case's own findings contradict: nothing is lowered by them."""

from __future__ import annotations

from typing import NamedTuple

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import evaluate
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.judging import CaseJudge
from pt_chart.clinical.sides import Side


class DoubtfulNo(NamedTuple):
    """A "no" to a question of any kind of something, and the recorded signs of that kind."""

    key: FindingKey
    signs: tuple[FindingKey, ...]


def doubtful_noes(judge: CaseJudge) -> tuple[DoubtfulNo, ...]:
    """The answers of "no" in the case that follow as "yes" from other findings of it."""
    fields = judge.knowledge.vocabulary.fields
    found = []
    for key, value in judge.entered.values.items():
        if value is not False:
            continue
        implied = fields[key.id].implied_by if key.id in fields else None
        if implied is None:
            continue
        for side in (key.side,) if key.side else (None, Side.LEFT, Side.RIGHT):
            verdict = evaluate(implied, judge.facts, side)
            if verdict.truth is Truth.YES:
                found.append(DoubtfulNo(key, verdict.keys))
                break
    return tuple(found)
