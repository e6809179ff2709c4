"""What an import brought, held against the one line of the log that tells of it.

The line has the digest of what is remembered of the import, and that names the digest of every
entry and file that came. Imports of earlier versions have neither: only their ids are known.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from hashlib import sha256

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.transfer_port import BroughtIn, ImportBatch, ImportedRecord
from pt_chart.store import content, files
from pt_chart.store.engine import rows
from pt_chart.store.record_digests import entry_record, file_record
from pt_chart.store.records import attachment, audit, episode, episode_entry, visit

ORIGINAL = "import-original"
"""The kind of kept file that an import came from."""
KEPT = "import"
"""The kind of kept file that remembers what an import brought."""
_LINE = re.compile(
    r"^import (?P<id>.+?)(?: (?P<undone>undone))?: .*?(?:, SHA-256 (?P<digest>[0-9a-f]{64}))?$"
)
_OF_PERSON = re.compile(r"^import (?P<id>[^ ;]+)")


def remembered(brought: BroughtIn) -> bytes:
    """What is kept of an import; the same for the same import."""
    return gzip.compress(content.dump(brought).encode(), mtime=0)


def recalled(kept: bytes) -> BroughtIn:
    """The same read back.

    Raises:
        UnreadableContent: it is not what `remembered` wrote.
    """
    try:
        text = gzip.decompress(kept).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise content.UnreadableContent("what is remembered of an import") from error
    return content.load(BroughtIn, text)


def records_of(connection: Connection, batch: ImportBatch) -> dict[str, ImportedRecord]:
    """Every entry and file that a batch has just brought, by digest."""
    entries, brought = {one.id for one in batch.entries}, {one.about.id for one in batch.files}
    return dict(_standing(connection, lambda r: r.id in (brought if r.is_file else entries)))


def problems(
    connection: Connection,
    left: Callable[[ImportedRecord], bool],
    own: Set[tuple[str, int]],
    moved: Mapping[str, Collection[str]],
) -> Iterator[str]:
    """Imports that are not what the log says, and records that are not what they brought.

    ``left`` tells of a record whether it went with an erased patient; ``own`` are the versions of
    entries that have a line of their own, ``moved`` the patients whose each visit was.
    """
    told = _told(connection)
    kept = {
        name: files.one(connection, KEPT, name) or b"" for name in files.names(connection, KEPT)
    }
    held = {name: digest for name, digest in told.items() if digest}
    strange = kept.keys() - told.keys()
    strange |= {name for name in held.keys() & kept.keys() if _digest(kept[name]) != held[name]}
    gone = held.keys() - kept.keys()
    if strange or gone:
        yield f"{len(strange) + len(gone)} imports are not what the log says."
    known: dict[str, ImportedRecord] = {}
    whose: set[tuple[bool, str]] = set()
    for name in held.keys() - strange - gone:
        brought = recalled(kept[name])
        known |= brought.records
        whose |= {(record.is_file, record.id) for record in brought.records.values()}
    standing = dict(
        _standing(
            connection,
            lambda r: (r.is_file, r.id) in whose and (r.id, r.version) not in own,
        )
    )
    owners = _owners(connection)
    wrong = len(standing.keys() - known.keys())
    wrong += sum(
        not _in_place(record, known[digest], owners, moved)
        for digest, record in standing.items()
        if digest in known
    )
    altered = len(standing.keys() - known.keys())
    missing = sum(not left(known[one]) for one in known.keys() - standing.keys()) - altered
    if wrong or missing > 0:
        yield f"{wrong + max(missing, 0)} imported records are not what the log says, or missing."


def _in_place(
    record: ImportedRecord,
    brought: ImportedRecord,
    owners: Mapping[str, str],
    moved: Mapping[str, Collection[str]],
) -> bool:
    """Whether a file is still with the visit and the patient that it came to.

    One that was removed stays with the patient whose the draft was then.
    """
    if not record.is_file:
        return True
    if record.visit_id != brought.visit_id:
        return False
    where = record.visit_id or ""
    return record.patient_id in (brought.patient_id, owners.get(where), *moved.get(where, ()))


def _owners(connection: Connection) -> dict[str, str]:
    """Whose each visit is."""
    wanted = select(visit.c.id, episode.c.patient_id).join(
        episode, episode.c.id == visit.c.episode_id
    )
    return {row.id: row.patient_id for row in connection.execute(wanted)}


def told_after(connection: Connection, number: int) -> Set[str]:
    """The imports that a line of the log after this one tells of, and that were not undone."""
    return _told(connection, number).keys()


def _told(connection: Connection, after: int = 0) -> dict[str, str]:
    """The imports that the log tells of and that were not undone, with the digest of each or ""."""
    done = (AuditAction.CREATE.value, AuditAction.CHANGE.value)
    wanted = (
        select(audit.c.detail)
        .where(
            audit.c.action.in_(done), audit.c.detail.like("import %: %"), audit.c.patient_id == ""
        )
        .where(audit.c.number > after)
    )
    found: dict[str, str] = {}
    for detail in connection.scalars(wanted.order_by(audit.c.number)):
        line = _LINE.match(detail)
        if line is not None and line["undone"]:
            found.pop(line["id"], None)
        elif line is not None:
            found[line["id"]] = line["digest"] or ""
    return found


def _standing(
    connection: Connection, wanted: Callable[[ImportedRecord], bool]
) -> Iterator[tuple[str, ImportedRecord]]:
    """The wanted entries and files of the chart, each with its digest."""
    owned = select(episode_entry, episode.c.patient_id).join(
        episode, episode.c.id == episode_entry.c.episode_id
    )
    for row in rows(connection, owned):
        record = ImportedRecord(row["id"], row["version"], row["patient_id"])
        if wanted(record):
            yield entry_record(row), record
    shown = [column for column in attachment.c if column.name != "content"]
    for row in rows(connection, select(*shown)):
        record = ImportedRecord(row["id"], 0, row["patient_id"], row["visit_id"])
        if wanted(record):
            yield file_record(row), record


def _digest(kept: bytes) -> str:
    return sha256(kept).hexdigest()


def line_digest(kept: bytes) -> str:
    """How the line of an import ends that holds what is remembered of it."""
    return f", SHA-256 {_digest(kept)}"


def forget_originals(connection: Connection, family: Collection[str]) -> int:
    """Let the files go that told of an erased person; returns how many imports had one.

    Which they are says the log: every person whom an import touched has a line of it.
    """
    told = select(audit.c.detail).where(
        audit.c.patient_id.in_(family), audit.c.detail.like("import %")
    )
    named = {_OF_PERSON.match(detail) for detail in connection.scalars(told)}
    ids = {match["id"] for match in named if match is not None}
    return sum(files.remove(connection, ORIGINAL, one) for one in sorted(ids))
