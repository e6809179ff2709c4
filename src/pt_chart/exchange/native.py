"""A patient's whole record as JSON and back, exactly: what travels inside a FHIR bundle."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pt_chart.charting.attachments import Attachment
from pt_chart.charting.exchange_port import AttachedFile, EpisodeChart, PatientChart
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


def write_record(chart: PatientChart) -> bytes:
    """The whole record as ASCII JSON."""
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
        "files": [
            {**_parts(one.about), "content": b64encode(one.content).decode("ascii")}
            for one in chart.files
        ],
    }
    return content.dump(data).encode("ascii")


def begins_with_record(text: str) -> bool:
    """Whether the first line of a text is such a record."""
    first = text.lstrip().partition("\n")[0]
    return first.startswith('{"episodes":') and '"record":"pt-chart"' in first


def read_record(raw: bytes) -> PatientChart:
    """The record that `write_record` wrote.

    Raises:
        UnreadableContent: it is damaged, or a newer version of the program wrote it.
    """
    try:
        data = json.loads(raw)
        known = data["record"] == "pt-chart" and data["version"] == VERSION
        if known:
            episodes = tuple(_episode(one) for one in data["episodes"])
            files = tuple(_file(one) for one in data.get("files", ()))
            return PatientChart(content.build(Patient, data["patient"]), episodes, files)
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


def _file(data: dict[str, Any]) -> AttachedFile:
    rest = dict(data)
    raw = b64decode(rest.pop("content"), validate=True)
    return AttachedFile(content.build(Attachment, rest), raw)


def _entry_data(entry: EpisodeEntry) -> dict[str, Any]:
    return {**_parts(entry), "is": RECORD_NAMES[type(entry.record)]}


def _entry(data: dict[str, Any]) -> EpisodeEntry:
    rest = dict(data)
    record = content.build(RECORDS[rest.pop("is")], rest.pop("record"))
    return EpisodeEntry(record=record, **_parts(content.build(_EntryParts, rest)))
