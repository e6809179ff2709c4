"""What is looked at on a server instead of a file's pages: references, and the program's rights."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from pt_chart.store.records import metadata
from pt_chart.store.server import rights, tables
from pt_chart.store.server.login import SCHEMA

_MORE = (
    "SELECT count(*) FROM unnest(ARRAY['audit', 'seal', 'signing_key', 'erasure']) AS t(name), "
    "unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS r(right_) "
    "WHERE has_table_privilege(%s, t.name, r.right_)"
)
_TABLES = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
)
REPAIRS = "The owner's password puts it right: pt-chart server repair."
_MOST = 5
"""Widened rights that are named one by one."""
_SEARCH = "SELECT 1 FROM pg_indexes WHERE schemaname = %s AND indexname = 'ix_patient_searchable'"


def problems(connection: Connection) -> Iterator[str]:
    """What is wrong with the tables themselves."""
    if any(_lost(connection)):
        yield "The chart holds records that point to nowhere."
    program = tables.program_of(connection)
    if connection.exec_driver_sql(_MORE, (program,)).scalar_one():
        yield (
            f"The program's role {program} may change the log: its rights were widened. {REPAIRS}"
        )
    more = tuple(rights.widened(connection, program))
    if more:
        yield f"Rights on the server were widened: {_told(more)}. {REPAIRS}"
    if connection.exec_driver_sql(_SEARCH, (SCHEMA,)).first() is None:
        yield f"The index that finds patients is gone: searching is slow. {REPAIRS}"


def _told(more: tuple[str, ...]) -> str:
    rest = f"; and {len(more) - _MOST} more" if len(more) > _MOST else ""
    return "; ".join(more[:_MOST]) + rest


def strange_tables(connection: Connection) -> set[str]:
    """Tables and views in the chart's schema that the program does not make."""
    return set(connection.exec_driver_sql(_TABLES, (SCHEMA,)).scalars()) - set(tables.names())


def _lost(connection: Connection) -> Iterator[bool]:
    """For every reference between tables whether a row points to one that is not there."""
    for table in metadata.tables.values():
        for key in table.foreign_key_constraints:
            own, other = next(iter(key.columns)), next(iter(key.elements)).column
            there = select(other)
            wanted = select(func.count()).where(own.is_not(None), own.not_in(there))
            yield bool(connection.scalar(wanted))
