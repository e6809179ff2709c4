"""An import before it happens: who is new, who is known, what stays out and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from pt_chart.charting.exchange_port import FileKind, FileProblem, Incoming, IncomingRecord
from pt_chart.charting.matching import KnownPeople, Likeness, Match
from pt_chart.charting.progress import Progress
from pt_chart.clinical.people import Patient


class Decision(StrEnum):
    """What happens to a person of the file."""

    ADD = "add"
    JOIN = "join"
    SKIP = "skip"

    @property
    def words(self) -> str:
        """As the preview says it."""
        return {"add": "New patient", "join": "Known patient", "skip": "Left out"}[self.value]


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """A person of the file, who they may be, and what will happen.

    ``into`` is the known patient for `Decision.JOIN`. ``fixed``: nothing else can be chosen.
    """

    record: IncomingRecord
    matches: tuple[Match, ...]
    decision: Decision
    why: str
    into: Patient | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Everything a person must see before an import."""

    incoming: Incoming
    people: tuple[PlannedPerson, ...]
    problems: tuple[FileProblem, ...]

    def count(self, decision: Decision) -> int:
        """How many people it happens to."""
        return sum(one.decision is decision for one in self.people)

    @property
    def visits(self) -> int:
        """How many visits would come in, before those that are there already are left out."""
        taken = (one for one in self.people if one.decision is not Decision.SKIP)
        return sum(len(one.record.chart.visits) for one in taken)

    def decided(self, row: int, decision: Decision) -> ImportPreview:
        """With another choice for the person of a row.

        Raises:
            ValueError: the choice is not open for this person.
        """
        people = tuple(
            _chosen(one, decision) if one.record.row == row else one for one in self.people
        )
        return replace(self, people=people)


def preview(
    incoming: Incoming, known: KnownPeople, progress: Progress | None = None
) -> ImportPreview:
    """What would happen; the surest reading is proposed, doubts are left out until chosen."""
    problems = list(incoming.problems)
    people = []
    inside = KnownPeople()
    walk, total = progress or Progress(), len(incoming.records)
    for record in walk.count("Comparing with the register:", incoming.records, total):
        twin = _twin(record, inside)
        if twin is not None:
            problems.append(_twice(incoming, record, twin))
            continue
        inside.add(replace(record.chart.patient, id=str(record.row)))
        people.append(_planned(record, known.matches(record.chart.patient), incoming.kind))
    ordered = tuple(sorted(problems, key=lambda one: one.row))
    return ImportPreview(incoming, tuple(people), ordered)


def _twin(record: IncomingRecord, inside: KnownPeople) -> str | None:
    """The row of the same person earlier in the file, or of somebody else with the same ID.

    The same name and birth date under two IDs may be two people: each is planned for itself.
    """
    for match in inside.matches(record.chart.patient):
        if match.likeness not in (Likeness.OTHER_ID, Likeness.POSSIBLE):
            return match.patient.id
    return None


def _twice(incoming: Incoming, record: IncomingRecord, twin: str) -> FileProblem:
    name = record.chart.patient.name or record.chart.patient.record_number
    what = f"{name} has the ID, or the name and birth date, of row {twin}"
    fix = "keep one of the rows, or give each person an ID of their own"
    return FileProblem(incoming.source, record.row, "", what, fix)


def _planned(record: IncomingRecord, matches: tuple[Match, ...], kind: FileKind) -> PlannedPerson:
    first = matches[0] if matches else None
    only_people = kind is FileKind.PATIENTS
    if first is None:
        if record.known_only:
            number = record.chart.patient.record_number
            why = f"nobody in the register has the ID {number}; import the patients first"
            return PlannedPerson(record, (), Decision.SKIP, why, fixed=True)
        return PlannedPerson(record, (), Decision.ADD, "not in the register")
    certain = [one for one in matches if one.likeness is first.likeness]
    if first.likeness is Likeness.CONTRADICTS:
        why = f"{first.patient.name} has this ID; change the ID in the file"
        return PlannedPerson(record, matches, Decision.SKIP, why, first.patient, fixed=True)
    doubtful = first.likeness in (Likeness.OTHER_ID, Likeness.POSSIBLE)
    if doubtful or len(certain) > 1:
        why = "several people fit" if len(certain) > 1 else first.likeness.words
        why = f"{why}: choose what it is"
        return PlannedPerson(record, matches, Decision.SKIP, why, first.patient)
    if only_people:
        why = f"in the register already ({first.likeness.words})"
        return PlannedPerson(record, matches, Decision.SKIP, why, first.patient)
    return PlannedPerson(record, matches, Decision.JOIN, first.likeness.words, first.patient)


def _chosen(person: PlannedPerson, decision: Decision) -> PlannedPerson:
    if person.fixed:
        raise ValueError(f"row {person.record.row}: {person.why}")
    if decision is Decision.JOIN and person.into is None:
        raise ValueError(f"row {person.record.row}: nobody in the register fits")
    if decision is Decision.ADD and person.record.known_only:
        raise ValueError(f"row {person.record.row}: the file has no name for this person")
    return replace(person, decision=decision)
