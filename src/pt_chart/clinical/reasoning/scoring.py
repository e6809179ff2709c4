"""Combines what was found into one range per cause: groups first, then a damped sum."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.reasoning.knowledge import Constants, Knowledge, StartingSet
from pt_chart.clinical.reasoning.sampling import (
    Floats,
    WeightTable,
    prior_samples,
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
    sampled = _sampled_totals(truths, table, constants)
    middle, low, high = {}, {}, {}
    priors = _priors(knowledge, starting)
    quantiles = _quantiles(sampled + priors.samples)
    for place, id in enumerate(table.conditions):
        middle[id] = float(priors.offsets[place] + totals[place])
        # A skewed sample can leave the exact sum outside its percentiles; the range must hold it.
        low[id] = min(float(quantiles[place, 0]), middle[id])
        high[id] = max(float(quantiles[place, 1]), middle[id])
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
    states = np.array([_STATE[truth] for truth in truths])
    points = np.where(states == 1, table.points[1], np.where(states == 0, table.points[0], 0.0))
    shares = points * constants.agreeing_share
    bounds = [*table.group_starts.tolist(), len(points)]
    for start, end in pairwise(bounds):
        part = points[start:end]
        strongest, weakest = int(part.argmax()), int(part.argmin())
        if part[strongest] > 0:
            shares[start + strongest] = part[strongest]
        if part[weakest] < 0:
            shares[start + weakest] = part[weakest]
    return constants.damping * shares


_STATE = {Truth.YES: 1, Truth.NO: 0, Truth.UNKNOWN: -1}


def _sampled_totals(truths: tuple[Truth, ...], table: WeightTable, constants: Constants) -> Floats:
    """Damped sums per condition and sample, shape (C, S)."""
    totals = np.zeros((len(table.conditions), constants.samples), dtype=np.float32)
    group_bounds = [*table.group_starts.tolist(), len(table.rows)]
    condition_bounds = [*table.condition_starts.tolist(), len(table.group_keys)]
    states = [_STATE[truth] for truth in truths]
    for condition in range(len(totals)):
        for group in range(condition_bounds[condition], condition_bounds[condition + 1]):
            rows = range(group_bounds[group], group_bounds[group + 1])
            active = [(states[row], row) for row in rows if states[row] >= 0]
            for sign in (1, -1):
                own = [one for one in active if sign * table.points[one] > 0]
                if own:
                    totals[condition] += _agreeing(
                        [table.samples[one] for one in own], sign, constants
                    )
    totals *= constants.damping
    return totals


def _agreeing(samples: list[Floats], sign: int, constants: Constants) -> Floats:
    """Sample by sample what `combine` does with findings that point the same way."""
    if len(samples) == 1:
        return samples[0]
    stacked = np.stack(samples)
    extreme = stacked.max(axis=0) if sign > 0 else stacked.min(axis=0)
    share = np.float32(constants.agreeing_share)
    agreeing: Floats = share * stacked.sum(axis=0) + (1 - share) * extreme
    return agreeing


def _quantiles(samples: Floats) -> Floats:
    """The 5th and 95th percentile of every row, shape (C, 2)."""
    last = samples.shape[1] - 1
    places = [round(_LOW * last), round(_HIGH * last)]
    return np.partition(samples, places, axis=1)[:, places]


@dataclass(frozen=True, slots=True)
class _Priors:
    offsets: NDArray[np.float64]
    samples: Floats


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


def starting_band(condition: str, knowledge: Knowledge, starting: StartingSet | None) -> str:
    """The starting band of a condition: the chosen set's, else the condition's own."""
    own = knowledge.conditions[condition].prior
    return starting.bands.get(condition, own) if starting else own
