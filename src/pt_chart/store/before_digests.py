"""Charts from before schema 0008: what their log says was done when lines held fewer digests."""

from __future__ import annotations

import re

from sqlalchemy import Connection, func, select

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import ChartDamaged
from pt_chart.store.records import audit

_TO = re.compile(r"^\d{4} to (?P<to>\d{4})\b")
_WITH_KEYS = "0009"
"""The revision since which the log tells of key files."""
FIRST = "0008"
"""The schema revision since which lines and seals hold files, forms, records and tiers."""


_FIRST_KEYS = select(func.min(audit.c.number)).where(audit.c.action == AuditAction.KEYS.value)


def refuse_set_back(connection: Connection, revision: str) -> None:
    """Refuse a chart that says an earlier revision than its log knows: it would be migrated again.

    Raises:
        ChartDamaged: somebody wrote another revision into it.
    """
    moved = select(audit.c.detail).where(audit.c.action == AuditAction.MIGRATE.value)
    lines = map(_TO.match, connection.scalars(moved))
    known = [line["to"] for line in lines if line is not None]
    if connection.scalar(_FIRST_KEYS) is not None:
        known.append(_WITH_KEYS)
    if any(one > revision for one in known):
        raise ChartDamaged(
            "The chart says that an earlier version of the program wrote it; its log knows better.",
            "Somebody altered it. Keep a copy of the folder and restore the last backup.",
        )


def last(connection: Connection, first: str = FIRST) -> int:
    """The line that tells of the migration from a revision before ``first``, 0 for none."""
    moved = audit.c.action == AuditAction.MIGRATE.value
    told = select(audit.c.number, audit.c.detail).where(moved).order_by(audit.c.number)
    todays = connection.scalar(_FIRST_KEYS)
    if todays is not None:
        # Put behind a line that only later versions write, it tells of no migration.
        told = told.where(audit.c.number < todays)
    found = 0
    for line in connection.execute(told):
        before, to, _ = f"{line.detail}  ".split(" ", 2)
        if to == "to" and before.isdigit() and len(before) == len(first) and before < first:
            found = line.number
    return found
