"""Charts from before schema 0008: what their log says was done when lines held fewer digests."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction
from pt_chart.store.records import audit

FIRST = "0008"
"""The schema revision since which lines and seals hold files, forms, records and tiers."""


def last(connection: Connection, first: str = FIRST) -> int:
    """The line that tells of the migration from a revision before ``first``, 0 for none."""
    moved = audit.c.action == AuditAction.MIGRATE.value
    told = select(audit.c.number, audit.c.detail).where(moved).order_by(audit.c.number)
    found = 0
    for line in connection.execute(told):
        before, to, _ = f"{line.detail}  ".split(" ", 2)
        if to == "to" and before.isdigit() and len(before) == len(first) and before < first:
            found = line.number
    return found
