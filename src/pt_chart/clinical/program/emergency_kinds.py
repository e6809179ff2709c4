"""Which kind of emergency a flag is of, which one leads, and which stay off paper at home."""

from __future__ import annotations

from collections.abc import Iterable

from pt_chart.clinical.program import safety
from pt_chart.clinical.program.phrases import GENERAL, EmergencyWords, Phrases
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier

NOT_FOR_HOME = "safety_at_risk"
"""A flag of which no paper that goes home speaks as long as it is no emergency: whoever lives
there can read it."""

SILENT = (
    "No paper that goes home speaks of this flag, as others may read it there: talk with the "
    "patient alone; the referral letter can be made on purpose."
)

LEADING = ("stroke", "guillain_barre", "postoperative_spine", "anticoagulant_hematoma")
"""Flags that speak before others of their tier: the others are what they bring on."""

BROUGHT_ON = "weakness"
"""The kind that needs no suspicion of its own beside a leading flag."""

CARD_TIER = {
    Tier.AMBULANCE: "ambulance",
    Tier.EMERGENCY: "emergency",
    Tier.URGENT: "urgent",
    Tier.ROUTINE: "routine",
    Tier.MONITOR: "routine",
}
"""How loud the card is; as the letter: urgent is a doctor within days, routine the next visit."""


def explained(words: EmergencyWords, worst: RaisedFlag) -> bool:
    """Whether a kind is what the leading flag brings on, so that it is not suspected beside it."""
    return words.id == BROUGHT_ON and worst.id in LEADING


def asks(words: EmergencyWords) -> bool:
    """Whether a kind has questions of its own; else what raised the flag is told."""
    return words.id != GENERAL and bool(words.asked)


def told_at_home(flags: Iterable[RaisedFlag]) -> tuple[RaisedFlag, ...]:
    """The flags of which a paper that goes home may speak."""
    return tuple(
        one for one in flags if one.id != NOT_FOR_HOME or one.tier in safety.EMERGENCY_TIERS
    )


def card_tier(flag: RaisedFlag) -> str:
    """How loud the card of a flag is, a key of its words: ambulance, emergency, urgent, routine."""
    return CARD_TIER[flag.tier]


def worst_flag(flags: Iterable[RaisedFlag]) -> RaisedFlag:
    """The most urgent flag; of equals one that says where a weakness comes from, else the first.

    Raises:
        ValueError: there is none.
    """
    found = sorted(flags, key=lambda flag: (flag.tier.rank, flag.id not in LEADING))
    if not found:
        raise ValueError("no flag is raised")
    return found[0]


def emergency_words(flag: RaisedFlag, phrases: Phrases) -> EmergencyWords:
    """The words for a flag: its own, its condition's, or the general ones."""
    for words in phrases.emergencies.values():
        if flag.id in words.flags or flag.condition in words.conditions:
            calm = words.calm if flag.tier not in safety.EMERGENCY_TIERS else ""
            return phrases.emergencies[calm] if calm else words
    return phrases.emergencies[GENERAL]
