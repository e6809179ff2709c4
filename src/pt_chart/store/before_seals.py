"""Charts from before seals: what their log says that was signed without one.

Only a chart that was made at revision 0001 has such visits. A line of the log that tells of that
migration counts while nothing of seals stands before it: a chart that was born with signing keys
announced its first one in its first line, and its seals stand where they were put on.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from pt_chart.charting.audit import AuditAction
from pt_chart.store.records import audit, seal
from pt_chart.store.seals import SEALED

_KEY_TOLD = "%signing key%"


def migrated(connection: Connection) -> int:
    """The line that tells of the migration from the revision without seals, 0 for none."""
    told = (audit.c.action == AuditAction.MIGRATE.value, audit.c.detail.startswith("0001 "))
    line = connection.scalar(select(func.min(audit.c.number)).where(*told)) or 0
    return line if line and not _knew_seals(connection, line) else 0


def visits(connection: Connection) -> set[str]:
    """Visits that were signed before seals: named by the log before the chart was migrated."""
    signed = (audit.c.action == AuditAction.SIGN.value, audit.c.number < migrated(connection))
    return set(connection.scalars(select(audit.c.visit_id).where(*signed)))


def _knew_seals(connection: Connection, line: int) -> bool:
    """Whether a seal or a signing key stands in the log before a line."""
    earlier = select(func.count()).select_from(audit).where(audit.c.number < line)
    sealed = (audit.c.action.in_(SEALED), audit.c.detail.in_(select(seal.c.digest)))
    told = (audit.c.action == AuditAction.USERS.value, audit.c.detail.like(_KEY_TOLD))
    return any(connection.scalar(earlier.where(*known)) for known in (sealed, told))
