"""How soon a flag wants action, and the one-word answer that follows.

A module of its own, so that what only colors a flag need not load the results of reasoning.
"""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """How soon a flag wants action, most urgent first."""

    AMBULANCE = "ambulance_now"
    EMERGENCY = "emergency_today"
    URGENT = "urgent"
    ROUTINE = "routine"
    MONITOR = "monitor"

    @property
    def rank(self) -> int:
        """0 for the most urgent."""
        return list(Tier).index(self)


class Action(StrEnum):
    """The one-word answer for scripts; see reasoning documentation for the tier mapping."""

    EMERGENCY = "emergency"
    URGENT_REFERRAL = "urgent_referral"
    MONITOR = "monitor"
    PT_APPROPRIATE = "pt_appropriate"
