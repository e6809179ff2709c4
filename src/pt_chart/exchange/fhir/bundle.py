"""A patient's record as one FHIR R4 bundle, with the record itself attached."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha1, sha256

from pt_chart.charting.exchange_port import AttachedFile, PatientChart, Sender
from pt_chart.clinical.fields import Vocabulary
from pt_chart.exchange.fhir.bundle_parts import BundleParts
from pt_chart.exchange.fhir.care import put_visit
from pt_chart.exchange.fhir.elements import (
    FILE,
    LOINC,
    OWN,
    Json,
    coding,
    concept,
    moment,
    pruned,
    words,
)
from pt_chart.exchange.fhir.people import put_alert, put_clinic, put_episode, put_patient
from pt_chart.exchange.native import MEDIA_TYPE, write_record

RECORD_TYPE = ("11503-0", "Medical records")


def bundle_of(chart: PatientChart, sender: Sender, vocabulary: Vocabulary) -> Json:
    """The bundle as parsed JSON; the patient comes first, the attached record last."""
    head, parts = _head(chart, sender, vocabulary)
    return {**head, "entry": list(_entries(parts, chart, sender))}


def bundle_pieces(chart: PatientChart, sender: Sender, vocabulary: Vocabulary) -> Iterator[bytes]:
    """The bundle as UTF-8 JSON, a piece at a time: an entry a line, a file in memory at most."""
    head, parts = _head(chart, sender, vocabulary)
    yield f'{_json(head)[:-1]}, "entry": ['.encode()
    comma = ""
    for entry in _entries(parts, chart, sender):
        yield f"{comma}\n{_json(entry)}".encode()
        comma = ","
    yield b"\n]}\n"


def write_bundle(chart: PatientChart, sender: Sender, vocabulary: Vocabulary) -> bytes:
    """The bundle as UTF-8 JSON."""
    return b"".join(bundle_pieces(chart, sender, vocabulary))


def _json(data: Json) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def _head(chart: PatientChart, sender: Sender, vocabulary: Vocabulary) -> tuple[Json, BundleParts]:
    """The bundle without entries, and its resources but for files and record."""
    patient = chart.patient
    parts = BundleParts(patient.id)
    subject = put_patient(parts, patient, chart.merged)
    put_clinic(parts, sender)
    for number, alert in enumerate(patient.alerts):
        put_alert(parts, f"patient/{number}", alert, subject)
    own = {one.exercise.id: one.exercise for one in chart.exercises}
    for one in chart.episodes:
        put_episode(parts, one)
        for visit in one.visits:
            put_visit(parts, visit, patient.id, sender, vocabulary, own)
    head = {
        "resourceType": "Bundle",
        "identifier": {"system": f"{OWN}bundle", "value": parts.address("Bundle", "record")},
        "type": "collection",
        "timestamp": moment(sender.at),
    }
    return head, parts


def _entries(parts: BundleParts, chart: PatientChart, sender: Sender) -> Iterator[Json]:
    """Every entry; each attached file is read when its turn comes."""
    yield from parts.entries
    parts.entries.clear()
    about = []
    for file in chart.files:
        content = file.content
        about.append(replace(file.about, digest=sha256(content).hexdigest()))
        _put_file(parts, AttachedFile(about[-1], content))
        yield parts.entries.pop()
    named = tuple(AttachedFile(one, b"") for one in about)
    _put_record(parts, replace(chart, files=named), sender)
    yield parts.entries.pop()


def _put_file(parts: BundleParts, file: AttachedFile) -> None:
    """A file as any program finds it: what it is, of which visit, and its content."""
    one = file.about
    encounter = [parts.reference("Encounter", one.visit_id)] if one.visit_id else []
    known = parts.has("Encounter", one.visit_id)
    parts.put(
        "DocumentReference",
        f"file/{one.id}",
        identifier=[
            {"system": FILE, "value": one.id},
            {"system": f"{OWN}file-sha256", "value": one.digest},
        ],
        status="current",
        type=concept("Attached file"),
        subject=parts.reference("Patient", parts.patient_id),
        date=moment(one.at),
        description=words(one.name),
        content=[{"attachment": _attachment(file.content, one.media, one.name, one.at)}],
        context={"encounter": encounter} if known else {},
    )


def _put_record(parts: BundleParts, chart: PatientChart, sender: Sender) -> None:
    raw = write_record(chart, beside=True)
    parts.put(
        "DocumentReference",
        "record",
        identifier=[{"system": f"{OWN}record-sha256", "value": sha256(raw).hexdigest()}],
        status="current",
        type=concept("Whole record as pt-chart keeps it", coding(LOINC, *RECORD_TYPE)),
        subject=parts.reference("Patient", parts.patient_id),
        date=moment(sender.at),
        custodian=parts.reference("Organization", "clinic"),
        content=[{"attachment": _attachment(raw, MEDIA_TYPE, "pt-chart record", sender.at)}],
    )


def _attachment(raw: bytes, media: str, title: str, at: datetime) -> Json:
    return pruned(
        {
            "contentType": media,
            "data": b64encode(raw).decode("ascii"),
            "size": len(raw),
            # FHIR R4 asks for SHA-1 here; the identifier has the SHA-256 that is checked.
            "hash": b64encode(sha1(raw, usedforsecurity=False).digest()).decode("ascii"),
            "title": words(title),
            "creation": moment(at),
        }
    )
