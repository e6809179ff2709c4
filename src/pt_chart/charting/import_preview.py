"""An import before it happens: who is new, who is known, what stays out and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pt_chart.charting.exchange_port import FileKind, FileProblem, Incoming, IncomingRecord
from pt_chart.charting.matching import APART, DOUBTFUL, KnownPeople, Likeness, Match
from pt_chart.charting.merging import FIELDS, shown
from pt_chart.charting.progress import Progress
from pt_chart.charting.search_words import fold
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
    ``question`` is what a person has to decide, "" where nothing is in doubt; ``several``: more
    than one known patient fits alike, so that one has to be named.
    """

    record: IncomingRecord
    matches: tuple[Match, ...]
    decision: Decision
    why: str
    into: Patient | None = None
    fixed: bool = False
    question: str = ""
    several: bool = False

    @property
    def candidates(self) -> tuple[Patient, ...]:
        """Who of the register this person may be, surest first."""
        return tuple(one.patient for one in self.matches)

    @property
    def new_alerts(self) -> tuple[str, ...]:
        """Alerts of the file that the known patient does not have; they are added."""
        if self.into is None or self.decision is not Decision.JOIN:
            return ()
        return new_alerts(self.record.chart.patient, self.into)

    @property
    def told(self) -> tuple[str, ...]:
        """What is added to a known patient, what of the file is not taken, and remarks."""
        remarks = (*self.record.remarks, *_former(self.record.chart.merged))
        if self.into is None or self.decision is not Decision.JOIN:
            return remarks
        added = (f"alert added: {one}" for one in self.new_alerts)
        return (*remarks, *added, *_not_taken(self.record.chart.patient, self.into))


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

    def decided(self, row: int, decision: Decision, into_id: str = "") -> ImportPreview:
        """With another choice for the person of a row; ``into_id`` says which known patient.

        Raises:
            ValueError: the choice is not open for this person, or several fit and none is named.
        """
        people = tuple(
            _chosen(one, decision, into_id) if one.record.row == row else one for one in self.people
        )
        return replace(self, people=people)

    def alike(self, row: int) -> int:
        """How many people the same question is asked of, the person of a row among them."""
        question = self._question(row)
        if not question or question == _SEVERAL_FIT:
            return 0
        return sum(one.question == question for one in self.people)

    def decided_alike(self, row: int, decision: Decision) -> ImportPreview:
        """The same choice for everybody of whom the same is asked as of the person of a row.

        Raises:
            ValueError: the choice is not open for one of them.
        """
        question = self._question(row)
        people = tuple(
            _chosen(one, decision, "") if one.question and one.question == question else one
            for one in self.people
        )
        return replace(self, people=people)

    def _question(self, row: int) -> str:
        return next((one.question for one in self.people if one.record.row == row), "")


def _former(merged: tuple[Patient, ...]) -> Iterator[str]:
    """Records that went into this person's where the file comes from."""
    for one in merged:
        number = f", ID {one.record_number}" if one.record_number else ""
        yield f"known there as {one.name}{number} as well (merged): not registered here"


def new_alerts(described: Patient, known: Patient) -> tuple[str, ...]:
    """The alerts of a file that a known patient does not have."""
    there = {fold(one) for one in known.alerts}
    return tuple(one for one in dict.fromkeys(described.alerts) if fold(one) not in there)


def _not_taken(described: Patient, known: Patient) -> list[str]:
    """Details of the file that differ from those of the register, which stay."""
    found = []
    for name, label in FIELDS.items():
        theirs, mine = shown(getattr(described, name)), shown(getattr(known, name))
        unsaid = getattr(described, name) in _UNSAID.get(name, ())
        if theirs and not unsaid and fold(theirs) != fold(mine):
            here = f"{mine} stays" if mine else "there is none here"
            found.append(f"{label} {theirs} is not taken: {here}")
    return found


_SEVERAL_FIT = "several people fit"
_UNSAID: dict[str, tuple[object, ...]] = {"language": ("en",), "large_print": (False,)}
"""What a file seems to say where it says nothing."""


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
        people.append(_asked(_planned(record, known.matches(record.chart.patient), incoming.kind)))
    ordered = tuple(sorted(problems, key=lambda one: one.row))
    return ImportPreview(incoming, tuple(people), ordered)


def _twin(record: IncomingRecord, inside: KnownPeople) -> str | None:
    """The row of the same person earlier in the file, or of somebody else with the same ID.

    The same name and birth date under two IDs may be two people: each is planned for itself.
    """
    for match in inside.matches(record.chart.patient):
        if match.likeness not in APART:
            return match.patient.id
    return None


def _twice(incoming: Incoming, record: IncomingRecord, twin: str) -> FileProblem:
    name = record.chart.patient.name or record.chart.patient.record_number
    what = f"{name} has the ID, or the name and birth date, of row {twin}"
    fix = "keep one of the rows, or give each person an ID of their own"
    return FileProblem(incoming.source, record.row, "", what, fix)


def _planned(record: IncomingRecord, matches: tuple[Match, ...], kind: FileKind) -> PlannedPerson:
    first = matches[0] if matches else None
    if first is None or first.likeness is Likeness.NAMESAKE:
        return _stranger(record, matches)
    certain = [one for one in matches if one.likeness is first.likeness]
    if first.likeness is Likeness.CONTRADICTS:
        why = (
            f"{first.patient.name} has this ID, with another name or birth date: mend what is "
            "wrong in the file"
        )
        return PlannedPerson(record, matches, Decision.SKIP, why, first.patient, fixed=True)
    if first.likeness in DOUBTFUL or len(certain) > 1:
        several = len(certain) > 1
        asked = _SEVERAL_FIT if several else first.likeness.words
        why = f"{asked}: choose what it is"
        into = first.patient
        return PlannedPerson(
            record, matches, Decision.SKIP, why, into, question=asked, several=several
        )
    into = first.patient
    if kind is not FileKind.PATIENTS:
        return PlannedPerson(record, matches, Decision.JOIN, first.likeness.words, into)
    why = f"in the register already ({first.likeness.words})"
    warned = bool(new_alerts(record.chart.patient, into))
    return PlannedPerson(record, matches, Decision.JOIN if warned else Decision.SKIP, why, into)


def _stranger(record: IncomingRecord, matches: tuple[Match, ...]) -> PlannedPerson:
    """Somebody who is not in the register; perhaps under another family name."""
    if record.known_only:
        number = record.chart.patient.record_number
        why = f"nobody in the register has the ID {number}; import the patients first"
        return PlannedPerson(record, (), Decision.SKIP, why, fixed=True)
    why = "not in the register"
    if matches:
        why = f"perhaps {matches[0].patient.name}: {matches[0].likeness.words}"
    into = matches[0].patient if matches else None
    return PlannedPerson(record, matches, Decision.ADD, why, into)


def _asked(person: PlannedPerson) -> PlannedPerson:
    """The same, left out until somebody chose, where the file itself gives doubts."""
    doubts = "; ".join(person.record.doubts)
    if not doubts or person.fixed:
        return person
    question = "; ".join(filter(None, (person.question, doubts)))
    why = f"{doubts}: choose what it is ({person.why})"
    return replace(person, decision=Decision.SKIP, why=why, question=question)


def _chosen(person: PlannedPerson, decision: Decision, into_id: str) -> PlannedPerson:
    row = f"row {person.record.row}"
    if person.fixed:
        raise ValueError(f"{row}: {person.why}")
    if decision is Decision.JOIN and person.into is None:
        raise ValueError(f"{row}: nobody in the register fits")
    if decision is Decision.ADD and person.record.known_only:
        raise ValueError(f"{row}: the file has no name for this person")
    same_id = next((one for one in person.matches if one.likeness in _SAME_ID), None)
    if decision is Decision.ADD and same_id is not None:
        raise ValueError(f"{row}: {same_id.patient.name} has this ID already")
    into = person.into
    if decision is Decision.JOIN:
        named = {one.id: one for one in person.candidates}
        if person.several and not into_id:
            raise ValueError(f"{row}: choose which of the {len(named)} known patients it is")
        into = named[into_id] if into_id else into
    return replace(person, decision=decision, into=into)


_SAME_ID = frozenset({Likeness.OTHER_NAME, Likeness.ID_ONLY})
