"""Judges the criteria of one case: each once, on the side the case is about.

An edit changes one or two findings of hundreds. Verdicts that rest on nothing that changed are
taken over from the case judged before; the result is the same as judging everything anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

from pt_chart.clinical import derivation
from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.evaluation import (
    AGE,
    SEX,
    KnownFacts,
    Verdict,
    evaluate,
    evaluate_bound,
    evaluate_prepared,
    findings_of,
    side_bound,
)
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import EvidenceLine
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import place_words, value_words

_Key = tuple[int, bool]


@dataclass(slots=True)
class _CriterionIndex:
    """Equal criteria of one knowledge as one, with the findings they speak of.

    Keyed by identity; ``kept`` holds the objects so that an identity is never reused. The
    findings include those that derived ones are worked out from.
    """

    vocabulary: Vocabulary
    kept: list[Criterion] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    equal: dict[Criterion, int] = field(default_factory=dict)
    findings: list[frozenset[str]] = field(default_factory=list)
    bound: list[tuple[str, ...]] = field(default_factory=list)
    places: dict[FindingKey, str] = field(default_factory=dict)
    """What was looked at, in words: of the vocabulary, nothing of a case."""
    derived: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        fields = self.vocabulary.fields
        self.derived = frozenset(name for name in fields if _rule(self.vocabulary, name))

    def number(self, criterion: Criterion) -> int:
        """The number of a criterion; equal ones share it."""
        found = self.numbers.get(id(criterion))
        if found is None:
            found = self.equal.setdefault(criterion, len(self.findings))
            if found == len(self.findings):
                self.findings.append(frozenset(self._reach(criterion, set())))
                self.bound.append(side_bound(criterion))
            self.kept.append(criterion)
            self.numbers[id(criterion)] = found
        return found

    def _reach(self, criterion: Criterion, seen: set[str]) -> set[str]:
        for name in findings_of(criterion):
            if name not in seen:
                seen.add(name)
                below = _rule(self.vocabulary, name)
                if below is not None:
                    self._reach(below, seen)
        return seen


@dataclass(slots=True)
class CaseJudge:
    """Verdicts and words of one case, remembered while one assessment is worked out.

    ``facts`` are complete (derived findings included), ``entered`` are as recorded. ``lines`` are
    the evidence lines made so far by place in the weight table, with what they were made from.
    """

    entered: Facts
    facts: Facts
    knowledge: Knowledge
    _index: _CriterionIndex
    _verdicts: dict[_Key, Verdict]
    _words: dict[FindingKey, str]
    lines: dict[int, tuple[Verdict, float, EvidenceLine]]
    _focused: KnownFacts | None = None

    def judge(self, criterion: Criterion) -> Verdict:
        """The verdict on the whole case, both sides included."""
        return self._judge(criterion, focused=False)

    def judge_main_side(self, criterion: Criterion) -> Verdict:
        """The verdict on the main side: the sound leg never speaks for or against a cause.

        Without a main side every side counts.
        """
        return self._judge(criterion, focused=True)

    def _judge(self, criterion: Criterion, *, focused: bool) -> Verdict:
        number = self._index.number(criterion)
        found = self._verdicts.get((number, focused))
        if found is None:
            facts: KnownFacts = self._on_main_side() if focused else self.facts
            found = evaluate_prepared(criterion, facts, self._index.bound[number])
            self._verdicts[number, focused] = found
        return found

    def _on_main_side(self) -> KnownFacts:
        if self._focused is None:
            self._focused = _focus(self.facts)
        return self._focused

    def recorded_on_main_side(self, finding: str) -> bool:
        """Whether a finding has any recorded value on the main side (or without a side)."""
        other = self.facts.side.mirrored if self.facts.side else None
        recorded = self.facts.by_finding.get(finding, {})
        return any(key.side is None or key.side is not other for key in recorded)

    def grounds(self, keys: Iterable[FindingKey]) -> tuple[FindingKey, ...]:
        """The recorded findings that these rest on: a derived one gives way to its own grounds."""
        asked = tuple(dict.fromkeys(keys))
        if self._index.derived.isdisjoint([key.id for key in asked]):
            return asked
        return tuple(dict.fromkeys(chain.from_iterable(map(self._ground, asked))))

    def _ground(self, key: FindingKey) -> tuple[FindingKey, ...]:
        rule = _rule(self.knowledge.vocabulary, key.id)
        if rule is None or key in self.entered.values:
            return (key,)
        sided = self.knowledge.vocabulary.fields[key.id].sided
        below = evaluate_bound(rule, self.facts, key.side) if sided else evaluate(rule, self.facts)
        return self.grounds(one for one in below.keys if one != key) or (key,)

    def words(self, keys: tuple[FindingKey, ...]) -> tuple[str, ...]:
        """What was recorded under each key, side spelled out."""
        return tuple(self._word(key) for key in keys)

    def _word(self, key: FindingKey) -> str:
        found = self._words.get(key)
        if found is None:
            found = self._words[key] = self._say(key)
        return found

    def _say(self, key: FindingKey) -> str:
        if key.id == AGE:
            return f"Age {self.facts.age}"
        if key.id == SEX:
            return f"Sex {self.facts.sex}"
        field = self.knowledge.vocabulary.fields[key.id]
        place = self._index.places.get(key)
        if place is None:
            place = self._index.places[key] = place_words(field, key)
        return f"{place}: {value_words(field, self.facts.values[key])}"


_INDEXES: WeakKeyDictionary[Knowledge, _CriterionIndex] = WeakKeyDictionary()
_LAST: WeakKeyDictionary[Knowledge, CaseJudge] = WeakKeyDictionary()


def judge_case(entered: Facts, knowledge: Knowledge) -> CaseJudge:
    """A judge of one case; derived findings are worked out here."""
    facts = derive(knowledge.vocabulary, entered)
    index = _INDEXES.get(knowledge)
    if index is None:
        index = _INDEXES[knowledge] = _CriterionIndex(knowledge.vocabulary)
    before = _LAST.get(knowledge)
    changed = _changed(before.facts, facts) if before else None
    verdicts: dict[_Key, Verdict] = {}
    words: dict[FindingKey, str] = {}
    if before is not None and changed is not None:
        keep = [changed.isdisjoint(findings) for findings in index.findings]
        verdicts = {key: one for key, one in list(before._verdicts.items()) if keep[key[0]]}
        words = {key: one for key, one in list(before._words.items()) if key.id not in changed}
    lines = before.lines if before is not None else {}
    judge = CaseJudge(entered, facts, knowledge, index, verdicts, words, lines)
    # The note about the last case is only ever a saving of work: losing it changes no result.
    _LAST[knowledge] = judge
    return judge


def forget_cases() -> None:
    """Drop what was remembered of the last case, when a visit is left or the chart is locked."""
    _LAST.clear()
    derivation.forget_cases()


def _changed(before: Facts, now: Facts) -> set[str] | None:
    """The findings that differ, or None when the main side does (every verdict may differ)."""
    if before.side is not now.side:
        return None
    changed = set()
    if before.age != now.age:
        changed.add(AGE)
    if before.sex != now.sex:
        changed.add(SEX)
    old, new = before.by_finding, now.by_finding
    changed.update(
        name for name in old.keys() | new.keys() if _differ(old.get(name), new.get(name))
    )
    return changed


def _differ(old: Mapping[FindingKey, Value] | None, new: Mapping[FindingKey, Value] | None) -> bool:
    if old is None or new is None or old != new:
        return True
    # True == 1 and 1 == 1.0 in Python, but a verdict may tell them apart.
    return any(type(value) is not type(new[key]) for key, value in old.items())


def _rule(vocabulary: Vocabulary, name: str) -> Criterion | None:
    field = vocabulary.fields.get(name)
    return None if field is None else field.derived or field.implied_by


class _MainSide:
    """A case without the findings of the sound side, looked up as they are asked for."""

    def __init__(self, facts: Facts, other: Side) -> None:
        self.age, self.sex, self.side = facts.age, facts.sex, facts.side
        self.by_finding: Mapping[str, Mapping[FindingKey, Value]] = _Without(facts, other)
        self.remembered: dict[tuple[int, Side | None], tuple[object, Any]] = {}


class _Without(Mapping[str, Mapping[FindingKey, Value]]):
    """The findings of a case by id, those of one side left out."""

    def __init__(self, facts: Facts, side: Side) -> None:
        self._all = facts.by_finding
        self._side = side
        self._looked_up: dict[str, Mapping[FindingKey, Value]] = {}

    def __getitem__(self, name: str) -> Mapping[FindingKey, Value]:
        known = self._looked_up.get(name)
        if known is None:
            found = self._all[name]
            kept = {key: value for key, value in found.items() if key.side is not self._side}
            known = self._looked_up[name] = found if len(kept) == len(found) else kept
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def _focus(facts: Facts) -> KnownFacts:
    if facts.side not in (Side.LEFT, Side.RIGHT):
        return facts
    return _MainSide(facts, facts.side.mirrored)
