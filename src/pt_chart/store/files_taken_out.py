"""A file that stands with a signed visit by mistake: taken out with a sealed remark, or moved on.

The row stays with the name and the digest. What was taken out keeps its content, encrypted as it
was, for those who repair; what went on to another record has its content there and no longer here,
and stays there: removing it keeps it aside.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection, select, update

from pt_chart.charting.attachments import NO_REASON, Attachment, Removal
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.ports import AuditAction
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.sound_text import sound_text
from pt_chart.clinical.visit import Addendum
from pt_chart.store import attachments, content, register, signatures, visits
from pt_chart.store.engine import rows
from pt_chart.store.ledger import Transaction
from pt_chart.store.merged import family_of
from pt_chart.store.record_digests import removal_record
from pt_chart.store.records import attachment
from pt_chart.store.seals import Signer
from pt_chart.store.translate import Row, stored_text
from pt_chart.store.triggers import CAME_FROM, TAKEN_OUT


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
    if moved:
        _refuse_target(connection, row, to)
    told = _told(row, remark, moved=moved)
    signatures.add_addendum(transaction, signer, row["visit_id"], told)
    why = stored_text(sound_text(remark.text).strip())
    removal = Removal(transaction.clock(), transaction.user.name, why, kept=not moved, moved=moved)
    removed = content.dump(removal)
    values = {"removed": removed, **({"content": None} if moved else {})}
    left = attachments.of_row({**row, **values}, row["patient_id"])
    new = _new(connection, left, to) if moved else None
    if new is not None:
        # First there, then no longer here: the triggers hold it at least once.
        attachments.add(transaction, new, bytes(row["content"]))
    connection.execute(update(attachment).where(attachment.c.id == attachment_id).values(**values))
    done = f"moved on to {new.id}" if new is not None else "taken out"
    more = f", record {removal_record(removed)}"
    attachments.log(transaction, AuditAction.CHANGE, left, done, more)
    return left


def _told(row: Row, remark: Addendum, *, moved: bool) -> Addendum:
    """The remark that is sealed: it names the file and its digest.

    Of a file that is somebody else's the name, which often holds theirs, stays out of this note.
    """
    name = "File of another record" if moved else f'File "{row["name"]}"'
    words = f"{name} taken out: {remark.text} {TAKEN_OUT}{row['digest']})"
    return replace(remark, text=words)


def _refuse_target(connection: Connection, row: Row, to: tuple[str, str]) -> None:
    patient_id, visit_id = to
    if register.known_patient(connection, patient_id) is None:
        raise RecordMissing
    attachments.refuse_signed(connection, visit_id)
    if not visit_id and patient_id in family_of(connection, row["patient_id"]):
        raise RecordMissing("The file is in this patient's record; take it out, or choose another.")


def _new(connection: Connection, left: Attachment, to: tuple[str, str]) -> Attachment:
    """The file as it comes to the other record; it says who brought it to the first and when."""
    day = visits.load_one(connection, left.visit_id).date
    came = f"{CAME_FROM} of {date_words(day)}; attached there {date_words(left.at)} by {left.by}."
    patient_id, visit_id = to
    return replace(
        left,
        id=str(uuid4()),
        patient_id=patient_id,
        visit_id=visit_id,
        removed=None,
        remarks=(*left.remarks, came),
    )
