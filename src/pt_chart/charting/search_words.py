"""Find as you type: what of a patient can be found, and what a typed text looks for."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from pt_chart.clinical.people import Patient

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
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


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

    "(555) 010-0187" looks for the digits 555 and 0100187, "4/14/1982" for itself or 4141982.
    """
    words = (word.strip(",;") for word in fold(text).split())
    return tuple(_alternatives(word) for word in words if word)


def finds(text: str, patient: Patient) -> bool:
    """Whether every typed word is found in the patient."""
    items = searchable(patient)
    return all(any(form in items for form in forms) for forms in wanted(text))


def _alternatives(word: str) -> tuple[str, ...]:
    digits = "".join(sign for sign in word if sign.isdigit())
    if _PHONE_OR_DATE.fullmatch(word) and len(digits) >= _FEWEST_DIGITS and digits != word:
        return (word, digits)
    return (word,)


def _squeeze(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def _date_forms(day: date) -> list[str]:
    year, month, number = day.year, day.month, day.day
    short = f"{year % 100:02}"
    word = _MONTHS[month - 1]
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
