"""What a check of a handout can say: pass, fail with place and fix, or cannot tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """How much an item counts."""

    MUST = "M"
    SHOULD = "S"


class Outcome(StrEnum):
    """What is known about an item."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    UNKNOWN = "cannot tell"


class NotAHandout(Exception):
    """The bytes are no PDF that can be read; the message says why and what to do."""


class CannotTell(Exception):
    """The file alone does not say whether an item holds; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where an item does not hold, and what to do about it."""

    place: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}; {self.fix}"


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on one item; ``reason`` says why it cannot be told, "" otherwise."""

    item: int
    weight: Weight
    title: str
    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts on all items, in the order of their numbers.

    ``language`` is that of the sheet; ``unreviewed`` that it says itself that nobody signed its
    translation off.
    """

    results: tuple[Result, ...]
    language: str = "en"
    unreviewed: bool = False

    def with_outcome(self, outcome: Outcome, weight: Weight | None = None) -> tuple[Result, ...]:
        """The results with an outcome, of one weight or of both."""
        return tuple(
            one
            for one in self.results
            if one.outcome is outcome and (weight is None or one.weight is weight)
        )

    @property
    def acceptable(self) -> bool:
        """Whether no item that must hold fails."""
        return not self.with_outcome(Outcome.FAIL, Weight.MUST)

    def lines(self) -> Iterator[str]:
        """The report for a terminal."""
        for one in self.results:
            yield f"{one.item:2} {one.weight} {one.outcome:11} {one.title}"
            if one.reason:
                yield f"      {one.reason}"
            for fault in one.faults:
                yield f"      {fault}"
        must = Weight.MUST
        passed, failed, unknown = (
            len(self.with_outcome(outcome, must))
            for outcome in (Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN)
        )
        should = len(self.with_outcome(Outcome.FAIL, Weight.SHOULD))
        if self.remark:
            yield self.remark
        yield (
            f"must: {passed} pass, {failed} fail, {unknown} cannot be told; should: {should} fail"
        )

    @property
    def remark(self) -> str:
        """What the numbers do not say: a translation that nobody signed off."""
        if not self.unreviewed:
            return ""
        return f"The words ({self.language}) are unreviewed: no clinician of it signed them off."

    def data(self) -> dict[str, Any]:
        """The report as `pt-chart check-handout --json` prints it."""
        items = [
            {
                "item": one.item,
                "weight": one.weight.value,
                "title": one.title,
                "outcome": one.outcome.value,
                "reason": one.reason,
                "faults": [
                    {"place": fault.place, "message": fault.message, "fix": fault.fix}
                    for fault in one.faults
                ],
            }
            for one in self.results
        ]
        return {
            "version": 1,
            "acceptable": self.acceptable,
            "language": self.language,
            "unreviewed": self.unreviewed,
            "items": items,
        }
