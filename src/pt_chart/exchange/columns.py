"""Which column goes to which field: guessed from the heading, or as a person chose."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pt_chart.charting.exchange_port import MappedColumn
from pt_chart.clinical.fields import Vocabulary
from pt_chart.clinical.findings import FindingKey

FINDING = "finding:"
"""Begins the field of a column that holds one finding: ``finding:slr_angle@left``."""
PERSON_FIELDS = {
    "record_number": "ID",
    "family_name": "Family name",
    "given_name": "Given name",
    "name": "Whole name",
    "birth_date": "Birth date",
    "sex": "Sex",
    "phone": "Phone",
    "email": "E-mail",
    "language": "Language",
    "large_print": "Large print",
    "alerts": "Alerts",
}
VISIT_FIELDS = {
    "visit_date": "Visit date",
    "visit_kind": "Kind of visit",
    "complaint": "Complaint",
    "side": "Side",
    "note": "Note",
    "assessment": "Assessment",
}
_PHRASES = {
    "id": "record_number",
    "mrn": "record_number",
    "no": "record_number",
    "patient id": "record_number",
    "patient number": "record_number",
    "chart number": "record_number",
    "medical record number": "record_number",
    "last name": "family_name",
    "last": "family_name",
    "lastname": "family_name",
    "surname": "family_name",
    "first name": "given_name",
    "first": "given_name",
    "firstname": "given_name",
    "forename": "given_name",
    "patient": "name",
    "patient name": "name",
    "full name": "name",
    "date of birth": "birth_date",
    "dob": "birth_date",
    "birthdate": "birth_date",
    "birthday": "birth_date",
    "gender": "sex",
    "telephone": "phone",
    "mobile": "phone",
    "cell": "phone",
    "phone number": "phone",
    "e mail": "email",
    "mail": "email",
    "email address": "email",
    "preferred language": "language",
    "alert": "alerts",
    "warnings": "alerts",
    "date": "visit_date",
    "date of visit": "visit_date",
    "date of service": "visit_date",
    "service date": "visit_date",
    "appointment date": "visit_date",
    "dos": "visit_date",
    "kind": "visit_kind",
    "kind of visit": "visit_kind",
    "visit type": "visit_kind",
    "type": "visit_kind",
    "problem": "complaint",
    "episode": "complaint",
    "case": "complaint",
    "reason": "complaint",
    "notes": "note",
    "text": "note",
    "subjective": "note",
    "impression": "assessment",
}


_CLINICS_ID = frozenset(
    {"record number", "mrn", "patient number", "chart number", "medical record number"}
)
_ANY_ID = frozenset({"id", "no", "patient id"})
"""Headings of any number: where another column is the clinic's ID by name they are not it."""


def mapped_columns(
    headings: Sequence[str],
    samples: Sequence[str],
    vocabulary: Vocabulary,
    mapping: Mapping[str, str] | None = None,
) -> tuple[MappedColumn, ...]:
    """Each column with its field; a field is given once, to the first column that fits.

    ``mapping`` (heading to field) overrides every guess; a heading it does not name is left out.
    """
    taken: set[str] = set()
    found = []
    told = {_named(one) for one in headings}
    named = bool(told & _CLINICS_ID)
    for heading, sample in zip(headings, samples, strict=True):
        wanted = mapping.get(heading, "") if mapping is not None else guess(heading, vocabulary)
        if mapping is None and named and _named(heading) in _ANY_ID:
            wanted = ""
        field = "" if wanted in taken else wanted
        taken |= {field} - {""}
        found.append(MappedColumn(heading, field, sample[:60]))
    return tuple(found)


def _named(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())


def guess(heading: str, vocabulary: Vocabulary) -> str:
    """The field that a heading speaks of, "" for none."""
    plain = _named(heading)
    named = plain.replace(" ", "_")
    if plain in _PHRASES:
        return _PHRASES[plain]
    if named in PERSON_FIELDS or named in VISIT_FIELDS:
        return named
    return finding_field(heading, vocabulary)


def finding_field(heading: str, vocabulary: Vocabulary) -> str:
    """``finding:<key>`` where a heading is the key of a finding that may be entered."""
    try:
        key = FindingKey.parse(heading.strip().removeprefix(FINDING))
    except ValueError:
        return ""
    known = vocabulary.canonical(key.id)
    if known is None or vocabulary.fields[known].worked_out:
        return ""
    field = vocabulary.fields[known]
    if (key.side and not field.sided) or (key.level and key.level not in field.levels):
        return ""
    return FINDING + str(FindingKey(known, key.side, key.level))


def offered_fields() -> tuple[tuple[str, str], ...]:
    """Every field that a column may be given to, with its words."""
    return tuple({**PERSON_FIELDS, **VISIT_FIELDS}.items())
