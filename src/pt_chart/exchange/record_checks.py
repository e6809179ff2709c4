"""A whole record of this program is looked at like any other file before it is believed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

from pt_chart.charting.exchange_port import (
    FileKind,
    FileProblem,
    FileUnreadable,
    Incoming,
    IncomingRecord,
    PatientChart,
)
from pt_chart.clinical import values
from pt_chart.clinical.content import UnreadableContent
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Value
from pt_chart.clinical.people import Patient
from pt_chart.clinical.visit import Visit
from pt_chart.exchange.long_texts import LongTexts
from pt_chart.exchange.native import read_record
from pt_chart.exchange.typed_cells import OLDEST_YEARS

_LONGEST = 2_000
_TOLD = 3
_FARTHEST = 10_000.0
"""Points of a drawing from the middle of its sheet: far outside of any figure."""


def refuse_unsound(chart: PatientChart, vocabulary: Vocabulary, today: date) -> None:
    """Refuse a record that says what no form of this program takes.

    Raises:
        ValueError: the first of what is wrong, in words.
    """
    wrong = list(_problems(chart, vocabulary, today))
    if wrong:
        more = f" and {len(wrong) - _TOLD} more" if len(wrong) > _TOLD else ""
        raise ValueError("; ".join(wrong[:_TOLD]) + more)


def from_records(
    file: Path, text: str, vocabulary: Vocabulary, today: date, long: LongTexts
) -> Incoming:
    """The people of a whole-clinic export: a record a line.

    Raises:
        FileUnreadable: no line holds a record.
    """
    records: list[IncomingRecord] = []
    problems: list[FileProblem] = []
    for row, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            chart = read_record(line.encode(), content_of=long.content)
            refuse_unsound(chart, vocabulary, today)
        except (ValueError, UnreadableContent) as error:
            told = f"the record cannot be used ({error})"
            problems.append(FileProblem(file.name, row, "", told, "export it again"))
            continue
        records.append(IncomingRecord(row, chart))
    if not records and len(problems) == 1:
        raise FileUnreadable(problems[0])
    rows = len(records) + len(problems)
    return Incoming(file.name, FileKind.RECORD, tuple(records), tuple(problems), rows=rows)


def _problems(chart: PatientChart, vocabulary: Vocabulary, today: date) -> Iterator[str]:
    yield from _of_person(chart.patient, today)
    for one in chart.episodes:
        if one.episode.started > today:
            yield f"an episode begins on {one.episode.started}, in the future"
        for visit in one.visits:
            yield from _of_visit(visit, vocabulary, today, chart.patient.birth_date)


def _of_person(person: Patient, today: date) -> Iterator[str]:
    if not person.name.strip() and not person.record_number.strip():
        yield "the person has neither name nor ID"
    born = person.birth_date
    if born is not None and not today.year - OLDEST_YEARS <= born.year <= today.year:
        yield f"the birth date {born} is no birth date of somebody who lives"
    for part in fields(person):
        value = getattr(person, part.name)
        if isinstance(value, str) and len(value) > _LONGEST:
            yield f"{part.name} has {len(value)} signs"


def _of_visit(
    visit: Visit, vocabulary: Vocabulary, today: date, born: date | None
) -> Iterator[str]:
    if visit.date > today:
        yield f"a visit of {visit.date} is in the future"
    if born is not None and visit.date < born:
        yield f"a visit of {visit.date} is before the birth date"
    for key, answer in visit.answers.items():
        known = vocabulary.canonical(key.id)
        if known is not None and answer.value is not None:
            wrong = _wrong(vocabulary.fields[known], answer.value)
            if wrong:
                yield f"{key} of {visit.date}: {wrong}"
    for mark in visit.chart.marks:
        if any(not _near(point) for point in _numbers(mark.shape)):
            yield f"a drawing of {visit.date} lies outside of its sheet"
            return


def _wrong(field: FieldDef, value: Value) -> str:
    """What is wrong with a value; of texts only that it is one: older ones may hold anything."""
    if field.kind is FieldKind.TEXT:
        return "" if isinstance(value, str) else "is no text"
    if field.kind is FieldKind.SEVERAL:
        return "" if isinstance(value, tuple) else "is no list"
    return values.check(field, value)


def _numbers(thing: object) -> Iterator[float]:
    """Every number of a shape, however deep it stands."""
    if isinstance(thing, int | float) and not isinstance(thing, bool):
        yield float(thing)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _numbers(part)
    elif hasattr(thing, "__dataclass_fields__"):
        for name in thing.__dataclass_fields__:
            yield from _numbers(getattr(thing, name))


def _near(number: float) -> bool:
    return math.isfinite(number) and abs(number) <= _FARTHEST
