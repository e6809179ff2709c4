"""The small parts that FHIR resources are made of, in JSON, always valid by their own grammar."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

from pt_chart.clinical.sound_text import sound_text

Json: TypeAlias = dict[str, Any]

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ABSENT_EXTENSION = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
HL7 = "http://terminology.hl7.org/CodeSystem/"
OWN = "urn:pt-chart:"
"""Our own systems: ``urn:pt-chart:finding`` and the like."""
FILE = f"{OWN}file"
"""Its values say which attached file of a record a DocumentReference holds."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WIDEST_ZONE = timedelta(hours=14)
_UNITS = {
    "°": "deg",
    "°C": "Cel",
    "cm": "cm",
    "m": "m",
    "kg": "kg",
    "mmHg": "mm[Hg]",
    "/min": "/min",
    "%": "%",
    "s": "s",
    "min": "min",
    "h": "h",
    "days": "d",
    "weeks": "wk",
    "mL": "mL",
    "points": "{points}",
    "times": "{times}",
    "sections": "{sections}",
    "T-score": "{T-score}",
}


def words(text: str) -> str:
    """Text as a FHIR string holds it: no control signs, plain spaces only, not blank."""
    sound = _CONTROL.sub("", sound_text(text))
    return "".join(
        " " if sign.isspace() and sign not in "\t\n\r" else sign for sign in sound
    ).strip()


def code_text(text: str) -> str:
    """Text as a FHIR code holds it: words with single spaces."""
    return " ".join(words(text).split())


def coding(system: str, code: str, display: str = "") -> Json:
    """One code of a system."""
    return pruned({"system": system, "code": code_text(code), "display": words(display)})


def concept(text: str, *codings: Json) -> Json:
    """A concept in words, with codes where there are any."""
    return pruned({"coding": list(codings), "text": words(text)})


def hl7(system: str, code: str) -> Json:
    """A concept of one of HL7's own code systems."""
    return {"coding": [{"system": HL7 + system, "code": code}]}


def absent(reason: str) -> Json:
    """Why a value is missing, as a concept."""
    return {"coding": [{"system": ABSENT, "code": reason}]}


def absent_extension(reason: str) -> list[Json]:
    """Why a value is missing, where an element has no place of its own for it."""
    return [{"url": ABSENT_EXTENSION, "valueCode": reason}]


def quantity(number: float, unit: str) -> Json | None:
    """A measured value with its UCUM unit; None for one that JSON cannot say."""
    if not math.isfinite(number):
        return None
    ucum = _UNITS.get(unit, "1" if not unit else "")
    known = {"system": UCUM, "code": ucum} if ucum else {}
    return pruned({"value": number, "unit": words(unit), **known})


def moment(at: datetime) -> str:
    """A moment with its zone; zones that FHIR cannot write, and times without one, as UTC."""
    offset = at.utcoffset()
    if offset is None:
        return at.replace(tzinfo=UTC).isoformat()
    if abs(offset) > _WIDEST_ZONE or offset % timedelta(minutes=1):
        try:
            return at.astimezone(UTC).isoformat()
        except OverflowError:
            return at.replace(tzinfo=UTC).isoformat()
    return at.isoformat()


def period(start: date | None, end: date | None = None) -> Json:
    """From a day to a day, as far as known; an end before the start is left out."""
    if start is not None and end is not None and end < start:
        end = None
    return pruned({"start": start and start.isoformat(), "end": end and end.isoformat()})


def notes(*texts: str) -> list[Json]:
    """Annotations, without the empty ones."""
    return [{"text": kept} for kept in map(words, texts) if kept]


def pruned(resource: Json) -> Json:
    """Without parts that say nothing: FHIR forbids empty strings, lists and objects."""
    return {name: part for name, part in resource.items() if part not in (None, "", [], {})}
