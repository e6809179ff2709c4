"""Patients and episodes held against the lines of the log that told of them last.

A line of an earlier version told that a record was made or changed, without its digest: such a
record is held from its next change on. One that an import brought is held by what is remembered
of the import until it is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction
from pt_chart.store import before_digests, transfer
from pt_chart.store.engine import rows
from pt_chart.store.record_digests import episode_record, patient_record
from pt_chart.store.records import audit, episode, erasure, patient

_EPISODE = re.compile(r"^episode (?P<id>.+), record SHA-256 (?P<digest>[0-9a-f]{64})$", re.DOTALL)
_PATIENT = re.compile(r"(?:^|; |: )record SHA-256 (?P<digest>[0-9a-f]{64})$")
_ACTIONS = (AuditAction.CREATE.value, AuditAction.CHANGE.value, AuditAction.MERGE.value)


def patient_line(connection: Connection, patient_id: str, note: str = "") -> str:
    """What the line of the log says of a patient who was just written; ``note`` comes first."""
    row = rows(connection, select(patient).where(patient.c.id == patient_id))[0]
    return f"{note}{'; ' if note else ''}record SHA-256 {patient_record(row)}"


def episode_line(connection: Connection, episode_id: str) -> str:
    """What the line of the log says of an episode that was just written."""
    row = rows(connection, select(episode).where(episode.c.id == episode_id))[0]
    return f"episode {episode_id}, record SHA-256 {episode_record(row)}"


def problems(connection: Connection) -> Iterator[str]:
    """Patients and episodes that say something else than the log."""
    people, cases, owners = _told(connection)
    imported_people, imported_cases = transfer.marks(connection, before_digests.last(connection))
    erased = set(connection.scalars(select(erasure.c.patient_id)))
    standing = {row["id"]: row for row in rows(connection, select(patient))}
    wrong = sum(
        _other(row, people.get(one), imported_people.get(one), patient_record(row))
        for one, row in standing.items()
    )
    missing = sum(one not in standing and one not in erased for one in people)
    yield from _words("patients", wrong, missing)
    standing = {row["id"]: row for row in rows(connection, select(episode))}
    wrong = sum(
        _other(row, cases.get(one), imported_cases.get(one), episode_record(row))
        for one, row in standing.items()
    )
    missing = sum(one not in standing and owners[one] not in erased for one in cases)
    yield from _words("episodes", wrong, missing)


def _other(row: Mapping[str, object], told: str | None, brought: str | None, digest: str) -> bool:
    """Whether a record is not what its line, or else what its import, said."""
    if told is not None:
        return told != digest
    return brought is not None and brought != transfer.mark_of(row)


def _told(connection: Connection) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The last digest of each patient and episode, and whose an episode was."""
    people: dict[str, str] = {}
    cases: dict[str, str] = {}
    owners: dict[str, str] = {}
    wanted = select(audit.c.patient_id, audit.c.detail).where(
        audit.c.action.in_(_ACTIONS),
        audit.c.visit_id == "",
        audit.c.detail.like("%record SHA-256 %"),
    )
    for line in connection.execute(wanted.order_by(audit.c.number)):
        told = _EPISODE.match(line.detail)
        if told is not None:
            cases[told["id"]], owners[told["id"]] = told["digest"], line.patient_id
            continue
        told = _PATIENT.search(line.detail)
        if told is not None:
            people[line.patient_id] = told["digest"]
    return people, cases, owners


def _words(what: str, wrong: int, missing: int) -> Iterator[str]:
    if wrong:
        yield f"{wrong} {what} are not what the log says."
    if missing:
        yield f"{missing} {what} that the log names are missing."
