"""The reasoning: what it makes of the independent cases, how fast it is, how it grows."""

import math
from dataclasses import replace
from functools import partial

from pt_chart import bootstrap
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.judging import forget_cases
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.scoring import forget_ranges
from pt_chart.clinical.sides import Side
from tests.benchmarks.filled import answers
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.gold.independent.reading import independent_cases
from tests.gold.validation import drawn_rows, judged, rows

ROUNDS = 60
AIM_MS = 10.0
TIMES = (1, 2, 4, 8, 16)
AIM_SLOPE = 1.1
SEEDS = 200


def run() -> list[Measure]:
    """Print the validation table, then time the assessment of a case with everything filled."""
    known = bootstrap.definitions().knowledge
    outcomes = judged(known, independent_cases())
    for words, figure, aim in (*rows(outcomes), *drawn_rows(known, outcomes, SEEDS)):
        print(f"{words}: {figure}" + (f" (aim: {aim})" if aim else ""))
    return [*_speed(known), *_growth(known)]


def _speed(known: Knowledge) -> list[Measure]:
    facts = _filled(known.vocabulary, 1)
    note = f"{len(facts.values)} answers, {known.constants.samples} samples"
    assess(facts, known)
    cold = [milliseconds(lambda: _anew(facts, known)) for _ in range(ROUNDS)]
    edited = [_filled(known.vocabulary, seed) for seed in range(2, 2 + ROUNDS)]
    other = [milliseconds(partial(assess, one, known)) for one in edited]
    return [
        Measure("reasoning: first assessment of a case", tuple(cold), aim_p95=AIM_MS, note=note),
        Measure("reasoning: another case, all changed", tuple(other), aim_p95=AIM_MS, note=note),
    ]


def _anew(facts: Facts, known: Knowledge) -> None:
    """One assessment that takes nothing over from a case before it."""
    forget_cases()
    forget_ranges(known)
    assess(facts, known)


def _growth(known: Knowledge) -> list[Measure]:
    """From once to sixteen times the causes, their rows and the recorded findings."""
    found = []
    medians = []
    for times in TIMES:
        bigger = _repeated(known, times)
        facts = _filled(known.vocabulary, 1)
        small = _filled(known.vocabulary, 1)
        assess(facts, bigger)
        ours, floor = in_turns(
            partial(milliseconds, partial(_anew, facts, bigger)),
            partial(milliseconds, partial(_anew, small, known)),
            rounds=15,
        )
        one = Measure(
            f"reasoning: {times} times the causes and rows", ours, "the shipped ones", floor
        )
        medians.append(one.median)
        found.append(one)
    slope = _slope([math.log(n) for n in TIMES], [math.log(m) for m in medians])
    verdict = "met" if slope <= AIM_SLOPE else "MISSED"
    last = replace(
        found[-1], note=f"log-log slope over 1 to 16 times: {slope:.2f}, aim {AIM_SLOPE}: {verdict}"
    )
    return [*found[:-1], last]


def _repeated(known: Knowledge, times: int) -> Knowledge:
    """Knowledge with every cause and each of its rows ``times`` times under other names."""
    conditions = dict(known.conditions)
    more = list(known.rows)
    for copy in range(1, times):
        for id, condition in known.conditions.items():
            name = f"{id}_{copy}"
            parent = f"{condition.parent}_{copy}" if condition.parent else ""
            conditions[name] = replace(condition, id=name, parent=parent)
        more += [
            replace(row, id=f"{row.id}_{copy}", condition=f"{row.condition}_{copy}")
            for row in known.rows
        ]
    return replace(known, conditions=conditions, rows=tuple(more))


def _slope(x: list[float], y: list[float]) -> float:
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    top = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
    return top / sum((a - middle_x) ** 2 for a in x)


def _filled(vocabulary: Vocabulary, seed: int) -> Facts:
    values = {key: a.value for key, a in answers(vocabulary, seed).items() if a.value is not None}
    return Facts(values, age=56, sex="F", side=Side.RIGHT)
