"""The schema of a chart: made new, recognized, migrated.

A new chart is made from `records` and `triggers` directly; a chart of an older revision goes
through Alembic, which is imported only then. A test proves that both ways end in the same schema.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DatabaseError

from pt_chart.charting.errors import ChartDamaged, ChartNewer
from pt_chart.store import search_index
from pt_chart.store.records import chart_state, key_state, metadata
from pt_chart.store.triggers import sqlite_triggers

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""Every schema revision, oldest first."""

MIGRATIONS = Path(__file__).with_name("migrations")
_VERSION_TABLE = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def create(connection: Connection, chart_id: str, generation: int = 0) -> None:
    """Make an empty chart of today's revision in an empty database.

    ``generation`` is that of its key file.
    """
    create_tables(connection)
    begin(connection, chart_id, generation)


def create_tables(connection: Connection) -> None:
    """Make the tables of today's revision in an empty database, without a chart in them."""
    metadata.create_all(connection)
    search_index.create(connection)
    put_triggers(connection)
    connection.execute(text(_VERSION_TABLE))
    stamp = text("INSERT INTO alembic_version (version_num) VALUES (:revision)")
    connection.execute(stamp, {"revision": REVISIONS[-1]})


def sqlite_tables() -> frozenset[str]:
    """All tables of a chart file: those of records, of the search index, and SQLite's own."""
    own = {*metadata.tables, "alembic_version", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
    return frozenset(own | search_index.SQLITE_TABLES)


def begin(connection: Connection, chart_id: str, generation: int) -> None:
    """Begin a chart in its empty tables."""
    connection.execute(insert(chart_state).values(id=1, chart_id=chart_id, commits=0))
    connection.execute(insert(key_state).values(id=1, generation=generation))


def revision(connection: Connection) -> str:
    """The revision of an opened chart.

    Raises:
        ChartDamaged: the database holds no chart.
    """
    try:
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DatabaseError as error:
        if error.connection_invalidated or connection.invalidated:
            raise  # the server went away: that says nothing about what is there
        raise ChartDamaged("The file opens, but there is no chart in it.") from error
    if found is None:
        raise ChartDamaged("The chart does not say which version wrote it.")
    return str(found)


def is_current(found: str) -> bool:
    """Whether a revision is today's; False means that it can be migrated.

    Raises:
        ChartNewer: this program does not know the revision.
    """
    if found not in REVISIONS:
        raise ChartNewer
    return found == REVISIONS[-1]


def migrate(
    connection: Connection, finally_: Callable[[Connection], None] = lambda _connection: None
) -> None:
    """Bring an older chart to the newest revision, all or nothing.

    ``finally_`` is done in the same transaction, after everything else: the line in the log.

    Foreign keys are off meanwhile (rebuilding a table must not delete what points at it) and
    checked before the commit. The triggers are taken away first and put back in today's form:
    SQLite does not rename a table that a trigger speaks of, and drops those of a rebuilt one.
    Because the search index is kept by triggers it is filled anew.

    Raises:
        ChartDamaged: something points to nowhere afterwards; nothing was changed.
    """
    _foreign_keys(connection, "OFF")
    try:
        with connection.begin():
            _drop_triggers(connection)
            upgrade(connection)
            search_index.refill(connection)
            put_triggers(connection)
            if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                raise ChartDamaged("The older chart holds records that point to nowhere.")
            finally_(connection)
    finally:
        _foreign_keys(connection, "ON")


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Let Alembic change the tables within the current transaction; triggers are away."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _foreign_keys(connection: Connection, state: str) -> None:
    """Switch them outside a transaction; inside one SQLite ignores the pragma."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {state}")
    cursor.close()


def _drop_triggers(connection: Connection) -> None:
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in connection.scalars(names).all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def put_triggers(connection: Connection) -> None:
    """Put today's triggers in place; there are none."""
    if connection.dialect.name == "postgresql":
        from pt_chart.store.server import guards

        guards.put(connection)
        return
    for statement in sqlite_triggers().values():
        connection.execute(text(statement))
