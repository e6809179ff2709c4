"""Flags that one suspicion raises: the most urgent leads, the others are named under it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pt_chart.clinical.reasoning.results import RaisedFlag


@dataclass(frozen=True, slots=True)
class JoinedFlags:
    """A flag that leads, and the flags of its family that are no more urgent than it."""

    lead: RaisedFlag
    with_it: tuple[RaisedFlag, ...] = ()


def joined(flags: Iterable[RaisedFlag]) -> tuple[JoinedFlags, ...]:
    """The flags by suspicion, in the order of their leads; none is left out.

    Flags of one family (a name that the rules share) belong together: weakness of one leg raises
    a flag by its grade and one as a foot drop. A flag without a family stands alone.
    """
    ordered = sorted(flags, key=lambda flag: flag.tier.rank)
    groups: dict[str, list[RaisedFlag]] = {}
    for flag in ordered:
        groups.setdefault(flag.family or f"alone {flag.id}", []).append(flag)
    return tuple(JoinedFlags(first, tuple(rest)) for first, *rest in groups.values())
