"""Between rows and the register's values: patients, episodes, clinicians, log lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeAlias

from pt_chart.charting.ports import AuditAction, AuditEntry, AuditRecord
from pt_chart.charting.search_words import fold, searchable
from pt_chart.clinical.people import Clinician, Episode, Medicine, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.sides import Side
from pt_chart.store import content

Row: TypeAlias = Mapping[str, Any]


def stored_text(text: str) -> str:
    """Text as UTF-8 can hold it: half a surrogate pair (a broken paste) becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


_PATIENT = tuple(part.name for part in fields(Patient))
_NOTHING = "[]"
_ACTIONS = frozenset(action.value for action in AuditAction)


def _texts(stored: str) -> tuple[str, ...]:
    return () if stored == _NOTHING else content.load(tuple[str, ...], stored)


def patient_row(patient: Patient) -> dict[str, Any]:
    """The row of a patient, without what visits contribute to it."""
    row = {part.name: getattr(patient, part.name) for part in fields(patient)}
    row |= {name: stored_text(item) for name, item in row.items() if isinstance(item, str)}
    row["birth_date"] = patient.birth_date.isoformat() if patient.birth_date else None
    row["alerts"] = content.dump(patient.alerts)
    return row | found_by(patient)


def found_by(patient: Patient) -> dict[str, str]:
    """The columns by which a patient is listed and found, derived from what is recorded."""
    names = (patient.given_name, patient.family_name)
    found = {
        "sort_name": fold(patient.name),
        "given_sort": fold(" ".join(name for name in names if name)),
        "searchable": searchable(patient),
    }
    return {name: stored_text(words) for name, words in found.items()}


def patient_of(row: Row) -> Patient:
    """The patient of a row."""
    values = {name: row[name] for name in _PATIENT}
    born = row["birth_date"]
    values["birth_date"] = date.fromisoformat(born) if born else None
    values["alerts"] = _texts(row["alerts"])
    for name in ("large_print", "demo"):  # a statement in plain SQL gives numbers
        values[name] = bool(row[name])
    return Patient(**values)


def episode_row(episode: Episode) -> dict[str, Any]:
    """The row of an episode of care."""
    return {
        "id": episode.id,
        "patient_id": episode.patient_id,
        "complaint": stored_text(episode.complaint),
        "side": episode.side.value if episode.side else None,
        "started": episode.started.isoformat(),
        "onset": stored_text(episode.onset),
        "referrer": stored_text(episode.referrer),
        "precautions": content.dump(episode.precautions),
        "medicines": content.dump(episode.medicines),
        "planned_visits": episode.planned_visits,
        "closed": episode.closed.isoformat() if episode.closed else None,
    }


def episode_of(row: Row) -> Episode:
    """The episode of a row."""
    return Episode(
        id=row["id"],
        patient_id=row["patient_id"],
        complaint=row["complaint"],
        side=side_of(row["side"]),
        started=date.fromisoformat(row["started"]),
        onset=row["onset"],
        referrer=row["referrer"],
        precautions=_texts(row["precautions"]),
        medicines=()
        if row["medicines"] == _NOTHING
        else content.load(tuple[Medicine, ...], row["medicines"]),
        planned_visits=row["planned_visits"],
        closed=date.fromisoformat(row["closed"]) if row["closed"] else None,
    )


def clinician_row(user: Clinician) -> dict[str, Any]:
    """The row of a user, without what their account says."""
    texts = (user.id, user.name, user.credentials, user.role)
    return dict(zip(("id", "name", "credentials", "role"), map(stored_text, texts), strict=True))


def clinician_of(row: Row) -> Clinician:
    """The user of a row of clinician and account."""
    texts = (row["id"], row["name"], row["credentials"], row["role"])
    return Clinician(*texts, administers=bool(row["administers"]))


def audit_record_of(row: Row) -> AuditRecord:
    """The line of the log of a row; one that the program does not know is told as such."""
    action, detail = row["action"], row["detail"]
    if action not in _ACTIONS:
        action, detail = AuditAction.UNKNOWN, f"{action}: {detail}"
    entry = AuditEntry(AuditAction(action), row["patient_id"], row["visit_id"], detail)
    return AuditRecord(
        row["number"],
        datetime.fromisoformat(row["at"]),
        row["user_id"],
        row["user_name"],
        entry,
        row["digest"],
    )


def side_of(text: str | None) -> Side | None:
    """A side as stored, None or "" for none."""
    return Side(text) if text else None


def tier_of(text: str | None) -> Tier | None:
    """A flag tier as stored, None for none."""
    return Tier(text) if text else None
