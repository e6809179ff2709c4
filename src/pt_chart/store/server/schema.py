"""The schema of a chart on a server: made new, recognized, and migrated by its owner only."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from pt_chart.charting.errors import ServerRefused
from pt_chart.store import schema, search_index
from pt_chart.store.server import guards, tables
from pt_chart.store.server.login import SCHEMA

_INDEX = "ix_patient_searchable ON patient USING gin (searchable gin_trgm_ops)"
_TRIGRAMS = (
    f"CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA {SCHEMA}",
    f"CREATE INDEX IF NOT EXISTS {_INDEX}",
)
"""What search needs from PostgreSQL; the extension is trusted, an owner may install it."""


def create(connection: Connection, program: str) -> None:
    """Make the empty tables of a chart of today's revision, as their owner.

    ``program`` is the role of the workstations; a chart is founded in them afterwards.
    """
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    schema.create_tables(connection)
    tables.create(connection, program)
    _search(connection)
    tables.grant(connection, program)


def is_there(connection: Connection) -> bool:
    """Whether the database holds the schema of a chart."""
    found = connection.exec_driver_sql(
        f"SELECT 1 FROM pg_namespace WHERE nspname = '{SCHEMA}'"  # noqa: S608
    )
    return found.first() is not None


def require_current(connection: Connection) -> None:
    """Refuse tables of another revision than today's.

    Raises:
        ServerRefused: they are older; only their owner may bring them up to date.
        ChartNewer: a later version of the program made them.
        ChartDamaged: there are none.
    """
    found = schema.revision(connection)
    tables.check_version(connection)
    if not schema.is_current(found):
        raise ServerRefused(
            f"The chart on the server is of an older version ({found}).",
            "Somebody with the owner's password brings it up to date: pt-chart server upgrade.",
        )


def migrate(connection: Connection, finally_: Callable[[Connection], None]) -> None:
    """Bring older tables to today's revision within the current transaction, as their owner.

    ``finally_`` is done last: the line in the log.
    """
    guards.drop(connection)
    schema.upgrade(connection)
    search_index.refill(connection)
    _search(connection)
    schema.put_triggers(connection)
    tables.grant(connection, tables.program_of(connection))
    finally_(connection)


def put_anew(connection: Connection, program: str) -> None:
    """Put protection, search indexes and the program's rights back as they are made, as owner.

    Raises:
        ServerRefused, ChartNewer: see `require_current`; protection of other tables is not known.
    """
    require_current(connection)
    guards.drop(connection)
    schema.put_triggers(connection)
    _search(connection)
    tables.grant(connection, program)


def _search(connection: Connection) -> None:
    for statement in _TRIGRAMS:
        connection.exec_driver_sql(statement)
