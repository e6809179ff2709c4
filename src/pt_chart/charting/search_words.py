"""Find as you type: what of a patient can be found, and what a typed text looks for."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dates import MONTHS, month_number

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
    }
)
_PHONE_OR_DATE = re.compile(r"[\d()+./-]+")
_FEWEST_DIGITS = 3
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_BETWEEN = r"[\s,./-]+"
_SPOKEN_DATE = tuple(
    re.compile(rf"(?<!\w){_BETWEEN.join(parts)}(?!\w)")
    for parts in ((_DAY, _MONTH, _YEAR), (_MONTH, _DAY, _YEAR), (_YEAR, _MONTH, _DAY))
)
"""A date with its month in letters: 4 Mar 1961, March 4, 1961, 4-Mar-61."""
_WRITTEN_DATE = (
    (re.compile(r"(?<![\w/.-])(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?![\w/.-])"), ((1, 3, 4),)),
    (
        re.compile(r"(?<![\w/.-])(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?![\w/.-])"),
        ((3, 1, 2), (3, 2, 1)),
    ),
    (re.compile(r"(?<![\w/.-])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\w/.-])"), ((3, 2, 1), (3, 1, 2))),
)
"""A whole date in figures with the groups of year, month and day in the orders to try: 1961-03-04;
3/4/1961, month first; 04.03.1961, day first. The second order counts where the first is no day."""
_SHORT_DATE = re.compile(r"(?<![\w/.-])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\w/.-])")
"""4.3.61: the day first, in either century; where that is no day, the month."""
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
_PHONE = re.compile(r"(?<![\w/.-])[+(]?\d[\d ().-]{7,}\d(?![\w/.-])")
_PHONE_DIGITS = 10
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
"""The form in which `wanted` names a whole date."""


def fold(text: str) -> str:
    """Text without accents and case ("Núñez" and "nunez" become the same)."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return bare.translate(_LETTERS)


def searchable(patient: Patient) -> str:
    """Everything a patient is found by, folded, one item a line."""
    names = [fold(patient.family_name), fold(patient.given_name)]
    squeezed = [_squeeze(name) for name in names]
    phone = "".join(sign for sign in patient.phone if sign.isdigit())
    number = fold(patient.record_number)
    dates = _date_forms(patient.birth_date) if patient.birth_date else []
    items = dict.fromkeys([*names, *squeezed, number, _squeeze(number), phone, *dates])
    return "\n".join(item for item in items if item)


def wanted(text: str) -> tuple[tuple[str, ...], ...]:
    """The typed words; of the alternatives of each word one must be found.

    "(555) 010-0187" looks for the digits 555 and 0100187, "4/14/1982" for itself or 4141982,
    "4 Mar 1961" for that day (in either century where the year has two digits). A whole date, in
    letters or figures, becomes its ISO form, a whole phone number its digits.
    """
    rest, dates = _without_dates(fold(text))
    rest = _PHONE.sub(_joined, rest)
    return (*(_alternatives(word) for word in _BETWEEN_WORDS.split(rest) if word), *dates)


def finds(text: str, patient: Patient) -> bool:
    """Whether every typed word is found in the patient."""
    items = searchable(patient)
    return all(any(form in items for form in forms) for forms in wanted(text))


def _alternatives(word: str) -> tuple[str, ...]:
    digits = "".join(sign for sign in word if sign.isdigit())
    if _PHONE_OR_DATE.fullmatch(word) and len(digits) >= _FEWEST_DIGITS and digits != word:
        return (word, digits)
    return (word,)


def _joined(phone: re.Match[str]) -> str:
    """A number as it is dialled, where it is long enough to be a whole one."""
    digits = "".join(sign for sign in phone[0] if sign.isdigit())
    return digits if len(digits) >= _PHONE_DIGITS else phone[0]


def _without_dates(text: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The text without the whole dates in it, and the days they mean."""
    found: list[tuple[str, ...]] = []
    for pattern, orders in _WRITTEN_DATE:
        for match in pattern.finditer(text):
            read = (_day(*(int(match[group]) for group in order)) for order in orders)
            day = next((one for one in read if one), "")
            if day:
                found.append((day,))
                text = text.replace(match[0], " ", 1)
    for match in _SHORT_DATE.finditer(text):
        first, second, short = (int(match[group]) for group in (1, 2, 3))
        years = (1900 + short, 2000 + short)
        both = (_day(year, second, first) or _day(year, first, second) for year in years)
        days = tuple(one for one in both if one)
        if days:
            found.append(days)
            text = text.replace(match[0], " ", 1)
    for pattern in _SPOKEN_DATE:
        for match in pattern.finditer(text):
            days = _days(match["year"], match["month"], int(match["day"]))
            if days:
                found.append(days)
                text = text.replace(match[0], " ", 1)
    return text, tuple(found)


def _days(year: str, month: str, day: int) -> tuple[str, ...]:
    """The ISO form of a day; none where there is no such month or day."""
    number = month_number(month)
    years = [int(year)] if len(year) == len("1961") else [1900 + int(year), 2000 + int(year)]
    return tuple(found for found in (_day(one, number, day) for one in years) if found)


def _day(year: int, month: int, day: int) -> str:
    """The ISO form, "" where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _squeeze(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _date_forms(day: date) -> list[str]:
    year, month, number = day.year, day.month, day.day
    short = f"{year % 100:02}"
    word = MONTHS[month - 1].casefold()
    return [
        f"{year:04}-{month:02}-{number:02}",
        f"{year:04}{month:02}{number:02}",
        f"{month:02}/{number:02}/{year:04}",
        f"{month}/{number}/{year:04}",
        f"{month:02}/{number:02}/{short}",
        f"{month}/{number}/{short}",
        f"{month:02}-{number:02}-{year:04}",
        f"{month}-{number}-{year:04}",
        f"{month:02}{number:02}{year:04}",
        f"{number:02}.{month:02}.{year:04}",
        f"{number}.{month}.{year:04}",
        f"{number} {word} {year:04}",
    ]
