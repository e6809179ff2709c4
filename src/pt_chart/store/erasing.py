"""Erasure: a patient's records leave the chart; that it was done, when and why stays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, func, insert, select

from pt_chart.charting.administration import PastRetention
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.charting.unfinished import PREFIX
from pt_chart.clinical.sound_text import sound_text
from pt_chart.store import register, search_index
from pt_chart.store.engine import rows
from pt_chart.store.ledger import Transaction
from pt_chart.store.merged import STANDS, family_of
from pt_chart.store.records import (
    attachment,
    episode,
    erasure,
    metadata,
    patient,
    patient_merge,
    setting,
    visit,
)
from pt_chart.store.translate import patient_of


def past_retention(connection: Connection, before: date) -> tuple[PastRetention, ...]:
    """Patients whose last visit was before a day, longest ago first; those never seen too."""
    seen = func.coalesce(patient.c.last_visit, "")
    member = patient.alias()
    number = (
        select(func.count())
        .select_from(visit.join(episode, visit.c.episode_id == episode.c.id))
        .join(member, member.c.id == episode.c.patient_id)
        .where(func.coalesce(member.c.merged_into, member.c.id) == patient.c.id)
        .scalar_subquery()
    )
    wanted = select(patient, number.label("visits")).where(seen < before.isoformat(), STANDS)
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
    family = family_of(connection, patient_id)
    for one in reversed(family):
        _erase_record(transaction, one, family, reason)
    search_index.rebuild(connection)  # its old terms would stay in the index otherwise


def _erase_record(
    transaction: Transaction, patient_id: str, family: tuple[str, ...], reason: str
) -> None:
    connection = transaction.connection
    if register.known_patient(connection, patient_id) is None:
        raise RecordMissing
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
    # Words typed into a line and not added yet stand beside their visit, in a setting.
    waiting = [f"{PREFIX}{one}" for one in connection.scalars(visits)]
    connection.execute(delete(setting).where(setting.c.name.in_(waiting)))
    for table in metadata.tables.values():
        if "visit_id" in table.c and table.name not in {"audit", "seal"}:
            connection.execute(delete(table).where(table.c.visit_id.in_(visits)))
    connection.execute(delete(visit).where(visit.c.episode_id.in_(episodes)))
    for table in metadata.tables.values():
        if "episode_id" in table.c and table.name != "visit":
            connection.execute(delete(table).where(table.c.episode_id.in_(episodes)))
    connection.execute(delete(episode).where(episode.c.patient_id == patient_id))
    connection.execute(delete(attachment).where(attachment.c.patient_id == patient_id))
    connection.execute(delete(patient_merge).where(patient_merge.c.gone_id.in_(family)))
    if not connection.execute(delete(patient).where(patient.c.id == patient_id)).rowcount:
        raise RecordMissing
    detail = f"{number} visits: {reason.strip()}"
    transaction.log(AuditEntry(AuditAction.ERASE, patient_id, detail=detail))
