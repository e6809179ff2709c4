"""Patients and visits from a CSV file: every row either understood or a problem with its fix."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import category

from pt_chart.charting.exchange_port import (
    EpisodeChart,
    FileKind,
    FileProblem,
    Incoming,
    IncomingRecord,
    MappedColumn,
    PatientChart,
)
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.narrative_edits import NoteEdits, OwnSentence
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Plan, Visit
from pt_chart.exchange import typed_cells
from pt_chart.exchange.columns import (
    FINDING,
    PERSON_FIELDS,
    VISIT_FIELDS,
    mapped_columns,
    offered_fields,
)
from pt_chart.exchange.csv_rows import CsvFile, CsvRow

T = TypeVar("T")
NO_COMPLAINT = "Complaint not in the imported file"
NOTE_SECTION = "history"
"""Where the note of an imported visit stands."""


def from_csv(
    file: Path,
    read: CsvFile,
    vocabulary: Vocabulary,
    today: date,
    mapping: Mapping[str, str] | None = None,
    date_order: str = "",
) -> Incoming:
    """What the rows of a file say, with every row that cannot be used.

    ``date_order`` is "month" or "day", what stands first in dates such as 03/04/1961; "" = as the
    file itself shows, month first where it does not.
    """
    samples = read.rows[0].cells if read.rows else ("",) * len(read.headings)
    columns = mapped_columns(read.headings, samples, vocabulary, mapping)
    fields = {one.field for one in columns}
    problems = [*read.problems, *_missing(file, fields)]
    records: tuple[IncomingRecord, ...] = ()
    visits = "visit_date" in fields
    if len(problems) == len(read.problems):
        reader = _Reader(file, columns, vocabulary, today, _days_first(read, columns, date_order))
        for row in read.rows:
            reader.take(row, visits=visits)
        problems += reader.problems
        records = tuple(one.record for one in reader.people.values())
    return Incoming(
        file.name,
        FileKind.VISITS if visits else FileKind.PATIENTS,
        records,
        tuple(sorted(problems, key=lambda one: one.row)),
        left_out=tuple(f"Column {one.heading}" for one in columns if not one.field),
        columns=columns,
        dates=_dates(read, columns, date_order),
        offered=offered_fields(),
        rows=len(read.rows) + len(read.problems),
    )


def _missing(file: Path, fields: set[str]) -> list[FileProblem]:
    named = fields & {"name", "family_name", "given_name"}
    if named or ("visit_date" in fields and "record_number" in fields):
        return []
    what = "no column says whose row it is"
    fix = "choose the column with the family name (for visits, the ID is enough)"
    return [FileProblem(file.name, 1, "", what, fix)]


def _date_columns(read: CsvFile, columns: tuple[MappedColumn, ...]) -> dict[str, list[str]]:
    """The cells of the columns of dates."""
    return {
        column.field: [row.cells[position] for row in read.rows]
        for position, column in enumerate(columns)
        if column.field in ("birth_date", "visit_date")
    }


def _days_first(
    read: CsvFile, columns: tuple[MappedColumn, ...], date_order: str
) -> frozenset[str]:
    """Fields whose column writes the day before the month."""
    found = _date_columns(read, columns)
    if date_order:
        return frozenset(found) if date_order == "day" else frozenset()
    return frozenset(name for name, cells in found.items() if typed_cells.day_first(cells))


def _dates(read: CsvFile, columns: tuple[MappedColumn, ...], date_order: str) -> tuple[str, ...]:
    """How dates are read that could be read in two ways, in words."""
    told = []
    for name, cells in _date_columns(read, columns).items():
        open_ = typed_cells.undecided(cells)
        if not open_:
            continue
        order = "day" if date_order == "day" else "month"
        told.append(f"{_LABELS[name]}: {open_} is read with the {order} first")
    return tuple(told)


@dataclass(slots=True)
class _Person:
    """Somebody of the file with the visits found so far, by complaint and side."""

    row: int
    patient: Patient
    said: dict[str, int] = field(default_factory=dict)
    """Which row said a detail first."""
    rows: list[int] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    cases: dict[tuple[str, Side | None], tuple[Episode, list[Visit]]] = field(default_factory=dict)

    def join(self, row: int, patient: Patient, said: Iterable[str]) -> None:
        """One more row of this person: alerts add up, of other details the first one stands."""
        self.rows.append(row)
        changes: dict[str, Any] = {}
        for name in said:
            mine, theirs = getattr(self.patient, name), getattr(patient, name)
            if name == "alerts":
                changes[name] = tuple(dict.fromkeys((*mine, *theirs)))
            elif name not in self.said:
                changes[name], self.said[name] = theirs, row
            elif mine != theirs:
                label = PERSON_FIELDS[name]
                told = f"{label} {theirs} in row {row} is not taken, that of row {self.said[name]}"
                self.remarks.append(f"{told} is")
        self.patient = replace(self.patient, **changes)

    @property
    def record(self) -> IncomingRecord:
        """The person with visits in the order of their days."""
        named = bool(self.patient.family_name or self.patient.given_name)
        charts = tuple(self._case(*case) for case in self.cases.values())
        return IncomingRecord(
            self.row,
            PatientChart(self.patient, charts),
            known_only=not named,
            doubts=self._doubts(),
            remarks=tuple(self.remarks),
        )

    def _doubts(self) -> tuple[str, ...]:
        """Rows that only a name holds together may be of two people."""
        if not self.rows[1:] or self.patient.record_number or self.patient.birth_date:
            return ()
        listed = ", ".join(map(str, self.rows[:_LISTED])) + " ..." * bool(self.rows[_LISTED:])
        return (f"rows {listed} are put together by the name alone",)

    def _case(self, episode: Episode, visits: list[Visit]) -> EpisodeChart:
        in_order = sorted(visits, key=lambda one: one.date)
        began = replace(episode, patient_id=self.patient.id, started=in_order[0].date)
        numbered = (
            replace(one, episode_id=episode.id, number=number)
            for number, one in enumerate(in_order, 1)
        )
        return EpisodeChart(began, tuple(numbered))


@dataclass(slots=True)
class _Reader:
    """Goes through the rows; people that stand in several rows of visits are gathered.

    The file was decoded strictly, so no text of it needs mending.
    """

    file: Path
    columns: tuple[MappedColumn, ...]
    vocabulary: Vocabulary
    today: date
    days_first: frozenset[str]
    people: dict[object, _Person] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    _row: CsvRow = field(default_factory=lambda: CsvRow(0, ()))
    _trouble: bool = False
    _split: str = ""
    """How a whole name was told apart, where nobody can be sure."""

    def take(self, row: CsvRow, *, visits: bool) -> None:
        """Understand a row; nothing of it is used where anything in it is wrong."""
        self._row, self._trouble = row, False
        cells = {
            column.field: text
            for column, text in zip(self.columns, row.cells, strict=True)
            if column.field
        }
        patient = self._patient(cells, f"row-{row.number}", register=not visits)
        chart = self._visit(cells, patient) if visits else None
        if self._trouble:
            return
        if chart is None:
            told = [self._split] if self._split else []
            self.people[row.number] = _Person(row.number, patient, remarks=told)
        else:
            self._gather(patient, chart, [name for name in _DETAILS if cells.get(name)])

    def _gather(self, patient: Patient, chart: EpisodeChart, said: list[str]) -> None:
        """Visits of one person under one episode per complaint and side."""
        who = (patient.record_number.casefold(), patient.name.casefold(), patient.birth_date)
        person = self.people.setdefault(who, _Person(self._row.number, patient))
        if self._split and self._split not in person.remarks:
            person.remarks.append(self._split)
        person.join(self._row.number, patient, said)
        one = chart.episode
        case = person.cases.setdefault((one.complaint.casefold(), one.side), (one, []))
        case[1].extend(chart.visits)

    def _patient(self, cells: Mapping[str, str], own_id: str, *, register: bool) -> Patient:
        family, given = cells.get("family_name", ""), cells.get("given_name", "")
        self._split = ""
        if not family and not given and cells.get("name"):
            family, given = typed_cells.names(cells["name"])
            if _unsure(cells["name"]):
                self._split = f"split by us: family name {family}, given name {given or 'none'}"
        if register and not family and not given:
            self._refuse("family_name", "has no name; write a family name or a given name")
        if not register and not (family or given or cells.get("record_number")):
            self._refuse("record_number", "names nobody; write the patient's ID or name")
        days_first = "birth_date" in self.days_first
        return Patient(
            own_id,
            self._cell(cells, "record_number", typed_cells.plain, ""),
            self._text("family_name", family),
            self._text("given_name", given),
            self._cell(
                cells,
                "birth_date",
                lambda text: typed_cells.born(text, self.today, days_first=days_first),
                None,
            ),
            sex=self._cell(cells, "sex", typed_cells.sex, ""),
            phone=self._cell(cells, "phone", typed_cells.plain, ""),
            email=self._cell(cells, "email", typed_cells.plain, ""),
            language=self._cell(cells, "language", typed_cells.language, "en"),
            large_print=self._cell(cells, "large_print", typed_cells.yes, False),
            alerts=self._cell(cells, "alerts", _alerts, ()),
        )

    def _visit(self, cells: Mapping[str, str], patient: Patient) -> EpisodeChart | None:
        days_first = "visit_date" in self.days_first
        day = self._cell(
            cells,
            "visit_date",
            lambda text: typed_cells.day(text, days_first=days_first, century=2000),
            None,
        )
        if day is None:
            self._refuse("visit_date", "has no date; write the day of the visit")
            return None
        if day > self.today:
            self._refuse("visit_date", f"{day} is in the future; mend the date")
        if patient.birth_date is not None and day < patient.birth_date:
            self._refuse("visit_date", f"{day} is before the birth date; mend one of them")
        number = self._row.number
        complaint = self._cell(cells, "complaint", typed_cells.plain, "") or NO_COMPLAINT
        side = self._cell(cells, "side", typed_cells.side, None)
        episode = Episode(f"episode-{number}", patient.id, complaint, side, day)
        note = self._cell(cells, "note", _long, "")
        own = (OwnSentence(f"import-{number}", NOTE_SECTION, note),) if note else ()
        visit = Visit(
            f"visit-{number}",
            episode.id,
            self._cell(cells, "visit_kind", typed_cells.kind, _FOLLOW_UP),
            day,
            answers=self._answers(cells),
            plan=Plan(assessment=self._cell(cells, "assessment", _long, "")),
            note=NoteEdits(own=own),
        )
        return EpisodeChart(episode, (visit,))

    def _answers(self, cells: Mapping[str, str]) -> dict[FindingKey, Answer]:
        """Findings of their own columns; an empty cell is not tested, hence no answer."""
        found: dict[FindingKey, Answer] = {}
        for name, text in cells.items():
            if not name.startswith(FINDING) or not text:
                continue
            key = FindingKey.parse(name.removeprefix(FINDING))
            definition = self.vocabulary.field(key.id)
            try:
                value = typed_cells.finding(definition, text)
            except ValueError as error:
                self._refuse(name, str(error))
                continue
            if value is not None:
                found[key] = Answer(value)
        return found

    def _text(self, name: str, text: str) -> str:
        return self._cell({name: text}, name, typed_cells.plain, "")

    def _cell(
        self, cells: Mapping[str, str], name: str, read: Callable[[str], T], otherwise: T
    ) -> T:
        """A cell's value; the reason why there is none becomes a problem of its column."""
        if name not in cells:
            return otherwise
        try:
            return read(cells[name])
        except ValueError as error:
            self._refuse(name, str(error))
            return otherwise

    def _refuse(self, name: str, words: str) -> None:
        self._trouble = True
        heading = next((one.heading for one in self.columns if one.field == name), name)
        what, _, fix = words.partition("; ")
        problem = FileProblem(
            self.file.name, self._row.number, heading, what, fix or "mend the cell"
        )
        self.problems.append(problem)


_FOLLOW_UP = typed_cells.kind("")
_LISTED = 6
_TWO_NAMES = 2
"""A given name and a family name."""
_LABELS = {**PERSON_FIELDS, **VISIT_FIELDS}
_DETAILS = ("sex", "phone", "email", "language", "large_print", "alerts")
"""What rows of one person may tell differently."""


def _unsure(name: str) -> bool:
    """Whether a whole name can be told apart in several ways: more words, or family first."""
    if "," in name:
        return False
    return len(name.split()) != _TWO_NAMES or any(category(sign) == "Lo" for sign in name)


def _long(text: str) -> str:
    return typed_cells.plain(text, typed_cells.LONGEST_NOTE)


def _alerts(text: str) -> tuple[str, ...]:
    """Alerts between semicolons, or the JSON list that our own export writes."""
    if text.startswith("["):
        try:
            listed = json.loads(text)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            return tuple(listed)
    return tuple(typed_cells.plain(one) for one in typed_cells.several(text))
