"""Answers and drawings as Observations and QuestionnaireResponses; untested is never negative."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from pt_chart.clinical.bodychart.marks import Mark, RegionFill
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey, Origin, Value
from pt_chart.clinical.values import NOTHING_FOUND, is_abnormal
from pt_chart.clinical.visit import Visit
from pt_chart.clinical.wording import place_words
from pt_chart.exchange.fhir.bundle_parts import BundleParts
from pt_chart.exchange.fhir.elements import (
    HL7,
    LOINC,
    OWN,
    Json,
    absent,
    absent_extension,
    coding,
    concept,
    hl7,
    moment,
    notes,
    pruned,
    quantity,
    words,
)
from pt_chart.exchange.fhir.people import sided

UNCONFIRMED = "Carried forward from an earlier visit, not confirmed in this one."
BY_PATIENT = "Reported by the patient in their own entry."
LOINC_CODES = {
    "nprs_now": ("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported"),
    "bp_systolic": ("8480-6", "Systolic blood pressure"),
    "bp_diastolic": ("8462-4", "Diastolic blood pressure"),
    "heart_rate": ("8867-4", "Heart rate"),
    "temperature": ("8310-5", "Body temperature"),
}
"""Findings with a LOINC code that says exactly the same; LOINC is used under its own license."""

_INFINITE = {True: "positive-infinity", False: "negative-infinity"}
_SURVEYS = ("measures", "history")


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """What the resources of one visit have in common."""

    visit: Visit
    subject: Json
    encounter: Json
    status: str
    vocabulary: Vocabulary


def put_findings(parts: BundleParts, place: VisitPlace) -> None:
    """Every answer as an Observation, and per section as a QuestionnaireResponse."""
    sections: dict[str, list[Json]] = defaultdict(list)
    for key, answer in place.visit.answers.items():
        field = _field(place.vocabulary, key)
        _put_observation(parts, place, key, answer, field)
        section = field.section if field else "other"
        sections[section].append(_item(key, answer, field))
    state = {"final": "completed", "preliminary": "in-progress"}.get(place.status, place.status)
    for section, items in sections.items():
        parts.put(
            "QuestionnaireResponse",
            f"{place.visit.id}/{section}",
            questionnaire=f"{OWN}questionnaire:{section}",
            status=state,
            subject=place.subject,
            encounter=place.encounter,
            authored=place.visit.date.isoformat(),
            item=items,
        )
    _put_drawing(parts, place)


def _field(vocabulary: Vocabulary, key: FindingKey) -> FieldDef | None:
    known = vocabulary.canonical(key.id)
    return vocabulary.fields[known] if known else None


def _name(key: FindingKey, field: FieldDef | None) -> str:
    return place_words(field, key) if field else str(key)


def _put_observation(
    parts: BundleParts,
    place: VisitPlace,
    key: FindingKey,
    answer: Answer,
    field: FieldDef | None,
) -> None:
    codes = [coding(f"{OWN}finding", key.id, field.name if field else "")]
    if key.id in LOINC_CODES:
        codes.append(coding(LOINC, *LOINC_CODES[key.id]))
    preliminary = place.status == "final" and answer.unconfirmed
    section = field.section if field else ""
    parts.put(
        "Observation",
        f"{place.visit.id}/{key}",
        status="preliminary" if preliminary else place.status,
        category=[hl7("observation-category", "survey" if section in _SURVEYS else "exam")],
        code=concept(_name(key, field), *codes),
        subject=place.subject,
        encounter=place.encounter,
        effectiveDateTime=moment(answer.at) if answer.at else place.visit.date.isoformat(),
        bodySite=next(iter(sided(key.side)), None),
        interpretation=_interpretation(field, answer.value),
        note=notes(answer.note, _origin_words(answer)),
        **_value(field, answer, [*_level(key), *_qualifiers(field, answer)]),
    )


def _origin_words(answer: Answer) -> str:
    if answer.unconfirmed:
        return UNCONFIRMED
    if answer.origin is Origin.CONFIRMED:
        return "As in an earlier visit, confirmed in this one together with others."
    return BY_PATIENT if answer.origin is Origin.PATIENT else ""


def _level(key: FindingKey) -> list[Json]:
    if not key.level or not words(key.level):
        return []
    return [{"code": concept("Spinal level"), "valueString": words(key.level)}]


def _qualifiers(field: FieldDef | None, answer: Answer) -> list[Json]:
    labels = {one.id: one.label for one in field.qualifiers} if field else {}
    return [
        {
            "code": concept(labels.get(one, one), coding(f"{OWN}qualifier", one)),
            "valueBoolean": True,
        }
        for one in answer.qualifiers
        if words(one)
    ]


def _value(field: FieldDef | None, answer: Answer, components: list[Json]) -> Json:
    """The value part of an Observation with its components."""
    value = answer.value
    if isinstance(value, tuple) and any(words(one) for one in value):
        chosen = [
            {"code": _choice(field, one), "valueBoolean": True} for one in value if words(one)
        ]
        return {"component": [*chosen, *components]}
    return {**_single(field, value), "component": components}


def _single(field: FieldDef | None, value: Value | None) -> Json:
    if value is None:
        asked = field is not None and field.section == "history"
        return {"dataAbsentReason": absent("not-asked" if asked else "not-performed")}
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int | float):
        measured = quantity(value, field.unit if field else "")
        if measured is None:
            return {"dataAbsentReason": absent(_INFINITE.get(value > 0, "error"))}
        return {"valueQuantity": measured}
    if isinstance(value, tuple):
        return {"valueCodeableConcept": concept(NOTHING_FOUND)}
    if not words(value):
        return {"dataAbsentReason": absent("unknown")}
    if field is not None and field.kind in (FieldKind.CHOICE, FieldKind.MRC, FieldKind.REFLEX):
        return {"valueCodeableConcept": _choice(field, value)}
    return {"valueString": words(value)}


def _choice(field: FieldDef | None, chosen: str) -> Json:
    labels = {one.id: one.label for one in field.choices} if field else {}
    name = f"{OWN}choice:{field.id}" if field else f"{OWN}choice"
    return concept(labels.get(chosen, chosen), coding(name, chosen))


def _interpretation(field: FieldDef | None, value: Value | None) -> list[Json]:
    """Normal or abnormal, only where something was recorded and the field says what is normal."""
    if field is None or value is None or (isinstance(value, float) and math.isnan(value)):
        return []
    try:
        judged = is_abnormal(field, value)
    except (TypeError, ValueError):
        return []
    if judged is None:
        return []
    code = "A" if judged else "N"
    return [{"coding": [{"system": f"{HL7}v3-ObservationInterpretation", "code": code}]}]


def _item(key: FindingKey, answer: Answer, field: FieldDef | None) -> Json:
    item: Json = {"linkId": words(str(key)) or "finding", "text": words(_name(key, field))}
    value = answer.value
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        reason = "not-asked" if field is not None and field.section == "history" else "unknown"
        return pruned({"extension": absent_extension(reason), **item})
    answers: list[Json]
    if isinstance(value, bool):
        answers = [{"valueBoolean": value}]
    elif isinstance(value, int | float):
        answers = [{"valueDecimal": value}]
    else:
        said = value if isinstance(value, tuple) else (value,)
        answers = [{"valueString": words(one)} for one in said if words(one)]
        answers = answers or [{"valueString": NOTHING_FOUND}]
    return pruned({**item, "answer": answers})


def _put_drawing(parts: BundleParts, place: VisitPlace) -> None:
    if place.visit.chart.empty:
        return
    drawn = [mark for mark in place.visit.chart.marks if not mark.erases]
    parts.put(
        "Observation",
        f"{place.visit.id}/body-chart",
        status=place.status,
        category=[hl7("observation-category", "survey")],
        code=concept("Body chart, marks as drawn", coding(f"{OWN}finding", "body_chart")),
        subject=place.subject,
        encounter=place.encounter,
        effectiveDateTime=place.visit.date.isoformat(),
        component=[_component(mark) for mark in drawn],
    )


def _component(mark: Mark) -> Json:
    kind = concept(mark.kind.value.replace("_", " "), coding(f"{OWN}symptom", mark.kind.value))
    told = [f"{mark.view.value.replace('_', ' ')} view"]
    if isinstance(mark.shape, RegionFill):
        side = f" {mark.shape.side.value}" if mark.shape.side else ""
        told.append(f"region {mark.shape.region}{side}")
    told.append("intensity not asked" if mark.intensity is None else f"{mark.intensity}/10")
    told += [f"depth {mark.depth.value}", mark.constancy.value, mark.note]
    return {"code": kind, "valueString": words(", ".join(part for part in told if part))}
