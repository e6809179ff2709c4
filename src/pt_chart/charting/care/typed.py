"""Days and numbers as people type them, or a message with the fix."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pt_chart.clinical.program.dates import date_words, month_number

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_NAMED = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:,? (\d{4}))?")
_LATER = re.compile(r"\+?\s*(\d{1,3})\s*(d|days?|w|wk|weeks?|m|months?)")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2200, 12, 31)
EARLIER = timedelta(days=180)
"""How long before an episode something that belongs to it can have been (our default)."""
WAY = "type it as 12/1/2026 or 2026-12-01"


def read_day(text: str, today: date) -> date | None:
    """A day as typed: 2026-12-01, 12/1/2026, Dec 1 2026, 12/1 and Dec 1 (this year), "4 weeks" from
    today; None if empty.

    Raises:
        ValueError: it is no day; the message says how to type one.
    """
    plain = text.strip().lower()
    if not plain:
        return None
    shown = plain if len(plain) <= 20 else f"{plain[:17]}..."
    try:
        day = _day(plain, today)
    except (ValueError, OverflowError):
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise ValueError(f"{shown!r} is not a day; {WAY}.")
    return day


def read_past_day(text: str, today: date, begun: date | None = None) -> date:
    """A day that has been; an empty text is today.

    ``begun`` is the day an episode began: what belongs to it may lie a little before, such as a
    call to make an appointment, but not more than `EARLIER`.

    Raises:
        ValueError: it is no day, lies ahead, or long before the episode.
    """
    day = read_day(text, today) or today
    if day > today:
        raise ValueError(
            f"{date_words(day)} lies ahead; what has not happened is not recorded yet."
        )
    if begun is not None and day < begun - EARLIER:
        raise ValueError(
            f"{date_words(day)} lies more than {EARLIER.days} days before the episode, "
            f"which began on {date_words(begun)}; mend the day."
        )
    return day


def visit_day_problem(day: date, today: date, born: date | None, begun: date) -> str:
    """Why a visit cannot have been on a day, with the fix; "" when it can.

    ``begun`` is the day the episode began; see `read_past_day` for how long before it is doubted.
    """
    if day > today:
        return "The day of the visit lies in the future."
    if born is not None and day < born:
        return (
            f"The day of the visit lies before the patient was born, {date_words(born)}; mend it."
        )
    if day < begun - EARLIER:
        return (
            f"The day of the visit lies more than {EARLIER.days} days before the episode, which "
            f"began on {date_words(begun)}; mend it."
        )
    return ""


def read_number(text: str, what: str, low: float, high: float) -> float | None:
    """A number within limits; None if empty.

    Raises:
        ValueError: it is none, or outside; the message names what and the limits.
    """
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    shown = plain if len(plain) <= 20 else f"{plain[:17]}..."
    if not re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", plain, re.ASCII):
        raise ValueError(f"{what}: {shown!r} is not a number; type {low:g} to {high:g}.")
    number = float(plain)
    if not low <= number <= high:
        raise ValueError(f"{what}: {shown} is outside {low:g} to {high:g}.")
    return number


def read_whole(text: str, what: str, low: int, high: int) -> int | None:
    """A whole number within limits; None if empty.

    Raises:
        ValueError: as `read_number`, or it is not whole.
    """
    number = read_number(text, what, low, high)
    if number is not None and not number.is_integer():
        raise ValueError(f"{what}: {number:g} is not a whole number.")
    return None if number is None else int(number)


def _day(plain: str, today: date) -> date | None:
    if found := _ISO.fullmatch(plain):
        return date(*(int(part) for part in found.groups()))
    if found := _AMERICAN.fullmatch(plain):
        month, day, year = found.groups()
        full = today.year if year is None else int(year) + (2000 if len(year) == 2 else 0)
        return date(full, int(month), int(day))
    if (found := _NAMED.fullmatch(plain)) and (number := month_number(found[1])):
        return date(int(found[3] or today.year), number, int(found[2]))
    if found := _LATER.fullmatch(plain):
        count, unit = int(found[1]), found[2][0]
        return today + timedelta(days=count * {"d": 1, "w": 7, "m": 30}[unit])
    return None
