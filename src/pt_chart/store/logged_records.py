"""Records held against the lines of the log that told of them: files, episode entries, merges.

Lines of earlier versions do not carry a digest of the record; then only what they name is held.
What an import brought has one line for all, see `imported_records`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.transfer_port import ImportedRecord
from pt_chart.store import imported_records, transfer
from pt_chart.store.attachments import SHOWN
from pt_chart.store.engine import rows
from pt_chart.store.file_places import FilePlaces, Left
from pt_chart.store.record_digests import entry_record, file_record
from pt_chart.store.records import attachment, audit, episode_entry, erasure, patient, patient_merge

_FILE = re.compile(
    r"^attachment (?P<id>.+?) (?P<done>added|removed|taken out|moved on to (?P<to>\S+)), "
    r"(?P<media>.*), SHA-256 "
    r"(?P<digest>[0-9a-f]{64})(?:, record (?P<record>[0-9a-f]{64}))?$"
)
_ENTRY = re.compile(
    r"^episode entry (?P<id>.+) version (?P<version>\d+)(?:, SHA-256 (?P<digest>[0-9a-f]{64}))?$",
    re.DOTALL,
)


def problems(connection: Connection) -> Iterator[str]:
    """Files, entries and merges that are not what the log says, or that it does not know."""
    erased = set(connection.scalars(select(erasure.c.patient_id)))
    yield from _files(connection, erased)
    known = _entry_lines(connection)
    yield from _entries(connection, erased, known)
    moved = _moved(connection)

    def left(record: ImportedRecord) -> bool:
        return bool({record.patient_id, *moved.get(record.visit_id, ())} & erased)

    yield from imported_records.problems(connection, left, known.keys(), moved)
    yield from _merges(connection)


def _files(connection: Connection, erased: set[str]) -> Iterator[str]:
    gone = attachment.c.content.is_(None).label("gone")
    standing = {row["id"]: row for row in rows(connection, select(*SHOWN, gone))}
    added: dict[str, tuple[re.Match[str], Any]] = {}
    left: dict[str, Left] = {}
    moved = _moved(connection)
    for line in _lines(connection, "attachment %"):
        told = _FILE.match(line.detail)
        if told is None:
            continue
        if told["done"] == "added":
            added[told["id"]] = told, line
        else:
            left[told["id"]] = Left(told["done"], line.number, told["record"], told["to"])
    wrong = missing = 0
    place = FilePlaces(connection)
    for file_id, (told, line) in added.items():
        row = standing.get(file_id)
        owners = {line.patient_id, *moved.get(line.visit_id, ())}
        if row is None:
            missing += not owners & erased
            continue
        same = (row["media"], row["digest"]) == (told["media"], told["digest"])
        same = same and told["record"] in (None, file_record(row))
        wrong += not (same and place.is_right(row, line, owners))
    # What was moved on is somewhere else, with a line of its own.
    missing += sum(one.to is not None and one.to not in added for one in left.values())
    wrong += sum(not place.left_rightly(row, left.get(one)) for one, row in standing.items())
    unknown = standing.keys() - added.keys() - transfer.brought(connection).files
    yield from _told(wrong, missing, len(unknown), "attached files")


def _entry_lines(connection: Connection) -> dict[tuple[str, int], tuple[str, str | None]]:
    """Patient and digest (None: an earlier version wrote it) by entry and version."""
    found: dict[tuple[str, int], tuple[str, str | None]] = {}
    for line in _lines(connection, "episode entry %"):
        told = _ENTRY.match(line.detail)
        if told is not None:
            found[told["id"], int(told["version"])] = line.patient_id, told["digest"]
    return found


def _entries(
    connection: Connection,
    erased: set[str],
    known: Mapping[tuple[str, int], tuple[str, str | None]],
) -> Iterator[str]:
    standing = {(row["id"], row["version"]): row for row in rows(connection, select(episode_entry))}
    wrong = missing = 0
    for key, (patient_id, digest) in known.items():
        row = standing.get(key)
        if row is None:
            missing += patient_id not in erased
        elif digest is not None:
            wrong += digest != entry_record(row)
    imported = transfer.brought(connection).entries
    unknown = sum(key not in known and key[0] not in imported for key in standing)
    yield from _told(wrong, missing, unknown, "entries of episodes")


def _merges(connection: Connection) -> Iterator[str]:
    """Each merge that stands has its line, later than any that parted the two again."""
    told: dict[tuple[str, str], bool] = {}
    wanted = select(audit.c.patient_id, audit.c.detail).where(
        audit.c.action == AuditAction.MERGE.value
    )
    for line in connection.execute(wanted.order_by(audit.c.number)):
        done, _, other = line.detail.partition(" with record ")
        told[line.patient_id, other.partition(":")[0]] = done == "merged"
    standing = {(row["gone_id"], row["kept_id"]) for row in rows(connection, select(patient_merge))}
    silent = sum(not told.get(pair, False) for pair in standing)
    linked = set(connection.scalars(select(patient.c.id).where(patient.c.merged_into.is_not(None))))
    silent += len(linked ^ {gone for gone, _ in standing})
    if silent:
        yield f"{silent} merged records are not as the log tells."


def _lines(connection: Connection, begins: str) -> list[Any]:
    done = (AuditAction.CREATE.value, AuditAction.CHANGE.value)
    wanted = select(audit.c.number, audit.c.patient_id, audit.c.visit_id, audit.c.detail).where(
        audit.c.action.in_(done), audit.c.detail.like(begins)
    )
    return list(connection.execute(wanted.order_by(audit.c.number)))


def _moved(connection: Connection) -> dict[str, set[str]]:
    """The patients whose a visit was, by visit: who it was begun for, and whom it was moved to.

    Lines of files may name the record that stood for the person then.
    """
    found: dict[str, set[str]] = {}
    own = (AuditAction.CREATE.value, AuditAction.SIGN.value, AuditAction.MOVE.value)
    wanted = select(audit.c.visit_id, audit.c.patient_id).where(
        audit.c.action.in_(own), audit.c.visit_id != "", audit.c.detail.not_like("attachment %")
    )
    for line in connection.execute(wanted):
        found.setdefault(line.visit_id, set()).add(line.patient_id)
    return found


def _told(wrong: int, missing: int, unknown: int, what: str) -> Iterator[str]:
    for number, words in (
        (wrong, "are not what the log says"),
        (missing, "that the log names are missing"),
        (unknown, "are not in the log"),
    ):
        if number:
            yield f"{number} {what} {words}."
