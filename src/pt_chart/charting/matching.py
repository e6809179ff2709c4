"""Is somebody in a file in the register already? Found by ID, and by name with birth date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
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
    POSSIBLE = "possible"
    CONTRADICTS = "contradicts"

    @property
    def words(self) -> str:
        """Why, as the preview says it."""
        return _WORDS[self]


_WORDS = {
    Likeness.SAME: "same ID, name and birth date do not contradict",
    Likeness.LIKELY: "same name and birth date",
    Likeness.OTHER_ID: "same name and birth date, but another ID",
    Likeness.POSSIBLE: "same name, no birth date to compare",
    Likeness.CONTRADICTS: "same ID, but another name or birth date",
}
_ORDER = tuple(Likeness)
_SEVERAL = 2
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

    def matches(self, patient: Patient) -> tuple[Match, ...]:
        """Who may be this person, surest first."""
        found: dict[str, Match] = {}
        name, number = _name(patient), patient.record_number.strip()
        if number:
            for one in self.by_number.get(fold(number), ()):
                agree = _agree(one, name, patient)
                likeness = Likeness.SAME if agree else Likeness.CONTRADICTS
                found[one.stands.id] = Match(one.stands, likeness)
        for one in self.by_name.get(name, ()) if any(name) else ():
            by_name = _by_name(one.described, patient)
            if one.stands.id not in found and by_name is not None:
                found[one.stands.id] = Match(one.stands, by_name)
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


def _agree(one: _Described, name: _Name, other: Patient) -> bool:
    """Whether what both say of name and birth date is the same; unsaid contradicts nothing."""
    for mine, theirs in zip(one.name, name, strict=True):
        if mine and theirs and mine != theirs:
            return False
    born = one.described.birth_date
    return not (born and other.birth_date and born != other.birth_date)


def _by_name(one: Patient, other: Patient) -> Likeness | None:
    if not (one.birth_date and other.birth_date):
        return Likeness.POSSIBLE
    if one.birth_date != other.birth_date:
        return None
    both = one.record_number.strip() and other.record_number.strip()
    return Likeness.OTHER_ID if both else Likeness.LIKELY
