"""Statements compiled once, for the few that run after every edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect, Table
from sqlalchemy.dialects import sqlite


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The text for one dialect, the order of its parameters, and those with a fixed value."""

    sql: str
    names: Sequence[str]
    fixed: Mapping[str, Any]


class Prepared:
    """A statement whose SQL is made on first use of a dialect and kept.

    It goes straight to the driver, past SQLAlchemy's look-ups and type handling (about 60
    microseconds a call), so it is for tables of texts and whole numbers only, and for connections
    that are in a transaction. What the driver raises comes as it is.
    """

    def __init__(self, statement: ClauseElement | Callable[[str], ClauseElement]) -> None:
        """Parameters of ``statement`` are named; those with a value of their own keep it.

        A statement that differs between engines is a function of the dialect's name.
        """
        self._statement = statement
        self._known: dict[str, _Compiled] = {}

    def run(self, connection: Connection, *parameters: Mapping[str, Any]) -> int:
        """Execute it once for each set of parameters; how many rows the last one touched."""
        dialect = connection.dialect
        known = self._known.get(dialect.name) or self._compile(dialect)
        if not connection.in_transaction():
            raise RuntimeError("a prepared statement runs within a transaction")
        driver: Any = connection.connection.dbapi_connection
        cursor = driver.cursor()
        try:
            for given in parameters:
                cursor.execute(known.sql, _in_order(known, given))
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def _compile(self, dialect: Dialect) -> _Compiled:
        made = self._statement
        statement = made if isinstance(made, ClauseElement) else made(dialect.name)
        compiled = statement.compile(dialect=dialect)
        fixed = {name: item for name, item in compiled.params.items() if item is not None}
        names = getattr(compiled, "positiontup", None) or ()
        found = self._known[dialect.name] = _Compiled(str(compiled), names, fixed)
        return found


def _in_order(known: _Compiled, given: Mapping[str, Any]) -> Any:
    values = {**known.fixed, **given} if known.fixed else given
    return tuple(map(values.__getitem__, known.names)) if known.names else values


@cache
def upsert(table: Table) -> Prepared:
    """Put a row into a table, or over the one with the same primary key."""

    def statement(dialect: str) -> ClauseElement:
        insert: Any = sqlite.insert
        if dialect == "postgresql":
            from sqlalchemy.dialects import postgresql

            insert = postgresql.insert
        fresh = insert(table)
        keys = [column.name for column in table.primary_key]
        rest = {
            column.name: fresh.excluded[column.name]
            for column in table.columns
            if column.name not in keys
        }
        over: ClauseElement = fresh.on_conflict_do_update(index_elements=keys, set_=rest)
        return over

    return Prepared(statement)
