"""Cells of other programs as values of a patient or a visit, or a sentence with the fix."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind

LONGEST = 200
OLDEST_YEARS = 130
LONGEST_NOTE = 100_000
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_THREE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEXES = {
    "": "",
    "f": "F",
    "female": "F",
    "woman": "F",
    "m": "M",
    "male": "M",
    "man": "M",
    "x": "X",
    "other": "X",
    "nonbinary": "X",
    "non-binary": "X",
    "unknown": "",
    "u": "",
}
_LANGUAGES = {"": "en", "english": "en", "spanish": "es", "español": "es"}
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", re.IGNORECASE)
_KINDS = {
    "": VisitKind.FOLLOW_UP,
    "evaluation": VisitKind.EVALUATION,
    "initial evaluation": VisitKind.EVALUATION,
    "initial": VisitKind.EVALUATION,
    "follow-up": VisitKind.FOLLOW_UP,
    "follow up": VisitKind.FOLLOW_UP,
    "follow_up": VisitKind.FOLLOW_UP,
    "daily": VisitKind.FOLLOW_UP,
    "treatment": VisitKind.FOLLOW_UP,
    "progress": VisitKind.PROGRESS,
    "progress report": VisitKind.PROGRESS,
    "discharge": VisitKind.DISCHARGE,
}
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"", "no", "n", "false", "0"})


def day_first(cells: Iterable[str]) -> bool:
    """Whether a column writes days before months: some date only makes sense that way."""
    some = False
    for text in cells:
        parts = _THREE.fullmatch(text.strip())
        if parts is None:
            continue
        first, second = int(parts[1]), int(parts[2])
        if second > 12:
            return False
        some = some or first > 12
    return some


def day(text: str, *, days_first: bool) -> date | None:
    """A date; None for an empty cell.

    Raises:
        ValueError: what is wrong, and the fix after a semicolon.
    """
    if not text:
        return None
    iso, three = _ISO.fullmatch(text), _THREE.fullmatch(text)
    if iso is not None:
        year, month, number = int(iso[1]), int(iso[2]), int(iso[3])
    elif three is not None:
        month, number, year = int(three[1]), int(three[2]), int(three[3])
        if days_first or "." in text:
            month, number = number, month
    else:
        raise ValueError(f"{short(text)} is not a date; write it as 1982-04-14 or 04/14/1982")
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError(
            f"{short(text)} is not a day of the calendar; write the right date"
        ) from None


def born(text: str, today: date, *, days_first: bool) -> date | None:
    """A birth date, not in the future and not longer ago than people live.

    Raises:
        ValueError: as `day`.
    """
    found = day(text, days_first=days_first)
    if found is not None and found > today:
        raise ValueError(f"{short(text)} is in the future; mend the birth date")
    if found is not None and today.year - found.year > OLDEST_YEARS:
        raise ValueError(
            f"{short(text)} is more than {OLDEST_YEARS} years ago; write the right date"
        )
    return found


def plain(text: str, longest: int = LONGEST) -> str:
    """A short text.

    Raises:
        ValueError: too long, or with control signs.
    """
    if len(text) > longest:
        raise ValueError(f"has {len(text)} signs; {longest} is the most, shorten it")
    if _CONTROL.search(text):
        raise ValueError("holds a control sign that no one can see; type the text again")
    return text


def sex(text: str) -> str:
    """F, M, X or "" for not recorded.

    Raises:
        ValueError: another word.
    """
    return _one_of(_SEXES, text, "F, M, X, or empty")


def language(text: str) -> str:
    """A language tag; English where nothing is said.

    Raises:
        ValueError: no tag.
    """
    known = _LANGUAGES.get(text.casefold())
    if known is None and _TAG.fullmatch(text):
        return text
    return known if known is not None else _one_of(_LANGUAGES, text, "a tag such as en or es")


def yes(text: str) -> bool:
    """Yes or no; empty is no (used for print size only, never for a finding).

    Raises:
        ValueError: another word.
    """
    word = text.casefold()
    if word not in _YES | _NO:
        raise ValueError(f"{short(text)} is neither yes nor no; write one of them")
    return word in _YES


def kind(text: str) -> VisitKind:
    """The kind of a visit; a follow-up where nothing is said.

    Raises:
        ValueError: another word.
    """
    found = _KINDS.get(text.casefold())
    if found is None:
        wanted = "evaluation, follow-up, progress or discharge"
        raise ValueError(f"{short(text)} is no kind of visit; write {wanted}")
    return found


def side(text: str) -> Side | None:
    """A side, None where the cell is empty.

    Raises:
        ValueError: another word.
    """
    word = {"l": "left", "r": "right", "bilateral": "both"}.get(text.casefold(), text.casefold())
    if not word:
        return None
    if word not in set(Side):
        raise ValueError(f"{short(text)} is no side; write left, right, both, or nothing")
    return Side(word)


def several(text: str) -> tuple[str, ...]:
    """Texts between semicolons."""
    return tuple(part for part in (one.strip() for one in text.split(";")) if part)


def names(text: str) -> tuple[str, str]:
    """Family and given name of a whole name: "Tallowby, Mira" or "Mira Tallowby"."""
    if "," in text:
        family, _, given = text.partition(",")
        return family.strip(), given.strip()
    given, _, family = text.strip().rpartition(" ")
    return family.strip(), given.strip()


def short(text: str) -> str:
    """A text as messages quote it."""
    return repr(text if len(text) <= 40 else text[:37] + "...")


def _one_of(known: dict[str, str], text: str, wanted: str) -> str:
    found = known.get(text.casefold())
    if found is None:
        raise ValueError(f"{short(text)} is not known here; write {wanted}")
    return found
