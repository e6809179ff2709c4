"""A patient's whole record as JSON and back, exactly: what travels inside a FHIR bundle."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.exchange_port import (
    AttachedFile,
    EpisodeChart,
    PatientChart,
    UsedExercise,
)
from pt_chart.charting.own_exercises import OwnExercise
from pt_chart.clinical import content
from pt_chart.clinical.bodychart.marks import (
    SHAPE_NAMES,
    SHAPES,
    BodyChart,
    Constancy,
    Depth,
    Mark,
    SymptomKind,
    View,
)
from pt_chart.clinical.care.episode_log import (
    RECORD_NAMES,
    RECORDS,
    EpisodeEntry,
    EpisodeLog,
)
from pt_chart.clinical.content import UnreadableContent
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Visit

MEDIA_TYPE = "application/vnd.pt-chart.record+json"
VERSION = 1
Content = bytes | Callable[[], bytes]
"""What a file holds, or how to get it."""


@dataclass(frozen=True, slots=True)
class _MarkParts:
    """A mark without its shape, which is told apart by name."""

    id: int
    view: View
    kind: SymptomKind
    intensity: int | None = None
    depth: Depth = Depth.UNSURE
    constancy: Constancy = Constancy.UNSURE
    note: str = ""
    erases: bool = False
    by_patient: bool = False


@dataclass(frozen=True, slots=True)
class _EntryParts:
    """A log entry without its record, likewise."""

    id: str
    episode_id: str
    version: int
    by: str
    at: datetime
    struck: str = ""


def write_record(chart: PatientChart, *, beside: bool = False) -> bytes:
    """The whole record as ASCII JSON; attached files only named where they stand ``beside`` it."""
    data = {
        "record": "pt-chart",
        "version": VERSION,
        "patient": chart.patient,
        "episodes": [
            {
                "episode": one.episode,
                "visits": [_visit_data(visit) for visit in one.visits],
                "log": [_entry_data(entry) for entry in one.log.entries],
            }
            for one in chart.episodes
        ],
        "files": [_parts(one.about) if beside else _whole_file(one) for one in chart.files],
        "exercises": [
            {**_parts(one.exercise), "picture": b64encode(one.picture).decode("ascii")}
            for one in chart.exercises
        ],
        "merged": chart.merged,
    }
    return content.dump(data).encode("ascii")


def begins_with_record(text: str) -> bool:
    """Whether the first line of a text is such a record."""
    first = text.lstrip().partition("\n")[0]
    return first.startswith('{"episodes":') and '"record":"pt-chart"' in first


def named_files(raw: bytes) -> dict[str, str]:
    """The digests of the files that a record only names, by their ids.

    Raises:
        UnreadableContent: it is damaged.
    """
    try:
        listed = json.loads(raw).get("files", ())
        return {one["id"]: one["digest"] for one in listed if "content" not in one}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableContent("no record of this program") from error


def read_record(
    raw: bytes,
    beside: Mapping[str, Content] | None = None,
    content_of: Callable[[str], Content] = lambda text: b64decode(text, validate=True),
) -> PatientChart:
    """The record that `write_record` wrote.

    ``beside`` has the files that it only names, by their ids; one that is not there stays out.
    ``content_of`` says what a file inside it holds.

    Raises:
        UnreadableContent: it is damaged, or a newer version of the program wrote it.
    """
    try:
        data = json.loads(raw)
        known = data["record"] == "pt-chart" and data["version"] == VERSION
        if known:
            episodes = tuple(_episode(one) for one in data["episodes"])
            files = tuple(
                _file(one, (beside or {}).get(one["id"], b""), content_of)
                for one in data.get("files", ())
                if "content" in one or one["id"] in (beside or {})
            )
            own = tuple(_exercise(one, content_of) for one in data.get("exercises", ()))
            patient = content.build(Patient, data["patient"])
            merged = tuple(content.build(Patient, one) for one in data.get("merged", ()))
            return PatientChart(patient, episodes, files, own, merged)
    except UnreadableContent:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise UnreadableContent("no record of this program") from error
    raise UnreadableContent("a record of another version")


def _episode(data: dict[str, Any]) -> EpisodeChart:
    return EpisodeChart(
        content.build(Episode, data["episode"]),
        tuple(_visit(one) for one in data["visits"]),
        EpisodeLog(tuple(_entry(one) for one in data["log"])),
    )


def _parts(value: Any) -> dict[str, Any]:
    return {part.name: getattr(value, part.name) for part in fields(value)}


def _visit_data(visit: Visit) -> dict[str, Any]:
    data = _parts(visit)
    data["answers"] = [{"key": str(key), **_parts(answer)} for key, answer in visit.answers.items()]
    data["chart"] = {
        **_parts(visit.chart),
        "marks": [
            {**_parts(mark), "shape": {"is": SHAPE_NAMES[type(mark.shape)], **_parts(mark.shape)}}
            for mark in visit.chart.marks
        ],
    }
    return data


def _visit(data: dict[str, Any]) -> Visit:
    rest = {name: part for name, part in data.items() if name not in ("answers", "chart")}
    visit = content.build(Visit, rest)
    answers = dict(_answer(one) for one in data["answers"])
    sheet = {name: part for name, part in data["chart"].items() if name != "marks"}
    marks = tuple(_mark(one) for one in data["chart"]["marks"])
    chart = replace(content.build(BodyChart, sheet), marks=marks)
    return replace(visit, answers=MappingProxyType(answers), chart=chart)


def _answer(data: dict[str, Any]) -> tuple[FindingKey, Answer]:
    key = FindingKey.parse(data["key"])
    rest = {name: part for name, part in data.items() if name != "key"}
    if isinstance(rest.get("value"), list):
        rest["value"] = tuple(rest["value"])
    return key, content.build(Answer, rest)


def _mark(data: dict[str, Any]) -> Mark:
    rest = dict(data)
    drawn = dict(rest.pop("shape"))
    shape = content.build(SHAPES[drawn.pop("is")], drawn)
    return Mark(shape=shape, **_parts(content.build(_MarkParts, rest)))


def _whole_file(one: AttachedFile) -> dict[str, Any]:
    return {**_parts(one.about), "content": b64encode(one.content).decode("ascii")}


def _file(
    data: dict[str, Any], beside: Content, content_of: Callable[[str], Content]
) -> AttachedFile:
    rest = dict(data)
    held = content_of(rest.pop("content")) if "content" in rest else beside
    return AttachedFile(content.build(Attachment, rest), held)


def _exercise(data: dict[str, Any], content_of: Callable[[str], Content]) -> UsedExercise:
    rest = dict(data)
    held = content_of(rest.pop("picture"))
    picture = held if isinstance(held, bytes) else held()
    return UsedExercise(content.build(OwnExercise, rest), picture)


def _entry_data(entry: EpisodeEntry) -> dict[str, Any]:
    return {**_parts(entry), "is": RECORD_NAMES[type(entry.record)]}


def _entry(data: dict[str, Any]) -> EpisodeEntry:
    rest = dict(data)
    record = content.build(RECORDS[rest.pop("is")], rest.pop("record"))
    return EpisodeEntry(record=record, **_parts(content.build(_EntryParts, rest)))
