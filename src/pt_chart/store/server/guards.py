"""The triggers of the chart in PostgreSQL: the same names, conditions and refusals, and TRUNCATE.

A guard is a function and a trigger. The function looks tables up in the chart's schema first and
among temporary tables last, so that nobody puts a table of their own in front of a real one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, text

from pt_chart.store.failures import SIGNED
from pt_chart.store.server.failures import GROWS_STATE, SIGNED_STATE
from pt_chart.store.server.login import SCHEMA
from pt_chart.store.triggers import Guard, guards

_FRONT = f"RETURNS trigger LANGUAGE plpgsql SET search_path = {SCHEMA}, pg_temp AS"
_SAME = re.compile(r"\b((?:NEW|OLD)\.\w+) IS ((?:NEW|OLD)\.\w+)")
_STANDING = text(
    "SELECT t.tgname AS name, c.relname AS tables, p.prosrc AS body, t.tgenabled AS enabled, "
    "array_to_string(p.proconfig, ';') AS path, "
    "pg_get_triggerdef(t.oid) AS told FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = :schema AND NOT t.tgisinternal"
)


@dataclass(frozen=True, slots=True)
class ServerGuard:
    """A trigger on the server: when it fires, and the body of its function."""

    name: str
    table: str
    event: str
    body: str

    @property
    def _moment(self) -> str:
        return f"BEFORE {self.event}"

    @property
    def _runs(self) -> str:
        unit = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return f"FOR EACH {unit} EXECUTE FUNCTION"

    @property
    def statements(self) -> tuple[str, str]:
        """What makes function and trigger."""
        return (
            f"CREATE FUNCTION {self.name}() {_FRONT} $guard${self.body}$guard$",
            f"CREATE TRIGGER {self.name} {self._moment} ON {self.table} {self._runs} {self.name}()",
        )

    @property
    def told(self) -> str:
        """How the server tells the trigger."""
        place = f"{SCHEMA}.{self.table} {self._runs} {self.name}()"
        return f"CREATE TRIGGER {self.name} {self._moment} ON {place}"


def server_guards() -> dict[str, ServerGuard]:
    """Every guard of a chart on a server, by name."""
    known = guards()
    whole = {guard.table: guard.words for guard in known.values() if guard.event != "INSERT"}
    kept = [Guard(f"{table}_whole", "TRUNCATE", table, "", words) for table, words in whole.items()]
    return {guard.name: _on_server(guard) for guard in (*known.values(), *kept)}


def put(connection: Connection) -> None:
    """Make all guards; there are none."""
    for guard in server_guards().values():
        for statement in guard.statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))


def drop(connection: Connection) -> None:
    """Take all guards away, and what stands in for them, within one transaction."""
    standing = connection.execute(_STANDING, {"schema": SCHEMA}).all()
    for row in standing:
        connection.exec_driver_sql(f'DROP TRIGGER "{row.name}" ON {row.tables}')
    for name in sorted({row.name for row in standing} | set(server_guards())):
        connection.exec_driver_sql(f'DROP FUNCTION IF EXISTS "{name}"()')


def stand(connection: Connection) -> bool:
    """Whether all guards are there, unchanged and switched on, and no other trigger."""
    path = f"search_path={SCHEMA}, pg_temp"
    expected = {
        guard.name: (guard.body, guard.told, "O", path) for guard in server_guards().values()
    }
    return standing(connection) == expected


def standing(connection: Connection) -> dict[str, tuple[str, str, str, str]]:
    """The triggers that stand, by name: body, how the server tells each, switched on, path."""
    return {
        row.name: (row.body, row.told, row.enabled, row.path or "")
        for row in connection.execute(_STANDING, {"schema": SCHEMA})
    }


def _on_server(guard: Guard) -> ServerGuard:
    state = SIGNED_STATE if guard.words == SIGNED else GROWS_STATE
    refuse = f"RAISE EXCEPTION '{guard.words}' USING ERRCODE = '{state}';"
    condition = _SAME.sub(r"\1 IS NOT DISTINCT FROM \2", guard.condition)
    step = f"IF {condition} THEN {refuse} END IF;" if condition else refuse
    if guard.visits:
        # Somebody who is signing this visit comes first, or waits until this change is in.
        step = f"PERFORM 1 FROM visit WHERE id IN ({', '.join(guard.visits)}) FOR SHARE; {step}"
    row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.event, "NEW")
    return ServerGuard(guard.name, guard.table, guard.event, f" BEGIN {step} RETURN {row}; END ")
