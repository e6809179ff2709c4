"""Erasure: a patient's records leave the chart; that it was done, when and why stays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, func, insert, select

from pt_chart.charting.administration import PastRetention
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.sound_text import sound_text
from pt_chart.store import register
from pt_chart.store.engine import rows
from pt_chart.store.ledger import Transaction
from pt_chart.store.records import episode, erasure, metadata, patient, visit
from pt_chart.store.translate import patient_of


def past_retention(connection: Connection, before: date) -> tuple[PastRetention, ...]:
    """Patients whose last visit was before a day, longest ago first; those never seen too."""
    seen = func.coalesce(patient.c.last_visit, "")
    number = (
        select(func.count())
        .select_from(visit.join(episode, visit.c.episode_id == episode.c.id))
        .where(episode.c.patient_id == patient.c.id)
        .scalar_subquery()
    )
    wanted = select(patient, number.label("visits")).where(seen < before.isoformat())
    found = []
    for row in rows(connection, wanted.order_by(seen, patient.c.sort_name)):
        day = row["last_visit"]
        last = date.fromisoformat(day) if day else None
        found.append(PastRetention(patient_of(row), last, row["visits"]))
    return tuple(found)


def erase(transaction: Transaction, patient_id: str, reason: str) -> None:
    """Remove a patient with everything that hangs on them.

    Raises:
        RecordMissing: there is no such patient.
        ValueError: there is no reason.
    """
    connection = transaction.connection
    if not reason.strip():
        raise ValueError("Erasing needs a reason; it is kept in the log.")
    register.one_patient(connection, patient_id)
    row = {
        "patient_id": patient_id,
        "at": transaction.clock().isoformat(),
        "user_id": transaction.user.id,
        "reason": sound_text(reason.strip()),
    }
    connection.execute(insert(erasure).values(**row))
    episodes = select(episode.c.id).where(episode.c.patient_id == patient_id)
    visits = select(visit.c.id).where(visit.c.episode_id.in_(episodes))
    number = connection.scalar(
        select(func.count()).select_from(visit).where(visit.c.id.in_(visits))
    )
    for table in metadata.tables.values():
        if "visit_id" in table.c and table.name not in {"audit", "seal"}:
            connection.execute(delete(table).where(table.c.visit_id.in_(visits)))
    connection.execute(delete(visit).where(visit.c.episode_id.in_(episodes)))
    for table in metadata.tables.values():
        if "episode_id" in table.c and table.name != "visit":
            connection.execute(delete(table).where(table.c.episode_id.in_(episodes)))
    connection.execute(delete(episode).where(episode.c.patient_id == patient_id))
    if not connection.execute(delete(patient).where(patient.c.id == patient_id)).rowcount:
        raise RecordMissing
    detail = f"{number} visits: {reason.strip()}"
    transaction.log(AuditEntry(AuditAction.ERASE, patient_id, detail=detail))
