"""The three-way comparison of two versions of a draft, and what comes of it.

The base is the last state that both versions grew from. A place that only one version changed
takes that change; a place that both changed is combined where nothing can be lost by it, and is
open otherwise: the clinician chooses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

from pt_chart.clinical.bodychart.marks import Mark
from pt_chart.clinical.content import dump
from pt_chart.clinical.findings import Answer
from pt_chart.clinical.merging.places import (
    CHART_ORDER,
    WHOLE_CARE,
    WHOLE_CHART,
    Place,
    Places,
    apart,
    is_order,
    together,
)
from pt_chart.clinical.visit import Visit


class Absent(Enum):
    """Nothing stands at a place: never recorded, or taken away."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


class Standing(StrEnum):
    """What the comparison makes of a place."""

    MINE = "mine"
    """Only this window changed it."""
    THEIRS = "theirs"
    """Only the other one did."""
    AGREED = "agreed"
    """Both made the same change."""
    COMBINED = "combined"
    """Both added, and both additions are kept."""
    OPEN = "open"
    """Both changed it in different ways."""


class Chosen(StrEnum):
    """Which version of a place the clinician takes."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place that at least one version changed; ``result`` is meaningless while it is open."""

    place: Place
    base: Any
    mine: Any
    theirs: Any
    result: Any
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose."""
        return self.standing is Standing.OPEN


class NotChosen(ValueError):
    """An open place was left open."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Both versions beside each other. ``differences`` come in the order of the places."""

    base: Visit
    mine: Visit
    theirs: Visit
    differences: tuple[Difference, ...]
    whole: frozenset[Place]

    @property
    def conflicts(self) -> tuple[Difference, ...]:
        """The places where somebody has to choose."""
        return tuple(one for one in self.differences if one.is_open)

    def settled(self, choices: Mapping[Place, Chosen] | None = None) -> Visit:
        """One visit out of both; it follows the revision of the stored version.

        Raises:
            NotChosen: a place is still open; its name is the message.
        """
        chosen = choices or {}
        places: Places = apart(self.base, self.whole)
        for one in self.differences:
            pick = chosen.get(one.place)
            if pick is None and one.is_open:
                raise NotChosen(str(one.place))
            value = one.result if pick is None else getattr(one, pick.value)
            if value is ABSENT:
                places.pop(one.place, None)
            else:
                places[one.place] = value
        return together(places, self.theirs)


def merge(base: Visit, mine: Visit, theirs: Visit) -> Merge:
    """Compare two versions of a draft that grew from one base, place by place."""
    whole = _not_comparable(base, mine, theirs)
    before, one, other = (apart(visit, whole) for visit in (base, mine, theirs))
    found = []
    for place in dict.fromkeys((*before, *one, *other)):
        values = [side.get(place, ABSENT) for side in (before, one, other)]
        if not (_identical(values[0], values[1]) and _identical(values[0], values[2])):
            found.append(_compared(place, *values))
    return Merge(base, mine, theirs, tuple(sorted(found, key=_in_order)), whole)


def _in_order(difference: Difference) -> tuple[bool, Place]:
    return not difference.is_open, difference.place


def _not_comparable(*versions: Visit) -> frozenset[Place]:
    """Parts to compare as one: drawings on different figures, a plan of care that came or went."""
    figures = {(visit.chart.figure_version, visit.chart.body) for visit in versions}
    plans = {visit.plan.care is None for visit in versions}
    found = {WHOLE_CHART} if len(figures) > 1 else set()
    return frozenset(found | ({WHOLE_CARE} if len(plans) > 1 else set()))


def _compared(place: Place, base: Any, mine: Any, theirs: Any) -> Difference:
    if _identical(base, theirs):
        return Difference(place, base, mine, theirs, mine, Standing.MINE)
    if _identical(base, mine):
        return Difference(place, base, mine, theirs, theirs, Standing.THEIRS)
    if _same(base, theirs):  # entered again as it was: no change
        return Difference(place, base, mine, theirs, mine, Standing.MINE)
    if _same(base, mine):
        return Difference(place, base, mine, theirs, theirs, Standing.THEIRS)
    if _same(mine, theirs):
        return Difference(place, base, mine, theirs, _later(mine, theirs), Standing.AGREED)
    combined = _combined(place, base, mine, theirs)
    standing = Standing.OPEN if combined is None else Standing.COMBINED
    return Difference(place, base, mine, theirs, combined, standing)


def _identical(one: Any, other: Any) -> bool:
    """Equal down to the types: 1, 1.0 and True are different answers."""
    return one is other or (one == other and repr(one) == repr(other))


def _same(one: Any, other: Any) -> bool:
    """Equal apart from when it was recorded."""
    if isinstance(one, Answer) and isinstance(other, Answer):
        return _identical(replace(one, at=None), replace(other, at=None))
    return _identical(one, other)


def _later(one: Any, other: Any) -> Any:
    if isinstance(one, Answer) and isinstance(other, Answer):
        return max(one, other, key=lambda answer: answer.at.isoformat() if answer.at else "")
    return one


def _combined(place: Place, base: Any, mine: Any, theirs: Any) -> Any:
    """What keeps both changes, None where there is no such thing."""
    known = () if base is ABSENT else base
    if is_order(place):
        order = _order(known, () if mine is ABSENT else mine, () if theirs is ABSENT else theirs)
        return known if order is None and place == CHART_ORDER else order
    if place.part == "chart" and place.field == "view" and ABSENT not in (mine, theirs):
        return _marks(known, mine, theirs)
    return None


def _order(
    base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]
) -> tuple[Any, ...] | None:
    """The order of a list after both changes; None when both moved things differently."""
    shared = set(base) & set(mine) & set(theirs)
    before, one, other = ([key for key in side if key in shared] for side in (base, mine, theirs))
    if one == other:
        kept = one
    elif before in (one, other):
        kept = one if before == other else other
    else:
        return None
    return (*kept, *sorted((set(mine) | set(theirs)) - shared))


def _marks(
    base: tuple[Mark, ...], mine: tuple[Mark, ...], theirs: tuple[Mark, ...]
) -> tuple[Mark, ...] | None:
    """Both drawings of a view; None where one erased or both changed one mark: order matters."""
    known = {mark.id: mark for mark in base}
    sides = [{mark.id: mark for mark in side} for side in (mine, theirs)]
    if any(_reordered(base, side) for side in (mine, theirs)):
        return None
    kept = []
    for ident, before in known.items():
        one, other = (side.get(ident) for side in sides)
        if before not in (one, other):
            return None
        after = other if one == before else one
        if after is not before and (before.erases or (after is not None and after.erases)):
            return None
        kept += [after] if after is not None else []
    added = [mark for side in (mine, theirs) for mark in side if mark.id not in known]
    if any(mark.erases for mark in added):
        return None
    once = {dump(replace(mark, id=0)): mark for mark in sorted(added, key=lambda mark: -mark.id)}
    return (*kept, *(once[text] for text in sorted(once)))


def _reordered(base: tuple[Mark, ...], side: tuple[Mark, ...]) -> bool:
    known, left = [mark.id for mark in base], {mark.id for mark in side}
    return [ident for ident in known if ident in left] != [
        mark.id for mark in side if mark.id in known
    ]
