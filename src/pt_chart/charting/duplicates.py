"""Is the person who is being registered here already? Asked on every entry, before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from pt_chart.charting.merging import FIELDS, shown
from pt_chart.charting.ports import ChartStore
from pt_chart.charting.search_words import fold
from pt_chart.clinical.people import Patient

MOST_SHOWN = 5
_SAME_PHONE_DIGITS = 7
_LONG_NAME = 6
_TOLD = ("record_number", "family_name", "given_name", "birth_date", "sex", "phone", "email")


class Likeness(IntEnum):
    """How likely two records are of one person, likeliest first."""

    SURE = 0
    LIKELY = 1
    POSSIBLE = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """A detail that both say and say differently: its label, as typed, as recorded."""

    label: str
    typed: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody of the register who may be this person, why, and what speaks against it."""

    patient: Patient
    likeness: Likeness
    why: str
    differences: tuple[Difference, ...] = ()

    @property
    def asks_reason(self) -> bool:
        """Whether registering anyway needs a reason."""
        return self.likeness is not Likeness.POSSIBLE


def alike(store: ChartStore, typed: Patient) -> tuple[Alike, ...]:
    """Who of the register may be this person, likeliest first, a few at most."""
    found = (compared(typed, known) for known in store.people_like(typed))
    ranked = sorted(
        (one for one in found if one is not None),
        key=lambda one: (one.likeness, len(one.differences), one.patient.name),
    )
    return tuple(ranked[:MOST_SHOWN])


def compared(typed: Patient, known: Patient) -> Alike | None:
    """Whether two descriptions may be of one person; None where nothing speaks for it."""
    judged = _judged(typed, known)
    if judged is None:
        return None
    differences = tuple(
        Difference(FIELDS[name], shown(getattr(typed, name)), shown(getattr(known, name)))
        for name in _TOLD
        if _differ(shown(getattr(typed, name)), shown(getattr(known, name)))
    )
    return Alike(known, *judged, differences)


def speaks_against(one: Patient, other: Patient) -> tuple[str, ...]:
    """What both say and one person cannot both be, in words; () where nothing contradicts."""
    found = []
    names = _names(one), _names(other)
    if names[0][0] and names[1][0] and not _name_words(one, other):
        new_family = names[0][1] == names[1][1] and bool(names[0][1])
        found.append("family name" if new_family else "name")
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        found.append("date of birth")
    if one.sex and other.sex and one.sex != other.sex:
        found.append("sex")
    return tuple(found)


def _judged(typed: Patient, known: Patient) -> tuple[Likeness, str] | None:
    name = _name_words(typed, known)
    born = _born_words(typed.birth_date, known.birth_date)
    same_id = bool(_number(typed)) and _number(typed) == _number(known)
    phone = _same_phone(typed.phone, known.phone)
    mail = bool(email_key(typed)) and email_key(typed) == email_key(known)
    if same_id:
        zeros = fold(typed.record_number.strip()) != fold(known.record_number.strip())
        what = "same ID but for zeros before it" if zeros else "same ID"
        likeness = Likeness.LIKELY if zeros else Likeness.SURE
        return likeness, f"{what}{f', {name}' if name else ''}"
    if name and born == _SAME_DAY:
        sure = Likeness.SURE if name == _SAME_NAME else Likeness.LIKELY
        return sure, f"{name}, {born}"
    if name and (phone or mail):
        return Likeness.LIKELY, f"{name}, same {'phone' if phone else 'e-mail'}"
    if name in (_SAME_NAME, _SWAPPED) and born:
        return Likeness.LIKELY, f"{name}, {born}"
    if name in (_SAME_NAME, _SWAPPED) and None in (typed.birth_date, known.birth_date):
        return Likeness.POSSIBLE, f"{name}, no date of birth to compare"
    if phone or mail:
        shared = "phone" if phone else "e-mail"
        return Likeness.POSSIBLE, f"same {shared}; perhaps a relative"
    if name and born:
        return Likeness.POSSIBLE, f"{name}, {born}"
    if born == _SAME_DAY and _names(typed)[0] and _names(typed)[0] == _names(known)[0]:
        why = "same family name and date of birth; perhaps a twin, or another form of the name"
        return Likeness.POSSIBLE, why
    if born == _SAME_DAY and _names(typed)[1] and _names(typed)[1] == _names(known)[1]:
        return Likeness.POSSIBLE, "same given name and date of birth; perhaps a new family name"
    return None


_SAME_NAME, _SWAPPED, _NEAR_NAME = "same name", "names swapped", "similar name"
_SAME_DAY, _TURNED_DAY, _NEAR_DAY = (
    "same date of birth",
    "day and month of birth swapped",
    "date of birth differs in one figure",
)


def _name_words(one: Patient, other: Patient) -> str:
    mine, theirs = _names(one), _names(other)
    if not (mine[0] and theirs[0]):
        return ""
    if mine == theirs:
        return _SAME_NAME
    if all(mine) and mine == theirs[::-1]:
        return _SWAPPED
    for pair in (theirs, theirs[::-1]):
        if all(_near(name, like) for name, like in zip(mine, pair, strict=True)):
            return _NEAR_NAME
    return ""


def _names(person: Patient) -> tuple[str, str]:
    parts = (person.family_name, person.given_name)
    spaced = (fold(part).replace("-", " ") for part in parts)
    family, given = ("".join(s for s in part if s.isalnum() or s == " ") for part in spaced)
    return " ".join(family.split()), " ".join(given.split())


def _near(name: str, other: str) -> bool:
    """Spelled alike: a letter or two apart, or one name a part of a double one."""
    if name == other:
        return True
    if not (name and other):
        return True  # not said: contradicts nothing
    if 1 in (len(name), len(other)) and name[0] == other[0]:
        return True  # an initial
    if " " in name + other and any(
        _near(part, like) for part in name.split() for like in other.split()
    ):
        return True
    longer = max(len(name), len(other))
    allowed = 1 if longer < _LONG_NAME else 2
    if name[0] != other[0]:
        allowed = min(allowed, 1)
    begins = min(len(name), len(other)) >= _LONG_NAME // 2 and (
        name.startswith(other) or other.startswith(name)
    )
    return begins or edits(name, other, allowed) <= allowed


def edits(one: str, other: str, most: int) -> int:
    """Letters that were changed, left out, added or swapped between two words.

    Counting ends above ``most``: then the answer is ``most`` + 1 (optimal string alignment, see
    L. Boytsov, ACM Journal of Experimental Algorithmics 16, 2011).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    older: list[int] = []
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, like in enumerate(other, 1):
            cost = min(
                before[column] + 1,
                current[column - 1] + 1,
                before[column - 1] + (letter != like),
            )
            turned = row > 1 and column > 1 and letter == other[column - 2]
            if turned and one[row - 2] == like:
                cost = min(cost, older[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        older, before = before, current
    return min(before[-1], most + 1)


def _born_words(one: date | None, other: date | None) -> str:
    if one is None or other is None:
        return ""
    if one == other:
        return _SAME_DAY
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return _TURNED_DAY
    pairs = zip(one.isoformat(), other.isoformat(), strict=True)
    return _NEAR_DAY if sum(a != b for a, b in pairs) == 1 else ""


def number_key(number: str) -> str:
    """An ID without case, accents and the zeros before it that spreadsheets lose."""
    plain = fold(number.strip())
    return plain.lstrip("0") or plain


def email_key(person: Patient) -> str:
    """A whole e-mail address as addresses are compared, "" where none is told."""
    address = person.email.strip().lower()
    name, _, host = address.rpartition("@")
    return address if name and "." in host else ""


def _number(person: Patient) -> str:
    return number_key(person.record_number)


def _same_phone(one: str, other: str) -> bool:
    mine, theirs = ("".join(sign for sign in text if sign.isdigit()) for text in (one, other))
    if min(len(mine), len(theirs)) < _SAME_PHONE_DIGITS:
        return False
    return mine.endswith(theirs) or theirs.endswith(mine)


def _differ(typed: str, recorded: str) -> bool:
    return bool(typed and recorded) and fold(typed) != fold(recorded)
