"""Between rows and visits: typed rows for answers and marks, JSON parts for the rest.

A draft is stored as the difference to its last stored state: one changed answer is one row.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from itertools import compress
from types import MappingProxyType
from typing import Any

from pt_chart.clinical.bodychart.marks import (
    SHAPE_NAMES,
    SHAPES,
    BodyChart,
    Constancy,
    Depth,
    Mark,
    Shape,
    SymptomKind,
    View,
)
from pt_chart.clinical.care.visit_administration import VisitAdministration
from pt_chart.clinical.findings import Answer, Answers, FindingKey, Origin
from pt_chart.clinical.narrative_edits import NoteEdits
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import (
    Addendum,
    FlagAcknowledgment,
    Plan,
    Signature,
    Visit,
    VisitKind,
    VisitStatus,
    Withdrawal,
    WorkingHypothesis,
)
from pt_chart.clinical.within_visit import WithinVisit
from pt_chart.store import content
from pt_chart.store.translate import Row, side_of, stored_text

_NONE = content.dump(())
_NEW = object()


@dataclass(frozen=True, slots=True)
class ChartSheet:
    """The body chart without its marks, which have rows of their own."""

    figure_version: str
    body: str
    carried_from: str
    confirmed_side: Side | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """When a visit was first written down, and why later than its day."""

    entered: datetime | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class VisitRows:
    """Everything of a visit except its header row, by table and key."""

    answers: Answers
    marks: tuple[Mark, ...]
    parts: dict[str, object]


@dataclass(frozen=True, slots=True)
class VisitChange:
    """The rows to write and the keys to remove to get from one state of a visit to another."""

    answers: tuple[dict[str, Any], ...]
    answers_gone: tuple[dict[str, Any], ...]
    marks: tuple[dict[str, Any], ...]
    marks_from: int | None
    parts: tuple[dict[str, Any], ...]


def rows_of(visit: Visit, before: tuple[Visit, VisitRows] | None = None) -> VisitRows:
    """A visit taken apart; what an edit left alone is the same object as in ``before``."""
    drawn = visit.chart
    sheet = ChartSheet(drawn.figure_version, drawn.body, drawn.carried_from, drawn.confirmed_side)
    parts: dict[str, object] = {
        "chart": sheet,
        "program": visit.program,
        "plan": visit.plan,
        "acknowledgments": visit.acknowledgments,
        "hypothesis": visit.hypothesis,
        "administration": visit.administration,
        "note": visit.note,
        "within": visit.within,
        "form_versions": dict(visit.form_versions),
        "panel": visit.panel,
        "entry": Entry(visit.entered, visit.late_reason),
    }
    if before is not None:
        parts |= _left_alone(visit, *before)
    return VisitRows(visit.answers, visit.chart.marks, parts)


def _left_alone(visit: Visit, old: Visit, rows: VisitRows) -> dict[str, object]:
    """Parts that are put together from others, as they were, so that nothing is compared."""
    same = {
        "chart": visit.chart is old.chart,
        "form_versions": visit.form_versions is old.form_versions,
        "entry": visit.entered is old.entered and visit.late_reason is old.late_reason,
    }
    return {name: rows.parts[name] for name, unchanged in same.items() if unchanged}


def change(visit_id: str, before: VisitRows | None, after: VisitRows) -> VisitChange:
    """What to write so that the stored visit becomes ``after``; the same objects are skipped."""
    before = before or VisitRows({}, (), {})
    new, gone = _answer_changes(before.answers, after.answers)
    known_marks = len(before.marks)
    drawn = () if after.marks is before.marks else after.marks
    touched = [
        item for item in after.parts.items() if before.parts.get(item[0], _NEW) is not item[1]
    ]
    return VisitChange(
        answers=tuple(_answer_row(visit_id, key, answer) for key, answer in new),
        answers_gone=tuple(_answer_key(visit_id, key) for key in gone),
        marks=tuple(
            _mark_row(visit_id, position, mark)
            for position, mark in enumerate(drawn)
            if position >= known_marks or not _same(before.marks[position], mark)
        ),
        marks_from=len(after.marks) if known_marks > len(after.marks) else None,
        parts=tuple(
            {"visit_id": visit_id, "name": name, "content": content.dump(part)}
            for name, part in touched
            if not _same(before.parts.get(name, _NEW), part)
        ),
    )


def _answer_changes(
    before: Answers, after: Answers
) -> tuple[list[tuple[FindingKey, Answer]], set[FindingKey]]:
    """New or changed answers, and keys that are gone.

    An edit leaves the other answers the same objects in the same order, so the common case is
    a walk without hashing a single key.
    """
    if [*before] == [*after]:
        touched = compress(after, map(operator.is_not, before.values(), after.values()))
        pairs = [(key, after[key]) for key in touched]
        return [item for item in pairs if not _same(before[item[0]], item[1])], set()
    new = [item for item in after.items() if not _same(before.get(item[0]), item[1])]
    return new, before.keys() - after.keys()


def _same(before: object, after: object) -> bool:
    """Equal down to the types: 1, 1.0 and True are different answers."""
    return before is after or (before == after and repr(before) == repr(after))


def header_row(visit: Visit) -> dict[str, Any]:
    """The header row of a draft as it will be stored (without flag tier and signature)."""
    return {
        "id": visit.id,
        "episode_id": visit.episode_id,
        "kind": visit.kind.value,
        "date": visit.date.isoformat(),
        "number": visit.number,
        "status": VisitStatus.DRAFT.value,
        "revision": visit.revision,
    }


def visit_of(
    header: Row,
    answers: Iterable[Row],
    marks: Iterable[Row],
    parts: Iterable[Row],
    addenda: Iterable[Row],
) -> Visit:
    """A visit put together from its rows.

    Raises:
        UnreadableContent: a stored text is not what it should be.
        ValueError: a stored word (side, kind, view, ...) is unknown.
    """
    texts = {row["name"]: row["content"] for row in parts}
    sheet = content.load(ChartSheet, texts["chart"])
    chart = BodyChart(tuple(mark_of(row["content"]) for row in marks), **_fields(sheet))
    versions = json.loads(texts["form_versions"])
    visit = Visit(
        header["id"],
        header["episode_id"],
        VisitKind(header["kind"]),
        date.fromisoformat(header["date"]),
        header["number"],
        VisitStatus(header["status"]),
        MappingProxyType({_key_of(row): _answer_of(row) for row in answers}),
        chart,
        content.load(Program, texts["program"]),
        content.load(Plan, texts["plan"]),
        content.load(tuple[FlagAcknowledgment, ...], texts["acknowledgments"]),
        administration=content.load(VisitAdministration, texts.get("administration", "{}")),
        note=content.load(NoteEdits, texts.get("note", "{}")),
        within=content.load(WithinVisit, texts.get("within", "{}")),
        form_versions=MappingProxyType(versions),
        panel=json.loads(texts["panel"]),
        revision=header["revision"],
        **_fields(content.load(Entry, texts.get("entry", "{}"))),
        **_beside(row["content"] for row in addenda),
    )
    if texts["hypothesis"] != "null":
        visit = replace(visit, hypothesis=content.load(WorkingHypothesis, texts["hypothesis"]))
    if header["signature"] is not None:
        visit = replace(visit, signature=content.load(Signature, header["signature"]))
    return visit


def _beside(texts: Iterable[str]) -> dict[str, Any]:
    """What stands beside a signed visit: remarks, a co-signature, a withdrawal."""
    remarks: list[Addendum] = []
    found: dict[str, Any] = {}
    for text in texts:
        data = json.loads(text)
        if "digest" in data:
            found["cosignature"] = content.build(Signature, data)
        elif "reason" in data:
            found["withdrawal"] = content.build(Withdrawal, data)
        else:
            remarks.append(content.build(Addendum, data))
    return {**found, "addenda": tuple(remarks)}


def mark_of(text: str) -> Mark:
    """A mark as stored."""
    data = json.loads(text)
    shape = data["shape"]
    return Mark(
        data["id"],
        View(data["view"]),
        SymptomKind(data["kind"]),
        content.build(SHAPES[shape.pop("is")], shape),
        data["intensity"],
        Depth(data["depth"]),
        Constancy(data["constancy"]),
        data["note"],
        data["erases"],
        data["by_patient"],
    )


def _fields(value: ChartSheet | Entry | Mark | Shape) -> dict[str, Any]:
    return {part.name: getattr(value, part.name) for part in fields(value)}


def _mark_row(visit_id: str, position: int, mark: Mark) -> dict[str, Any]:
    data = _fields(mark)
    data["shape"] = {"is": SHAPE_NAMES[type(mark.shape)], **_fields(mark.shape)}
    return {
        "visit_id": visit_id,
        "position": position,
        "view": mark.view.value,
        "kind": mark.kind.value,
        "content": content.dump(data),
    }


def _answer_key(visit_id: str, key: FindingKey) -> dict[str, Any]:
    return {
        "visit_id": visit_id,
        "finding": key.id,
        "side": key.side.value if key.side else "",
        "level": key.level or "",
    }


def _answer_row(visit_id: str, key: FindingKey, answer: Answer) -> dict[str, Any]:
    return {
        **_answer_key(visit_id, key),
        "value": None if answer.value is None else content.dump(answer.value),
        "qualifiers": content.dump(answer.qualifiers) if answer.qualifiers else _NONE,
        "note": stored_text(answer.note),
        "origin": answer.origin.value,
        "at": answer.at.isoformat() if answer.at else None,
    }


def _key_of(row: Row) -> FindingKey:
    return FindingKey(row["finding"], side_of(row["side"]), row["level"] or None)


def _answer_of(row: Row) -> Answer:
    value = None if row["value"] is None else json.loads(row["value"])
    return Answer(
        tuple(value) if isinstance(value, list) else value,
        content.load(tuple[str, ...], row["qualifiers"]),
        row["note"],
        Origin(row["origin"]),
        datetime.fromisoformat(row["at"]) if row["at"] else None,
    )
