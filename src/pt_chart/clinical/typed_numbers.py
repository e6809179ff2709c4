"""Numbers and durations as people type them, with units that are converted to the field's."""

from __future__ import annotations

import re
from decimal import Decimal

from pt_chart.clinical.fields import FieldDef

_MINUTES = {
    "min": 1.0,
    "h": 60.0,
    "days": 1440.0,
    "weeks": 10080.0,
    "months": 43830.0,
    "years": 525960.0,
}
_ROUGH = ("months", "years")
"""Nobody means so many hours by these: they are rounded to whole units of the field."""
_SAME_UNIT = {
    "/min": ("bpm", "per min", "per minute", "beats/min"),
    "°C": ("c", "celsius"),
    "°": ("deg", "degrees"),
    "%": ("percent",),
    "m": ("meters", "metres", "meter"),
    "s": ("sec", "secs", "seconds"),
    "cm": ("centimeters",),
    "reps": ("rep", "times", "x"),
}
_UNIT_WORDS = {
    "min": ("min", "mins", "minute", "minutes", "m"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "days": ("d", "day", "days"),
    "weeks": ("w", "wk", "wks", "week", "weeks"),
    "months": ("mo", "mos", "month", "months"),
    "years": ("y", "yr", "yrs", "year", "years"),
}
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(.*)", re.DOTALL)


def parse_number(field: FieldDef, text: str) -> int | float:
    """A number, with the unit of the field or one that is converted to it.

    Raises:
        ValueError: it is none; the message names the fix.
    """
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        raise ValueError(f"{text!r} has a comma; write {text.replace(',', '.')} with a point")
    found = _NUMBER.fullmatch(text)
    unit = found[2].strip().lower() if found else ""
    if found and unit == "km" and field.unit == "m":
        return _plain(round(float(found[1]) * 1000, 3))
    known = ("", field.unit.lower(), "deg", "degrees", *_SAME_UNIT.get(field.unit, ()))
    if field.maximum is not None and not field.unit:
        known = (*known, f"/{number_words(field.maximum)}", f"of {number_words(field.maximum)}")
    if not found or unit not in known:
        unit = f" in {field.unit}" if field.unit else ""
        raise ValueError(f"{text!r} is not a number; {field.name} is a number{unit}")
    return _plain(float(found[1]))


def _plain(number: float) -> int | float:
    return int(number) if number.is_integer() else number


def parse_duration(field: FieldDef, text: str) -> int | float:
    """A time in the unit of the field.

    Raises:
        ValueError: it is none; the message names the fix.
    """
    found = _NUMBER.fullmatch(text)
    word = found[2].strip().lower() if found else ""
    unit = field.unit if found and not word else _unit_of(word)
    if not found or not unit:
        raise ValueError(f"{text!r} is not a time; write 20 min, 2 h, 3 days, 6 weeks or 5 months")
    number = float(found[1]) * _MINUTES[unit] / _MINUTES[field.unit]
    return _plain(float(round(number)) if unit in _ROUGH and unit != field.unit else number)


def _unit_of(word: str) -> str:
    return next((unit for unit, words in _UNIT_WORDS.items() if word in words), "")


def number_words(value: float) -> str:
    """A number without needless zeros: 40, 38.2."""
    if float(value).is_integer():
        return str(int(value))
    return f"{Decimal(repr(float(value))):f}"
