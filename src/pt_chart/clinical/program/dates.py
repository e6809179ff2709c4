"""Dates in words, as American paper prints them, independent of the computer's language.

Screen, messages, notes and documents write a day the same way.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pt_chart.clinical.program.phrases import Phrases

NOON = 12
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
"""The months' English names, January first."""
_SHORT = 3


def month_number(word: str) -> int:
    """1 to 12 for a month's English name or the beginning of one ("mar", "Sept"), in any case.

    0 where no month begins so; of several the first of the year counts.
    """
    begun = word.casefold()
    named = (n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(begun))
    return next(named, 0) if begun else 0


def date_words(day: date) -> str:
    """A date such as "Nov 3, 2026"."""
    return f"{MONTHS[day.month - 1][:_SHORT]} {day.day}, {day.year}"


def visit_words(day: date, at: str = "") -> str:
    """A visit such as "Monday, Nov 30, 2026, at 9:30 am"; ``at`` is "HH:MM" or ""."""
    words = f"{_WEEKDAYS[day.weekday()]}, {date_words(day)}"
    if not at:
        return words
    hour, minute = map(int, at.split(":"))
    half = "am" if hour < NOON else "pm"
    return f"{words}, at {(hour - 1) % NOON + 1}:{minute:02} {half}"


def moment_words(at: datetime) -> str:
    """A day with its time, such as "Nov 3, 2026 14:05"."""
    return f"{date_words(at)} {at:%H:%M}"


def day_and_month(day: date) -> str:
    """A day of this year where its year goes without saying: "Nov 3"."""
    return f"{MONTHS[day.month - 1][:_SHORT]} {day.day}"


def weekday_words(day: date) -> str:
    """A day with its weekday: "Tue, Nov 3, 2026"."""
    return f"{_WEEKDAYS[day.weekday()][:3]}, {date_words(day)}"


def patient_date(day: date | None, phrases: Phrases) -> str:
    """A date as the patient reads it ("Nov 3, 2026", "3 nov 2026"), "" without one."""
    if day is None:
        return ""
    month = phrases.text(f"month.{day.month}")
    return phrases.text("date.day").format(day=day.day, month=month, year=day.year)
