"""Seeded samples of every weight, drawn once per knowledge so that a keystroke only combines them.

Each row draws from its own stream (seed and row id), so that adding a row to the knowledge never
changes the samples of the others.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.reasoning import likelihood
from pt_chart.clinical.reasoning.knowledge import Constants, EvidenceRow, Knowledge, Study

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WeightTable:
    """Weights and samples of the panel's rows, sorted by condition and correlation group.

    ``rows`` (R entries) are the rows in sorted order; ``points`` is (2, R): undamped log weight
    when absent [0] and present [1]; ``samples`` is (2, R, S). ``group_starts`` are the first rows
    of the G groups, ``group_keys`` their (condition, group), ``condition_starts`` the first groups
    of the C conditions, ``conditions`` their ids. ``groups_of`` and ``rows_of`` give, for each
    condition, the spans of rows of its groups and of all its rows (first, one past the last);
    ``signs`` are those of ``points`` as plain numbers (-1, 0, 1), ``plain_points`` the points
    themselves, ``draws`` the samples row by row: single places of an array are slow to reach.
    """

    rows: tuple[EvidenceRow, ...]
    points: NDArray[np.float64]
    samples: Floats
    group_starts: NDArray[np.intp]
    group_keys: tuple[tuple[str, str], ...]
    condition_starts: NDArray[np.intp]
    conditions: tuple[str, ...]
    groups_of: tuple[tuple[tuple[int, int], ...], ...] = field(init=False)
    rows_of: tuple[tuple[int, int], ...] = field(init=False)
    signs: tuple[tuple[int, ...], ...] = field(init=False)
    plain_points: tuple[tuple[float, ...], ...] = field(init=False)
    draws: tuple[tuple[Floats, ...], ...] = field(init=False)

    def __post_init__(self) -> None:
        groups = list(pairwise([*self.group_starts.tolist(), len(self.rows)]))
        spans = pairwise([*self.condition_starts.tolist(), len(groups)])
        of_condition = tuple(tuple(groups[first:last]) for first, last in spans)
        object.__setattr__(self, "groups_of", of_condition)
        rows_of = tuple((one[0][0], one[-1][1]) for one in of_condition)
        object.__setattr__(self, "rows_of", rows_of)
        signs = tuple(tuple(state) for state in np.sign(self.points).astype(int).tolist())
        object.__setattr__(self, "signs", signs)
        plain = tuple(tuple(state) for state in self.points.tolist())
        object.__setattr__(self, "plain_points", plain)
        object.__setattr__(self, "draws", tuple(tuple(state) for state in self.samples))


_TABLES: WeakKeyDictionary[Knowledge, WeightTable] = WeakKeyDictionary()


def weight_table(knowledge: Knowledge) -> WeightTable:
    """The table of a knowledge set, built at the first call."""
    found = _TABLES.get(knowledge)
    if found is None:
        found = _TABLES[knowledge] = _build(knowledge)
    return found


def stream(seed: int, name: str) -> np.random.Generator:
    """The random stream of one named thing; the same name always gives the same numbers."""
    digest = hashlib.sha256(f"{seed}:{name}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))


def _build(knowledge: Knowledge) -> WeightTable:
    order = {id: place for place, id in enumerate(knowledge.conditions)}
    rows = sorted(knowledge.scored, key=lambda row: (order[row.condition], row.group))
    constants = knowledge.constants
    points = np.zeros((2, len(rows)))
    samples = np.zeros((2, len(rows), constants.samples), dtype=np.float32)
    for place, row in enumerate(rows):
        study = knowledge.studies[row.study]
        for present in (False, True):
            weight = likelihood.point_weight(row, present, study, constants)
            points[int(present), place] = weight
            if weight:
                samples[int(present), place] = _draw(row, present, weight, study, constants)
    keys = [(row.condition, row.group) for row in rows]
    groups = tuple(dict.fromkeys(keys))
    conditions = tuple(dict.fromkeys(condition for condition, _ in groups))
    group_conditions = [condition for condition, _ in groups]
    return WeightTable(
        tuple(rows),
        points,
        samples,
        np.array([keys.index(key) for key in groups], dtype=np.intp),
        groups,
        np.array([group_conditions.index(id) for id in conditions], dtype=np.intp),
        conditions,
    )


def _draw(
    row: EvidenceRow, present: bool, weight: float, study: Study, constants: Constants
) -> Floats:
    """Samples around the weight that keep its sign: support never turns against the cause."""
    spread = likelihood.weight_sd(row, present, study, constants)
    spread *= likelihood.shrink_factor(row, study, constants)
    draws = weight + spread * stream(constants.seed, f"{row.id}:{present}").standard_normal(
        constants.samples
    )
    high = likelihood.clamp_weight(np.inf, row, constants)
    low = likelihood.clamp_weight(-np.inf, row, constants)
    bounds = (0.0, high) if weight > 0 else (low, 0.0)
    return np.clip(draws, *bounds).astype(np.float32)


def prior_samples(name: str, offset: float, constants: Constants) -> Floats:
    """Samples of a starting band: even over its width around the middle (log scale)."""
    width = constants.prior_width
    draws = stream(constants.seed, f"prior:{name}").uniform(-width, width, constants.samples)
    return (offset + draws).astype(np.float32)


@cache
def _even(seed: int, name: str, samples: int) -> Floats:
    return stream(seed, name).uniform(-1.0, 1.0, samples).astype(np.float32)


def spread_samples(name: str, constants: Constants) -> Floats:
    """By how much a disagreement moves a condition, per sample: even between minus and plus."""
    share = np.float32(constants.disagreement)
    return share * _even(constants.seed, f"spread:{name}", constants.samples)
