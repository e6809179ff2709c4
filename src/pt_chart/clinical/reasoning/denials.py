"""Answers of "no" that the case's own findings contradict: nothing is lowered by them."""

from __future__ import annotations

from typing import NamedTuple

from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.reasoning.judging import CaseJudge


class DoubtfulNo(NamedTuple):
    """A "no" to a question of any kind of something, and the recorded signs of that kind."""

    key: FindingKey
    signs: tuple[FindingKey, ...]


def doubtful_noes(judge: CaseJudge, section: str = "") -> tuple[DoubtfulNo, ...]:
    """The answers of "no" in the case that follow as "yes" from other findings of it.

    With ``section`` only those to fields of that section.
    """
    fields, implied = judge.knowledge.vocabulary.fields, judge.implied
    found = []
    for key, value in judge.entered.values.items():
        if value is not False or key.id not in implied:
            continue
        if section and fields[key.id].section != section:
            continue
        signs = judge.follows_from(key)
        if signs:
            found.append(DoubtfulNo(key, signs))
    return tuple(found)
