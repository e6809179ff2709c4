"""A Patient of whoever wrote it, with the alerts and medicines that stand beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pt_chart.clinical.people import Medicine, Patient
from pt_chart.clinical.sound_text import sound
from pt_chart.exchange import typed_cells
from pt_chart.exchange.fhir.elements import OWN, Json
from pt_chart.exchange.fhir.incoming_bundle import Entry, IncomingBundle
from pt_chart.exchange.fhir.parts import codes_of, concept_words, items, part, reference_of, text
from pt_chart.exchange.fhir.parts import texts as texts_of

SAFETY = frozenset({"Flag", "AllergyIntolerance", "MedicationStatement"})
"""Resources that become alerts and medicines."""
TRIGGER = "May trigger: "
_SEXES = {"female": "F", "male": "M", "other": "X"}
_NAME_USES = ("official", "usual", "", "nickname", "temp", "anonymous")
_FORMER = frozenset({"old", "maiden"})
_NO_RECORD_NUMBER = frozenset({"SS", "SB", "DL", "PPN", "TAX", "NI", "NIIP"})
_NATIONAL = ("http://hl7.org/fhir/sid/", "urn:oid:2.16.840.1.113883.4.")
_SOCIAL_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}")
_PARTLY = re.compile(r"\d{4}(-\d{2})?")
_WRONG = frozenset({"entered-in-error", "refuted"})
_OVER = frozenset({"inactive", "resolved", "completed", "stopped", "not-taken"})
_PARTS_LEFT = ("address", "contact", "generalPractitioner", "maritalStatus", "photo")


@dataclass(frozen=True, slots=True)
class ReadPatient:
    """A person as the bundle describes them.

    ``doubts`` are asked about before anything comes in; ``remarks`` are told.
    """

    patient: Patient
    doubts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Safety:
    """Alerts and medicines under the number of their patient's entry."""

    alerts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    medicines: dict[int, list[Medicine]] = field(default_factory=lambda: defaultdict(list))


def read_patient(
    bundle: IncomingBundle, entry: Entry, alerts: tuple[str, ...]
) -> ReadPatient | None:
    """The person of an entry; None, with a problem, where there is nothing to register."""
    resource = entry.resource
    name, former = _name(resource)
    family, given = text(name, "family"), " ".join(texts_of(name, "given")).strip()
    if not family and not given and text(name, "text"):
        family, given = typed_cells.names(text(name, "text"))
    if not family and not given:
        bundle.refuse(entry, "name", "has no name", "write a family or a given name")
        return None
    remarks: list[str] = []
    try:
        born = _born(resource, bundle.today, remarks)
        checked = [typed_cells.plain(one) for one in (family, given)]
    except ValueError as error:
        what, _, fix = str(error).partition("; ")
        bundle.refuse(entry, "birthDate or name", what, fix or "mend it")
        return None
    number = _record_number(resource)
    if not number and items(resource, "identifier"):
        remarks.append("its identifiers are no clinic's ID and are not taken over")
    for one in _PARTS_LEFT:
        if resource.get(one):
            bundle.left_out[f"Patient.{one}"] += 1
    doubts = [*_doubts(resource)]
    if former:
        doubts.append("its only name is a former one")
    person = Patient(
        f"fhir-{entry.number}",
        number,
        checked[0],
        checked[1],
        born,
        sex=_SEXES.get(text(resource, "gender"), ""),
        phone=_telecom(resource, "phone"),
        email=_telecom(resource, "email"),
        language=_language(resource),
        alerts=alerts,
    )
    return ReadPatient(sound(person), tuple(doubts), tuple(remarks))


def read_safety(bundle: IncomingBundle) -> Safety:
    """Flags and allergies that stand become alerts, medicines that are taken medicines."""
    found = Safety()
    for entry in bundle.entries:
        if entry.kind not in SAFETY:
            continue
        name = "patient" if entry.kind == "AllergyIntolerance" else "subject"
        words = _safety_words(entry)
        over = _states(entry.resource) & (_WRONG | _OVER)
        if over or not words:
            told = f"{words[:60]!r}, {min(over)}" if over else "without words"
            bundle.left_out[f"{entry.kind} {told}"] += 1
            continue
        owner = bundle.target(entry, name, "Patient")
        if owner is None:
            continue
        if entry.kind == "MedicationStatement":
            found.medicines[owner.number].append(Medicine(words, _trigger(entry.resource)))
        elif words not in found.alerts[owner.number]:
            found.alerts[owner.number].append(words)
    return found


def _safety_words(entry: Entry) -> str:
    """What an alert or a medicine says, in words."""
    resource = entry.resource
    name = "medicationCodeableConcept" if entry.kind == "MedicationStatement" else "code"
    words = concept_words(part(resource, name)) or _first_code(part(resource, name))
    if words and entry.kind == "AllergyIntolerance":
        high = " (high risk)" if text(resource, "criticality") == "high" else ""
        words = f"Allergy: {words}{high}"
    return sound(" ".join(words.split())[: typed_cells.LONGEST])


def _trigger(resource: Json) -> str:
    """What our own export says that a medicine may trigger."""
    told = (text(one, "text") for one in items(resource, "note"))
    return next((one[len(TRIGGER) :][:200] for one in told if one.startswith(TRIGGER)), "")


def _first_code(concept: Json) -> str:
    return next((f"code {code}" for _, code in codes_of(concept) if code), "")


def _states(resource: Json) -> set[str]:
    """Every word that says whether a resource stands."""
    found = {text(resource, "status")}
    for name in ("clinicalStatus", "verificationStatus"):
        found |= {code for _, code in codes_of(part(resource, name))}
    return found


def _doubts(resource: Json) -> Iterator[str]:
    """What speaks against registering somebody as an ordinary patient."""
    day = text(resource, "deceasedDateTime")[:10]
    if day or resource.get("deceasedBoolean") is True:
        yield f"the file says that this person died{f' on {day}' if day else ''}"
    if resource.get("active") is False:
        yield "the file says that this record is no longer in use"
    for link in items(resource, "link"):
        if text(link, "type") == "replaced-by":
            other = reference_of(link, "other")[:60]
            yield f"the file says that another record replaced this one ({other})"


def _name(resource: Json) -> tuple[Json, bool]:
    """The name in use, and whether only former ones are told."""
    names = items(resource, "name")
    used = [
        one
        for one in names
        if text(one, "use") not in _FORMER and not text(part(one, "period"), "end")
    ]
    for use in _NAME_USES:
        for one in used:
            if text(one, "use") == use:
                return one, False
    return (names[0], True) if names else ({}, False)


def _born(resource: Json, today: date, remarks: list[str]) -> date | None:
    """The birth date; one of which only the year or the month is told is told, not made up."""
    raw = resource.get("birthDate")
    if raw is not None and not isinstance(raw, str):
        raise ValueError("the birth date is no text; write it as 1982-04-14")
    told = text(resource, "birthDate")
    if _PARTLY.fullmatch(told):
        remarks.append(f"of the birth date only {told} is told; registered without one")
        return None
    return typed_cells.born(told, today, days_first=False)


def _record_number(resource: Json) -> str:
    """The clinic's ID; never a number of the state, such as social security or a passport."""
    known = [one for one in items(resource, "identifier") if _is_clinics(one)]
    own = [one for one in known if text(one, "system") == f"{OWN}record-number"]
    typed = [one for one in known if "MR" in _types(one)]
    usable = [one for one in known if text(one, "system") != f"{OWN}patient"]
    chosen = (own or typed or usable)[:1]
    return text(chosen[0], "value")[:200] if chosen else ""


def _is_clinics(identifier: Json) -> bool:
    if text(identifier, "use") == "old":
        return False
    if text(identifier, "system") == f"{OWN}record-number":
        return True
    if _types(identifier) & _NO_RECORD_NUMBER:
        return False
    if text(identifier, "system").startswith(_NATIONAL):
        return False
    return not _SOCIAL_SECURITY.fullmatch(text(identifier, "value"))


def _types(identifier: Json) -> set[str]:
    return {code for _, code in codes_of(part(identifier, "type"))}


def _telecom(resource: Json, system: str) -> str:
    """The phone or address in use, the one of the best rank."""
    listed = [
        one
        for one in items(resource, "telecom")
        if text(one, "system") == system
        and text(one, "use") != "old"
        and not text(part(one, "period"), "end")
    ]
    best = min(listed, key=_rank, default={})
    return text(best, "value")[:200]


def _rank(telecom: Mapping[str, object]) -> int:
    rank = telecom.get("rank")
    return rank if isinstance(rank, int) and not isinstance(rank, bool) and rank > 0 else 1_000


def _language(resource: Json) -> str:
    for one in items(resource, "communication"):
        for _, code in codes_of(part(one, "language")):
            return code[:35]
    return "en"
