"""The reasoning: what it makes of the independent cases, how fast it is, how it grows."""

import gc
import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from pt_chart import bootstrap
from pt_chart.clinical.criteria import All, Any, AtLeast, Criterion, Not, Test, Untested
from pt_chart.clinical.evaluation import AGE, SEX
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.reasoning.engine import assess
from pt_chart.clinical.reasoning.judging import forget_cases
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.sampling import weight_table
from pt_chart.clinical.reasoning.scoring import forget_ranges
from pt_chart.clinical.sides import Side
from tests.benchmarks.filled import answers
from tests.benchmarks.measure import Measure, in_turns, milliseconds
from tests.gold.independent.reading import independent_cases
from tests.gold.validation import drawn_rows, judged, rows

ROUNDS = 100
AIM_MS = 10.0
TIMES = (1, 2, 4, 8, 16)
AIM_SLOPE = 1.1
SEEDS = 200
FLOOR = "numpy: the samples summed and sorted"


def run() -> list[Measure]:
    """Print the validation table, then time the assessment of a case with everything filled."""
    known = bootstrap.definitions().knowledge
    outcomes = judged(known, independent_cases())
    for words, figure, aim in (*rows(outcomes), *drawn_rows(known, outcomes, SEEDS)):
        print(f"{words}: {figure}" + (f" (aim: {aim})" if aim else ""))
    return [*_speed(known), *_growth(known)]


def _speed(known: Knowledge) -> list[Measure]:
    facts = _filled(known.vocabulary, 1)
    note = f"all findings filled ({len(facts.values)} answers), {known.constants.samples} samples"
    edited = [_filled(known.vocabulary, seed) for seed in range(2, 2 + ROUNDS)]
    assess(facts, known)
    first = _Clocks("reasoning: first assessment of a case", note)
    other = _Clocks("reasoning: another case, all changed", note)
    return [
        *first([partial(_anew, facts, known)] * ROUNDS, partial(_bare_arithmetic, known)),
        *other([partial(assess, one, known) for one in edited], partial(_bare_arithmetic, known)),
    ]


class _Clocks:
    """Times on the wall, and of the processor alone, which others at work lengthen less.

    As on the window's thread, whose collector (`ui.shell.collecting`) runs between two events and
    never within one.
    """

    def __init__(self, name: str, note: str) -> None:
        self.name = name
        self.note = note

    def __call__(
        self, actions: list[Callable[[], object]], floor: Callable[[], object]
    ) -> list[Measure]:
        """Each action once, the floor in turns with it."""
        wall, processor, floors = [], [], []
        gc.disable()
        try:
            for action in actions:
                gc.collect(0)
                floors.append(milliseconds(floor))
                worked = time.process_time()
                wall.append(milliseconds(action))
                processor.append((time.process_time() - worked) * 1000)
        finally:
            gc.enable()
        return [
            Measure(self.name, tuple(wall), FLOOR, tuple(floors), aim_p95=AIM_MS, note=self.note),
            Measure(f"{self.name}, processor", tuple(processor), aim_p95=AIM_MS),
        ]


def _anew(facts: Facts, known: Knowledge) -> None:
    """One assessment that takes nothing over from a case before it."""
    forget_cases()
    forget_ranges(known)
    assess(facts, known)


def _bare_arithmetic(known: Knowledge) -> object:
    """The least that ranges of every cause can cost: no rules, no findings, no words."""
    table = weight_table(known)
    sums = np.add.reduceat(table.samples[1], [first for first, _last in table.rows_of])
    return np.sort(sums, axis=1)[:, [100, 1899]]


def _growth(known: Knowledge) -> list[Measure]:
    """From once to sixteen times the causes, their rows, the findings and what was recorded."""
    found = []
    medians = []
    small = _filled(known.vocabulary, 1)
    for times in TIMES:
        bigger = _repeated(known, times)
        facts = _filled(bigger.vocabulary, 1)
        assess(facts, bigger)
        ours, floor = in_turns(
            partial(milliseconds, partial(_anew, facts, bigger)),
            partial(milliseconds, partial(_anew, small, known)),
            rounds=15,
        )
        name = f"reasoning: {times} times the conditions and findings"
        one = Measure(name, ours, "the shipped ones", floor, note=f"{len(facts.values)} answers")
        medians.append(one.median)
        found.append(one)
    slope = _slope([math.log(n) for n in TIMES], [math.log(m) for m in medians])
    verdict = "met" if slope <= AIM_SLOPE else "MISSED"
    last = found[-1]
    words = f"log-log slope over 1 to 16 times: {slope:.2f}, aim {AIM_SLOPE}: {verdict}"
    return [*found[:-1], replace(last, note=f"{last.note}; {words}")]


def _repeated(known: Knowledge, times: int) -> Knowledge:
    """Knowledge with every cause, row and finding ``times`` times under other names."""
    conditions = dict(known.conditions)
    more = list(known.rows)
    fields = dict(known.vocabulary.fields)
    for copy in range(1, times):
        for id, condition in known.conditions.items():
            name = f"{id}_{copy}"
            parent = f"{condition.parent}_{copy}" if condition.parent else ""
            conditions[name] = replace(condition, id=name, parent=parent)
        for id, field in known.vocabulary.fields.items():
            fields[f"{id}_{copy}"] = replace(
                field,
                id=f"{id}_{copy}",
                derived=_renamed(field.derived, copy),
                implied_by=_renamed(field.implied_by, copy),
                computed="",
                core=False,
            )
        more += [
            replace(
                row,
                id=f"{row.id}_{copy}",
                condition=f"{row.condition}_{copy}",
                when=_renamed(row.when, copy),
                absent_when=_renamed(row.absent_when, copy),
            )
            for row in known.rows
        ]
    vocabulary = Vocabulary(fields, known.vocabulary.aliases)
    return replace(known, conditions=conditions, rows=tuple(more), vocabulary=vocabulary)


def _renamed(criterion: Criterion | None, copy: int) -> Criterion | None:
    return None if criterion is None else _of_copy(criterion, copy)


def _of_copy(criterion: Criterion, copy: int) -> Criterion:
    match criterion:
        case All(of=parts) | Any(of=parts) | AtLeast(of=parts):
            return replace(criterion, of=tuple(_of_copy(part, copy) for part in parts))
        case Not(of=part):
            return Not(_of_copy(part, copy))
        case Test(finding=finding) | Untested(finding=finding):
            own = finding if finding in (AGE, SEX) else f"{finding}_{copy}"
            return replace(criterion, finding=own)


def _slope(x: list[float], y: list[float]) -> float:
    middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
    top = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
    return top / sum((a - middle_x) ** 2 for a in x)


def _filled(vocabulary: Vocabulary, seed: int) -> Facts:
    values = {key: a.value for key, a in answers(vocabulary, seed).items() if a.value is not None}
    return Facts(values, age=56, sex="F", side=Side.RIGHT)
