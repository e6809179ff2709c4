"""Two records of one person become one, field by field, and can be parted again.

Nothing is rewritten: the record that goes keeps its own row, its episodes and signed visits keep
their owner (seals speak of it), and the record that stays shows the episodes of both. Parting them
takes the link away and puts the person's details back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from pt_chart.charting.access import Right, require
from pt_chart.charting.errors import WorldError
from pt_chart.charting.parting import Parting
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.sound_text import sound, sound_text

if TYPE_CHECKING:
    from pt_chart.charting.ports import ChartStore

FIELDS: Mapping[str, str] = {
    "record_number": "ID",
    "family_name": "Family name",
    "given_name": "Given name",
    "birth_date": "Date of birth",
    "sex": "Sex",
    "phone": "Phone",
    "email": "Email",
    "language": "Language",
    "large_print": "Large print",
}
"""What is chosen field by field, in this order; the alerts of both are always kept."""


class MergeRefused(WorldError):
    """These records cannot be merged, or not parted as they stand."""

    message = "The two records were left as they are."
    advice = "Look at both patients again: one of them was changed meanwhile."


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge that can be undone: the record that went into another, when, by whom and why."""

    gone: Patient
    kept_id: str
    at: datetime
    by: str
    reason: str


class Merges(Protocol):
    """The part of a store that merges records of one person."""

    def people_like(self, patient: Patient) -> tuple[Patient, ...]:
        """Everybody who shares the ID, the birth date, the phone or the name with a person.

        Names also swapped, also those of records that were merged (the person they went into
        is given, once). The person's own record is not among them.
        """
        ...

    def merge_patients(self, kept: Patient, gone_id: str, reason: str) -> Patient:
        """Let the record ``gone_id`` go into that of ``kept``, which is stored as given.

        From then on ``gone_id`` reads as the kept patient, everywhere.

        Raises:
            MergeRefused: it is the same record, one of them is merged already, or an alert of
                one of them would be lost.
            RecordMissing: one of them is not there.
            NotAllowed: the role does not merge.
        """
        ...

    def parting(self, gone_id: str) -> Parting:
        """What undoing a merge would do; nothing is stored.

        Raises:
            RecordMissing, MergeRefused: as `part_patients`.
        """
        ...

    def part_patients(self, gone_id: str) -> Parting:
        """Undo a merge: both records are as they were; what was edited since is kept.

        Raises:
            RecordMissing: this record was not merged.
            MergeRefused: the kept record was merged itself since; that is undone first.
        """
        ...

    def merges(self, patient_id: str = "") -> tuple[Merge, ...]:
        """Merges that can be undone, newest first; of one kept patient, or all of them."""
        ...


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A detail of which the two records say different things, or only one says something.

    ``from_gone`` is what is proposed: the kept record's own word wherever it has one.
    """

    field: str
    label: str
    kept: str
    gone: str
    from_gone: bool

    @property
    def differs(self) -> bool:
        """Whether both say something, and not the same."""
        return bool(self.kept and self.gone)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a person must see before a merge. Counts are (episodes, visits)."""

    kept: Patient
    gone: Patient
    choices: tuple[FieldChoice, ...]
    alerts: tuple[str, ...]
    kept_has: tuple[int, int]
    gone_has: tuple[int, int]

    def result(self, from_gone: frozenset[str]) -> Patient:
        """The kept patient with the named fields taken from the other record."""
        taken = {one.field for one in self.choices if one.field in from_gone}
        values = {name: getattr(self.gone, name) for name in taken}
        return replace(self.kept, **values, alerts=self.alerts)

    @property
    def proposed(self) -> frozenset[str]:
        """The fields that are proposed from the record that goes."""
        return frozenset(one.field for one in self.choices if one.from_gone)

    def swapped(self) -> MergePlan:
        """The same two with the other record staying."""
        return _plan(self.gone, self.kept, self.gone_has, self.kept_has)


def plan_merge(store: ChartStore, kept_id: str, gone_id: str) -> MergePlan:
    """Compare two records before they are merged; nothing is stored."""
    kept, gone = store.patient(kept_id), store.patient(gone_id)
    if kept.id == gone.id:
        raise MergeRefused("These two are one record already.", "Choose another patient.")
    return _plan(kept, gone, _holds(store, kept.id), _holds(store, gone.id))


def carry_out(
    store: ChartStore, plan: MergePlan, from_gone: frozenset[str], reason: str
) -> Patient:
    """Merge as planned and chosen.

    Raises:
        ValueError: there is no reason.
        MergeRefused: a record was changed since the plan was made.
    """
    require(store.user, Right.MERGE)
    if not reason.strip():
        raise ValueError("Say why these are one person, for example: same ID card.")
    for before in (plan.kept, plan.gone):
        if store.patient(before.id) != before:
            raise MergeRefused
    chosen = sound(plan.result(from_gone))
    return store.merge_patients(chosen, plan.gone.id, sound_text(reason).strip())


def _holds(store: ChartStore, patient_id: str) -> tuple[int, int]:
    episodes = store.episodes_of(patient_id)
    return len(episodes), sum(store.visit_count(one.id) for one in episodes)


def _plan(
    kept: Patient, gone: Patient, kept_has: tuple[int, int], gone_has: tuple[int, int]
) -> MergePlan:
    choices = []
    for name, label in FIELDS.items():
        mine, theirs = shown(getattr(kept, name)), shown(getattr(gone, name))
        if mine != theirs:
            choices.append(FieldChoice(name, label, mine, theirs, from_gone=not mine))
    alerts = tuple(dict.fromkeys((*kept.alerts, *gone.alerts)))
    return MergePlan(kept, gone, tuple(choices), alerts, kept_has, gone_has)


def shown(value: object) -> str:
    """A detail as the comparison writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return date_words(value)
    return str(value) if value else ""
