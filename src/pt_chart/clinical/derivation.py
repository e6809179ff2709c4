"""Findings worked out from other findings: composites, thresholds, structured tests, irritability.

Nothing here is entered by hand. What was entered is never overwritten, with one stated exception:
the recorded steps of a straight leg raise or slump win over a typed "positive" or "negative" (see
`step_conflicts` for the contradiction to show).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from pt_chart.clinical import neurodynamics
from pt_chart.clinical.case_sheet import SIDES, CaseSheet
from pt_chart.clinical.compiled_criteria import CompiledCriteria, CompiledCriterion
from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.fields import FieldDef, Vocabulary
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side
from pt_chart.clinical.told_cancer import names_basal_cell_alone, names_no_cancer

_Found: TypeAlias = Mapping[FindingKey, Value]

STEP_TESTS = ("slr", "slump")
"""Tests recorded in steps; each has fields named test_familiar, test_kind, test_where, ..."""

QUICK_ONSET_MIN = 5.0
LONG_ONSET_MIN = 30.0
QUICK_SETTLE_MIN = 5.0
SLOW_SETTLE_MIN = 60.0
DAY_MIN = 1440.0
GIRTH_GAP_CM = 3.0
"""A calf bigger by this much, measured, counts in the clot score (Wells 2003)."""


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
    plan = _plan(vocabulary)
    facts = _with_computed(plan, facts)
    facts = _with_step_results(vocabulary, facts)
    sheet = CaseSheet(facts)
    known = (facts.age, facts.sex, facts.side)
    found: dict[FindingKey, Value] = {}
    for rule in plan.rules:
        values = _again(rule, known, sheet, plan.remembered)
        if values:
            # The rules further on read it; none before this one does.
            name = rule.field.id
            sheet.recorded[name] = {**sheet.recorded[name], **values}
            found.update(values)
    return facts.with_values(found) if found else facts


def step_conflicts(vocabulary: Vocabulary, facts: Facts) -> tuple[tuple[FindingKey, str], ...]:
    """Typed test results that their recorded steps contradict: the typed key and the steps' result.

    To be asked of the facts as entered, before `derive`.
    """
    found = []
    for test in STEP_TESTS:
        if test not in vocabulary.fields:
            continue
        for side in SIDES:
            result = neurodynamics.result_of(neurodynamics.steps_of(test, facts, side))
            positive = None if result is None else neurodynamics.is_positive(result)
            typed = facts.get(test, side)
            if result == neurodynamics.FAMILIAR_UNCHANGED:
                # Neither positive nor negative; only a typed positive claims what was not found.
                positive = None if typed is False else False
            if result and positive is not None and isinstance(typed, bool) and typed != positive:
                found.append((FindingKey(test, side), result))
    return tuple(found)


def _with_computed(plan: _Plan, facts: Facts) -> Facts:
    values: dict[FindingKey, Value] = {}
    for field in plan.computed:
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
        for side in SIDES
    }
    return {key: result for key, result in results.items() if result is not None}


def _girth_difference(field: FieldDef, facts: Facts) -> Mapping[FindingKey, Value]:
    """On which side the calf measures 3 cm or more over the other; silent unless both are known."""
    girths = {side: facts.get("calf_girth", side) for side in Side.BOTH.each}
    left, right = girths[Side.LEFT], girths[Side.RIGHT]
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return {}
    more = {Side.LEFT: left - right, Side.RIGHT: right - left}
    return {FindingKey(field.id, side): gap >= GIRTH_GAP_CM for side, gap in more.items()}


def _cancer_words(says: Callable[[str], bool], field: FieldDef, facts: Facts) -> _Found:
    """What the typed type of a cancer says; silent where nothing is typed."""
    text = facts.get("cancer_type")
    return {FindingKey(field.id): says(text)} if isinstance(text, str) and text.strip() else {}


def _not_computable(_field: FieldDef, _facts: Facts) -> Mapping[FindingKey, Value]:
    """Rules whose published weights are not available stay unknown."""
    return {}


COMPUTATIONS: Mapping[str, Callable[[FieldDef, Facts], Mapping[FindingKey, Value]]] = (
    MappingProxyType(
        {
            "irritability": _irritability,
            "neurodynamic_result": _neurodynamic_result,
            "girth_difference": _girth_difference,
            "no_cancer_named": partial(_cancer_words, names_no_cancer),
            "basal_cell_alone_named": partial(_cancer_words, names_basal_cell_alone),
            "not_computable": _not_computable,
        }
    )
)
"""The rules that a form may name under ``computed``."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A criterion with what it rests on, and the keys it may set by side, worked out beforehand."""

    field: FieldDef
    criterion: CompiledCriterion
    keys: Mapping[Side | None, FindingKey]


_Remembered: TypeAlias = dict[str, tuple[tuple[object, ...], dict[FindingKey, Value]]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a vocabulary derives: each rule rests only on those before it.

    ``remembered`` is what each rule gave last time, and from which findings.
    """

    computed: tuple[FieldDef, ...]
    rules: tuple[_Rule, ...]
    remembered: _Remembered


_plans: list[tuple[Vocabulary, _Plan]] = []
_PLANS_KEPT = 4


def _plan(vocabulary: Vocabulary) -> _Plan:
    """The plan of a vocabulary, kept for the last few: it is asked for on every keystroke."""
    for known, plan in _plans:
        if known is vocabulary:
            return plan
    computed = tuple(field for field in vocabulary.fields.values() if field.computed)
    plan = _Plan(computed, _in_order(vocabulary), {})
    _plans.insert(0, (vocabulary, plan))
    del _plans[_PLANS_KEPT:]
    return plan


def forget_cases() -> None:
    """Drop what was remembered of the last case (on leaving a visit): a saving of work only."""
    for _vocabulary, plan in _plans:
        plan.remembered.clear()


def _again(
    rule: _Rule, known: tuple[object, ...], sheet: CaseSheet, remembered: _Remembered
) -> dict[FindingKey, Value]:
    """What a rule gives, taken over from last time while nothing that it reads has changed."""
    name = rule.field.id
    recorded = sheet.recorded
    asked = (*known, *[recorded[one] for one in rule.criterion.findings], recorded[name])
    before = remembered.get(name)
    if before is None or before[0] != asked:
        before = remembered[name] = (asked, _worked_out(rule, sheet))
    return before[1]


def _in_order(vocabulary: Vocabulary) -> tuple[_Rule, ...]:
    criteria = CompiledCriteria(vocabulary)
    rules: dict[str, _Rule] = {}
    for name, field in vocabulary.fields.items():
        criterion = field.derived or field.implied_by
        if criterion is not None:
            keys = {side: FindingKey(name, side) for side in SIDES}
            rules[name] = _Rule(field, criteria.compiled(criterion), keys)
    depth: dict[str, int] = {}
    for name in rules:
        _depth(name, rules, depth, ())
    # Sorting keeps the order of the forms within one depth.
    return tuple(sorted(rules.values(), key=lambda rule: depth[rule.field.id]))


def _depth(
    name: str, rules: Mapping[str, _Rule], depth: dict[str, int], trail: tuple[str, ...]
) -> int:
    """How many rules stand below a finding; a circle, refused on reading, is cut off here."""
    if name not in rules or name in trail:
        return 0
    if name not in depth:
        below = (
            _depth(one, rules, depth, (*trail, name)) for one in rules[name].criterion.findings
        )
        depth[name] = 1 + max(below, default=0)
    return depth[name]


def _worked_out(rule: _Rule, sheet: CaseSheet) -> dict[FindingKey, Value]:
    criterion = rule.criterion
    if not any(sheet.recorded[name] for name in criterion.findings):
        return {}
    values: dict[FindingKey, Value] = {}
    for side in _sides(rule, sheet):
        if rule.field.sided:
            truth = criterion.truth_on(sheet, SIDES.index(side))
        else:
            truth = criterion.truth(sheet)
        if rule.field.derived is not None:
            if truth is not Truth.UNKNOWN:
                values[rule.keys[side]] = truth is Truth.YES
        elif truth is Truth.YES and not _entered(rule.keys[side], sheet):
            values[rule.keys[side]] = True
    return values


def _sides(rule: _Rule, sheet: CaseSheet) -> tuple[Side | None, ...]:
    """The sides on which a rule speaks: those on which something it rests on was recorded."""
    bound = rule.criterion.bound
    if not rule.field.sided or not bound:
        return (None,)
    recorded = {key.side for name in bound for key in sheet.recorded[name]}
    free = (name for name in rule.criterion.findings if name not in bound)
    if rule.field.implied_by is not None and any(sheet.recorded[name] for name in free):
        recorded.add(None)
    return tuple(side for side in SIDES if side in recorded)


def _entered(key: FindingKey, sheet: CaseSheet) -> bool:
    recorded = sheet.recorded[key.id]
    return key in recorded or any(one.side is None or key.side is None for one in recorded)
