"""Where a case hurts, in the few places that a handout names."""

from __future__ import annotations

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.sides import Side

PLACES = {
    "leg": (
        *("leg_pain", "thigh_pain", "posterior_thigh_pain", "lateral_thigh_pain"),
        *("anterior_thigh_pain", "medial_thigh_pain", "knee_pain", "posterior_knee_pain"),
        *("calf_pain", "shin_pain", "lateral_leg_pain", "medial_leg_pain", "ankle_pain"),
        *("foot_pain", "heel_pain", "sole_pain"),
    ),
    "buttock": ("buttock_pain", "sit_bone_pain"),
    "back": ("back_pain",),
    "pelvis": ("sij_region_pain", "sacral_pain"),
    "tailbone": ("tailbone_pain",),
    "groin": ("groin_pain",),
    "hip": ("hip_pain", "lateral_hip_pain"),
}
"""Findings by place; what is in no leg does not travel down one."""

PARTS = {
    "knee": ("knee_pain", "posterior_knee_pain"),
    "calf": ("calf_pain",),
    "shin": ("shin_pain",),
    "ankle": ("ankle_pain",),
    "foot": ("foot_pain", "heel_pain", "sole_pain"),
}
"""Parts of a leg that pain may be kept to."""

BOTH = ("bilateral_leg_symptoms", "numbness_both_soles", "numbness_both_legs")
IN_LEGS = (*PLACES["leg"], "numbness", "tingling", "numb_skin", "heaviness", "cramping_pain")


def pain_places(facts: Facts) -> tuple[str, ...]:
    """The places (keys of `PLACES`) where pain was recorded."""
    return tuple(
        place
        for place, findings in PLACES.items()
        if any(value is True for id in findings for value in facts.recorded(id).values())
    )


def part_of_leg(facts: Facts) -> str:
    """The one part (key of `PARTS`) that all pain of a leg was recorded at; "" = none or more.

    Leg pain in general says nothing of where: it follows from pain of a calf.
    """
    there = {
        id for id in PLACES["leg"] if any(value is True for value in facts.recorded(id).values())
    } - {"leg_pain"}
    return next((part for part, ids in PARTS.items() if there and there <= set(ids)), "")


def joint_of_leg(facts: Facts) -> str:
    """As `part_of_leg` for knee, ankle and foot, where nothing says that the leg itself hurts."""
    part = part_of_leg(facts)
    leg = any(value is True for value in facts.recorded("leg_pain").values())
    return part if part in ("knee", "ankle", "foot") and not leg else ""


def both_legs(facts: Facts) -> bool:
    """Whether symptoms of both legs are recorded, by a question for both or side by side."""
    if any(value is True for id in BOTH for value in facts.recorded(id).values()):
        return True
    return any(
        {key.side for key, value in facts.recorded(id).items() if value is True}
        >= {Side.LEFT, Side.RIGHT}
        for id in IN_LEGS
    )
