"""Files that come with a patient or a visit: imaging reports, letters, photographs.

A file is told by its content, never by its name, checked within limits, and kept in the encrypted
chart. It is looked at inside the program; a copy leaves it only on purpose and with a line in the
log. A removed one leaves its trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from pt_chart.charting.access import Right, require
from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import StorageFailed, WorldError
from pt_chart.charting.progress import Progress
from pt_chart.clinical.program.dosage import says_why
from pt_chart.clinical.sound_text import seen_text, sound_text
from pt_chart.clinical.visit import Addendum

if TYPE_CHECKING:
    from pt_chart.charting.ports import ChartStore
    from pt_chart.clinical.people import Patient

LARGEST_ATTACHMENT = 8 * 1024 * 1024
"""Bytes of an attached file."""
LONGEST_NAME = 120
PLAIN_TEXT = "text/plain"
NO_REMARK = "The remark does not say what the file is and why it comes to a signed note."
NO_REASON = "Say why the file is taken out; this is signed beside the note."


class AttachmentRefused(WorldError):
    """A file is not taken in; ``message`` says what it is, ``advice`` the way out."""

    message = "This file was not attached."
    advice = "Save it as a PDF, PNG, JPEG or plain text file and attach that."


class OfAnotherToo(AttachmentRefused):
    """The very same file stands with ``others``: perhaps theirs, and here by mistake."""

    message = "This very file is attached to another patient already."
    advice = "Look whose it is. Attach it once more where it belongs to both."

    def __init__(self, others: tuple[Patient, ...]) -> None:
        super().__init__()
        self.others = others


@dataclass(frozen=True, slots=True)
class Removal:
    """That a file was removed: when, by whom and why.

    ``kept``: it was taken out of a signed visit, and its content is kept aside, encrypted.
    ``moved``: it went on to another record.
    """

    at: datetime
    by: str
    reason: str
    kept: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file without its content.

    ``visit_id`` is "" for one of the patient as a whole. ``media`` is the type that the content
    has, ``digest`` its SHA-256 (hex), ``pages`` how many pages can be looked at; ``remarks`` say
    what was taken out of it on the way in.
    """

    id: str
    patient_id: str
    visit_id: str
    name: str
    media: str
    size: int
    digest: str
    pages: int
    at: datetime
    by: str
    remarks: tuple[str, ...] = ()
    removed: Removal | None = None


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that was let in: its type, pages, content as it is kept, and what was taken out."""

    media: str
    pages: int
    content: bytes
    remarks: tuple[str, ...] = ()


class AttachmentReader(Protocol):
    """Looks into files of foreign origin, within limits."""

    def inspect(self, content: bytes) -> Inspected:
        """What a file is, and the form in which it may be kept.

        Raises:
            AttachmentRefused: it is of no type that is kept, broken, or too large when opened.
        """
        ...

    def page(self, content: bytes, media: str, number: int, width: int) -> bytes:
        """A page (from 0) as a PNG of at most this width in pixels; text as PNG is not offered.

        Raises:
            AttachmentRefused: the page cannot be shown.
        """
        ...


class Attachments(Protocol):
    """The part of a store that keeps attached files."""

    def attachments(self, patient_id: str) -> tuple[Attachment, ...]:
        """The files of a patient and of all visits, newest first, with removed ones."""
        ...

    def holders(self, digest: str) -> tuple[Patient, ...]:
        """Who has a file of this very content (SHA-256, hex), by name; none for removed ones."""
        ...

    def attach(self, new: Attachment, content: bytes, remark: Addendum | None = None) -> Attachment:
        """Keep a file; who and when are the store's own, as are size and digest.

        To a signed visit a file comes only with a ``remark``: an addendum, sealed with the name
        and the digest of the file.

        Raises:
            SignedAlready: the visit is signed, and there is no remark.
            NotAllowed: there is one, and the role does not sign.
            RecordMissing: there is no such patient or visit, or the visit is another patient's.
            ValueError: the content is empty or larger than `LARGEST_ATTACHMENT`.
        """
        ...

    def attached_content(self, attachment_id: str) -> bytes:
        """The content of a file; the log says that it was looked at.

        Raises:
            RecordMissing: there is no such file, or it was removed.
            NotAllowed: it was taken out of a signed visit, and the role does not repair.
            ChartDamaged: the content is not what its digest says.
        """
        ...

    def remove_attachment(self, attachment_id: str, reason: str) -> Attachment:
        """Take the content of a file out of the chart; that it was there stays.

        Raises:
            RecordMissing: there is no such file, or it was removed already.
            SignedAlready: it stands with a signed visit.
            ValueError: there is no reason.
        """
        ...

    def take_out(
        self, attachment_id: str, remark: Addendum, patient_id: str = "", visit_id: str = ""
    ) -> Attachment:
        """Take a file out of the signed visit that it stands with: mistaken, or another patient's.

        The ``remark`` says why; it is sealed beside the visit with the name and the digest of the
        file. With a ``patient_id`` the file goes on to that patient, to a draft of theirs
        when ``visit_id`` names one, as a file that came now; otherwise its content is kept aside.
        Returns the file that was taken out.

        Raises:
            NotAllowed: the role does not repair.
            RecordMissing: there is no such file, patient or visit, it stands with no signed visit,
                or it was removed already.
            SignedAlready: the visit that it is to go to is signed.
            ValueError: the remark says nothing.
        """
        ...


def take_out_file(
    store: ChartStore,
    attached: Attachment,
    reason: str,
    *,
    at: datetime,
    patient_id: str = "",
    visit_id: str = "",
) -> Attachment:
    """Take a file out of a signed visit, to another patient where one is given.

    Raises:
        ValueError: the reason does not say why.
        NotAllowed: only a therapist repairs.
        WorldError: it stands with no signed visit, or the chart could not be written.
    """
    require(store.user, Right.COSIGN)
    words, who = sound_text(reason).strip(), store.user
    remark = Addendum(words, who.id, who.signature, at)
    return store.take_out(attached.id, remark, patient_id, visit_id)


def attach_file(
    store: ChartStore,
    reader: AttachmentReader,
    file: Path,
    patient_id: str,
    visit_id: str = "",
    *,
    at: datetime,
    remark: str = "",
    of_both: bool = False,
    progress: Progress | None = None,
) -> Attachment:
    """Read a file from a folder of the computer, check it, and keep it in the chart.

    ``remark`` says why a file comes to a signed visit; it is sealed there as an addendum.
    ``of_both``: somebody looked, and it belongs here too although another patient has it.

    Raises:
        OfAnotherToo: another patient has this very file.
        Cancelled: ``progress`` was stopped; nothing was kept.
        AttachmentRefused: the remark says nothing.
        AttachmentRefused: the file is not taken in, with what to do.
        WorldError: it cannot be read, or the chart cannot be written.
    """
    require(store.user, Right.CHANGE_REGISTER)
    walk = progress or Progress()
    walk.say(f"Reading {file.name} ...")
    raw = _read(file)
    walk.say(f"Looking into {file.name} ...")
    found = reader.inspect(raw)
    if len(found.content) > LARGEST_ATTACHMENT:
        raise AttachmentRefused(_too_large(len(found.content)), _SMALLER)
    digest = sha256(found.content).hexdigest()
    there = [one for one in store.attachments(patient_id) if one.removed is None]
    twin = next((one for one in there if (one.digest, one.visit_id) == (digest, visit_id)), None)
    if twin is not None and not remark.strip():
        told = f"This very file is attached already: {twin.name}."
        raise AttachmentRefused(told, "Nothing was added. Look at it in the card.")
    others = () if of_both else _others_with(store, digest, patient_id)
    if others:
        raise OfAnotherToo(others)
    name = " ".join(seen_text(sound_text(file.name)).split())[:LONGEST_NAME] or "attached file"
    new = Attachment(
        str(uuid4()),
        patient_id,
        visit_id,
        name,
        found.media,
        len(found.content),
        digest,
        found.pages,
        at,
        store.user.name,
        found.remarks,
    )
    words, who = sound_text(remark).strip(), store.user
    if words and not says_why(words):
        raise AttachmentRefused(NO_REMARK, "Say it in a few words; they are signed with the note.")
    beside = Addendum(words, who.id, who.signature, at) if words else None
    walk.say(f"Storing {file.name} ...")
    return store.attach(new, found.content, beside)


def save_copy(store: ChartStore, attached: Attachment, file: Path) -> Path:
    """Write an attached file to a folder of the computer, where it is no longer encrypted.

    Text gets a name that no program runs: ".txt" behind any other ending. Returns where it is.

    Raises:
        NotAllowed: the role does not export.
        WorldError: the file cannot be written.
    """
    require(store.user, Right.EXPORT)
    if attached.media == PLAIN_TEXT and file.suffix.lower() != ".txt":
        file = file.with_name(f"{file.name}.txt")
    content = store.attached_content(attached.id)
    detail = f"attachment {attached.id} saved as a file, SHA-256 {attached.digest}"
    store.record(AuditEntry(AuditAction.EXPORT, attached.patient_id, attached.visit_id, detail))
    try:
        file.write_bytes(content)
    except OSError as error:
        told = (error.strerror or "cannot be written").lower()
        raise StorageFailed(f"{file.name}: {told}.", "Choose another folder.") from error
    return file


def _others_with(store: ChartStore, digest: str, patient_id: str) -> tuple[Patient, ...]:
    own = store.patient(patient_id).id
    return tuple(one for one in store.holders(digest) if one.id != own)


_SMALLER = "Scan it at a lower resolution, or attach only the pages that matter."


def _too_large(size: int) -> str:
    most = LARGEST_ATTACHMENT // 1024 // 1024
    return f"The file has {size:,} bytes; an attached file may have {most} MB ({most << 20:,})."


def _read(file: Path) -> bytes:
    try:
        found = file.stat()
        if not S_ISREG(found.st_mode):
            raise AttachmentRefused("This is not an ordinary file.", "Choose a file of a folder.")
        size = found.st_size
        if size > LARGEST_ATTACHMENT:
            raise AttachmentRefused(_too_large(size), _SMALLER)
        with file.open("rb") as opened:
            content = opened.read(LARGEST_ATTACHMENT + 1)
    except OSError as error:
        told = (error.strerror or "cannot be read").lower()
        raise AttachmentRefused(f"{file.name}: {told}.", "Choose the file again.") from error
    if not content:
        raise AttachmentRefused(f"{file.name} is empty.", "Choose another file.")
    if len(content) > LARGEST_ATTACHMENT:
        raise AttachmentRefused(_too_large(len(content)), _SMALLER)
    return content
