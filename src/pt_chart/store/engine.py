"""The encrypted engine: one SQLCipher connection, opened with the raw chart key and checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, Select, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from pt_chart.charting.errors import ChartDamaged
from pt_chart.store.translate import Row

_PLAIN_HEADER = b"SQLite format 3\x00"
_SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
    "temp_store": 2,
    "trusted_schema": 0,
    "busy_timeout": 2000,
    "cache_size": -262144,
    "wal_autocheckpoint": 100,
}
"""What every connection runs with: durable commits, nothing deleted left readable, temporary
data in memory only, and REPLACE seen by the triggers. Up to 256 MiB of read pages are kept,
no more than the chart has. The write-ahead file is folded in early and then written over: while it
grows, each sync has its new length to store as well, which makes the save of an edit a third
slower."""


def encrypted_engine(chart: Path, key: bytes) -> Engine:
    """An engine whose every connection is keyed and checked; nothing is opened yet."""
    engine = create_engine(
        "sqlite://",
        creator=_opener(chart, key),
        module=dbapi2,
        poolclass=NullPool,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    return engine


def rows(connection: Connection, statement: Select[Any]) -> list[Row]:
    """The rows of a statement, by column name."""
    return cast("list[Row]", connection.execute(statement).mappings().all())


def refuse_plain_file(chart: Path) -> None:
    """Make sure that a database file is encrypted.

    Raises:
        ChartDamaged: it is readable without a key.
    """
    with chart.open("rb") as file:
        if file.read(len(_PLAIN_HEADER)) == _PLAIN_HEADER:
            raise ChartDamaged(
                f"{chart.name} is not encrypted, so it is not a chart of this program.",
                "Remove it from the folder and restore the chart from a backup.",
            )


def _opener(chart: Path, key: bytes) -> Callable[[], DBAPIConnection]:
    def connect() -> DBAPIConnection:
        connection: DBAPIConnection = dbapi2.connect(
            str(chart), check_same_thread=False, isolation_level=None
        )
        try:
            _unlock(connection, key)
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def _unlock(connection: Any, key: bytes) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    if not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the database engine cannot encrypt")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    for name, wanted in _SETTINGS.items():
        connection.execute(f"PRAGMA {name} = {wanted}").fetchone()
    for name, wanted in _SETTINGS.items():
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            raise RuntimeError(f"the database engine refused {name} = {wanted}")


def _leave_transactions_to_us(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    # Straight to the driver: every save begins here.
    driver: Any = connection.connection.dbapi_connection
    driver.execute("BEGIN")
