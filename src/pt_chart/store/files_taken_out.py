"""A file that stands with a signed visit by mistake: taken out with a sealed remark, or moved on.

The row stays with the name and the digest. What was taken out keeps its content, encrypted as it
was, for those who repair; what went on to another record has its content there and no longer here.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import select, update

from pt_chart.charting.attachments import NO_REASON, Attachment, Removal
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.ports import AuditAction
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.sound_text import sound_text
from pt_chart.clinical.visit import Addendum
from pt_chart.store import attachments, content, register, signatures, visits
from pt_chart.store.engine import rows
from pt_chart.store.ledger import Transaction
from pt_chart.store.record_digests import removal_record
from pt_chart.store.records import attachment
from pt_chart.store.seals import Signer
from pt_chart.store.translate import Row, stored_text
from pt_chart.store.triggers import TAKEN_OUT

LEFT = {"taken out": False, "moved on": True}
"""How lines of the log tell it, and whether the content went as well."""


def take_out(
    transaction: Transaction,
    signer: Signer,
    attachment_id: str,
    remark: Addendum,
    to: tuple[str, str],
) -> Attachment:
    """See `Attachments.take_out`; ``to`` are the ids of a patient and a draft, or empty."""
    if not says_why(remark.text):
        raise ValueError(NO_REASON)
    connection, moved = transaction.connection, bool(to[0])
    found = rows(connection, select(attachment).where(attachment.c.id == attachment_id))
    if not found or found[0]["removed"] is not None:
        raise RecordMissing("This file was removed already.")
    row = found[0]
    if not row["visit_id"] or not visits.load_one(connection, row["visit_id"]).signed:
        raise RecordMissing("This file stands with no signed visit; remove it.")
    signatures.add_addendum(transaction, signer, row["visit_id"], _told(row, remark))
    why = stored_text(sound_text(remark.text).strip())
    removal = Removal(transaction.clock(), transaction.user.name, why, kept=not moved, moved=moved)
    removed = content.dump(removal)
    values = {"removed": removed, **({"content": None} if moved else {})}
    connection.execute(update(attachment).where(attachment.c.id == attachment_id).values(**values))
    left = attachments.of_row({**row, **values}, row["patient_id"])
    done = next(words for words, goes in LEFT.items() if goes is moved)
    more = f", record {removal_record(removed)}"
    attachments.log(transaction, AuditAction.CHANGE, left, done, more)
    if moved:
        _bring(transaction, left, bytes(row["content"]), to)
    return left


def _told(row: Row, remark: Addendum) -> Addendum:
    """The remark that is sealed: it names the file and its digest."""
    words = f'File "{row["name"]}" taken out: {remark.text} {TAKEN_OUT}{row["digest"]})'
    return replace(remark, text=words)


def _bring(transaction: Transaction, left: Attachment, file: bytes, to: tuple[str, str]) -> None:
    patient_id, visit_id = to
    if register.known_patient(transaction.connection, patient_id) is None:
        raise RecordMissing
    attachments.refuse_signed(transaction.connection, visit_id)
    new = replace(left, id=str(uuid4()), patient_id=patient_id, visit_id=visit_id, removed=None)
    attachments.add(transaction, new, file)
