"""One case laid out for compiled criteria, with what they have made of it so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import AGE, SEX
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side

SIDES: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT, None)
"""Sides a criterion may be bound to, by their place; the last is "side not recorded"."""

UNBOUND = 2
"""The place of the last."""

_NONE: Mapping[FindingKey, Value] = MappingProxyType({})
_AGE_KEY, _SEX_KEY = FindingKey(AGE), FindingKey(SEX)


class _Recorded(dict[str, Mapping[FindingKey, Value]]):
    """The recorded values by finding; nothing for a finding that nobody recorded."""

    def __missing__(self, name: str) -> Mapping[FindingKey, Value]:
        self[name] = _NONE
        return _NONE


class _WithoutSide(dict[str, Mapping[FindingKey, Value]]):
    """The recorded values by finding without those of one side, sorted out as asked for."""

    def __init__(self, facts: Facts, side: Side) -> None:
        super().__init__()
        self._all = facts.by_finding
        self._side = side

    def __missing__(self, name: str) -> Mapping[FindingKey, Value]:
        found = self._all.get(name, _NONE)
        for key in found:
            if key.side is self._side:
                found = {one: value for one, value in found.items() if one.side is not self._side}
                break
        self[name] = found
        return found


class CaseSheet:
    """One case as compiled criteria read it, with what they made of it so far.

    ``without`` leaves out the findings of one side (the sound leg), as if never recorded.
    """

    __slots__ = ("recorded", "side", "truths")

    def __init__(self, facts: Facts, without: Side | None = None) -> None:
        self.side = facts.side
        self.recorded: dict[str, Mapping[FindingKey, Value]] = (
            _Recorded(facts.by_finding) if without is None else _WithoutSide(facts, without)
        )
        self.recorded[AGE] = _NONE if facts.age is None else {_AGE_KEY: facts.age}
        self.recorded[SEX] = _NONE if facts.sex is None else {_SEX_KEY: facts.sex}
        self.truths: dict[int, Truth] = {}


Truths: TypeAlias = Callable[[CaseSheet, int], Truth]
"""Judges a criterion on a sheet with "same" bound to one side, by its place: the truth alone."""

Gathers: TypeAlias = Callable[[CaseSheet, int, dict[FindingKey, None]], None]
"""Adds the facts that this truth rests on, in the order of the criterion."""
