"""What is usually done with an open emergency, and what of it a record already tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.visit import FlagAcknowledgment

_STOPPED, _TOLD, _CARD = "treatment stopped", "practice told", "safety-net card explained"
_STAYS_HERE = re.compile(rf"({_STOPPED}|{_TOLD}|{_CARD})( \d\d:\d\d)?", re.IGNORECASE)

WHO = "who took the call"


@dataclass(frozen=True, slots=True)
class EmergencyStep:
    """A step: its title, why or how, and the words it is recorded with.

    ``asks`` is what is typed beside it ("who took the call"), "" for nothing.
    """

    title: str
    detail: str
    record: str
    asks: str = ""


def emergency_steps(flag: RaisedFlag, referred_by: str = "") -> tuple[EmergencyStep, ...]:
    """The steps for a flag of the two emergency tiers, in their order."""
    phone = EmergencyStep(
        "Phone the emergency department ahead",
        f"{flag.title}, with onset times",
        "emergency department phoned",
        WHO,
    )
    if flag.tier is Tier.AMBULANCE:
        phone = EmergencyStep(
            "Call emergency services", f"{flag.title}, with onset times", "ambulance called", WHO
        )
    named = referred_by if "self" not in referred_by.lower() else ""
    told = f"Referred by {named}" if named else "The practice that referred, if any"
    return (
        EmergencyStep("Stop treatment", "No exercises are offered in this visit", _STOPPED),
        phone,
        EmergencyStep(
            "Print and hand over the letter",
            "Onset times and today's findings stand in it",
            "letter handed over",
        ),
        EmergencyStep(
            "Print and go through the safety-net card",
            "In the patient's language",
            _CARD,
        ),
        EmergencyStep(
            "Arrange the way there",
            "The patient does not drive; an ambulance if nobody else can",
            "way there arranged",
        ),
        EmergencyStep("Tell the referring practice", f"{told}; a copy of the letter", _TOLD),
    )


def stays_here(record: FlagAcknowledgment) -> bool:
    """Whether a record tells of steps alone that do not send the patient anywhere."""
    parts = [part.strip() for part in record.action.split(";") if part.strip()]
    return bool(parts) and all(map(_STAYS_HERE.fullmatch, parts))


def step_record(step: EmergencyStep, time: str, before: str = "", who: str = "") -> str:
    """The action of a flag with one more step: "treatment stopped 10:46; ...".

    ``who`` is what was typed beside it; a semicolon in it would part two steps.
    """
    spoke = who.replace(";", ",").strip()
    told = f"{step.record} {time}, spoke with {spoke}" if spoke else f"{step.record} {time}"
    return "; ".join(part for part in (before.strip(), told) if part)


def done_at(step: EmergencyStep, record: FlagAcknowledgment | None) -> str:
    """The time at which a step was recorded, "10:46"; "" while it was not."""
    found = re.search(rf"{re.escape(step.record)} (\d\d:\d\d)", record.action if record else "")
    return found[1] if found else ""
