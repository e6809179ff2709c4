"""Statements compiled once, for the few that run after every edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ClauseElement, Connection, CursorResult, Dialect


class Prepared:
    """A statement whose SQL is made on first use and kept (one dialect in a program's life).

    It skips SQLAlchemy's cache look-up and type handling, about 50 microseconds a call, so it is
    for tables of texts and whole numbers only.
    """

    def __init__(self, statement: ClauseElement) -> None:
        """Parameters of ``statement`` are named; those with a value of their own keep it."""
        self._statement = statement
        self._sql = ""
        self._names: Sequence[str] = ()
        self._fixed: Mapping[str, Any] = {}

    def run(self, connection: Connection, *parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute it once for each set of parameters."""
        if not self._sql:
            self._compile(connection.dialect)
        sets = [self._in_order(given) for given in parameters]
        return connection.exec_driver_sql(self._sql, sets if len(sets) > 1 else sets[0])

    def _compile(self, dialect: Dialect) -> None:
        compiled = self._statement.compile(dialect=dialect)
        self._fixed = {name: item for name, item in compiled.params.items() if item is not None}
        self._names = getattr(compiled, "positiontup", None) or ()
        self._sql = str(compiled)

    def _in_order(self, given: Mapping[str, Any]) -> Any:
        known = {**self._fixed, **given}
        return tuple(known[name] for name in self._names) if self._names else known
