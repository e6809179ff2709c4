"""Is somebody in a file in the register already? Found by ID, and by name with birth date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from pt_chart.charting.ports import ChartStore
from pt_chart.charting.progress import Progress
from pt_chart.charting.search_words import fold
from pt_chart.charting.transfer_port import Transfers
from pt_chart.clinical.people import Patient

_PAGE = 2_000


class Likeness(StrEnum):
    """How sure it is that two records are of one person, surest first."""

    SAME = "same"
    LIKELY = "likely"
    OTHER_ID = "other_id"
    OTHER_NAME = "other_name"
    ID_ONLY = "id_only"
    POSSIBLE = "possible"
    NEW_NAME = "new_name"
    NAMESAKE = "namesake"
    CONTRADICTS = "contradicts"

    @property
    def words(self) -> str:
        """Why, as the preview says it."""
        return _WORDS[self]


_WORDS = {
    Likeness.SAME: "same ID, name and birth date do not contradict",
    Likeness.LIKELY: "same name and birth date",
    Likeness.OTHER_ID: "same name and birth date, but another ID",
    Likeness.OTHER_NAME: "same ID and birth date, but another name",
    Likeness.ID_ONLY: "only the ID was compared: the file tells no name and no birth date",
    Likeness.POSSIBLE: "same name, no birth date to compare",
    Likeness.NEW_NAME: "same given name, birth date and phone or e-mail, another family name",
    Likeness.NAMESAKE: "same given name and birth date, another family name",
    Likeness.CONTRADICTS: "same ID, but another name or birth date",
}
DOUBTFUL = frozenset(
    {
        Likeness.OTHER_ID,
        Likeness.OTHER_NAME,
        Likeness.ID_ONLY,
        Likeness.POSSIBLE,
        Likeness.NEW_NAME,
    }
)
"""Likenesses that are asked about before anything comes in."""
APART = frozenset({Likeness.OTHER_ID, Likeness.POSSIBLE, Likeness.NEW_NAME, Likeness.NAMESAKE})
"""Likenesses of two people of one file who may well be two."""
_ORDER = tuple(Likeness)
_SEVERAL = 2
_MOST = 40
"""People with one ID, name or given name and birth date who are compared (our default): files with
placeholders ("Baby", 1900-01-01) have thousands."""
_PHONE_DIGITS = 7
_Name: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody of the register who may be the person of the file."""

    patient: Patient
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Described:
    """How a person is described, with the folded name, and the record that stands for them."""

    described: Patient
    name: _Name
    stands: Patient


@dataclass(slots=True)
class KnownPeople:
    """The register by ID and by folded name."""

    by_number: dict[str, list[_Described]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[_Name, list[_Described]] = field(default_factory=lambda: defaultdict(list))
    by_birth: dict[tuple[str, date], list[_Described]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def of(cls, store: ChartStore, progress: Progress | None = None) -> KnownPeople:
        """Everybody in a chart, those whose record was merged into another under both names."""
        known = cls()
        walk = progress or Progress()
        for patient in walk.count("Looking through the register:", everybody(store)):
            known.add(patient)
        for merge in store.merges():
            known.add(merge.gone, store.patient(merge.kept_id))
        return known

    def add(self, described: Patient, stands: Patient | None = None) -> None:
        """Know one more person; ``stands`` is who a merged record belongs to."""
        person = _Described(described, _name(described), stands or described)
        number = described.record_number.strip()
        if number:
            self.by_number[fold(number)].append(person)
        self.by_name[person.name].append(person)
        if described.birth_date is not None and person.name[1]:
            self.by_birth[person.name[1], described.birth_date].append(person)

    def matches(self, patient: Patient) -> tuple[Match, ...]:
        """Who may be this person, surest first."""
        found: dict[str, Match] = {}
        name, number = _name(patient), patient.record_number.strip()
        if number:
            for one in self.by_number.get(fold(number), [])[:_MOST]:
                found[one.stands.id] = Match(one.stands, _by_number(one, name, patient))
        for one in self.by_name.get(name, [])[:_MOST] if any(name) else ():
            by_name = _by_name(one.described, patient)
            if one.stands.id not in found and by_name is not None:
                found[one.stands.id] = Match(one.stands, by_name)
        if patient.birth_date is not None and name[1]:
            for one in self.by_birth.get((name[1], patient.birth_date), [])[:_MOST]:
                if one.stands.id not in found:
                    found[one.stands.id] = Match(one.stands, _by_birth(one.described, patient))
        if len(found) < _SEVERAL:
            return tuple(found.values())
        return tuple(sorted(found.values(), key=lambda match: _ORDER.index(match.likeness)))


def everybody(store: Transfers) -> Iterator[Patient]:
    """Every patient of a chart, a page at a time."""
    last = ""
    while page := store.patients_after(last, _PAGE):
        yield from page
        last = page[-1].id


def _name(patient: Patient) -> _Name:
    return fold(patient.family_name.strip()), fold(patient.given_name.strip())


def _by_number(one: _Described, name: _Name, other: Patient) -> Likeness:
    """How alike two with the same ID are; what one of them does not say contradicts nothing."""
    both = [(mine, theirs) for mine, theirs in zip(one.name, name, strict=True) if mine and theirs]
    differing = sum(mine != theirs for mine, theirs in both)
    born = one.described.birth_date, other.birth_date
    same_day = None not in born and born[0] == born[1]
    if None not in born and not same_day:
        return Likeness.CONTRADICTS
    if differing:
        return Likeness.OTHER_NAME if same_day and differing < _SEVERAL else Likeness.CONTRADICTS
    return Likeness.SAME if both or same_day else Likeness.ID_ONLY


def _by_name(one: Patient, other: Patient) -> Likeness | None:
    if not (one.birth_date and other.birth_date):
        return Likeness.POSSIBLE
    if one.birth_date != other.birth_date:
        return None
    both = one.record_number.strip() and other.record_number.strip()
    return Likeness.OTHER_ID if both else Likeness.LIKELY


def _by_birth(one: Patient, other: Patient) -> Likeness:
    """Two with the same given name and birth date whose family names differ."""
    phones = _digits(one.phone), _digits(other.phone)
    reached = min(map(len, phones)) >= _PHONE_DIGITS and phones[0][-10:] == phones[1][-10:]
    mails = one.email.strip().casefold(), other.email.strip().casefold()
    return (
        Likeness.NEW_NAME if reached or (mails[0] and mails[0] == mails[1]) else Likeness.NAMESAKE
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
