"""The smallest sets of recorded findings that make a criterion hold: what a rule rests on.

Derived findings are opened up to what a person can record; a finding that may be recorded stands
for itself. What must be untested adds nothing, what must be "no" adds that answer. A group of words
that say the same (forms/exam/warning_words.toml) stands for its members by two of them: that all of
them count alike is held by test_words_of_a_kind.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from itertools import combinations

from pt_chart.clinical.criteria import All, AtLeast, Criterion, Not, Test, Untested
from pt_chart.clinical.criteria import Any as AnyOf
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from pt_chart.host.resources import forms_dir

Part = tuple[FindingKey, Value]
Way = frozenset[Part]
NOTHING: frozenset[Way] = frozenset({frozenset()})
AGE, SEX = "age", "sex"
FAR = 1000.0
MEMBERS_SHOWN = 2


@cache
def word_groups() -> frozenset[str]:
    """The ids of the groups of words that say the same of a warning sign."""
    path = forms_dir() / "exam" / "warning_words.toml"
    cards = tomllib.loads(path.read_text("utf-8"))["card"]
    return frozenset(field["id"] for card in cards for field in card["field"])


class MinimalSets:
    """Works out the minimal sets of the criteria of one vocabulary; every field once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._known: dict[tuple[str, str], frozenset[Way]] = {}

    def of(self, criterion: Criterion) -> tuple[Way, ...]:
        """The minimal sets, smallest first, then by their words."""
        found = _smallest(self._ways(criterion, "any"))
        return tuple(sorted(found, key=lambda way: (len(way), words(way))))

    def _ways(self, criterion: Criterion, sides: str) -> frozenset[Way]:
        match criterion:
            case All(of=parts):
                return reduce(_both, (self._ways(part, sides) for part in parts), NOTHING)
            case AnyOf(of=parts):
                return frozenset().union(*(self._ways(part, sides) for part in parts))
            case AtLeast(count=count, of=parts):
                ways = [self._ways(part, sides) for part in parts]
                chosen = (reduce(_both, some, NOTHING) for some in combinations(ways, count))
                return frozenset().union(*chosen)
            case Untested():
                return NOTHING
            case Not(of=Test() as test):
                return self._refused(test)
            case Test():
                return self._test(test=criterion, sides=sides)
            case _:
                return frozenset()

    def _refused(self, test: Test) -> frozenset[Way]:
        field = self.vocabulary.fields.get(test.finding)
        if field is None or field.worked_out or field.kind is not FieldKind.YES_NO:
            return frozenset()
        return frozenset({frozenset({(_keys(field, "any", None)[0][0], False)})})

    def _test(self, test: Test, sides: str) -> frozenset[Way]:
        wanted = sides if test.sides == "same" else test.sides
        if test.finding == AGE:
            return frozenset({frozenset({(FindingKey(AGE), _number(test, 0, 110, 1))})})
        if test.finding == SEX and test.equals is not None:
            return frozenset({frozenset({(FindingKey(SEX), test.equals)})})
        field = self.vocabulary.fields[test.finding]
        if field.derived is not None:
            return self._derived(field, wanted)
        if field.computed:
            return frozenset()
        values = _values(field, test)
        return frozenset(
            frozenset((key, value) for key in keys)
            for value in values
            for keys in _keys(field, wanted, test.level)
        )

    def _derived(self, field: FieldDef, sides: str) -> frozenset[Way]:
        known = self._known.get((field.id, sides))
        if known is None:
            assert field.derived is not None
            known = _smallest(self._ways(field.derived, sides if field.sided else "any"))
            if field.id in word_groups():
                first = sorted(known, key=lambda way: (len(way), words(way)))
                known = frozenset(first[:MEMBERS_SHOWN])
            self._known[field.id, sides] = known
        return known


def facts_of(way: Iterable[Part], more: dict[FindingKey, Value] | None = None) -> Facts:
    """A minimal set as a case; an age among its parts is the patient's."""
    values: dict[FindingKey, Value] = dict(more or {})
    age: int | None = None
    sex: str | None = None
    for key, value in way:
        if key.id == AGE:
            assert isinstance(value, int | float)
            age = int(value)
        elif key.id == SEX:
            sex = str(value)
        else:
            values[key] = value
    return Facts(values, age=age, sex=sex)


def words(way: Iterable[Part]) -> str:
    """A minimal set in short words: "age=60 + back_pain + slr@left"."""
    return " + ".join(sorted(_part(key, value) for key, value in way))


def _part(key: FindingKey, value: Value) -> str:
    if value is True:
        return str(key)
    shown = "/".join(value) if isinstance(value, tuple) else value
    return f"{key}={'no' if value is False else shown}"


def _both(left: frozenset[Way], right: frozenset[Way]) -> frozenset[Way]:
    joined = (one | two for one in left for two in right)
    return frozenset(way for way in joined if len({key for key, _ in way}) == len(way))


def _smallest(ways: frozenset[Way]) -> frozenset[Way]:
    kept: set[Way] = set()
    for way in sorted(ways, key=len):
        parts = list(way)
        inside = (frozenset(some) for n in range(len(way)) for some in combinations(parts, n))
        if not any(some in kept for some in inside):
            kept.add(way)
    return frozenset(kept)


def _keys(field: FieldDef, sides: str, level: str | None) -> list[tuple[FindingKey, ...]]:
    levels: Sequence[str | None] = [level] if level else (field.levels or (None,))
    places = (Side.LEFT, Side.RIGHT) if sides == "both" else (Side.LEFT,)
    if not field.sided:
        return [(FindingKey(field.id, None, one),) for one in levels]
    return [tuple(FindingKey(field.id, side, one) for side in places) for one in levels]


def _values(field: FieldDef, test: Test) -> list[Value]:
    if field.kind in (FieldKind.MRC, FieldKind.REFLEX):
        grades = MRC_GRADES if field.kind is FieldKind.MRC else REFLEX_GRADES
        limit = test.at_most if test.at_most is not None else test.at_least
        return [str(limit)] if str(limit) in grades else []
    if field.kind is FieldKind.SEVERAL:
        wanted = test.one_of or ((test.equals,) if test.equals is not None else ())
        return [(str(one),) for one in wanted]
    if test.one_of:
        return list(test.one_of)
    if test.equals is not None:
        return [test.equals]
    if test.bare:
        return [True]
    low = field.minimum if field.minimum is not None else 0.0
    high = field.maximum if field.maximum is not None else FAR
    return [_number(test, low, high, 0.1 if field.unit in ("°C", "") else 1)]


def _number(test: Test, low: float, high: float, step: float) -> float:
    if test.at_least is not None:
        return float(test.at_least)
    if test.at_most is not None:
        return float(test.at_most)
    if test.above is not None:
        return min(high, float(test.above) + step)
    if test.below is not None:
        return max(low, float(test.below) - step)
    raise ValueError(f"{test.finding}: nothing is compared")
