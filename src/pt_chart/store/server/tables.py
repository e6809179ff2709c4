"""What only a server needs besides the tables of a chart, and who may do what with each table."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
)

from pt_chart.charting.errors import ChartNewer
from pt_chart.store import records
from pt_chart.store.server.login import SCHEMA

VERSION = 1
"""Counts the forms that these tables had; the chart's own tables have revisions."""

server_metadata = MetaData()

server_state = Table(
    "server_state",
    server_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("program", Text, nullable=False),
)
"""``program`` is the role that workstations use."""

key_file = Table(
    "key_file",
    server_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""What stands beside a chart file: the chart key, wrapped for every user."""

write_mark = Table(
    "write_mark",
    server_metadata,
    Column("client", Text, primary_key=True),
    Column("token", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""The last write of every open program: tells after a lost connection whether it was stored."""

presence = Table(
    "presence",
    server_metadata,
    Column("client", Text, ForeignKey("write_mark.client", ondelete="CASCADE"), primary_key=True),
    Column("visit_id", Text, primary_key=True),
    Column("patient_id", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("seen", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""Who has which visit open, where; ``seen`` is renewed while it is open."""

_ALL = "SELECT, INSERT, UPDATE, DELETE"
_GROWS = "SELECT, INSERT"
_RIGHTS = {
    "alembic_version": "SELECT",
    "server_state": "SELECT",
    "chart_state": "SELECT, UPDATE (commits)",
    "key_state": "SELECT, UPDATE (generation)",
    "key_file": "SELECT, UPDATE (generation, content)",
    "audit": _GROWS,
    "seal": _GROWS,
    "signing_key": _GROWS,
    "erasure": _GROWS,
    "addendum": "SELECT, INSERT, DELETE",
    "episode_entry": "SELECT, INSERT, DELETE",
}
"""What the program's role may do; every other table holds records that it adds, changes, removes
(where the triggers let it). DELETE: records leave with an erased patient."""


def create(connection: Connection, program: str) -> None:
    """Make the server's own tables."""
    server_metadata.create_all(connection)
    connection.execute(insert(server_state).values(id=1, version=VERSION, program=program))


def program_of(connection: Connection) -> str:
    """The role that workstations use."""
    return str(connection.scalar(select(server_state.c.program)))


def check_version(connection: Connection) -> None:
    """Refuse tables that a later version of the program made.

    Raises:
        ChartNewer: they are.
    """
    if (connection.scalar(select(server_state.c.version)) or 0) > VERSION:
        raise ChartNewer


def names() -> tuple[str, ...]:
    """All tables on a server."""
    return (*records.metadata.tables, *server_metadata.tables, "alembic_version")


def rights(name: str) -> str:
    """What the program's role may do with a table, as GRANT says it."""
    return _RIGHTS.get(name, _ALL)


def grant(connection: Connection, program: str) -> None:
    """Give the program's role exactly its rights; whatever it had is taken away first.

    ``program`` is a checked name (see `roles`).
    """
    run = connection.exec_driver_sql
    run(f'REVOKE ALL ON SCHEMA {SCHEMA} FROM PUBLIC, "{program}"')
    run(f'GRANT USAGE ON SCHEMA {SCHEMA} TO "{program}"')
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        run(f'REVOKE ALL ON ALL {kind} IN SCHEMA {SCHEMA} FROM PUBLIC, "{program}"')
    for name in names():
        run(f'GRANT {rights(name)} ON "{name}" TO "{program}"')
    run(f'GRANT USAGE ON SEQUENCE addendum_id_seq TO "{program}"')
    run(f'GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {SCHEMA} TO "{program}"')
