"""Dates in words, as American paper prints them, independent of the computer's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pt_chart.clinical.program.phrases import Phrases

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_words(day: date) -> str:
    """A date such as "Nov 3, 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def patient_date(day: date | None, phrases: Phrases) -> str:
    """A date as the patient reads it ("Nov 3, 2026", "3 nov 2026"), "" without one."""
    if day is None:
        return ""
    month = phrases.text(f"month.{day.month}")
    return phrases.text("date.day").format(day=day.day, month=month, year=day.year)
