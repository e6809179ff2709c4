"""The log: who did what and when, each line chained to the one before.

The digest of a line is SHA-256 over the canonical JSON of the previous digest and the line's
fields. A changed, removed, inserted or reordered line breaks the chain; a cut end shows against
the head (`head`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, insert, select

from pt_chart.charting.errors import ChartDamaged
from pt_chart.charting.ports import AuditEntry, AuditRecord
from pt_chart.clinical.people import Clinician
from pt_chart.store import content
from pt_chart.store.engine import rows
from pt_chart.store.records import audit
from pt_chart.store.translate import Row, audit_record_of, stored_text

NO_DIGEST = bytes(32).hex()
_CHAINED = ("number", "at", "user_id", "user_name", "action", "patient_id", "visit_id", "detail")


@dataclass(frozen=True, slots=True)
class LogEnd:
    """How many lines the log has and the digest of the last one (hexadecimal)."""

    lines: int = 0
    digest: str = NO_DIGEST


def append(
    connection: Connection, end: LogEnd, entry: AuditEntry, user: Clinician, at: datetime
) -> LogEnd:
    """Add a line within the current transaction; returns the new end."""
    row: dict[str, Any] = {
        "number": end.lines + 1,
        "at": at.isoformat(),
        "user_id": user.id,
        "user_name": stored_text(user.name),
        "action": entry.action.value,
        "patient_id": entry.patient_id,
        "visit_id": entry.visit_id,
        "detail": stored_text(entry.detail),
    }
    digest = chained(end.digest, row)
    connection.execute(insert(audit).values(**row, digest=digest))
    return LogEnd(end.lines + 1, digest)


def chained(before: str, row: Mapping[str, Any]) -> str:
    """The digest of a line after the line whose digest is ``before``."""
    text = content.dump([before, *(row[name] for name in _CHAINED)])
    return hashlib.sha256(text.encode()).hexdigest()


def continue_from(connection: Connection, known: LogEnd) -> LogEnd:
    """The end of the log, given an end that was true earlier.

    Raises:
        ChartDamaged: the log does not contain the known end, or does not chain on from it.
    """
    if known.lines:
        found = connection.scalar(select(audit.c.digest).where(audit.c.number == known.lines))
        if found != known.digest:
            raise ChartDamaged(f"Line {known.lines} of the log is missing or was altered.")
    end = known
    later = select(audit).where(audit.c.number > known.lines).order_by(audit.c.number)
    for row in rows(connection, later):
        if row["number"] != end.lines + 1 or row["digest"] != chained(end.digest, row):
            raise ChartDamaged(f"Line {end.lines + 1} of the log is missing or was altered.")
        end = LogEnd(row["number"], row["digest"])
    return end


def lines(
    connection: Connection, patient_id: str, since: datetime | None, limit: int
) -> tuple[AuditRecord, ...]:
    """The newest lines first."""
    wanted = select(audit).order_by(audit.c.number.desc())
    if patient_id:
        wanted = wanted.where(audit.c.patient_id == patient_id)
    if since is None:
        return tuple(audit_record_of(row) for row in rows(connection, wanted.limit(limit)))
    found: list[AuditRecord] = []
    for row in connection.execute(wanted).mappings():
        line = audit_record_of(cast("Row", row))
        if line.at < since or len(found) == limit:
            break
        found.append(line)
    return tuple(found)
