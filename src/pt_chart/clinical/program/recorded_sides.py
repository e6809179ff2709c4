"""Which leg the recorded findings speak of, held against the case's main side."""

from __future__ import annotations

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program.places import IN_LEGS, PLACES
from pt_chart.clinical.sides import Side

UNSIDED = ("back_pain", "sacral_pain", "tailbone_pain")
"""Complaints of no side: with one of them the main side may be meant for something else."""

OF_A_SIDE = tuple(dict.fromkeys((*IN_LEGS, *(id for place in PLACES.values() for id in place))))
"""Symptoms: a nerve test of the other leg alone may well be meant."""


def recorded_sides(facts: Facts) -> frozenset[Side]:
    """LEFT, RIGHT or both, by the symptoms that are recorded as there."""
    sides = {
        key.side
        for id in OF_A_SIDE
        for key, value in facts.recorded(id).items()
        if value is True and key.side is not None
    }
    return frozenset(one for side in sides for one in side.each)


def elsewhere(facts: Facts) -> str:
    """What speaks of the other side alone, in words; "" where the main side is borne out.

    Nothing recorded of any side speaks against none.
    """
    main, sides = facts.side, recorded_sides(facts)
    if main is None or not sides or sides >= set(main.each):
        return ""
    if main is not Side.BOTH and main in sides:
        return ""
    return " and ".join(side.spelled for side in sorted(sides, key=list(Side).index))


def unsided_complaint(facts: Facts) -> bool:
    """Whether a complaint without a side is recorded too."""
    return any(value is True for id in UNSIDED for value in facts.recorded(id).values())
