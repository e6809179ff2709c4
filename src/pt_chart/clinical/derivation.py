"""Findings worked out from other findings: composites, thresholds, structured tests, irritability.

Nothing here is entered by hand. What was entered is never overwritten, with one stated exception:
the recorded steps of a straight leg raise or slump win over a typed "positive" or "negative" (see
`step_conflicts` for the contradiction to show).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from pt_chart.clinical import neurodynamics
from pt_chart.clinical.criteria import Criterion, Truth
from pt_chart.clinical.evaluation import (
    AGE,
    SEX,
    findings_of,
    side_bound,
    truth_of,
)
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side

STEP_TESTS = ("slr", "slump")
"""Tests recorded in steps; each has fields named test_familiar, test_kind, test_where, ..."""

QUICK_ONSET_MIN = 5.0
LONG_ONSET_MIN = 30.0
QUICK_SETTLE_MIN = 5.0
SLOW_SETTLE_MIN = 60.0
DAY_MIN = 1440.0

_SIDES: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT, None)


def irritability(onset_min: float | None, settle_min: float | None) -> str | None:
    """low, moderate or high from the minutes until symptoms come on and until they settle.

    High: on within 5 minutes and over an hour to settle, or longer than a day to settle. Low: on
    after 30 minutes or more with settling within the hour, or settled within 5 minutes. Otherwise
    moderate. None unless the settling time is known. After Maitland's concept; the minutes are
    our default, not measured.
    """
    if settle_min is None:
        return None
    if settle_min > DAY_MIN:
        return "high"
    if settle_min <= QUICK_SETTLE_MIN:
        return "low"
    if onset_min is None:
        return None
    if onset_min <= QUICK_ONSET_MIN and settle_min > SLOW_SETTLE_MIN:
        return "high"
    if onset_min >= LONG_ONSET_MIN and settle_min <= SLOW_SETTLE_MIN:
        return "low"
    return "moderate"


def derive(vocabulary: Vocabulary, facts: Facts) -> Facts:
    """The facts with every finding that follows from them, judged in order of dependence.

    A derived finding is set to yes or no where its criterion is decided and left out where it is
    unknown. An implied (umbrella) finding is only ever added as yes. Running it on its own result
    changes nothing.
    """
    facts = _with_computed(vocabulary, facts)
    facts = _with_step_results(vocabulary, facts)
    plan, remembered = _plan(vocabulary)
    for layer in plan:
        values: dict[FindingKey, Value] = {}
        for rule in layer:
            values.update(_again(rule, facts, remembered))
        facts = facts.with_values(values) if values else facts
    return facts


def step_conflicts(vocabulary: Vocabulary, facts: Facts) -> tuple[tuple[FindingKey, str], ...]:
    """Typed test results that their recorded steps contradict: the typed key and the steps' result.

    To be asked of the facts as entered, before `derive`.
    """
    found = []
    for test in STEP_TESTS:
        if test not in vocabulary.fields:
            continue
        for side in _SIDES:
            result = neurodynamics.result_of(neurodynamics.steps_of(test, facts, side))
            positive = None if result is None else neurodynamics.is_positive(result)
            typed = facts.get(test, side)
            if result and positive is not None and isinstance(typed, bool) and typed != positive:
                found.append((FindingKey(test, side), result))
    return tuple(found)


def _with_computed(vocabulary: Vocabulary, facts: Facts) -> Facts:
    values: dict[FindingKey, Value] = {}
    for field in vocabulary.fields.values():
        if field.computed:
            values.update(COMPUTATIONS[field.computed](field, facts))
    return facts.with_values(values) if values else facts


def _with_step_results(vocabulary: Vocabulary, facts: Facts) -> Facts:
    """Steps win over a typed result, and stand for one that nobody typed."""
    values: dict[FindingKey, Value] = {}
    for test in STEP_TESTS:
        for key, result in facts.recorded(f"{test}_result").items():
            positive = neurodynamics.is_positive(str(result))
            if positive is not None and test in vocabulary.fields:
                values[FindingKey(test, key.side)] = positive
    return facts.with_values(values) if values else facts


def _irritability(field: FieldDef, facts: Facts) -> Mapping[FindingKey, Value]:
    word = irritability(_minutes(facts, "time_to_onset"), _minutes(facts, "time_to_settle"))
    return {} if word is None else {FindingKey(field.id): word}


def _minutes(facts: Facts, name: str) -> float | None:
    value = facts.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _neurodynamic_result(field: FieldDef, facts: Facts) -> Mapping[FindingKey, Value]:
    test = field.id.removesuffix("_result")
    results = {
        FindingKey(field.id, side): neurodynamics.result_of(
            neurodynamics.steps_of(test, facts, side)
        )
        for side in _SIDES
    }
    return {key: result for key, result in results.items() if result is not None}


def _not_computable(_field: FieldDef, _facts: Facts) -> Mapping[FindingKey, Value]:
    """Rules whose published weights are not available stay unknown."""
    return {}


COMPUTATIONS: Mapping[str, Callable[[FieldDef, Facts], Mapping[FindingKey, Value]]] = (
    MappingProxyType(
        {
            "irritability": _irritability,
            "neurodynamic_result": _neurodynamic_result,
            "not_computable": _not_computable,
        }
    )
)
"""The rules that a form may name under ``computed``."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A criterion with what it rests on worked out beforehand."""

    field: FieldDef
    criterion: Criterion
    findings: tuple[str, ...]
    bound: tuple[str, ...]


_Plan: TypeAlias = tuple[tuple[_Rule, ...], ...]
_Remembered: TypeAlias = dict[str, tuple[tuple[object, ...], dict[FindingKey, Value]]]
_plans: list[tuple[Vocabulary, _Plan, _Remembered]] = []
_PLANS_KEPT = 4


def _plan(vocabulary: Vocabulary) -> tuple[_Plan, _Remembered]:
    """The rules of a vocabulary in layers: each layer rests only on those before it.

    Kept for the last few vocabularies, because it is asked for on every keystroke; beside it what
    each rule gave last time, and from which findings.
    """
    for known, plan, remembered in _plans:
        if known is vocabulary:
            return plan, remembered
    plan, remembered = _layers(vocabulary), {}
    _plans.insert(0, (vocabulary, plan, remembered))
    del _plans[_PLANS_KEPT:]
    return plan, remembered


def forget_cases() -> None:
    """Drop what was remembered of the last case (on leaving a visit): a saving of work only."""
    for _vocabulary, _plan, remembered in _plans:
        remembered.clear()


def _again(rule: _Rule, facts: Facts, remembered: _Remembered) -> dict[FindingKey, Value]:
    """What a rule gives, taken over from last time while nothing that it reads has changed."""
    recorded = facts.by_finding
    name = rule.field.id
    read = tuple(recorded.get(one) for one in (*rule.findings, name))
    asked = (facts.age, facts.sex, facts.side, *read)
    before = remembered.get(name)
    if before is None or before[0] != asked:
        before = remembered[name] = (asked, _worked_out(rule, facts))
    return before[1]


def _layers(vocabulary: Vocabulary) -> _Plan:
    rules: dict[str, _Rule] = {}
    for name, field in vocabulary.fields.items():
        criterion = field.derived or field.implied_by
        if criterion is not None:
            rules[name] = _Rule(field, criterion, findings_of(criterion), side_bound(criterion))
    depth: dict[str, int] = {}
    for name in rules:
        _depth(name, rules, depth, ())
    deepest = max(depth.values(), default=0)
    return tuple(
        tuple(rule for name, rule in rules.items() if depth[name] == level)
        for level in range(1, deepest + 1)
    )


def _depth(
    name: str, rules: Mapping[str, _Rule], depth: dict[str, int], trail: tuple[str, ...]
) -> int:
    """How many rules stand below a finding; a circle, refused on reading, is cut off here."""
    if name not in rules or name in trail:
        return 0
    if name not in depth:
        below = (_depth(one, rules, depth, (*trail, name)) for one in rules[name].findings)
        depth[name] = 1 + max(below, default=0)
    return depth[name]


def _worked_out(rule: _Rule, facts: Facts) -> dict[FindingKey, Value]:
    if not any(_known(name, facts) for name in rule.findings):
        return {}
    values: dict[FindingKey, Value] = {}
    for side in _sides(rule, facts):
        key = FindingKey(rule.field.id, side)
        if rule.field.sided:
            truth = truth_of(rule.criterion, facts, side)
        else:
            truth = truth_of(rule.criterion, facts, None, rule.bound)
        if rule.field.derived is not None:
            if truth is not Truth.UNKNOWN:
                values[key] = truth is Truth.YES
        elif truth is Truth.YES and not _entered(key, facts):
            values[key] = True
    return values


def _sides(rule: _Rule, facts: Facts) -> tuple[Side | None, ...]:
    """The sides on which a rule speaks: those on which something it rests on was recorded."""
    if not rule.field.sided or not rule.bound:
        return (None,)
    recorded = {key.side for name in rule.bound for key in facts.by_finding.get(name, ())}
    free = (name for name in rule.findings if name not in rule.bound)
    if rule.field.implied_by is not None and any(_known(name, facts) for name in free):
        recorded.add(None)
    return tuple(side for side in _SIDES if side in recorded)


def _entered(key: FindingKey, facts: Facts) -> bool:
    recorded = facts.by_finding.get(key.id, {})
    return key in recorded or any(one.side is None or key.side is None for one in recorded)


def _known(name: str, facts: Facts) -> bool:
    if name == AGE:
        return facts.age is not None
    if name == SEX:
        return facts.sex is not None
    return bool(facts.by_finding.get(name))
