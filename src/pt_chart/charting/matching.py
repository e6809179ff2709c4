"""Is somebody in a file in the register already? Found by ID, and by name with birth date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody of the register who may be the person of the file."""

    patient: Patient
    likeness: Likeness


@dataclass(slots=True)
class KnownPeople:
    """The register by ID and by folded name."""

    by_number: dict[str, list[Patient]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[tuple[str, str], list[Patient]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, store: Transfers) -> KnownPeople:
        """Everybody in a chart."""
        known = cls()
        for patient in everybody(store):
            known.add(patient)
        return known

    def add(self, patient: Patient) -> None:
        """Know one more person."""
        if patient.record_number.strip():
            self.by_number[fold(patient.record_number.strip())].append(patient)
        self.by_name[_name(patient)].append(patient)

    def matches(self, patient: Patient) -> tuple[Match, ...]:
        """Who may be this person, surest first."""
        found: dict[str, Match] = {}
        if patient.record_number.strip():
            for one in self.by_number.get(fold(patient.record_number.strip()), ()):
                likeness = Likeness.SAME if _agree(one, patient) else Likeness.CONTRADICTS
                found[one.id] = Match(one, likeness)
        named = self.by_name.get(_name(patient), ()) if any(_name(patient)) else ()
        for one in named:
            by_name = _by_name(one, patient)
            if one.id not in found and by_name is not None:
                found[one.id] = Match(one, by_name)
        return tuple(sorted(found.values(), key=lambda match: _ORDER.index(match.likeness)))


def everybody(store: Transfers) -> Iterator[Patient]:
    """Every patient of a chart, a page at a time."""
    last = ""
    while page := store.patients_after(last, _PAGE):
        yield from page
        last = page[-1].id


def _name(patient: Patient) -> tuple[str, str]:
    return fold(patient.family_name.strip()), fold(patient.given_name.strip())


def _agree(one: Patient, other: Patient) -> bool:
    """Whether what both say of name and birth date is the same; unsaid contradicts nothing."""
    for mine, theirs in zip(_name(one), _name(other), strict=True):
        if mine and theirs and mine != theirs:
            return False
    return not (one.birth_date and other.birth_date and one.birth_date != other.birth_date)


def _by_name(one: Patient, other: Patient) -> Likeness | None:
    if not (one.birth_date and other.birth_date):
        return Likeness.POSSIBLE
    if one.birth_date != other.birth_date:
        return None
    both = one.record_number.strip() and other.record_number.strip()
    return Likeness.OTHER_ID if both else Likeness.LIKELY
