"""Entries of the episode's log from what was typed, or the field to mend and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from pt_chart.charting.care.typed import read_day, read_past_day, read_whole
from pt_chart.clinical.care.episode_log import (
    Authorization,
    Contact,
    ContactKind,
    Referral,
    UnitRule,
)

T = TypeVar("T")


class FieldRefused(ValueError):
    """What was typed into ``field`` cannot be; the message says the fix."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def contact(
    kind: ContactKind, day: str, whom: str, about: str, outcome: str, today: date
) -> Contact:
    """A contact; an empty day is today.

    Raises:
        FieldRefused: the day is none, or lies ahead.
    """
    when = _of("day", lambda: read_past_day(day, today))
    return Contact(when, kind, whom.strip(), about.strip(), outcome.strip())


def authorization(
    payer: str,
    number: str,
    visits: str,
    starts: str,
    ends: str,
    rule: UnitRule | None,
    *,
    certifies: bool,
    today: date,
) -> Authorization:
    """What a payer authorized.

    Raises:
        FieldRefused: no payer, impossible visits or days, or the last day before the first.
    """
    if not payer.strip():
        raise FieldRefused("payer", "An authorization needs its payer.")
    count = _of("visits", lambda: read_whole(visits, "Authorized visits", 1, 500))
    first = _of("starts", lambda: read_day(starts, today))
    last = _of("ends", lambda: read_day(ends, today))
    if first and last and last < first:
        raise FieldRefused("ends", "The last day lies before the first; mend one of them.")
    return Authorization(
        payer.strip(), number.strip(), count, first, last, rule, needs_certification=certifies
    )


def certified(record: Authorization, day: str, by: str, today: date) -> Authorization:
    """The authorization with its plan certified; an empty day is today.

    Raises:
        FieldRefused: the day is none, or lies ahead.
    """
    when = _of("signed_on", lambda: read_past_day(day, today))
    return replace(record, certified_on=when, certified_by=by.strip())


def referral(to: str, reason: str, sent: str, today: date) -> Referral:
    """A referral sent; an empty day is today.

    Raises:
        FieldRefused: nobody named, or the day is none or lies ahead.
    """
    if not to.strip():
        raise FieldRefused("to", "A referral needs to whom it goes.")
    return Referral(_of("sent", lambda: read_past_day(sent, today)), to.strip(), reason.strip())


def seen(record: Referral, day: str, today: date) -> Referral:
    """The referral with the day the patient was seen.

    Raises:
        FieldRefused: the day is none, lies ahead, or before the referral was sent.
    """
    return replace(record, seen=_step(record, day, today))


def answered(record: Referral, day: str, answer: str, changed: str, today: date) -> Referral:
    """The referral with its answer and what changed.

    Raises:
        FieldRefused: as `seen`.
    """
    return replace(
        record,
        answered=_step(record, day, today),
        answer=answer.strip() or record.answer,
        changed=changed.strip() or record.changed,
    )


def _step(record: Referral, day: str, today: date) -> date:
    when = _of("day", lambda: read_past_day(day, today))
    if when < record.sent:
        raise FieldRefused("day", "That day lies before the referral was sent; mend it.")
    return when


def _of(field: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except ValueError as error:
        raise FieldRefused(field, str(error)) from error
