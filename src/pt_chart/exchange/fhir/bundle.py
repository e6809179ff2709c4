"""A patient's record as one FHIR R4 bundle, with the record itself attached."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha1, sha256

from pt_chart.charting.exchange_port import PatientChart, Sender
from pt_chart.clinical.fields import Vocabulary
from pt_chart.exchange.fhir.bundle_parts import BundleParts
from pt_chart.exchange.fhir.care import put_visit
from pt_chart.exchange.fhir.elements import LOINC, OWN, Json, coding, concept, moment
from pt_chart.exchange.fhir.people import put_alert, put_clinic, put_episode, put_patient
from pt_chart.exchange.native import MEDIA_TYPE, write_record

RECORD_TYPE = ("11503-0", "Medical records")


def bundle_of(chart: PatientChart, sender: Sender, vocabulary: Vocabulary) -> Json:
    """The bundle as parsed JSON; the patient comes first, the attached record last."""
    patient = chart.patient
    parts = BundleParts(patient.id)
    subject = put_patient(parts, patient)
    put_clinic(parts, sender)
    for number, alert in enumerate(patient.alerts):
        put_alert(parts, f"patient/{number}", alert, subject)
    for one in chart.episodes:
        put_episode(parts, one)
        for visit in one.visits:
            put_visit(parts, visit, patient.id, sender, vocabulary)
    _put_record(parts, chart, sender, subject)
    return {
        "resourceType": "Bundle",
        "identifier": {"system": f"{OWN}bundle", "value": parts.address("Bundle", "record")},
        "type": "collection",
        "timestamp": moment(sender.at),
        "entry": parts.entries,
    }


def write_bundle(chart: PatientChart, sender: Sender, vocabulary: Vocabulary) -> bytes:
    """The bundle as UTF-8 JSON."""
    made = bundle_of(chart, sender, vocabulary)
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _put_record(parts: BundleParts, chart: PatientChart, sender: Sender, subject: Json) -> None:
    raw = write_record(chart)
    parts.put(
        "DocumentReference",
        "record",
        identifier=[{"system": f"{OWN}record-sha256", "value": sha256(raw).hexdigest()}],
        status="current",
        type=concept("Whole record as pt-chart keeps it", coding(LOINC, *RECORD_TYPE)),
        subject=subject,
        date=moment(sender.at),
        custodian=parts.reference("Organization", "clinic"),
        content=[
            {
                "attachment": {
                    "contentType": MEDIA_TYPE,
                    "data": b64encode(raw).decode("ascii"),
                    "size": len(raw),
                    # FHIR R4 asks for SHA-1 here; the identifier has the SHA-256 that is checked.
                    "hash": b64encode(sha1(raw, usedforsecurity=False).digest()).decode("ascii"),
                    "title": "pt-chart record",
                    "creation": moment(sender.at),
                }
            }
        ],
    )
