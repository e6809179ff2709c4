"""The log: who did what and when, each line chained to the one before.

The digest of a line is SHA-256 over the canonical JSON of the previous digest and the line's
fields. A changed, removed, inserted or reordered line breaks the chain; a cut end shows against
the head (`head`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

from sqlalchemy import Connection, func, insert, select

from pt_chart.charting.errors import ChartDamaged
from pt_chart.charting.ports import AuditAction, AuditEntry, AuditQuery, AuditRecord
from pt_chart.clinical.people import Clinician
from pt_chart.store import content, merged
from pt_chart.store.records import audit
from pt_chart.store.translate import Row, audit_record_of, stored_text

NO_DIGEST = bytes(32).hex()
CLOCK_ACCEPTED = "accepted as right: "
"""How the line begins after which earlier times no longer hold the clock."""
_AT_ONCE = 500
_ZONES = timedelta(hours=28)
"""Further apart than two zones can tell one moment."""
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
    return append_all(connection, end, (entry,), user, at)


def append_all(
    connection: Connection,
    end: LogEnd,
    entries: Iterable[AuditEntry],
    user: Clinician,
    at: datetime,
) -> LogEnd:
    """Add lines in their order, all of one moment; returns the new end."""
    lines = iter(entries)
    while some := list(islice(lines, _AT_ONCE)):
        made = []
        for entry in some:
            row = _row(end, entry, user, at)
            end = LogEnd(row["number"], row["digest"])
            made.append(row)
        connection.execute(insert(audit), made)
    return end


def _row(end: LogEnd, entry: AuditEntry, user: Clinician, at: datetime) -> dict[str, Any]:
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
    row["digest"] = chained(end.digest, row)
    return row


def chained(before: str, row: Mapping[str, Any]) -> str:
    """The digest of a line after the line whose digest is ``before``."""
    text = content.dump([before, *(row[name] for name in _CHAINED)])
    return hashlib.sha256(text.encode()).hexdigest()


def digest_at(connection: Connection, number: int) -> str:
    """The digest of a line, "" where there is none; line 0 is before the first."""
    if not number:
        return NO_DIGEST
    return connection.scalar(select(audit.c.digest).where(audit.c.number == number)) or ""


def continue_from(connection: Connection, known: LogEnd) -> LogEnd:
    """The end of the log, given an end that was true earlier.

    Raises:
        ChartDamaged: the log does not contain the known end, or does not chain on from it.
    """
    if digest_at(connection, known.lines) != known.digest:
        raise ChartDamaged(f"Line {known.lines} of the log is missing or was altered.")
    end = known
    later = select(audit).where(audit.c.number > known.lines).order_by(audit.c.number)
    # The whole log is read piece by piece; the few newest lines in one go.
    whole = later if known.lines else later.execution_options(yield_per=_AT_ONCE)
    with connection.execute(whole) as lines:
        for found in lines.mappings():
            row = cast("Row", found)
            if row["number"] != end.lines + 1 or row["digest"] != chained(end.digest, row):
                raise ChartDamaged(f"Line {end.lines + 1} of the log is missing or was altered.")
            end = LogEnd(row["number"], row["digest"])
    return end


def report(connection: Connection, query: AuditQuery) -> tuple[AuditRecord, ...]:
    """The lines a query asks for, newest first."""
    wanted = select(audit).order_by(audit.c.number.desc())
    if query.patient_id:
        family = merged.family_of(connection, query.patient_id)
        wanted = wanted.where(audit.c.patient_id.in_(family))
    if query.user_id:
        wanted = wanted.where(audit.c.user_id == query.user_id)
    if query.actions:
        wanted = wanted.where(audit.c.action.in_([action.value for action in query.actions]))
    found: list[AuditRecord] = []
    # Times are compared as times: each line has the zone of its computer.
    with connection.execute(wanted.execution_options(yield_per=_AT_ONCE)) as lines:
        for row in lines.mappings():
            line = audit_record_of(cast("Row", row))
            if query.since is not None and line.at < query.since:
                continue
            if query.until is not None and line.at > query.until:
                continue
            found.append(line)
            if len(found) == query.newest:
                break
    return tuple(found)


def tells_of_file(connection: Connection, user_id: str, digest: str) -> bool:
    """Whether a line of a user tells that a file with this digest was printed or exported."""
    out = (AuditAction.PRINT.value, AuditAction.EXPORT.value)
    wanted = select(audit.c.detail).where(audit.c.action.in_(out), audit.c.user_id == user_id)
    told = wanted.where(audit.c.detail.contains(f"sha256:{digest}", autoescape=True))
    return any(f"sha256:{digest}" in one.split() for one in connection.scalars(told))


def latest_time(connection: Connection) -> datetime | None:
    """The latest time in the log since an administrator last accepted the clock as right.

    Not that of the last line: a clock that was set back wrote that one.
    """
    accepted = (
        audit.c.action == AuditAction.CLOCK.value,
        audit.c.detail.startswith(CLOCK_ACCEPTED),
    )
    since = connection.scalar(select(func.max(audit.c.number)).where(*accepted))
    # Not as a range of numbers: the index on the time is walked from its end.
    counted = () if since is None else (audit.c.number + 0 >= since,)
    latest = select(audit.c.at).where(*counted).order_by(audit.c.at.desc())
    newest = connection.scalar(latest.limit(1))
    if newest is None:
        return None
    # Texts are in the order of their times within one zone only.
    near = (datetime.fromisoformat(newest).replace(tzinfo=None) - _ZONES).isoformat()
    in_each = select(func.max(audit.c.at)).where(*counted, audit.c.at >= near)
    zone = func.substr(audit.c.at, func.length(audit.c.at) - 5)
    return max(map(datetime.fromisoformat, connection.scalars(in_each.group_by(zone))))
