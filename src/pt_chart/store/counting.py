"""How much a chart holds: rows and a digest of the content of every table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, inspect, select

from pt_chart.charting.administration import Counts
from pt_chart.store import schema
from pt_chart.store.records import metadata

_BATCH = 500


def counts(connection: Connection) -> Counts:
    """Rows and digests by table, read within the current transaction.

    Of a chart of an earlier revision its own tables, each with the columns that it has.
    """
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    older = schema.revision(connection) != schema.REVISIONS[-1]
    for name, table in sorted(metadata.tables.items()):
        columns = _there(connection, table) if older else list(table.columns)
        if columns:
            rows[name], digests[name] = _table(connection, table, columns)
    return Counts(rows, digests)


def _there(connection: Connection, table: Table) -> list[Column[Any]]:
    """The columns of a table that an older chart has, in the order that they are made in."""
    chart = inspect(connection)
    if not chart.has_table(table.name):
        return []
    known = {column["name"] for column in chart.get_columns(table.name)}
    return [column for column in table.columns if column.name in known]


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


def _table(connection: Connection, table: Table, columns: Sequence[Column[Any]]) -> tuple[int, str]:
    digest, number = hashlib.sha256(), 0
    in_order = select(*columns).order_by(*table.primary_key.columns)
    for batch in connection.execute(in_order).yield_per(_BATCH).partitions():
        digest.update(repr([tuple(row) for row in batch]).encode("utf-8", "surrogatepass"))
        number += len(batch)
    return number, digest.hexdigest()
