"""What the patient's card shows, read from the store on its thread."""

from __future__ import annotations

from pt_chart.charting.access import Right, allowed
from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.ports import ChartStore
from pt_chart.clinical.care.episode_log import EpisodeEntry, NextVisit
from pt_chart.clinical.people import Episode
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit
from pt_chart.ui.patients.patient_file import PatientFile

SHOWN_VISITS = 12
"""Visits of an episode that the card lists; older ones are counted."""


def read_file(store: ChartStore, patient_id: str, viewed: set[str]) -> PatientFile:
    """Everything that the card shows of a patient, as far as the role sees it.

    Who reads notes leaves a line in the log: one for each patient and unlocking, kept in
    ``viewed``. What cannot be logged is not shown.
    """
    patient = store.patient(patient_id)
    episodes = store.episodes_of(patient_id)
    merges = store.merges(patient.id)
    files = store.attachments(patient_id)
    booked = tuple(store.episode_log(one.id).bookings for one in episodes)
    if not allowed(store.user, Right.READ_NOTES):
        closed = tuple((one, ()) for one in episodes)
        return PatientFile(
            patient, closed, closed_notes=True, merges=merges, files=files, booked=booked
        )
    if patient.id not in viewed:
        store.record(AuditEntry(AuditAction.VIEW, patient.id))
        viewed.add(patient.id)
    seen = tuple((e, tuple(reversed(store.visits_of(e.id, SHOWN_VISITS)))) for e in episodes)
    return PatientFile(
        patient,
        seen,
        tuple(store.visit_count(e.id) for e in episodes),
        merges=merges,
        files=files,
        booked=tuple(map(_unanswered, booked, seen)),
        tier=_stored_tier(store, seen[0][1]) if seen else None,
    )


def _unanswered(
    booked: tuple[EpisodeEntry, ...], seen: tuple[Episode, tuple[Visit, ...]]
) -> tuple[EpisodeEntry, ...]:
    """Booked visits without a visit on their day."""
    days = {visit.date for visit in seen[1] if visit.withdrawal is None}
    return tuple(
        one for one in booked if isinstance(one.record, NextVisit) and one.record.day not in days
    )


def _stored_tier(store: ChartStore, visits: tuple[Visit, ...]) -> Tier | None:
    """The tier that was stored with the last visit."""
    last = next((visit for visit in visits if visit.withdrawal is None), None)
    rows = store.visits_between(last.date, last.date) if last is not None else ()
    return next((row.tier for row in rows if last and row.visit_id == last.id), None)
