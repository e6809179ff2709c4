"""What was recorded about a raised flag, and whether it still speaks of this flag as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pt_chart.clinical.reasoning.emergency_steps import stays_here
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.visit import FlagAcknowledgment

SAME_DAY = (Tier.AMBULANCE, Tier.EMERGENCY)
MISSING = "Nothing is recorded yet: type what was done, or the reason why the flag is cleared."
TOO_SHORT = "Say it so that a reader understands it: what was done or found, in a few words."
NO_REASON = "Who cleared it is typed, but not why it is cleared: type that reason too."
NOBODY = "Say who cleared the emergency, and when: the therapist alone does not."
_LEAST_LETTERS = 6


def record_fault(flag: RaisedFlag, action: str, reason: str, cleared_by: str) -> str:
    """What a record about a flag still lacks, in words; "" for nothing.

    Who reads the chart next must understand it, and a flag that asks for help today is cleared by
    somebody who has seen the patient for it.
    """
    if not action.strip() and not reason.strip():
        return MISSING
    for text in filter(None, (action.strip(), reason.strip())):
        many = sum(letter.isalnum() for letter in text)
        if many < _LEAST_LETTERS or (flag.tier in SAME_DAY and len(text.split()) < 2):
            return TOO_SHORT
    if cleared_by.strip() and not reason.strip():
        return NO_REASON
    clears = cleared_by.strip() or not action.strip()
    named = len(cleared_by.split()) >= 2
    return NOBODY if clears and flag.tier in SAME_DAY and not named else ""


def basis_of(flag: RaisedFlag) -> tuple[str, ...]:
    """What a record about the flag is made on: its step in words, then its findings."""
    return (f"{flag.tier.value}: {flag.title}", *flag.because)


def holds(done: FlagAcknowledgment, flag: RaisedFlag) -> bool:
    """Whether a record speaks of this flag: the same step, and no finding that came since.

    A finding that was added or has another value opens the flag anew; one that is gone does not.
    Records of older versions name no basis and hold for their flag.
    """
    if done.flag != flag.id:
        return False
    step, *findings = basis_of(flag)
    return not done.basis or (done.basis[0] == step and set(findings) <= set(done.basis[1:]))


def acknowledged(
    flags: Iterable[RaisedFlag], records: Iterable[FlagAcknowledgment]
) -> Mapping[str, FlagAcknowledgment]:
    """By flag id the record that settles it; flags without one are open.

    An emergency for which nothing is recorded but that treatment was stopped is open still.
    """
    raised = tuple(flags)
    tiers = {flag.id: flag.tier for flag in raised}
    return {
        ident: record
        for ident, record in recorded(raised, records).items()
        if tiers[ident] not in SAME_DAY or not stays_here(record)
    }


def recorded(
    flags: Iterable[RaisedFlag], records: Iterable[FlagAcknowledgment]
) -> Mapping[str, FlagAcknowledgment]:
    """By flag id the record that holds for it, whether it settles the flag or only begins to."""
    by_flag = {done.flag: done for done in records}
    return {
        flag.id: by_flag[flag.id]
        for flag in flags
        if flag.id in by_flag and holds(by_flag[flag.id], flag)
    }


def not_cleared(
    flags: Iterable[RaisedFlag], records: Iterable[FlagAcknowledgment]
) -> tuple[RaisedFlag, ...]:
    """The flags without a record that names who cleared them and still holds.

    What was only done about a flag leaves it standing; a new finding of it opens it again.
    """
    raised = tuple(flags)
    known = recorded(raised, records)
    return tuple(one for one in raised if one.id not in known or not known[one.id].cleared_by)
