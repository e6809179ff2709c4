"""Criteria made ready once, so that a keystroke asks hundreds of them by a call, not a tree walk.

`evaluation` says what a criterion means; this module gives the same verdicts, and the tests hold
the two against each other. Nothing of a case stays here: what was judged is kept in its sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pt_chart.clinical.case_sheet import SIDES, UNBOUND, CaseSheet, Gathers, Truths
from pt_chart.clinical.compiled_connectives import (
    Part,
    compiled_all,
    compiled_any,
    compiled_at_least,
)
from pt_chart.clinical.compiled_tests import compiled_test, compiled_untested
from pt_chart.clinical.criteria import (
    All,
    Any,
    AtLeast,
    Criterion,
    Not,
    SharedCriteria,
    Test,
    Truth,
    Untested,
)
from pt_chart.clinical.evaluation import OPPOSITE, Verdict, findings_of, side_bound
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey, Value

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
_NOTHING = Verdict(UNKNOWN)


@dataclass(frozen=True, slots=True)
class CompiledCriterion:
    """One criterion, ready to be asked.

    ``findings`` are those it speaks of, ``bound`` those of its tests that say "same".
    ``truth_on`` and ``gather_on`` judge with "same" bound to one side, given by its place in
    `SIDES`; `truth` and `verdict` as `evaluation.evaluate` without a bound side. ``plain`` as in
    `Part`, and so is ``cost``.
    """

    number: int
    findings: tuple[str, ...]
    bound: tuple[str, ...]
    truth_on: Truths
    gather_on: Gathers
    plain: str = ""
    cost: int = 1

    def verdict(self, sheet: CaseSheet) -> Verdict:
        """The verdict on the whole sheet, a rule about one side holding on any side."""
        if not self.bound:
            return self.verdict_on(sheet, UNBOUND)
        truth = self.truth(sheet)
        keys: dict[FindingKey, None] = {}
        for side in self._sides(sheet):
            if truth is not YES or self.truth_on(sheet, side) is YES:
                self.gather_on(sheet, side, keys)
        return Verdict(truth, tuple(keys))

    def verdict_on(self, sheet: CaseSheet, side: int) -> Verdict:
        """The verdict with "same" bound to one side."""
        if self.plain:
            return self._plain_verdict(sheet.recorded[self.plain])
        keys: dict[FindingKey, None] = {}
        self.gather_on(sheet, side, keys)
        return Verdict(self.truth_on(sheet, side), tuple(keys))

    def _plain_verdict(self, recorded: Mapping[FindingKey, Value]) -> Verdict:
        yes = [key for key, value in recorded.items() if value]
        if yes:
            return Verdict(YES, tuple(yes))
        return Verdict(NO, tuple(recorded)) if recorded else _NOTHING

    def truth(self, sheet: CaseSheet) -> Truth:
        """The truth alone: the first part that settles it is enough."""
        if not self.bound:
            return self.truth_on(sheet, UNBOUND)
        found = NO
        for side in self._sides(sheet):
            one = self.truth_on(sheet, side)
            if one is YES:
                return one
            if one is UNKNOWN:
                found = one
        return found

    def _sides(self, sheet: CaseSheet) -> list[int]:
        sides = {key.side for finding in self.bound for key in sheet.recorded[finding]}
        return [place for place, side in enumerate(SIDES) if side in sides] or [UNBOUND]


class CompiledCriteria:
    """The compiled criteria of one vocabulary; equal criteria are compiled, and judged, once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._fields = vocabulary.fields
        self._shared = SharedCriteria()
        self._made: dict[int, CompiledCriterion] = {}
        # The objects are kept, so that no other one ever stands under their identity.
        self._given: dict[int, tuple[Criterion, CompiledCriterion]] = {}

    def __len__(self) -> int:
        return len(self._made)

    def compiled(self, criterion: Criterion) -> CompiledCriterion:
        """The compiled form of a criterion, made at the first call."""
        known = self._given.get(id(criterion))
        if known is None:
            known = criterion, self._compiled(self._shared.share(criterion))
            self._given[id(criterion)] = known
        return known[1]

    def _compiled(self, criterion: Criterion) -> CompiledCriterion:
        found = self._made.get(id(criterion))
        if found is None:
            part = self._work(criterion)
            bound = side_bound(criterion)
            number = len(self._made)
            # Remembering the simplest tests would cost more than judging them again.
            cheap = part.plain or part.cheap
            truth = part.truth if cheap else _once(part.truth, number, bool(bound))
            found = CompiledCriterion(
                number, findings_of(criterion), bound, truth, part.gather, part.plain, part.cost
            )
            self._made[id(criterion)] = found
        return found

    def _work(self, criterion: Criterion) -> Part:
        match criterion:
            case Test():
                return compiled_test(criterion, self._fields.get(criterion.finding))
            case Untested(finding=finding, sides=sides):
                return compiled_untested(finding, sides)
            case Not(of=part):
                inner = self._compiled(part)
                return Part(
                    lambda sheet, side: OPPOSITE[inner.truth_on(sheet, side)],
                    inner.gather_on,
                    cost=inner.cost,
                )
            case All(of=parts):
                return compiled_all(self._parts(parts))
            case Any(of=parts):
                found = compiled_any(self._parts(parts))
                guarded = _guarded(parts)
                return (
                    found._replace(truth=_guard(guarded), cheap=True, cost=1) if guarded else found
                )
            case AtLeast(count=count, of=parts):
                return compiled_at_least(count, self._parts(parts))

    def _parts(self, criteria: tuple[Criterion, ...]) -> list[Part]:
        compiled = [self._compiled(criterion) for criterion in criteria]
        return [Part(one.truth_on, one.gather_on, one.plain, cost=one.cost) for one in compiled]


def _guarded(parts: tuple[Criterion, ...]) -> str:
    """The finding of a guard ("untested, or not so") on any side, "" for another criterion."""
    match parts:
        case (Untested(finding=name, sides="any"), Not(of=Test() as test)):
            plain = test.bare and test.sides == "any" and test.level is None
            return name if plain and test.finding == name else ""
    return ""


def _guard(finding: str) -> Truths:
    """A guard judged at once: NO only where somebody recorded a yes."""

    def truth(sheet: CaseSheet, _side: int) -> Truth:
        for value in sheet.recorded[finding].values():
            if value:
                return NO
        return YES

    return truth


def _once(work: Truths, number: int, bound: bool) -> Truths:
    """Judged once per sheet, and side where it matters."""
    first = number * len(SIDES)

    def truth(sheet: CaseSheet, side: int) -> Truth:
        found = sheet.truths.get(first)
        if found is None:
            found = sheet.truths[first] = work(sheet, side)
        return found

    def truth_on(sheet: CaseSheet, side: int) -> Truth:
        found = sheet.truths.get(first + side)
        if found is None:
            found = sheet.truths[first + side] = work(sheet, side)
        return found

    return truth_on if bound else truth
