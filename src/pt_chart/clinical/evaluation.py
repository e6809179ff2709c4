"""Three-valued evaluation of criteria over the facts of a case."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from pt_chart.clinical.criteria import All, Any, AtLeast, Criterion, Not, Test, Truth, Untested
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.grades import grade_rank
from pt_chart.clinical.sides import Side

AGE = "age"
SEX = "sex"
SIDES_WORDS = ("any", "both", "main", "other", "same")


class Verdict(NamedTuple):
    """The truth of a criterion and the facts it rests on.

    ``keys`` are, for YES, the recorded findings that make it so; for NO, those that rule it out;
    for UNKNOWN, what is recorded so far. Patient data stand there as ``FindingKey("age")`` and
    ``FindingKey("sex")``. Order is that of the criterion, without repeats.
    """

    truth: Truth
    keys: tuple[FindingKey, ...] = ()


def evaluate(criterion: Criterion, facts: Facts, side: Side | None = None) -> Verdict:
    """Judge a criterion on the facts, with ``side`` bound to every test that says "same".

    Without a bound side, a criterion that says "same" holds when it holds for the left as a
    whole, for the right as a whole, or for findings whose side was not recorded; only those of
    the three on which a bound finding is recorded count. A value of a type that cannot be compared
    counts as unknown, never as no.
    """
    if side is Side.BOTH:
        return _every([evaluate(criterion, facts, each) for each in Side.BOTH.each])
    if side is None and (bound := side_bound(criterion)):
        return _on_some_side(criterion, facts, bound)
    return _judge(criterion, facts, side)


def holds(criterion: Criterion, facts: Facts, side: Side | None = None) -> bool:
    """Whether the criterion is YES; both NO and UNKNOWN are False."""
    return evaluate(criterion, facts, side).truth is Truth.YES


def evaluate_bound(criterion: Criterion, facts: Facts, side: Side | None) -> Verdict:
    """Judge with "same" bound to exactly one side; None = findings whose side was not recorded."""
    return _judge(criterion, facts, side)


def findings_of(criterion: Criterion) -> tuple[str, ...]:
    """The finding ids a criterion speaks of, in order, without repeats ("age", "sex" included)."""
    match criterion:
        case Test(finding=finding) | Untested(finding=finding):
            return (finding,)
        case Not(of=part):
            return findings_of(part)
        case All(of=parts) | Any(of=parts) | AtLeast(of=parts):
            return tuple(dict.fromkeys(name for part in parts for name in findings_of(part)))


def side_bound(criterion: Criterion) -> tuple[str, ...]:
    """The findings of the tests that say "same", that is hang on the side a rule is bound to."""
    match criterion:
        case Test(finding=finding, sides=sides) | Untested(finding=finding, sides=sides):
            return (finding,) if sides == "same" else ()
        case Not(of=part):
            return side_bound(part)
        case All(of=parts) | Any(of=parts) | AtLeast(of=parts):
            return tuple(finding for part in parts for finding in side_bound(part))


def _judge(criterion: Criterion, facts: Facts, side: Side | None) -> Verdict:
    # Many rules share their parts. The criterion is kept beside its verdict, so that another
    # object under the same identity is never taken for it.
    place = (id(criterion), side)
    known = facts.remembered.get(place)
    if known is not None and known[0] is criterion:
        found: Verdict = known[1]
        return found
    verdict = _work_out(criterion, facts, side)
    facts.remembered[place] = (criterion, verdict)
    return verdict


def _work_out(criterion: Criterion, facts: Facts, side: Side | None) -> Verdict:
    match criterion:
        case Test():
            return _judge_test(criterion, facts, side)
        case All(of=parts):
            return _every([_judge(part, facts, side) for part in parts])
        case Any(of=parts):
            return _some([_judge(part, facts, side) for part in parts])
        case Not(of=part):
            verdict = _judge(part, facts, side)
            return Verdict(OPPOSITE[verdict.truth], verdict.keys)
        case AtLeast(count=count, of=parts):
            return _at_least(count, [_judge(part, facts, side) for part in parts])
        case Untested(finding=finding, sides=sides):
            recorded = _recorded(finding, facts)
            keys = tuple(key for key in recorded if _stands_on(key, sides, side, facts.side))
            return Verdict(Truth.NO if keys else Truth.YES, keys)


def _stands_on(key: FindingKey, sides: str, bound: Side | None, main: Side | None) -> bool:
    """Whether a recorded finding is on the sides that `Untested` asks about."""
    if sides == "any":
        return True
    if sides == "same":
        return key.side is bound
    if main is None or key.side is None:
        return False
    return (key.side in main.each) is (sides == "main")


_YES, _NO = Truth.YES, Truth.NO
OPPOSITE = {Truth.YES: Truth.NO, Truth.NO: Truth.YES, Truth.UNKNOWN: Truth.UNKNOWN}
"""What NOT makes of a truth."""


def _on_some_side(criterion: Criterion, facts: Facts, bound: Iterable[str]) -> Verdict:
    return _some([_judge(criterion, facts, side) for side in _sides_of(facts, bound)])


def _sides_of(facts: Facts, bound: Iterable[str]) -> list[Side | None]:
    # A side nobody examined must neither hold the answer open nor close it.
    sides = {key.side for finding in bound for key in _recorded(finding, facts)}
    return [side for side in (Side.LEFT, Side.RIGHT, None) if side in sides] or [None]


def _every(parts: list[Verdict]) -> Verdict:
    truth = Truth.YES
    for part in parts:
        if part.truth is Truth.NO:
            return Verdict(Truth.NO, _keys(parts, Truth.NO))
        if part.truth is Truth.UNKNOWN:
            truth = Truth.UNKNOWN
    return Verdict(truth, _keys(parts))


def _some(parts: list[Verdict]) -> Verdict:
    truth = Truth.NO
    for part in parts:
        if part.truth is Truth.YES:
            return Verdict(Truth.YES, _keys(parts, Truth.YES))
        if part.truth is Truth.UNKNOWN:
            truth = Truth.UNKNOWN
    return Verdict(truth, _keys(parts))


def _at_least(count: int, parts: list[Verdict]) -> Verdict:
    yes = sum(part.truth is Truth.YES for part in parts)
    no = sum(part.truth is Truth.NO for part in parts)
    if yes >= count:
        return Verdict(Truth.YES, _keys(parts, Truth.YES))
    if len(parts) - no < count:
        return Verdict(Truth.NO, _keys(parts, Truth.NO))
    return Verdict(Truth.UNKNOWN, _keys(parts))


def _keys(parts: Iterable[Verdict], truth: Truth | None = None) -> tuple[FindingKey, ...]:
    wanted = [part.keys for part in parts if part.keys and (truth is None or part.truth is truth)]
    if len(wanted) == 1:
        return wanted[0]
    if not wanted:
        return ()
    return tuple(dict.fromkeys(chain.from_iterable(wanted)))


def _judge_test(test: Test, facts: Facts, side: Side | None) -> Verdict:
    recorded = _recorded(test.finding, facts, test.level)
    if not recorded:
        return _NOTHING_RECORDED
    if test.sides == "both":
        return _every([_judge_values(test, _on(recorded, one)) for one in Side.BOTH.each])
    if test.sides == "any":
        return _judge_values(test, recorded.items())
    if test.sides == "same":
        return _judge_values(test, _on(recorded, side))
    if facts.side is None:
        return _NOTHING_RECORDED
    main = facts.side.each
    wanted = main if test.sides == "main" else tuple(s for s in Side.BOTH.each if s not in main)
    return _judge_values(test, [(key, v) for key, v in recorded.items() if key.side in wanted])


_NOTHING_RECORDED = Verdict(Truth.UNKNOWN)


def _on(recorded: Mapping[FindingKey, Value], side: Side | None) -> list[tuple[FindingKey, Value]]:
    return [(key, value) for key, value in recorded.items() if key.side is side]


def _recorded(finding: str, facts: Facts, level: str | None = None) -> Mapping[FindingKey, Value]:
    if finding not in (AGE, SEX):
        found = facts.by_finding.get(finding, _NONE)
        if level is None or not found:
            return found
        return {key: value for key, value in found.items() if key.level == level}
    value = facts.age if finding == AGE else facts.sex
    return _NONE if value is None else {FindingKey(finding): value}


_NONE: Mapping[FindingKey, Value] = MappingProxyType({})


def _judge_values(test: Test, recorded: Collection[tuple[FindingKey, Value]]) -> Verdict:
    if test.bare and recorded:
        # By far the most common test.
        present = [key for key, value in recorded if value]
        if present:
            return Verdict(_YES, tuple(present))
        return Verdict(_NO, tuple([key for key, _ in recorded]))
    yes: list[FindingKey] = []
    unknown = not recorded
    for key, value in recorded:
        truth = value_satisfies(test, value)
        if truth is Truth.YES:
            yes.append(key)
        elif truth is Truth.UNKNOWN:
            unknown = True
    if yes:
        return Verdict(Truth.YES, tuple(yes))
    keys = tuple([key for key, _ in recorded])
    return Verdict(Truth.UNKNOWN if unknown else Truth.NO, keys)


def value_satisfies(test: Test, value: Value) -> Truth:
    """Whether one recorded value satisfies a test's comparisons (its side and level aside)."""
    if test.bare:
        return Truth.YES if value else Truth.NO
    truths = _compared(test, value)
    if test.equals is not None:
        truths.append(_equal(test.equals, value))
    if test.one_of:
        equal = [_equal(one, value) for one in test.one_of]
        truths.append(next(one for one in _STRONGEST if one in equal))
    # Nearly every test compares once.
    return truths[0] if len(truths) == 1 else next(one for one in _WEAKEST if one in truths)


_STRONGEST = (Truth.YES, Truth.UNKNOWN, Truth.NO)
_WEAKEST = (Truth.NO, Truth.UNKNOWN, Truth.YES)


def _equal(wanted: Value, value: Value) -> Truth:
    if isinstance(value, tuple):
        parts = wanted if isinstance(wanted, tuple) else (wanted,)
        same = all(part in value for part in parts)
    elif isinstance(wanted, bool) or isinstance(value, bool):
        # True == 1 in Python, but "yes" is not the number one.
        if not (isinstance(wanted, bool) and isinstance(value, bool)):
            return Truth.UNKNOWN
        same = wanted is value
    else:
        same = wanted == value
        if not same and (rank := rank_of(wanted)) is not None:
            same = rank == rank_of(value)
    return Truth.YES if same else Truth.NO


def _compared(test: Test, value: Value) -> list[Truth]:
    if test.at_least is test.at_most is test.above is test.below is None:
        return []
    limits: tuple[tuple[float | str | None, Callable[[float, float], bool]], ...] = (
        (test.at_least, operator.ge),
        (test.at_most, operator.le),
        (test.above, operator.gt),
        (test.below, operator.lt),
    )
    truths = []
    for limit, relation in limits:
        if limit is None:
            continue
        left, right = rank_of(value), rank_of(limit)
        if left is None or right is None:
            truths.append(Truth.UNKNOWN)
        else:
            truths.append(Truth.YES if relation(left, right) else Truth.NO)
    return truths


def rank_of(value: Value) -> float | None:
    """A number, or a grade's place on its scale; None where there is no order."""
    if isinstance(value, bool | tuple):
        return None
    if isinstance(value, str):
        # A choice is no grade; saying so by an error each time would cost more than the rest.
        if not value.strip()[:1].isdigit():
            return None
        try:
            return grade_rank(value)
        except ValueError:
            return None
    return float(value)
