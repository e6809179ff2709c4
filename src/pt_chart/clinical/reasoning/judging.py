"""Judges the criteria of one case: each once, on the side the case is about.

An edit changes one or two findings of hundreds. Verdicts that rest on nothing that changed are
taken over from the case judged before; the result is the same as judging everything anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from weakref import WeakKeyDictionary

from pt_chart.clinical import derivation
from pt_chart.clinical.case_sheet import SIDES, CaseSheet
from pt_chart.clinical.compiled_criteria import CompiledCriteria, CompiledCriterion
from pt_chart.clinical.criteria import Criterion, Truth
from pt_chart.clinical.derivation import derive
from pt_chart.clinical.evaluation import AGE, SEX, Verdict
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.reasoning.knowledge import Knowledge
from pt_chart.clinical.reasoning.results import EvidenceLine
from pt_chart.clinical.sides import Side
from pt_chart.clinical.wording import place_words, value_words

_Key = int
"""Twice the number of a criterion, and one more where it was judged on the main side."""


@dataclass(slots=True)
class _Index:
    """What one knowledge needs to know of its criteria and words: nothing of a case.

    ``findings`` are, by number of a criterion, those that it rests on, including those that
    derived ones are worked out from; ``rules`` say how derived findings are worked out.
    """

    vocabulary: Vocabulary
    criteria: CompiledCriteria = field(init=False)
    rules: dict[str, CompiledCriterion] = field(init=False)
    implied: frozenset[str] = field(init=False)
    known: dict[int, CompiledCriterion] = field(default_factory=dict)
    findings: dict[int, frozenset[str]] = field(default_factory=dict)
    places: dict[FindingKey, str] = field(default_factory=dict)
    yes: dict[FindingKey, str] = field(default_factory=dict)
    no: dict[FindingKey, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.criteria = CompiledCriteria(self.vocabulary)
        self.rules = {
            name: self.criteria.compiled(rule)
            for name, one in self.vocabulary.fields.items()
            if (rule := one.derived or one.implied_by) is not None
        }
        fields = self.vocabulary.fields.items()
        self.implied = frozenset(name for name, one in fields if one.implied_by is not None)

    def compiled(self, criterion: Criterion) -> CompiledCriterion:
        """The criterion ready to be asked; equal ones share it."""
        found = self.known.get(id(criterion))
        if found is None:
            # The criteria keep the object, so that no other one ever has its identity.
            found = self.known[id(criterion)] = self.criteria.compiled(criterion)
            self.findings[found.number] = frozenset(self._reach(found, set()))
        return found

    def say(self, key: FindingKey, value: Value) -> str:
        """A finding in words; a yes or no has always the same ones."""
        if value is not True and value is not False:
            return self._say(key, value)
        said = self.yes if value else self.no
        words = said.get(key)
        if words is None:
            words = said[key] = self._say(key, value)
        return words

    def _say(self, key: FindingKey, value: Value) -> str:
        field = self.vocabulary.fields[key.id]
        place = self.places.get(key)
        if place is None:
            place = self.places[key] = place_words(field, key)
        return f"{place}: {value_words(field, value)}"

    def _reach(self, criterion: CompiledCriterion, seen: set[str]) -> set[str]:
        for name in criterion.findings:
            if name not in seen:
                seen.add(name)
                if name in self.rules:
                    self._reach(self.rules[name], seen)
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
    _index: _Index
    _verdicts: dict[_Key, Verdict]
    _words: dict[FindingKey, str]
    lines: dict[int, tuple[Verdict, float, EvidenceLine]]
    _whole: CaseSheet = field(init=False)
    _known: dict[int, CompiledCriterion] = field(init=False)
    _main: CaseSheet | None = None
    _grounds: dict[FindingKey, tuple[FindingKey, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._whole = CaseSheet(self.facts)
        self._known = self._index.known

    def holds(self, criterion: Criterion) -> bool:
        """Whether a criterion is YES on the whole case, without asking what that rests on."""
        return self.truth(criterion) is Truth.YES

    def judge(self, criterion: Criterion) -> Verdict:
        """The verdict on the whole case, both sides included."""
        compiled = self._known.get(id(criterion)) or self._index.compiled(criterion)
        found = self._verdicts.get(2 * compiled.number)
        if found is None:
            found = self._verdicts[2 * compiled.number] = compiled.verdict(self._whole)
        return found

    def judge_main_side(self, criterion: Criterion) -> Verdict:
        """The verdict on the main side: the sound leg never speaks for or against a cause.

        Without a main side every side counts.
        """
        compiled = self._known.get(id(criterion)) or self._index.compiled(criterion)
        place = 2 * compiled.number + 1
        found = self._verdicts.get(place)
        if found is None:
            found = self._verdicts[place] = compiled.verdict(self._main or self._on_main_side())
        return found

    def truth_main_side(self, criterion: Criterion) -> Truth:
        """As `judge_main_side`, without asking what it rests on."""
        compiled = self._known.get(id(criterion)) or self._index.compiled(criterion)
        known = self._verdicts.get(2 * compiled.number + 1)
        return compiled.truth(self._main or self._on_main_side()) if known is None else known.truth

    def truth(self, criterion: Criterion) -> Truth:
        """As `judge`, without asking what it rests on."""
        compiled = self._known.get(id(criterion)) or self._index.compiled(criterion)
        known = self._verdicts.get(2 * compiled.number)
        return compiled.truth(self._whole) if known is None else known.truth

    def _on_main_side(self) -> CaseSheet:
        if self._main is None:
            side = self.facts.side
            if side is None or side is Side.BOTH:
                self._main = self._whole
            else:
                self._main = CaseSheet(self.facts, without=side.mirrored)
        return self._main

    def recorded_on_main_side(self, finding: str) -> bool:
        """Whether a finding has any recorded value on the main side (or without a side)."""
        other = self.facts.side.mirrored if self.facts.side else None
        recorded = self.facts.by_finding.get(finding, {})
        return any(key.side is None or key.side is not other for key in recorded)

    def recorded_keys_on_main_side(self, findings: Iterable[str]) -> tuple[FindingKey, ...]:
        """What was entered under these findings on the main side (or without a side)."""
        entered = self.entered.by_finding
        other = self.facts.side.mirrored if self.facts.side else None
        return tuple(
            key
            for finding in findings
            if finding in entered
            for key in sorted(entered[finding], key=str)
            if key.side is None or key.side is not other
        )

    def present_on_main_side(self, finding: str) -> bool:
        """Whether a finding is a yes on every side that the case is about.

        Without a main side both sides count, so that one replaced hip says nothing of the other.
        """
        sides = (self.facts.side or Side.BOTH).each
        return all(self.facts.get(finding, side) is True for side in sides)

    @property
    def implied(self) -> frozenset[str]:
        """The findings that follow as a yes from others, however they were answered."""
        return self._index.implied

    def follows_from(self, key: FindingKey) -> tuple[FindingKey, ...]:
        """The recorded findings that make a finding a yes, whatever it was answered; or none."""
        rule = self._index.rules.get(key.id)
        if rule is None:
            return ()
        sides = (SIDES.index(key.side),) if key.side else range(len(SIDES))
        for side in sides:
            if rule.truth_on(self._whole, side) is Truth.YES:
                return rule.verdict_on(self._whole, side).keys
        return ()

    def grounds(self, keys: tuple[FindingKey, ...]) -> tuple[FindingKey, ...]:
        """The recorded findings that these rest on: a derived one gives way to its own grounds.

        ``keys`` are those of a verdict, without repeats.
        """
        rules = self._index.rules
        for key in keys:
            if key.id in rules:
                return tuple(dict.fromkeys(chain.from_iterable(map(self._ground, keys))))
        return keys

    def _ground(self, key: FindingKey) -> tuple[FindingKey, ...]:
        found = self._grounds.get(key)
        if found is None:
            found = self._grounds[key] = self._worked_out_from(key)
        return found

    def _worked_out_from(self, key: FindingKey) -> tuple[FindingKey, ...]:
        rule = self._index.rules.get(key.id)
        if rule is None or key in self.entered.values:
            return (key,)
        if self.knowledge.vocabulary.fields[key.id].sided:
            below = rule.verdict_on(self._whole, SIDES.index(key.side))
        else:
            below = rule.verdict(self._whole)
        return self.grounds(tuple([one for one in below.keys if one != key])) or (key,)

    def words(self, keys: tuple[FindingKey, ...]) -> tuple[str, ...]:
        """What was recorded under each key, side spelled out."""
        known = self._words
        return tuple([known.get(key) or self._word(key) for key in keys])

    def _word(self, key: FindingKey) -> str:
        if key.id == AGE:
            words = f"Age {self.facts.age}"
        elif key.id == SEX:
            words = f"Sex {self.facts.sex}"
        else:
            words = self._index.say(key, self.facts.values[key])
        self._words[key] = words
        return words


_INDEXES: WeakKeyDictionary[Knowledge, _Index] = WeakKeyDictionary()
_LAST: WeakKeyDictionary[Knowledge, CaseJudge] = WeakKeyDictionary()


def judge_case(entered: Facts, knowledge: Knowledge) -> CaseJudge:
    """A judge of one case; derived findings are worked out here."""
    facts = derive(knowledge.vocabulary, entered)
    index = _INDEXES.get(knowledge)
    if index is None:
        index = _INDEXES[knowledge] = _Index(knowledge.vocabulary)
    before = _LAST.get(knowledge)
    changed = _changed(before.facts, facts) if before else None
    verdicts: dict[_Key, Verdict] = {}
    words: dict[FindingKey, str] = {}
    if before is not None and changed is not None:
        keep = {number: changed.isdisjoint(names) for number, names in index.findings.items()}
        verdicts = {key: one for key, one in before._verdicts.items() if keep[key // 2]}
        words = {key: one for key, one in before._words.items() if key.id not in changed}
    lines = before.lines if before is not None else {}
    judge = CaseJudge(entered, facts, knowledge, index, verdicts, words, lines)
    # The note about the last case is only ever a saving of work: losing it changes no result.
    _LAST[knowledge] = judge
    return judge


def forget_cases() -> None:
    """Drop what was remembered of the last case, when a visit is left or the chart is locked."""
    _LAST.clear()
    derivation.forget_cases()


_FEW = 100
"""Findings of which more than these differ in another case: nothing is worth taking over then."""


def _changed(before: Facts, now: Facts) -> set[str] | None:
    """The findings that differ; None where the main side or too much does: all is judged anew."""
    if before.side is not now.side:
        return None
    changed = set()
    if before.age != now.age:
        changed.add(AGE)
    if before.sex != now.sex:
        changed.add(SEX)
    old, new = before.by_finding, now.by_finding
    for name in chain(new, old):
        if _differ(old.get(name), new.get(name)):
            changed.add(name)
            if len(changed) > _FEW:
                return None
    return changed


def _differ(old: Mapping[FindingKey, Value] | None, new: Mapping[FindingKey, Value] | None) -> bool:
    if old is None or new is None or old != new:
        return True
    # True == 1 and 1 == 1.0 in Python, but a verdict may tell them apart.
    return any(type(value) is not type(new[key]) for key, value in old.items())
