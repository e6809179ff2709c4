"""Who was erased after a backup was made is erased again in the chart that it was restored to."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.store import erasing, merging, register, search_index
from pt_chart.store.erasing import Erased
from pt_chart.store.ledger import Transaction
from pt_chart.store.merged import family_of
from pt_chart.store.records import erasure, patient_merge


def erase_again(transaction: Transaction, one: Erased) -> None:
    """Erase somebody again, or put it on record where the backup did not know them.

    Raises:
        RecordMissing, MergeRefused: merges of the restored chart do not lead where they say.
    """
    connection = transaction.connection
    known = select(erasure.c.patient_id).where(erasure.c.patient_id == one.patient_id)
    if connection.scalar(known) is not None:
        return
    again = f"{one.reason}. Erased on {one.at[:10]}, again after an older backup was restored."
    if register.known_patient(connection, one.patient_id) is not None:
        stand_alone(transaction, one.patient_id)
        erasing.erase_record(transaction, one.patient_id, (one.patient_id,), again)
    else:
        row = {"patient_id": one.patient_id, "at": one.at, "user_id": one.user_id}
        connection.execute(insert(erasure).values(**row, reason=one.reason))
        told = f"{erasing.BY.format(one.user_id)}{again}"
        transaction.log(AuditEntry(AuditAction.ERASE, one.patient_id, detail=told))
    search_index.rebuild(connection)


def stand_alone(transaction: Transaction, patient_id: str) -> None:
    """Undo every merge that a record has part in: an erasure takes whole persons.

    Whoever was erased alone had been parted from the others before.

    Raises:
        RecordMissing: a merge that a record says is not in the chart.
    """
    connection = transaction.connection
    while len(family := family_of(connection, patient_id)) > 1:
        merging.part(transaction, _outermost(connection, patient_id, family[0]))


def _outermost(connection: Connection, patient_id: str, survivor: str) -> str:
    """The record on the way from one to the one that stands, which went into that directly."""
    if survivor == patient_id:
        went = select(patient_merge.c.gone_id).where(patient_merge.c.kept_id == survivor)
        found = connection.scalar(went.order_by(patient_merge.c.gone_id).limit(1))
        if found is None:
            raise RecordMissing
        return str(found)
    node, seen = patient_id, set[str]()
    while node not in seen:
        seen.add(node)
        into = select(patient_merge.c.kept_id).where(patient_merge.c.gone_id == node)
        kept = connection.scalar(into)
        if kept == survivor:
            return node
        if kept is None:
            break
        node = str(kept)
    raise RecordMissing
