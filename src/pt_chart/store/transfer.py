"""Imports in the database: in one transaction, remembered, and taken out in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select

from pt_chart.charting.episode_entries import EntryChanged
from pt_chart.charting.errors import ChartConflict, RecordMissing, SignedAlready
from pt_chart.charting.ports import LARGEST_FILE, AuditAction, AuditEntry
from pt_chart.charting.progress import Progress
from pt_chart.charting.transfer_port import (
    BroughtIn,
    ImportBatch,
    ImportRefused,
    PastImport,
    UndoRefused,
)
from pt_chart.clinical.people import Patient
from pt_chart.store import (
    attachments,
    content,
    episode_entries,
    files,
    import_exercises,
    import_warnings,
    imported_records,
    visits,
)
from pt_chart.store.engine import rows
from pt_chart.store.imported_records import KEPT, ORIGINAL
from pt_chart.store.ledger import Transaction
from pt_chart.store.merged import STANDS
from pt_chart.store.records import (
    answer,
    attachment,
    episode,
    episode_entry,
    mark,
    patient,
    patient_merge,
    seal,
    stored_file,
    visit,
    visit_part,
)
from pt_chart.store.translate import Row, episode_row, patient_of, patient_row
from pt_chart.store.triggers import UNDOING

T = TypeVar("T")
_AT_ONCE = 500
"""Ids in one statement: SQLite bounds how many values one may have."""
_DERIVED = ("last_visit", "last_tier", "given_sort", "merged_into", "place")


def patients_after(connection: Connection, patient_id: str, count: int) -> tuple[Patient, ...]:
    """See `Transfers.patients_after`."""
    later = select(patient).where(patient.c.id > patient_id, STANDS)
    wanted = later.order_by(patient.c.id).limit(count)
    return tuple(patient_of(row) for row in rows(connection, wanted))


def bring_in(transaction: Transaction, batch: ImportBatch, walk: Progress) -> PastImport:
    """See `Transfers.import_records`."""
    connection = transaction.connection
    walk.say("Storing ...")
    _refuse_known(connection, batch)
    people = [patient_row(person) for person in batch.patients]
    cases = [episode_row(one) for one in batch.episodes]
    _insert(connection, patient, walk.count("Storing patients:", people, len(people)))
    _insert(connection, episode, walk.count("Storing episodes:", cases, len(cases)))
    _bring_beside(transaction, batch, walk)
    warned = import_warnings.add_alerts(connection, batch)
    cared = import_warnings.add_warnings(connection, batch)
    past = PastImport(
        batch.id,
        batch.source,
        transaction.clock(),
        transaction.user.name,
        len(people),
        len(cases),
        len(batch.visits),
    )
    brought = BroughtIn(
        past,
        {row["id"]: mark_of(row) for row in people},
        {row["id"]: mark_of(row) for row in cases},
        tuple(one.id for one in batch.visits),
        tuple(one.id for one in batch.entries),
        tuple(one.about.id for one in batch.files),
        imported_records.records_of(connection, batch) if batch.entries or batch.files else {},
        warned,
        cared,
        import_exercises.marks(batch.exercises),
    )
    kept = imported_records.remembered(brought)
    files.put(connection, KEPT, batch.id, kept)
    if 0 < len(batch.original) <= LARGEST_FILE:
        files.put(connection, ORIGINAL, batch.id, batch.original)
    whole = f"import {batch.id}: {_told(past)}{imported_records.line_digest(kept)}"
    transaction.log(AuditEntry(AuditAction.CREATE, detail=whole))
    homes = {one.patient_id for one in batch.episodes} | brought.patients.keys()
    touched = [one.episode_id for one in batch.visits]
    touched += [one.episode_id for one in batch.entries]
    homes |= set(_patients_of(connection, touched)) | {one.about.patient_id for one in batch.files}
    new, detail = brought.patients.keys(), f"import {batch.id}"
    owners = sorted(homes | warned.keys())
    transaction.log_all(
        AuditEntry(
            AuditAction.CREATE if patient_id in new else AuditAction.CHANGE,
            patient_id,
            detail=detail + import_warnings.record_words(connection, patient_id, warned),
        )
        for patient_id in walk.count("Writing the log:", owners, len(owners))
    )
    transaction.log_all(import_warnings.episode_lines(connection, cared))
    walk.say("Storing it for good ...")
    return past


def _bring_beside(transaction: Transaction, batch: ImportBatch, walk: Progress) -> None:
    """The visits of an import, the entries of its logs and its files."""
    connection = transaction.connection
    try:
        for draft in walk.count("Storing visits:", batch.visits, len(batch.visits), every=20):
            visits.store_draft(connection, draft, batch.tiers.get(draft.id), None)
        for entry in walk.count("Storing entries:", batch.entries, len(batch.entries)):
            episode_entries.add(connection, entry)
    except (ChartConflict, SignedAlready, RecordMissing, EntryChanged) as error:
        raise ImportRefused from error
    for file in walk.count("Storing files:", batch.files, len(batch.files), every=1):
        attachments.put(transaction, file.about, file.content)
    import_exercises.put(connection, batch.exercises)


def imports(connection: Connection) -> tuple[PastImport, ...]:
    """See `Transfers.imports`."""
    found = [_brought(connection, name).past for name in files.names(connection, KEPT)]
    return tuple(sorted(found, key=lambda past: past.at, reverse=True))


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of what imports brought that stand."""

    entries: frozenset[str]
    files: frozenset[str]


def brought(connection: Connection) -> Known:
    """The entries and files that imports brought: they have one line in the log for all."""
    every = [_brought(connection, name) for name in files.names(connection, KEPT)]
    return Known(
        frozenset(one for each in every for one in each.entries),
        frozenset(one for each in every for one in each.files),
    )


def came_with(connection: Connection, import_id: str) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the visits and of the patients that an import brought.

    Raises:
        RecordMissing: no such import stands.
    """
    one = _brought(connection, import_id)
    return frozenset(one.visits), frozenset(one.patients)


def marks(connection: Connection, since: int) -> tuple[dict[str, str], dict[str, str]]:
    """What imports told after a line of the log brought: patients and episodes with their marks."""
    people: dict[str, str] = {}
    cases: dict[str, str] = {}
    for name in imported_records.told_after(connection, since):
        if files.one(connection, KEPT, name) is not None:
            each = _brought(connection, name)
            people |= each.patients
            cases |= each.episodes
    return people, cases


def take_out(transaction: Transaction, import_id: str) -> PastImport:
    """See `Transfers.undo_import`."""
    connection = transaction.connection
    brought = _brought(connection, import_id)
    _refuse_worked_on(connection, brought)
    touched = set(_column(connection, visit.c.episode_id, visit.c.id, brought.visits))
    homes = set(_patients_of(connection, [*touched, *brought.episodes])) | brought.patients.keys()
    homes |= set(_column(connection, attachment.c.patient_id, attachment.c.id, brought.files))
    _take_guarded(connection, brought)
    import_warnings.take_out(connection, brought)
    for table in (answer, mark, visit_part):
        _delete(connection, table, table.c.visit_id, brought.visits)
    _delete(connection, visit, visit.c.id, brought.visits)
    _delete(connection, episode, episode.c.id, tuple(brought.episodes))
    _delete(connection, patient, patient.c.id, tuple(brought.patients))
    import_exercises.take_out(connection, brought)
    for episode_id in touched - brought.episodes.keys():
        visits.refresh_patient(connection, episode_id)
    files.remove(connection, KEPT, import_id)
    files.remove(connection, ORIGINAL, import_id)
    detail = f"import {import_id} undone: {_told(brought.past)}"
    transaction.log(AuditEntry(AuditAction.CHANGE, detail=detail))
    told = f"import {import_id} undone"
    transaction.log_all(
        AuditEntry(
            AuditAction.CHANGE,
            patient_id,
            detail=told + import_warnings.record_words(connection, patient_id, brought.alerts),
        )
        for patient_id in sorted(homes | brought.alerts.keys())
    )
    transaction.log_all(import_warnings.episode_lines(connection, brought.warnings))
    return brought.past


def _take_guarded(connection: Connection, brought: BroughtIn) -> None:
    """Log entries and files, which otherwise never leave: each is named while it is let go."""
    for table, ids in ((episode_entry, set(brought.entries)), (attachment, set(brought.files))):
        names: list[dict[str, object]] = [
            {"kind": UNDOING, "name": one, "content": b""} for one in sorted(ids)
        ]
        _insert(connection, stored_file, names)
        _delete(connection, table, table.c.id, sorted(ids))
    connection.execute(delete(stored_file).where(stored_file.c.kind == UNDOING))


def _told(past: PastImport) -> str:
    return f"{past.patients} patients, {past.episodes} episodes, {past.visits} visits"


def _brought(connection: Connection, import_id: str) -> BroughtIn:
    kept = files.one(connection, KEPT, import_id)
    if kept is None:
        raise RecordMissing
    return imported_records.recalled(kept)


def _refuse_known(connection: Connection, batch: ImportBatch) -> None:
    """An import only adds: nothing that is there may be replaced by it."""
    for table, ids, words in (
        (patient, [one.id for one in batch.patients], "patient"),
        (episode, [one.id for one in batch.episodes], "episode"),
        (visit, [one.id for one in batch.visits], "visit"),
    ):
        if len(set(ids)) != len(ids):
            raise ImportRefused(f"The import holds a {words} twice.")
        if _present(connection, table.c.id, ids):
            raise ImportRefused(f"A {words} of this import is in the chart already.")
    people = {one.patient_id for one in batch.episodes} - {one.id for one in batch.patients}
    if len(_present(connection, patient.c.id, list(people))) < len(people):
        raise ImportRefused("An episode of this import belongs to a patient who is not there.")
    cases = {one.episode_id for one in batch.visits} - {one.id for one in batch.episodes}
    if len(_present(connection, episode.c.id, list(cases))) < len(cases):
        raise ImportRefused("A visit of this import belongs to an episode that is not there.")


def _refuse_worked_on(connection: Connection, brought: BroughtIn) -> None:
    """Undoing must not take away what somebody did since."""
    for table, known in ((patient, brought.patients), (episode, brought.episodes)):
        for row in _rows_of(connection, table, table.c.id, tuple(known)):
            if mark_of(row) != known[row["id"]]:
                raise UndoRefused(advice=f"A {table.name} was changed since the import.")
    for row in _rows_of(connection, visit, visit.c.id, brought.visits):
        if row["revision"] != 1 or row["signature"] is not None:
            raise UndoRefused(advice="A visit was changed or signed since the import.")
    if _present(connection, seal.c.visit_id, brought.visits):
        raise UndoRefused(advice="A visit was signed since the import.")
    episodes, people = tuple(brought.episodes), tuple(brought.patients)
    added = set(_column(connection, visit.c.id, visit.c.episode_id, episodes))
    if added - set(brought.visits):
        raise UndoRefused(advice="A visit was added to an imported episode since.")
    added = set(_column(connection, episode.c.id, episode.c.patient_id, people))
    if added - brought.episodes.keys():
        raise UndoRefused(advice="An episode was added to an imported patient since.")
    _refuse_joined(connection, people, brought)


def _refuse_joined(connection: Connection, people: Sequence[str], brought: BroughtIn) -> None:
    """Nor what was written into its logs, merged with it or attached to it."""
    by_episode = (episode_entry.c.id, episode_entry.c.episode_id, tuple(brought.episodes))
    by_entry = (episode_entry.c.id, episode_entry.c.id, sorted(set(brought.entries)))
    own = set(brought.entries)
    added = any(one not in own for one in _column(connection, *by_episode))
    if added or sum(1 for _ in _column(connection, *by_entry)) != len(brought.entries):
        raise UndoRefused(advice="The log of an imported episode has entries since.")
    for column in (patient_merge.c.gone_id, patient_merge.c.kept_id):
        if _present(connection, column, people):
            raise UndoRefused(advice="A patient was merged since. Undo the merge first.")
    files = attachment.c.id
    for column, ids in ((attachment.c.patient_id, people), (attachment.c.visit_id, brought.visits)):
        if set(_column(connection, files, column, ids)) - set(brought.files):
            raise UndoRefused(advice="A file was attached since. Its trace has to stay.")
    removed = _column(connection, attachment.c.removed, files, brought.files)
    if any(told is not None for told in removed):
        raise UndoRefused(advice="An imported file was removed since. Its trace has to stay.")


def _patients_of(connection: Connection, episode_ids: Sequence[str]) -> Iterator[str]:
    return _column(connection, episode.c.patient_id, episode.c.id, episode_ids)


def mark_of(row: Row) -> str:
    """A short digest of a row without its derived columns: tells whether it changed."""
    own = {name: row[name] for name in row if name not in _DERIVED}
    return sha256(content.dump(own).encode()).hexdigest()[:16]


def _insert(connection: Connection, table: Table, new: Iterable[dict[str, object]]) -> None:
    for some in _in_parts(new):
        connection.execute(insert(table), some)


def _delete(
    connection: Connection, table: Table, column: ColumnElement[str], ids: Sequence[str]
) -> None:
    for some in _in_parts(ids):
        connection.execute(delete(table).where(column.in_(some)))


def _rows_of(
    connection: Connection, table: Table, column: ColumnElement[str], ids: Sequence[str]
) -> Iterator[Row]:
    for some in _in_parts(ids):
        yield from rows(connection, select(table).where(column.in_(some)))


def _column(
    connection: Connection,
    wanted: ColumnElement[str],
    column: ColumnElement[str],
    ids: Sequence[str],
) -> Iterator[str]:
    for some in _in_parts(ids):
        yield from connection.scalars(select(wanted).where(column.in_(some)))


def _present(connection: Connection, column: ColumnElement[str], ids: Sequence[str]) -> set[str]:
    return set(_column(connection, column, column, ids))


def _in_parts(items: Iterable[T]) -> Iterator[list[T]]:
    walk = iter(items)
    while some := list(islice(walk, _AT_ONCE)):
        yield some
