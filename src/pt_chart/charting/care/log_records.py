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
from pt_chart.clinical.program.dates import date_words

T = TypeVar("T")


class FieldRefused(ValueError):
    """What was typed into ``field`` cannot be; the message says the fix."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


_NOT_HELD = (
    ContactKind.MISSED,
    ContactKind.CANCELLED_BY_PATIENT,
    ContactKind.CANCELLED_BY_CLINIC,
)


def contact(
    kind: ContactKind,
    day: str,
    whom: str,
    about: str,
    outcome: str,
    *,
    today: date,
    begun: date | None = None,
) -> Contact:
    """A contact; an empty day is today.

    Raises:
        FieldRefused: the day is none, lies ahead or long before the episode began; or a call or
            letter says neither with whom nor about what.
    """
    when = _of("day", lambda: read_past_day(day, today, begun))
    if kind not in _NOT_HELD and not (about.strip() or outcome.strip()):
        raise FieldRefused("about", f"{kind.words}: type what it was about, or its outcome.")
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
    begun: date | None = None,
) -> Authorization:
    """What a payer authorized.

    Raises:
        FieldRefused: no payer, impossible visits or days, the last day before the first, or days
            that were over before the episode began.
    """
    if not payer.strip():
        raise FieldRefused("payer", "An authorization needs its payer.")
    count = _of("visits", lambda: read_whole(visits, "Authorized visits", 1, 500))
    first = _of("starts", lambda: read_day(starts, today))
    last = _of("ends", lambda: read_day(ends, today))
    if first and last and last < first:
        raise FieldRefused("ends", "The last day lies before the first; mend one of them.")
    if begun and last and last < begun:
        words = f"It ended before the episode began on {date_words(begun)}; mend the day."
        raise FieldRefused("ends", words)
    return Authorization(
        payer.strip(), number.strip(), count, first, last, rule, needs_certification=certifies
    )


def certified(
    record: Authorization,
    day: str,
    by: str,
    through: str = "",
    *,
    today: date,
    begun: date | None = None,
) -> Authorization:
    """The authorization with its plan certified; an empty day is today.

    ``through`` is the last day it was certified for, "" where nothing but the plan's duration and
    the payer's limit ends it.

    Raises:
        FieldRefused: nobody named, the day is none, lies ahead or before the episode began, or the
            last day before it.
    """
    when = _of("signed_on", lambda: read_past_day(day, today))
    if begun is not None and when < begun:
        words = f"{date_words(when)} lies before the episode, which began on {date_words(begun)}."
        raise FieldRefused("signed_on", f"{words} Mend the day.")
    if not by.strip():
        raise FieldRefused("signed_by", "A certification needs who signed it; type the name.")
    last = _of("signed_through", lambda: read_day(through, today))
    if last is not None and last <= when:
        words = "The last certified day lies before the day it was certified; mend one of them."
        raise FieldRefused("signed_through", words)
    return replace(record, certified_on=when, certified_by=by.strip(), certified_through=last)


def referral(
    to: str, reason: str, sent: str, *, today: date, begun: date | None = None
) -> Referral:
    """A referral sent; an empty day is today.

    Raises:
        FieldRefused: nobody named, or the day is none, lies ahead or long before the episode.
    """
    if not to.strip():
        raise FieldRefused("to", "A referral needs to whom it goes.")
    return Referral(
        _of("sent", lambda: read_past_day(sent, today, begun)), to.strip(), reason.strip()
    )


def seen(record: Referral, day: str, today: date) -> Referral:
    """The referral with the day the patient was seen.

    Raises:
        FieldRefused: the day is none, lies ahead, before the referral was sent, or after its
            answer.
    """
    when = _step(record, day, today)
    if record.answered is not None and when > record.answered:
        words = f"It was answered on {date_words(record.answered)}, before that day; mend the day."
        raise FieldRefused("day", words)
    return replace(record, seen=when)


def answered(record: Referral, day: str, answer: str, changed: str, today: date) -> Referral:
    """The referral with its answer and what changed.

    Raises:
        FieldRefused: the day is none, lies ahead, before the referral was sent or the patient was
            seen, or there is no answer.
    """
    when = _step(record, day, today)
    if record.seen is not None and when < record.seen:
        words = f"The patient was seen on {date_words(record.seen)}, after that day; mend the day."
        raise FieldRefused("day", words)
    if not (answer.strip() or record.answer):
        raise FieldRefused("answer", "Type what the answer was, then Answered.")
    return replace(
        record,
        answered=when,
        answer=answer.strip() or record.answer,
        changed=changed.strip() or record.changed,
    )


def closed(record: Referral, answer: str, changed: str) -> Referral:
    """The referral closed, or one that is closed with what changed said later.

    Raises:
        FieldRefused: nobody said what changed; "nothing" is an answer.
    """
    told = changed.strip() or record.changed
    if not told:
        raise FieldRefused("changed", "Type what changed (or: nothing), then Close.")
    return replace(record, closed=True, answer=answer.strip() or record.answer, changed=told)


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
