"""Attached files in the database: a row each, whose content leaves on removal and the row stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select, update

from pt_chart.charting.attachments import LARGEST_ATTACHMENT, NO_REMARK, Attachment, Removal
from pt_chart.charting.errors import ChartDamaged, RecordMissing, SignedAlready
from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.sound_text import sound_text
from pt_chart.clinical.visit import Addendum
from pt_chart.store import content, merged, visits
from pt_chart.store.engine import rows
from pt_chart.store.ledger import Transaction
from pt_chart.store.record_digests import file_record, removal_record
from pt_chart.store.records import attachment, patient
from pt_chart.store.translate import Row, patient_of, stored_text
from pt_chart.store.triggers import BROUGHT, CAME_FROM

SHOWN = [column for column in attachment.c if column.name != "content"]


def of_patient(connection: Connection, patient_id: str) -> tuple[Attachment, ...]:
    """See `Attachments.attachments`."""
    family = merged.family_of(connection, patient_id)
    wanted = select(*SHOWN).where(attachment.c.patient_id.in_(family))
    newest = wanted.order_by(attachment.c.at.desc(), attachment.c.id)
    return tuple(of_row(row, family[0]) for row in rows(connection, newest))


def holders(connection: Connection, digest: str) -> tuple[Patient, ...]:
    """See `Attachments.holders`."""
    own = attachment.c.digest == digest, attachment.c.removed.is_(None)
    owners = list(connection.scalars(select(attachment.c.patient_id).where(*own).distinct()))
    stand = {merged.survivor_of(connection, owner) for owner in owners}
    found = rows(connection, select(patient).where(patient.c.id.in_(sorted(stand))))
    return tuple(sorted(map(patient_of, found), key=lambda one: (one.name, one.id)))


def came_from_signed(row: Row) -> bool:
    """Whether a file was moved on from a signed visit: then its content is never let go."""
    return CAME_FROM in row["remarks"]


def remark_of(file: bytes, new: Attachment, remark: Addendum) -> Addendum:
    """The remark that brings a file to a signed visit: it names the file and its digest.

    Raises:
        ValueError: it says nothing else.
    """
    if not says_why(remark.text):
        raise ValueError(NO_REMARK)
    name = stored_text(new.name)
    digest = sha256(file).hexdigest()
    return replace(remark, text=f'File "{name}": {remark.text} {BROUGHT}{digest})')


STAYS = (
    "This file stands with a signed note.",
    "A therapist takes it out with a reason, which is signed beside the note.",
)
_COMES = (
    "A file comes to a signed note only with a remark, which is signed like an addendum.",
    "Say what the file is and why it comes now; or attach it to the patient as a whole.",
)


def refuse_signed(connection: Connection, visit_id: str, words: tuple[str, str] = _COMES) -> None:
    """Refuse a file for a signed visit that no remark brings, or takes out.

    Raises:
        SignedAlready: the visit is signed.
    """
    if visit_id and visits.load_one(connection, visit_id).signed:
        raise SignedAlready(*words)


def add(transaction: Transaction, new: Attachment, file: bytes) -> Attachment:
    """See `Attachments.attach`."""
    kept = put(transaction, new, file)
    row = rows(transaction.connection, select(*SHOWN).where(attachment.c.id == kept.id))[0]
    # The line names the record that the file is of, also where that was merged into another.
    own = replace(kept, patient_id=row["patient_id"])
    log(transaction, AuditAction.CREATE, own, "added", f", record {file_record(row)}")
    return kept


def put(transaction: Transaction, new: Attachment, file: bytes) -> Attachment:
    """Keep a file without a line in the log."""
    connection = transaction.connection
    if not 0 < len(file) <= LARGEST_ATTACHMENT:
        raise ValueError(f"an attached file has 1 to {LARGEST_ATTACHMENT} bytes, not {len(file)}")
    family = merged.family_of(connection, new.patient_id)
    owner = visits.patient_of_visit(connection, new.visit_id) if new.visit_id else family[0]
    if owner not in family:
        raise RecordMissing("That visit is another patient's.")
    row = {
        "id": new.id,
        "patient_id": owner,
        "visit_id": new.visit_id or None,
        "name": stored_text(new.name),
        "media": new.media,
        "size": len(file),
        "digest": sha256(file).hexdigest(),
        "pages": new.pages,
        "remarks": content.dump(new.remarks),
        "at": transaction.clock().isoformat(),
        "user_id": transaction.user.id,
        "user_name": transaction.user.name,
        "removed": None,
    }
    connection.execute(insert(attachment).values(**row, content=file))
    return of_row(row, family[0])


def one_content(connection: Connection, attachment_id: str) -> tuple[Attachment, bytes]:
    """A file with its content, held against its digest.

    Raises:
        RecordMissing, ChartDamaged: as `Attachments.attached_content`.
    """
    found = rows(connection, select(attachment).where(attachment.c.id == attachment_id))
    if not found or found[0]["content"] is None:
        raise RecordMissing("This file was removed.")
    file = bytes(found[0]["content"])
    if sha256(file).hexdigest() != found[0]["digest"]:
        raise ChartDamaged("An attached file is not what it was.")
    return of_row(found[0], found[0]["patient_id"]), file


def remove(transaction: Transaction, attachment_id: str, reason: str) -> Attachment:
    """See `Attachments.remove_attachment`."""
    if not reason.strip():
        raise ValueError("Removing a file needs a reason; it stays in the list.")
    connection = transaction.connection
    found = rows(connection, select(*SHOWN).where(attachment.c.id == attachment_id))
    if not found or found[0]["removed"] is not None:
        raise RecordMissing("This file was removed already.")
    refuse_signed(connection, found[0]["visit_id"] or "", STAYS)
    kept = came_from_signed(found[0])
    if kept and not says_why(reason):
        raise ValueError("Say why the file goes: it came from a signed visit, and is kept aside.")
    why = stored_text(sound_text(reason).strip())
    told = Removal(transaction.clock(), transaction.user.name, why, kept=kept)
    row = {**found[0], "removed": content.dump(told)}
    gone = update(attachment).where(attachment.c.id == attachment_id)
    values = {"removed": row["removed"], **({} if kept else {"content": None})}
    connection.execute(gone.values(**values))
    left = of_row(row, row["patient_id"])
    more = f", record {removal_record(row['removed'])}"
    log(transaction, AuditAction.CHANGE, left, "taken out" if kept else "removed", more)
    return left


def move_with_visit(connection: Connection, visit_id: str, patient_id: str) -> None:
    """The files of a draft go where the draft goes."""
    tied = update(attachment).where(
        attachment.c.visit_id == visit_id, attachment.c.removed.is_(None)
    )
    connection.execute(tied.values(patient_id=patient_id))


def log_view(transaction: Transaction, shown: Attachment) -> None:
    """A line in the log: a file was looked at."""
    detail = f"attachment {shown.id}"
    transaction.log(AuditEntry(AuditAction.VIEW, shown.patient_id, shown.visit_id, detail))


def problems(connection: Connection) -> list[str]:
    """What is wrong with the attached files: contents that do not match their digest."""
    wrong = 0
    for attachment_id in list(connection.scalars(select(attachment.c.id))):
        one = select(attachment.c.content, attachment.c.digest, attachment.c.removed)
        row = connection.execute(one.where(attachment.c.id == attachment_id)).one()
        gone = row.content is None
        whole = gone or sha256(bytes(row.content)).hexdigest() == row.digest
        wrong += not whole or (gone and row.removed is None)
    return [f"{wrong} attached files are not what they were."] if wrong else []


def log(
    transaction: Transaction, action: AuditAction, one: Attachment, done: str, more: str = ""
) -> None:
    detail = f"attachment {one.id} {done}, {one.media}, SHA-256 {one.digest}{more}"
    transaction.log(AuditEntry(action, one.patient_id, one.visit_id, detail))


def of_row(row: Row, patient_id: str) -> Attachment:
    return Attachment(
        row["id"],
        patient_id,
        row["visit_id"] or "",
        row["name"],
        row["media"],
        row["size"],
        row["digest"],
        row["pages"],
        datetime.fromisoformat(row["at"]),
        row["user_name"],
        content.load(tuple[str, ...], row["remarks"]),
        content.load(Removal, row["removed"]) if row["removed"] else None,
    )
