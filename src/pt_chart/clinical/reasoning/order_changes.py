"""Which single untested answer would bring another cause to the first place.

Asked for when the wide page is read, not at every keystroke: each claim is proven by ranking the
case again with the answer in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import findings_of
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldKind
from pt_chart.clinical.reasoning.judging import judge_case
from pt_chart.clinical.reasoning.knowledge import EvidenceRow, Knowledge, StartingSet
from pt_chart.clinical.reasoning.next_tests import (
    ABSENT,
    DISCRIMINATING,
    PRESENT,
    first_with,
    held_back,
    known,
    position_of,
)
from pt_chart.clinical.reasoning.ranking import Ranking, rank
from pt_chart.clinical.reasoning.results import Assessment, NextTest
from pt_chart.clinical.reasoning.scoring import group_total

TRIED = 40
"""How many answers are tried at most, those that would move the most first."""


def order_changers(
    facts: Facts,
    knowledge: Knowledge,
    assessment: Assessment,
    most: int = 3,
    starting: StartingSet | None = None,
) -> tuple[NextTest, ...]:
    """Up to ``most`` untested yes or no findings that would change which cause is first.

    The widest changes come first. Nothing is found below 18 years, nor while nothing was tested.
    """
    if assessment.ranking_off or not any(cause.tested for cause in assessment.ranked):
        return ()
    judge = judge_case(facts, knowledge)
    ranking = rank(judge, knowledge, starting)
    held = held_back(judge, knowledge, {flag.id for flag in assessment.flags})
    first = ranking.main[0]
    found: list[NextTest] = []
    for gain, finding, label, result in islice(_candidates(ranking, knowledge), TRIED):
        if finding in held or known(finding, judge) or any(finding == one.finding for one in found):
            continue
        now_first = first_with(finding, result == PRESENT, judge, knowledge, starting)
        if now_first in ("", first.condition):
            continue
        why = f"If {result}, {assessment.cause_name(now_first)} would come before {first.name}"
        position = position_of(finding, knowledge.vocabulary)
        found.append(NextTest(finding, label, DISCRIMINATING, why, position, gain, result))
        if len(found) == most:
            break
    return tuple(found)


def _candidates(ranking: Ranking, knowledge: Knowledge) -> Iterator[tuple[float, str, str, str]]:
    """Gain, finding, label and result of what could bring another cause before the first one."""
    middles = {cause.condition: cause.middle for cause in ranking.main}
    first = ranking.main[0].condition
    labels: dict[str, str] = {}
    rated = []
    for result, effects in _effects(ranking, knowledge, labels).items():
        for finding, moved in effects.items():
            lead = middles[first] + moved.get(first, 0.0)
            best = max(
                middles[one] + change - lead
                for one, change in {**dict.fromkeys(middles, 0.0), **moved}.items()
                if one != first and one in middles
            )
            if best > 0 and any(moved.values()):
                rated.append((best, finding, labels[finding], result))
    yield from sorted(rated, key=lambda one: (-one[0], one[1], one[3]))


def _effects(
    ranking: Ranking, knowledge: Knowledge, labels: dict[str, str]
) -> dict[str, dict[str, dict[str, float]]]:
    """For each result: by finding, how far it would move the middle of every cause."""
    table = ranking.scores.table
    weights: dict[tuple[str, str], list[float]] = {}
    open_rows = []
    for place, (row, verdict) in enumerate(zip(table.rows, ranking.verdicts, strict=True)):
        group = weights.setdefault((row.condition, row.group), [])
        if verdict.truth is not Truth.UNKNOWN:
            group.append(table.plain_points[int(verdict.truth is Truth.YES)][place])
            continue
        if row.use == "weigh":
            open_rows.append((place, row))
    found: dict[str, dict[str, dict[str, float]]] = {PRESENT: {}, ABSENT: {}}
    for place, row in open_rows:
        group = weights[row.condition, row.group]
        before = group_total(group, knowledge.constants)
        for finding, label in _answers(row, knowledge):
            labels.setdefault(finding, label)
            for state, result in ((1, PRESENT), (0, ABSENT)):
                after = group_total([*group, table.plain_points[state][place]], knowledge.constants)
                moved = found[result].setdefault(finding, {})
                moved[row.condition] = moved.get(row.condition, 0.0) + after - before
    return found


def _answers(row: EvidenceRow, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """The yes or no answers that a row can follow from: its own finding, else what it reads."""
    fields = knowledge.vocabulary.fields
    own = fields.get(row.finding)
    if own is not None and own.kind is FieldKind.YES_NO and not own.worked_out:
        yield row.finding, row.label
    elif row.when is not None:
        for name in findings_of(row.when):
            field = fields.get(name)
            if field is not None and field.kind is FieldKind.YES_NO and not field.worked_out:
                yield name, field.name
