"""Cells of other programs as values of a patient or a visit, or a sentence with the fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, FieldKind
from pt_chart.clinical.findings import Value
from pt_chart.clinical.program.dates import month_number
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import VisitKind

LONGEST = 200
OLDEST_YEARS = 130
LONGEST_NOTE = 100_000
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T.*)?|((?:19|20)\d{2})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_SPOKEN = (
    re.compile(r"(?P<day>\d{1,2})[ .\-]+(?P<month>[a-z]{3,9})\.?[ ,\-]+(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<month>[a-z]{3,9})\.? +(?P<day>\d{1,2}),? +(?P<year>\d{4}|\d{2})"),
)
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?$", re.IGNORECASE)
_SPREADSHEET = re.compile(r"\d{4,5}(\.\d+)?")
_CENTURY = 100
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
_FOUND = frozenset({"yes", "y", "true", "positive", "pos", "present", "+"})
_NOT_FOUND = frozenset({"no", "n", "false", "negative", "neg", "absent", "none"})
_UNTESTED = frozenset(
    {"", "-", "--", "\u2013", "\u2014", "?", "n/a", "na", "n.a.", "nt", "n/t", "nd", "not tested"}
    | {"not done", "not assessed", "not asked", "unknown", "not recorded"}
)
_COMMA = re.compile(r"-?\d+,\d+")


def day_first(cells: Iterable[str]) -> bool:
    """Whether a column writes days before months: some date only makes sense that way.

    Dates with dots have the day first anyway and decide nothing for others.
    """
    some = False
    for first, second in _slashed(cells):
        if second > 12:
            return False
        some = some or first > 12
    return some


def undecided(cells: Iterable[str]) -> str:
    """A date that could be read in two ways, where no date of the column decides; "" for none."""
    example = ""
    for text in cells:
        for first, second in _slashed((text,)):
            if max(first, second) > 12:
                return ""
            example = example or (text.strip() if first != second else "")
    return example


def _slashed(cells: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The first two figures of dates such as 03/04/1961 or 3-4-61."""
    for text in cells:
        parts = _THREE.fullmatch(_TIME.sub("", text.strip()))
        if parts is not None and "." not in text.split(" ")[0]:
            yield int(parts[1]), int(parts[2])


def day(text: str, *, days_first: bool, today: date | None = None, century: int = 0) -> date | None:
    """A date; None for an empty cell.

    ``century`` is added to a year of two figures. Without it such a year is of the last century
    where this one would be after ``today``, and is refused everywhere else.

    Raises:
        ValueError: what is wrong, and the fix after a semicolon.
    """
    if not text:
        return None
    year, month, number = _figures(text, days_first=days_first)
    if year < _CENTURY:
        year += century or _last_century(text, year, today)
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError(
            f"{short(text)} is not a day of the calendar; write the right date"
        ) from None


def _figures(text: str, *, days_first: bool) -> tuple[int, int, int]:
    """Year, month and day as they are written."""
    bare = _TIME.sub("", text.strip())
    iso, three = _ISO.fullmatch(bare), _THREE.fullmatch(bare)
    if iso is not None:
        year, month, number = (int(one) for one in iso.groups() if one is not None)
        return year, month, number
    if three is not None:
        month, number, year = int(three[1]), int(three[2]), int(three[3])
        return (year, number, month) if days_first or "." in bare else (year, month, number)
    for spoken in (pattern.fullmatch(bare.casefold()) for pattern in _SPOKEN):
        if spoken is not None:
            return int(spoken["year"]), month_number(spoken["month"]), int(spoken["day"])
    if _SPREADSHEET.fullmatch(bare):
        raise ValueError(
            f"{short(text)} is a day number of a spreadsheet; format the column as a date there "
            "and save the file again"
        )
    raise ValueError(f"{short(text)} is not a date; write it as 1982-04-14 or 04/14/1982")


def _last_century(text: str, year: int, today: date | None) -> int:
    if today is None or 2000 + year <= today.year:
        told = f"{short(text)} can be 19{year:02} or 20{year:02}"
        raise ValueError(f"{told}; write the year with four figures")
    return 1900


def born(text: str, today: date, *, days_first: bool) -> date | None:
    """A birth date, not in the future and not longer ago than people live.

    Raises:
        ValueError: as `day`.
    """
    found = day(text, days_first=days_first, today=today)
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


def finding(field: FieldDef, text: str) -> Value | None:
    """A finding; None where the cell says that nothing was tested.

    What a dash or a zero means nobody can know in a file: a dash is no answer, and yes or no is
    written in words.

    Raises:
        ValueError: the text does not fit, with the fix.
    """
    word = text.strip().casefold()
    if word in _UNTESTED:
        return None
    if field.kind is FieldKind.YES_NO:
        if word not in _FOUND | _NOT_FOUND:
            raise ValueError(f"{short(text)} is neither yes nor no; write one of them")
        return word in _FOUND
    if field.kind in (FieldKind.NUMBER, FieldKind.SCALE) and _COMMA.fullmatch(word):
        text = word.replace(",", ".")
    return values.parse(field, text)


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
