"""The list of checks: every item of the checklist once, with number, weight, title, function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.result import (
    CannotTell,
    Fault,
    Outcome,
    Result,
    Weight,
)

Judge: TypeAlias = Callable[[Paper], Iterable[Fault]]
"""Gives the faults of a paper, none when the item holds; raises `CannotTell` when unknown."""

MOST_FAULTS = 12
"""Places named for one item; a file that is wrong everywhere need not list every word."""


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the checklist."""

    item: int
    weight: Weight
    title: str
    judge: Judge

    def run(self, paper: Paper) -> Result:
        """The verdict on a paper."""
        try:
            faults = tuple(islice(self.judge(paper), MOST_FAULTS))
        except CannotTell as unknown:
            return Result(self.item, self.weight, self.title, Outcome.UNKNOWN, (), str(unknown))
        outcome = Outcome.FAIL if faults else Outcome.PASS
        return Result(self.item, self.weight, self.title, outcome, faults)


def all_checks() -> Iterator[Check]:
    """Every item in the order of its number."""
    from pt_chart.documents.checking import (
        dose,
        file,
        layout,
        pictures,
        safety,
        typography,
        wording,
    )

    modules = (wording, dose, safety, typography, pictures, layout, file)
    found = [Check(*entry) for module in modules for entry in module.CHECKS]
    yield from sorted(found, key=lambda check: check.item)
