"""Statements compiled once, for the few that run after every edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect


class Prepared:
    """A statement whose SQL is made on first use and kept (one dialect in a program's life).

    It goes straight to the driver, past SQLAlchemy's look-ups and type handling (about 60
    microseconds a call), so it is for tables of texts and whole numbers only, and for connections
    that are in a transaction. What the driver raises comes as it is.
    """

    def __init__(self, statement: ClauseElement) -> None:
        """Parameters of ``statement`` are named; those with a value of their own keep it."""
        self._statement = statement
        self._sql = ""
        self._names: Sequence[str] = ()
        self._fixed: Mapping[str, Any] = {}

    def run(self, connection: Connection, *parameters: Mapping[str, Any]) -> int:
        """Execute it once for each set of parameters; how many rows the last one touched."""
        if not self._sql:
            self._compile(connection.dialect)
        if not connection.in_transaction():
            raise RuntimeError("a prepared statement runs within a transaction")
        cursor: Any = connection.connection.cursor()
        try:
            for given in parameters:
                cursor.execute(self._sql, self._in_order(given))
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def _compile(self, dialect: Dialect) -> None:
        compiled = self._statement.compile(dialect=dialect)
        self._fixed = {name: item for name, item in compiled.params.items() if item is not None}
        self._names = getattr(compiled, "positiontup", None) or ()
        self._sql = str(compiled)

    def _in_order(self, given: Mapping[str, Any]) -> Any:
        known = {**self._fixed, **given}
        return tuple(known[name] for name in self._names) if self._names else known
