"""Dates in words, as American paper prints them, independent of the computer's language."""

from __future__ import annotations

from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_words(day: date) -> str:
    """A date such as "Nov 3, 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
