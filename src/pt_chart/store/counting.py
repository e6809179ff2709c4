"""How much a chart holds: rows and a digest of the content of every table."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Table, select

from pt_chart.charting.administration import Counts
from pt_chart.store.records import metadata

_BATCH = 500


def counts(connection: Connection) -> Counts:
    """Rows and digests by table, read within the current transaction."""
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    for name, table in sorted(metadata.tables.items()):
        rows[name], digests[name] = _table(connection, table)
    return Counts(rows, digests)


def differences(before: Counts, after: Counts) -> tuple[str, ...]:
    """Which tables differ, in words; empty when both hold the same."""
    told = []
    for name, number in before.rows.items():
        found = after.rows.get(name, 0)
        if found != number:
            told.append(f"{name}: {found} of {number} rows")
        elif before.digests[name] != after.digests.get(name):
            told.append(f"{name}: other content")
    return tuple(told)


def _table(connection: Connection, table: Table) -> tuple[int, str]:
    digest, number = hashlib.sha256(), 0
    in_order = select(table).order_by(*table.primary_key.columns)
    for batch in connection.execute(in_order).yield_per(_BATCH).partitions():
        digest.update(repr([tuple(row) for row in batch]).encode("utf-8", "surrogatepass"))
        number += len(batch)
    return number, digest.hexdigest()
