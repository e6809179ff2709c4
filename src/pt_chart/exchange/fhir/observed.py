"""An Observation as an answer of ours: by our own code, or by a LOINC code that says the same."""

from __future__ import annotations

from pt_chart.clinical import values
from pt_chart.clinical.fields import FieldDef, FieldKind, Vocabulary
from pt_chart.clinical.findings import Answer, FindingKey, Origin, Value
from pt_chart.clinical.sides import Side
from pt_chart.clinical.sound_text import sound
from pt_chart.exchange.fhir.elements import LOINC, OWN, Json
from pt_chart.exchange.fhir.findings import BY_PATIENT, LOINC_CODES, UNCONFIRMED
from pt_chart.exchange.fhir.parts import codes_of, concept_words, items, part, text

_BY_LOINC = {code: finding for finding, (code, _) in LOINC_CODES.items()}
_UNITS = {"Cel": "°C", "deg": "°", "mm[Hg]": "mmHg", "/min": "/min", "{score}": "", "1": ""}


class Unusable(ValueError):
    """A value that does not fit; ``where`` is its part, the fix follows a semicolon."""

    def __init__(self, where: str, words: str) -> None:
        super().__init__(words)
        self.where = where


def observed(resource: Json, vocabulary: Vocabulary) -> tuple[FindingKey, Answer] | None:
    """Key and answer of an Observation, None for one we have no finding for.

    Raises:
        Unusable: the finding is ours, but its value does not fit.
    """
    field = _field(resource, vocabulary)
    if field is None or text(resource, "status") in ("entered-in-error", "cancelled"):
        return None
    key = FindingKey(field.id, _side(field, resource), _level(field, resource))
    notes = [text(one, "text") for one in items(resource, "note")]
    origin = _origin(resource, notes)
    note = "\n".join(notes)[:10_000]
    value = _value(field, resource)
    if value is None and not part(resource, "dataAbsentReason"):
        return None
    return key, sound(Answer(value, _qualifiers(field, resource), note, origin))


def _origin(resource: Json, notes: list[str]) -> Origin:
    """Where the answer came from; the words of our own export leave the note.

    What another program calls preliminary is nobody's word yet: unconfirmed.
    """
    for words, origin in ((BY_PATIENT, Origin.PATIENT), (UNCONFIRMED, Origin.CARRIED)):
        if words in notes:
            notes.remove(words)
            return origin
    own = any(system == f"{OWN}finding" for system, _ in codes_of(part(resource, "code")))
    preliminary = text(resource, "status") == "preliminary" and not own
    return Origin.CARRIED if preliminary else Origin.ENTERED


def _field(resource: Json, vocabulary: Vocabulary) -> FieldDef | None:
    for system, code in codes_of(part(resource, "code")):
        wanted = code if system == f"{OWN}finding" else ""
        if system == LOINC:
            wanted = _BY_LOINC.get(code, "")
        known = vocabulary.canonical(wanted) if wanted else None
        if known is not None and not vocabulary.fields[known].worked_out:
            return vocabulary.fields[known]
    return None


def _side(field: FieldDef, resource: Json) -> Side | None:
    for system, code in codes_of(part(resource, "bodySite")):
        if field.sided and system == f"{OWN}side" and code in set(Side):
            return Side(code)
    return None


def _level(field: FieldDef, resource: Json) -> str | None:
    for component in items(resource, "component"):
        if concept_words(part(component, "code")) == "Spinal level":
            level = text(component, "valueString")
            return level if level in field.levels else None
    return None


def _qualifiers(field: FieldDef, resource: Json) -> tuple[str, ...]:
    return tuple(
        code
        for component in items(resource, "component")
        for system, code in codes_of(part(component, "code"))
        if system == f"{OWN}qualifier" and code in {one.id for one in field.qualifiers}
    )


def _value(field: FieldDef, resource: Json) -> Value | None:
    raw = _raw(field, resource)
    if raw is None:
        return None
    try:
        return values.from_json(field, list(raw) if isinstance(raw, tuple) else raw)
    except ValueError as error:
        raise Unusable("value", str(error)) from error


def _raw(field: FieldDef, resource: Json) -> Value | None:
    """What the Observation says, unchecked; None where it says nothing."""
    if isinstance(resource.get("valueBoolean"), bool):
        return bool(resource["valueBoolean"])
    measured = part(resource, "valueQuantity")
    if measured:
        return _number(field, measured)
    for name in ("valueString", "valueInteger"):
        found = resource.get(name)
        if isinstance(found, str | int) and not isinstance(found, bool):
            return found
    concept = part(resource, "valueCodeableConcept")
    chosen = [code for _, code in codes_of(concept) if code]
    if field.kind is FieldKind.SEVERAL:
        listed = tuple(
            code
            for component in items(resource, "component")
            for system, code in codes_of(part(component, "code"))
            if system == f"{OWN}choice:{field.id}" and component.get("valueBoolean") is True
        )
        nothing = concept_words(concept) == values.NOTHING_FOUND
        return listed if listed or nothing else None
    return chosen[0] if chosen else concept_words(concept) or None


def _number(field: FieldDef, measured: Json) -> float | None:
    """A number in our own unit; another unit or none is refused, never converted by guess."""
    number = measured.get("value")
    if not isinstance(number, int | float) or isinstance(number, bool):
        raise Unusable("valueQuantity", "has no number; write one into value")
    if text(measured, "comparator"):
        told = f"says {text(measured, 'comparator')[:2]} {number}, no number of its own"
        raise Unusable("valueQuantity", f"{told}; write the number, or the words into a note")
    unit = text(measured, "unit") or text(measured, "code")
    code = text(measured, "code")
    fits = {unit, _UNITS.get(unit, unit), _UNITS.get(code, code)}
    if field.unit and field.unit not in fits:
        said = f"is in {unit[:20]}" if unit else "has no unit"
        raise Unusable("valueQuantity", f"{said}; write it in {field.unit}")
    return number
