"""The leaves of compiled criteria: tests of one finding, ready for a case."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable
from typing import TypeAlias

from pt_chart.clinical.case_sheet import SIDES, CaseSheet
from pt_chart.clinical.compiled_connectives import Part, compiled_all
from pt_chart.clinical.criteria import Test, Truth
from pt_chart.clinical.evaluation import AGE, SEX, rank_of, value_satisfies
from pt_chart.clinical.fields import MRC_GRADES, REFLEX_GRADES, FieldDef, FieldKind
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
_Pairs: TypeAlias = Collection[tuple[FindingKey, Value]]
_Chosen: TypeAlias = Callable[[CaseSheet, int], _Pairs]


def compiled_untested(finding: str, sides: str = "any") -> Part:
    """Whether nobody recorded a finding on the sides that `Untested` names."""

    def truth(sheet: CaseSheet, _side: int) -> Truth:
        return NO if sheet.recorded[finding] else YES

    def gather(sheet: CaseSheet, _side: int, keys: dict[FindingKey, None]) -> None:
        keys.update(dict.fromkeys(sheet.recorded[finding]))

    def truth_on_same(sheet: CaseSheet, side: int) -> Truth:
        return NO if any(key.side is SIDES[side] for key in sheet.recorded[finding]) else YES

    def gather_on_same(sheet: CaseSheet, side: int, keys: dict[FindingKey, None]) -> None:
        recorded = sheet.recorded[finding]
        keys.update(dict.fromkeys(key for key in recorded if key.side is SIDES[side]))

    if sides == "any":
        return Part(truth, gather)
    if sides == "same":
        return Part(truth_on_same, gather_on_same)
    return _untested_of_main(finding, sides)


def _untested_of_main(finding: str, sides: str) -> Part:
    """As above, on the case's main side or on the other one."""
    chosen = _chosen(Test(finding, sides=sides))

    def truth(sheet: CaseSheet, side: int) -> Truth:
        return NO if chosen(sheet, side) else YES

    def gather(sheet: CaseSheet, side: int, keys: dict[FindingKey, None]) -> None:
        keys.update(dict.fromkeys(key for key, _value in chosen(sheet, side)))

    return Part(truth, gather)


def compiled_test(test: Test, field: FieldDef | None) -> Part:
    """A test of one finding, ``field`` being its definition where there is one."""
    judge = satisfier(test, field)
    if test.sides == "both":
        # Two tests, each of one side; without a recorded side both are unknown.
        return compiled_all([_leaf(_chosen(test, one), test, judge) for one in Side.BOTH.each])
    return _leaf(_chosen(test), test, judge)


def _leaf(chosen: _Chosen, test: Test, judge: Callable[[Value], Truth]) -> Part:
    if test.bare and test.sides == "any" and test.level is None:
        return _plain_leaf(test.finding)

    def truth(sheet: CaseSheet, side: int) -> Truth:
        pairs = chosen(sheet, side)
        found = NO if pairs else UNKNOWN
        for _key, value in pairs:
            one = judge(value)
            if one is YES:
                return one
            if one is UNKNOWN:
                found = one
        return found

    def gather(sheet: CaseSheet, side: int, keys: dict[FindingKey, None]) -> None:
        pairs = chosen(sheet, side)
        for key in [key for key, value in pairs if judge(value) is YES] or [
            key for key, _ in pairs
        ]:
            keys[key] = None

    return Part(truth, gather, cost=2)


def _plain_leaf(finding: str) -> Part:
    def truth(sheet: CaseSheet, _side: int) -> Truth:
        recorded = sheet.recorded[finding]
        for value in recorded.values():
            if value:
                return YES
        return NO if recorded else UNKNOWN

    def gather(sheet: CaseSheet, _side: int, keys: dict[FindingKey, None]) -> None:
        recorded = sheet.recorded[finding]
        for key in [key for key, value in recorded.items() if value] or recorded:
            keys[key] = None

    return Part(truth, gather, finding)


def _chosen(test: Test, fixed: Side | None = None) -> _Chosen:
    """Picks the recorded values that a test speaks of: its finding, level and sides."""
    finding, sides = test.finding, test.sides
    recorded = _recorded(test)

    def on_fixed(sheet: CaseSheet, _side: int) -> _Pairs:
        return [pair for pair in recorded(sheet) if pair[0].side is fixed]

    def on_same(sheet: CaseSheet, side: int) -> _Pairs:
        wanted = SIDES[side]
        return [pair for pair in recorded(sheet) if pair[0].side is wanted]

    def on_main_or_other(sheet: CaseSheet, _side: int) -> _Pairs:
        if sheet.side is None:
            return ()
        main = sheet.side.each
        wanted = main if sides == "main" else [one for one in Side.BOTH.each if one not in main]
        return [pair for pair in recorded(sheet) if pair[0].side in wanted]

    if fixed is not None:
        return on_fixed
    if sides == "any" and test.level is None:
        return lambda sheet, _side: sheet.recorded[finding].items()
    if sides == "any":
        return lambda sheet, _side: recorded(sheet)
    return on_same if sides == "same" else on_main_or_other


def _recorded(test: Test) -> Callable[[CaseSheet], _Pairs]:
    finding, level = test.finding, test.level
    if level is None or finding in (AGE, SEX):
        return lambda sheet: sheet.recorded[finding].items()
    return lambda sheet: [
        pair for pair in sheet.recorded[finding].items() if pair[0].level == level
    ]


def satisfier(test: Test, field: FieldDef | None = None) -> Callable[[Value], Truth]:
    """`evaluation.value_satisfies` of one test, ready for the values that ``field`` can take."""
    if test.bare:
        return lambda value: YES if value else NO
    known = {word: value_satisfies(test, word) for word in _words(field)}
    compares_only = test.equals is None and not test.one_of
    within = _limits(test)
    among = _among(test)

    def satisfied(value: Value) -> Truth:
        if type(value) is str:
            return known.get(value) or value_satisfies(test, value)
        if among is not None and type(value) is tuple:
            return NO if among.isdisjoint(value) else YES
        if compares_only and (type(value) is int or type(value) is float):
            return within(float(value))
        return value_satisfies(test, value)

    return satisfied


def _among(test: Test) -> frozenset[Value] | None:
    """The words of which one is enough, of a test that asks nothing else of a list of words."""
    wanted = test.one_of or ((test.equals,) if test.equals is not None else ())
    limits = (test.at_least, test.at_most, test.above, test.below)
    both = bool(test.one_of) and test.equals is not None
    if both or any(limit is not None for limit in limits):
        return None
    return frozenset(wanted) if wanted and all(type(one) is str for one in wanted) else None


def _words(field: FieldDef | None) -> Iterable[str]:
    """The texts that a field offers: judged beforehand. What people type is never kept."""
    if field is None:
        return ()
    grades = {FieldKind.MRC: MRC_GRADES, FieldKind.REFLEX: REFLEX_GRADES}
    return grades.get(field.kind) or [choice.id for choice in field.choices]


def _limits(test: Test) -> Callable[[float], Truth]:
    compared = (
        (operator.ge, test.at_least),
        (operator.le, test.at_most),
        (operator.gt, test.above),
        (operator.lt, test.below),
    )
    limits = [(holds, rank_of(limit)) for holds, limit in compared if limit is not None]

    def within(value: float) -> Truth:
        found = YES
        for holds, limit in limits:
            if limit is None:
                found = UNKNOWN
            elif not holds(value, limit):
                return NO
        return found

    return within
