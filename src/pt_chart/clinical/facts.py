"""The case as the reasoning sees it: patient, main side and findings, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, cast

from pt_chart.clinical.findings import Answers, FindingKey, Value
from pt_chart.clinical.sides import Side

ADULT_AGE = 18
"""Ranking is off below this age in years; flag rules stay on."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one case at one moment. Absent keys are unknown, never negative.

    ``values`` maps vocabulary keys to values; a sided finding may stand under left, right, or
    under no side ("side not recorded": counts for the causes, never for a side). "both" is
    stored as two keys. ``age`` in years, ``sex`` "F", "M" or "X", each None when unknown.
    """

    values: Mapping[FindingKey, Value] = field(default_factory=lambda: MappingProxyType({}))
    age: int | None = None
    sex: str | None = None
    side: Side | None = None
    date: dt.date | None = None
    _by_id: Mapping[str, Mapping[FindingKey, Value]] = field(
        init=False, repr=False, compare=False, hash=False
    )
    remembered: dict[tuple[int, Side | None], tuple[object, Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )
    """What `evaluation` has judged on these facts: gone with them, and no part of their value."""

    def __post_init__(self) -> None:
        spread = _spread(self.values)
        object.__setattr__(self, "values", MappingProxyType(spread))
        # Every criterion looks findings up by id on each keystroke; a scan of all would cost more.
        by_id: dict[str, dict[FindingKey, Value]] = {}
        for key, value in spread.items():
            by_id.setdefault(key.id, {})[key] = value
        object.__setattr__(self, "_by_id", by_id)

    @classmethod
    def from_answers(
        cls,
        answers: Answers,
        *,
        age: int | None = None,
        sex: str | None = None,
        side: Side | None = None,
        date: dt.date | None = None,
    ) -> Facts:
        """Facts of a visit: its tested answers; not-tested marks are left out."""
        values = {key: a.value for key, a in answers.items() if a.value is not None}
        return cls(values, age, sex, side, date)

    @property
    def is_minor(self) -> bool:
        """Whether the patient is known to be under 18."""
        return self.age is not None and self.age < ADULT_AGE

    def get(self, id: str, side: Side | None = None, level: str | None = None) -> Value | None:
        """The value under exactly this key, or None when unknown."""
        return self.values.get(FindingKey(id, side, level))

    @property
    def by_finding(self) -> Mapping[str, Mapping[FindingKey, Value]]:
        """The values grouped by finding id."""
        return self._by_id

    def recorded(self, id: str, level: str | None = None) -> dict[FindingKey, Value]:
        """Every recorded value of a finding on any side (and any level, when ``level`` is None)."""
        found = self._by_id.get(id, {})
        if level is None:
            return dict(found)
        return {key: value for key, value in found.items() if key.level == level}

    def with_values(self, more: Mapping[FindingKey, Value]) -> Facts:
        """The same case with further (or replaced) findings."""
        added = _spread(more)
        by_id = dict(self._by_id)
        for key, value in added.items():
            by_id[key.id] = {**by_id.get(key.id, {}), key: value}
        # Derivation adds findings in layers on every keystroke, so only what changes is indexed:
        # the rest is taken over without hashing every key again.
        facts = object.__new__(Facts)
        values = cast("MappingProxyType[FindingKey, Value]", self.values) | added
        for name, part in (
            ("values", MappingProxyType(values)),
            ("age", self.age),
            ("sex", self.sex),
            ("side", self.side),
            ("date", self.date),
            ("_by_id", by_id),
            ("remembered", {}),
        ):
            object.__setattr__(facts, name, part)
        return facts

    def without(self, keys: Iterable[FindingKey]) -> Facts:
        """The same case with findings removed, that is unknown again."""
        gone = set(keys)
        return replace(self, values={k: v for k, v in self.values.items() if k not in gone})

    def mirrored(self) -> Facts:
        """The same case with left and right exchanged."""
        values = {key.mirrored(): value for key, value in self.values.items()}
        return replace(self, values=values, side=self.side.mirrored if self.side else None)


def _spread(values: Mapping[FindingKey, Value]) -> dict[FindingKey, Value]:
    """The values with each "both" key stored as left and right."""
    spread: dict[FindingKey, Value] = {}
    for key, value in values.items():
        if key.side is Side.BOTH:
            for side in Side.BOTH.each:
                spread[replace(key, side=side)] = value
        else:
            spread[key] = value
    return spread
