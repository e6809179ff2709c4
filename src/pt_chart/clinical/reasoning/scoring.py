"""Combines what was found into one range per cause: groups first, then a damped sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.reasoning.knowledge import Constants, Knowledge, StartingSet
from pt_chart.clinical.reasoning.sampling import (
    Floats,
    WeightTable,
    prior_samples,
    spread_samples,
    weight_table,
)

_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, slots=True)
class Scores:
    """The engine's numbers for one case, on the natural-log scale, all damped.

    ``middle`` per condition is the exact sum of its starting offset and group weights; ``low``
    and ``high`` are the 5th and 95th percentile of the samples; ``group_weights`` follow
    `WeightTable.group_keys`, ``row_weights`` its rows (a row's share of its group).
    """

    table: WeightTable
    low: dict[str, float]
    middle: dict[str, float]
    high: dict[str, float]
    group_weights: NDArray[np.float64]
    row_weights: NDArray[np.float64]


def combine(weights: NDArray[np.floating], share: float) -> float:
    """The weight of one correlation group from its findings' undamped log weights.

    The strongest finding on each side counts in full, further ones agreeing with it at ``share``;
    the two sides add, so that disagreement shrinks the group towards 0. Never lowered by adding
    a weight above 0, unchanged by a weight of 0.
    """
    toward = weights[weights > 0]
    against = weights[weights < 0]
    total = 0.0
    if toward.size:
        total += float(toward.max() + share * (toward.sum() - toward.max()))
    if against.size:
        total += float(against.min() + share * (against.sum() - against.min()))
    return total


def score(
    truths: tuple[Truth, ...], knowledge: Knowledge, starting: StartingSet | None = None
) -> Scores:
    """Score every condition from the truth of each row of its weight table, in table order.

    ``starting`` replaces the conditions' own starting bands.
    """
    table = weight_table(knowledge)
    constants = knowledge.constants
    shares = _row_shares(truths, table, constants)
    groups = np.add.reduceat(shares, table.group_starts)
    totals = np.add.reduceat(groups, table.condition_starts)
    middle, low, high = {}, {}, {}
    priors = _priors(knowledge, starting)
    sums = (priors.offsets + totals).tolist()
    for id, sum_, (first, last) in zip(
        table.conditions, sums, _ranges(truths, priors, knowledge), strict=True
    ):
        # A skewed sample can leave the exact sum outside its percentiles; the range must hold it.
        middle[id], low[id], high[id] = sum_, min(first, sum_), max(last, sum_)
    return Scores(table, low, middle, high, groups, shares)


def group_total(weights: list[float], constants: Constants) -> float:
    """The damped weight of one group from undamped weights (used to try out a finding)."""
    return constants.damping * combine(
        np.asarray(weights, dtype=np.float64), constants.agreeing_share
    )


def _row_shares(
    truths: tuple[Truth, ...], table: WeightTable, constants: Constants
) -> NDArray[np.float64]:
    """Each row's part of its group's damped weight; the parts of a group add up to it."""
    absent, present = table.plain_points
    points = [
        present[row] if truth is Truth.YES else absent[row] if truth is Truth.NO else 0.0
        for row, truth in enumerate(truths)
    ]
    share = constants.agreeing_share
    shares = [point * share for point in points]
    # Groups are small: plain numbers beat an array operation on each.
    for first, last in chain.from_iterable(table.groups_of):
        part = points[first:last]
        strongest, weakest = max(part), min(part)
        if strongest > 0:
            shares[first + part.index(strongest)] = strongest
        if weakest < 0:
            shares[first + part.index(weakest)] = weakest
    return constants.damping * np.array(shares)


_STATE = {Truth.YES: 1, Truth.NO: 0, Truth.UNKNOWN: -1}


def _ranges(
    truths: tuple[Truth, ...], priors: _Priors, knowledge: Knowledge
) -> list[tuple[float, float]]:
    """The 5th and 95th percentile of every condition's samples, in the table's order.

    Remembered for the truths they rest on: an edit touches few conditions.
    """
    table = weight_table(knowledge)
    asked = [(place, truths[slice(*span)]) for place, span in enumerate(table.rows_of)]
    missing = [one for one in asked if one not in priors.ranges]
    if missing:
        if len(priors.ranges) + len(missing) > _RANGES_KEPT:
            priors.ranges.clear()
            missing = asked
        samples = np.empty((len(missing), knowledge.constants.samples), dtype=np.float32)
        for row, (place, _) in zip(samples, missing, strict=True):
            total = _sampled_total(place, truths, table, knowledge.constants)
            np.add(priors.samples[place], total, out=row)
        samples.sort(axis=1)
        ends = samples[:, _places(knowledge.constants.samples)].tolist()
        priors.ranges.update(
            (one, (low, high)) for one, (low, high) in zip(missing, ends, strict=True)
        )
    return [priors.ranges[one] for one in asked]


def _places(count: int) -> list[int]:
    return [round(_LOW * (count - 1)), round(_HIGH * (count - 1))]


def _sampled_total(
    condition: int, truths: tuple[Truth, ...], table: WeightTable, constants: Constants
) -> Floats:
    """The damped sum of one condition's groups, sample by sample, shape (S,).

    Where findings pull in both directions the samples spread by a part of the weaker pull: that
    never turns the effect of a further finding, because the part is below 1.
    """
    pulls = np.zeros((2, constants.samples), dtype=np.float32)
    toward, against = pulls
    for first, last in table.groups_of[condition]:
        up: list[Floats] = []
        down: list[Floats] = []
        for row in range(first, last):
            state = _STATE[truths[row]]
            sign = table.signs[state][row] if state >= 0 else 0
            if sign:
                (up if sign > 0 else down).append(table.draws[state][row])
        if up:
            toward += _agreeing(up, np.maximum, constants)
        if down:
            against += _agreeing(down, np.minimum, constants)
    weaker = np.minimum(toward, -against)
    total: Floats = toward + against
    if weaker.any():
        total += spread_samples(table.conditions[condition], constants) * weaker
    total *= np.float32(constants.damping)
    return total


def _agreeing(samples: list[Floats], further: np.ufunc, constants: Constants) -> Floats:
    """Sample by sample what `combine` does with findings that point the same way.

    ``further`` picks the stronger of two: the maximum of findings for, the minimum against.
    """
    if len(samples) == 1:
        return samples[0]
    total: Floats = samples[0] + samples[1]
    extreme: Floats = further(samples[0], samples[1])
    # One after the other: stacking a few rows first costs more than the arithmetic.
    for one in samples[2:]:
        total += one
        further(extreme, one, out=extreme)
    share = np.float32(constants.agreeing_share)
    total *= share
    extreme *= np.float32(1) - share
    total += extreme
    return total


@dataclass(frozen=True, slots=True)
class _Priors:
    """Starting offsets and samples of one starting set, with the ranges worked out so far."""

    offsets: NDArray[np.float64]
    samples: Floats
    ranges: dict[tuple[int, tuple[Truth, ...]], tuple[float, float]] = field(default_factory=dict)


_RANGES_KEPT = 4096
_PRIORS: WeakKeyDictionary[Knowledge, dict[str, _Priors]] = WeakKeyDictionary()


def _priors(knowledge: Knowledge, starting: StartingSet | None) -> _Priors:
    cache = _PRIORS.setdefault(knowledge, {})
    name = starting.id if starting else ""
    if name not in cache:
        offsets, samples = [], []
        for id in weight_table(knowledge).conditions:
            offset = knowledge.constants.prior_offsets[starting_band(id, knowledge, starting)]
            offsets.append(offset)
            samples.append(prior_samples(id, offset, knowledge.constants))
        cache[name] = _Priors(np.array(offsets), np.array(samples))
    return cache[name]


def forget_ranges(knowledge: Knowledge) -> None:
    """Drop the ranges worked out so far; they hold no findings, only which rows were answered."""
    for priors in _PRIORS.get(knowledge, {}).values():
        priors.ranges.clear()


def starting_band(condition: str, knowledge: Knowledge, starting: StartingSet | None) -> str:
    """The starting band of a condition: the chosen set's, else the condition's own."""
    own = knowledge.conditions[condition].prior
    return starting.bands.get(condition, own) if starting else own
