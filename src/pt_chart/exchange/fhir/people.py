"""Patient, clinic, practitioners, and what stands about a patient across visits."""

from __future__ import annotations

from collections.abc import Sequence

from pt_chart.charting.exchange_port import EpisodeChart, Sender
from pt_chart.clinical.care.episode_log import Referral
from pt_chart.clinical.people import Clinician, Episode, Patient
from pt_chart.clinical.sides import Side
from pt_chart.exchange.fhir.bundle_parts import BundleParts
from pt_chart.exchange.fhir.elements import (
    OWN,
    Json,
    absent_extension,
    coding,
    concept,
    hl7,
    notes,
    period,
    pruned,
    words,
)

_GENDERS = {"F": "female", "M": "male", "X": "other"}
_STATES = {"sent": "active", "seen": "active", "answered": "completed", "closed": "completed"}


def put_patient(parts: BundleParts, patient: Patient, merged: Sequence[Patient] = ()) -> Json:
    """The patient; what is not recorded is said to be unknown.

    Names and IDs of records ``merged`` into this one are told as former ones.
    """
    born = patient.birth_date
    told = [
        pruned({"system": system, "value": words(value)})
        for system, value in (("phone", patient.phone), ("email", patient.email))
        if words(value)
    ]
    more: Json = {} if born else {"_birthDate": {"extension": absent_extension("unknown")}}
    given = words(patient.given_name)
    return parts.put(
        "Patient",
        patient.id,
        identifier=[*_identifiers(patient), *_former_numbers(patient, merged)],
        name=[_name(words(patient.family_name), given), *_former_names(patient, merged)],
        telecom=told,
        gender=_GENDERS.get(patient.sex, "unknown"),
        birthDate=born.isoformat() if born else None,
        communication=_language(patient.language),
        managingOrganization=parts.reference("Organization", "clinic"),
        **more,
    )


def _identifiers(patient: Patient) -> list[Json]:
    known = [(f"{OWN}patient", patient.id), (f"{OWN}record-number", patient.record_number)]
    return [{"system": system, "value": words(value)} for system, value in known if words(value)]


def _former_numbers(patient: Patient, merged: Sequence[Patient]) -> list[Json]:
    numbers = dict.fromkeys(words(one.record_number) for one in merged)
    own = ("", words(patient.record_number))
    system = f"{OWN}record-number"
    return [{"use": "old", "system": system, "value": one} for one in numbers if one not in own]


def _former_names(patient: Patient, merged: Sequence[Patient]) -> list[Json]:
    names = dict.fromkeys((words(one.family_name), words(one.given_name)) for one in merged)
    own = (words(patient.family_name), words(patient.given_name))
    return [
        pruned({"use": "old", "family": family, "given": [given] if given else []})
        for family, given in names
        if (family or given) and (family, given) != own
    ]


def _name(family: str, given: str) -> Json:
    if not family and not given:
        return {"extension": absent_extension("unknown")}
    return pruned({"use": "official", "family": family, "given": [given] if given else []})


def _language(tag: str) -> list[Json]:
    known = words(tag)
    if not known:
        return []
    return [{"language": concept(known, coding("urn:ietf:bcp:47", known)), "preferred": True}]


def put_clinic(parts: BundleParts, sender: Sender) -> Json:
    """The clinic that sends the bundle."""
    clinic = sender.clinic
    return parts.put(
        "Organization",
        "clinic",
        name=words(clinic.name) or "Physical therapy clinic (name not recorded)",
        telecom=[{"system": "phone", "value": words(clinic.phone)}] if words(clinic.phone) else [],
        address=[{"text": words(clinic.address)}] if words(clinic.address) else [],
    )


def put_practitioner(parts: BundleParts, person: Clinician) -> Json:
    """Someone who charts or signs; once only."""
    if not parts.has("Practitioner", person.id):
        title = words(person.credentials)
        parts.put(
            "Practitioner",
            person.id,
            identifier=[{"system": f"{OWN}user", "value": words(person.id)}]
            if words(person.id)
            else [],
            name=[pruned({"text": words(person.name) or "Name not recorded"})],
            qualification=[{"code": {"text": title}}] if title else [],
        )
    return parts.reference("Practitioner", person.id, person.name)


def put_episode(parts: BundleParts, chart: EpisodeChart) -> None:
    """An episode with its complaint, medicines, precautions and referrals."""
    episode = chart.episode
    subject = parts.reference("Patient", episode.patient_id)
    complaint = parts.put(
        "Condition",
        f"complaint/{episode.id}",
        clinicalStatus=hl7("condition-clinical", "inactive" if episode.closed else "active"),
        category=[hl7("condition-category", "problem-list-item")],
        code=concept(words(episode.complaint) or "Complaint not recorded"),
        bodySite=sided(episode.side),
        subject=subject,
        onsetString=words(episode.onset),
        recordedDate=episode.started.isoformat(),
    )
    parts.put(
        "EpisodeOfCare",
        episode.id,
        identifier=_own_id("episode", episode.id),
        status="finished" if episode.closed else "active",
        type=[concept("Physical therapy")],
        diagnosis=[{"condition": complaint, "role": hl7("diagnosis-role", "CC")}],
        patient=subject,
        managingOrganization=parts.reference("Organization", "clinic"),
        period=period(episode.started, episode.closed),
    )
    _put_around(parts, episode, subject)
    for entry in chart.log.standing:
        if isinstance(entry.record, Referral):
            _put_referral(parts, entry.id, entry.record, subject)


def _put_around(parts: BundleParts, episode: Episode, subject: Json) -> None:
    for number, medicine in enumerate(episode.medicines):
        parts.put(
            "MedicationStatement",
            f"{episode.id}/{number}",
            status="unknown",
            medicationCodeableConcept=concept(words(medicine.name) or "Name not recorded"),
            subject=subject,
            note=notes(f"May trigger: {medicine.trigger}" if medicine.trigger else ""),
        )
    for number, precaution in enumerate(episode.precautions):
        put_alert(parts, f"{episode.id}/{number}", precaution, subject)


def put_alert(parts: BundleParts, own_id: str, text: str, subject: Json) -> None:
    """A precaution or an alert that stands."""
    parts.put(
        "Flag",
        own_id,
        status="active",
        category=[hl7("flag-category", "safety")],
        code=concept(words(text) or "Text not recorded"),
        subject=subject,
    )


def _put_referral(parts: BundleParts, own_id: str, referral: Referral, subject: Json) -> None:
    told = [
        ("Urgency", referral.urgency),
        ("Answer", referral.answer),
        ("What changed", referral.changed),
    ]
    parts.put(
        "ServiceRequest",
        own_id,
        status=_STATES[referral.state],
        intent="order",
        code=concept("Referral"),
        subject=subject,
        authoredOn=referral.sent.isoformat(),
        requester=parts.reference("Organization", "clinic"),
        performer=[{"display": words(referral.to) or "Recipient not recorded"}],
        reasonCode=[concept(referral.reason)] if words(referral.reason) else [],
        note=notes(*(f"{name}: {text}" for name, text in told if text)),
    )


def sided(side: Side | None) -> list[Json]:
    """A side as a body site; nothing where none was recorded (never guessed)."""
    if side is None:
        return []
    return [concept(f"{side.value} side", coding(f"{OWN}side", side.value))]


def _own_id(kind: str, own_id: str) -> list[Json]:
    return [{"system": f"{OWN}{kind}", "value": words(own_id)}] if words(own_id) else []
