"""Conditions over findings, in three-valued logic: yes, no, unknown.

Flags, safety rules, published models, derived findings, comparisons and show-when all speak this
one small language. Unknown never becomes no by itself: see `Truth`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from pt_chart.clinical.findings import Value


class Truth(Enum):
    """Kleene truth: what is not recorded is UNKNOWN, and stays so through the connectives."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    # Members are compared by identity; Enum's own hash is written in Python.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Test:
    """A statement about one finding; every given part must hold.

    ``equals`` compares the value (a bare test means "is true", or "is present" for several/text);
    ``one_of`` membership, for several: any in common; ``at_least``/``at_most``/``above``/``below``
    compare numbers, or grades by rank; ``sides``: "any" (default), "both", "main" (the case's
    main side), "other" (not the main side), "same" (the side the whole rule is bound to).
    The ids "age" and "sex" speak of the patient.
    """

    __test__ = False

    finding: str
    equals: Value | None = None
    one_of: tuple[Value, ...] = ()
    at_least: float | str | None = None
    at_most: float | str | None = None
    above: float | str | None = None
    below: float | str | None = None
    level: str | None = None
    sides: str = "any"
    bare: bool = field(init=False, repr=False, compare=False)
    """Whether nothing is compared: the test says "is true", or "is present"."""

    def __post_init__(self) -> None:
        limits = (self.equals, self.at_least, self.at_most, self.above, self.below)
        bare = not self.one_of and all(limit is None for limit in limits)
        object.__setattr__(self, "bare", bare)


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds; NO as soon as one is NO."""

    of: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Holds when one part holds; NO only when all are NO."""

    of: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite; unknown stays unknown."""

    of: Criterion


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Holds when at least ``count`` parts hold; NO when too few can still hold."""

    count: int
    of: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Untested:
    """Holds (YES) when the finding has no recorded value, else NO; never unknown.

    ``sides``: "any" (default), "same" for the side the whole rule is bound to, "main" and "other"
    as in `Test`; without a main side nothing stands on it. "age" and "sex" speak of the patient
    here too.
    """

    finding: str
    sides: str = "any"


Criterion: TypeAlias = Test | All | Any | Not | AtLeast | Untested


def speaking_part(criterion: Criterion) -> Criterion:
    """The criterion without its guards: what speaks where the whole holds.

    A guard is a part of an All that lets an untested finding pass ("untested, or not so"): it keeps
    a rule from holding and is no reason why it does. The same object where there is none.
    """
    if not isinstance(criterion, All):
        return criterion
    kept = tuple(speaking_part(part) for part in criterion.of if not _guards(part))
    if not kept or kept == criterion.of:
        return criterion
    return kept[0] if len(kept) == 1 else All(kept)


def _guards(part: Criterion) -> bool:
    return isinstance(part, Any) and any(
        isinstance(one, Untested) or (isinstance(one, All) and all(map(_guards, one.of)))
        for one in part.of
    )


class SharedCriteria:
    """Gives equal criteria as one object, so that a case judges each of them once.

    Types tell values apart as well: "is true" and "equals 1" stay two criteria.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Criterion] = {}

    def share(self, criterion: Criterion) -> Criterion:
        """The first criterion met that says the same, its parts shared too."""
        match criterion:
            case All(of=parts) | Any(of=parts) | AtLeast(of=parts):
                shared = tuple(self.share(part) for part in parts)
                criterion = replace(criterion, of=shared)
                count = criterion.count if isinstance(criterion, AtLeast) else None
                key: tuple[object, ...] = (type(criterion), count, *map(id, shared))
            case Not(of=part):
                inner = self.share(part)
                criterion, key = Not(inner), (Not, id(inner))
            case Untested(finding=finding, sides=sides):
                key = (Untested, finding, sides)
            case Test():
                key = (Test, repr(criterion))
        return self._known.setdefault(key, criterion)
