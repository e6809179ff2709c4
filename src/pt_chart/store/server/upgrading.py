"""What only the owner's role does on a server that is set up: upgrade, rights, a new connection."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, text, update

from pt_chart.charting.audit import PROTECTION_ALTERED
from pt_chart.charting.errors import (
    ChartDamaged,
    ChartExists,
    ChartMissing,
    ServerRefused,
    StorageFailed,
    WorldError,
    WrongPassword,
)
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log, before_digests, earlier_guards, register
from pt_chart.store import schema as tables_of_a_chart
from pt_chart.store.attempts import Attempt, Attempts
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.keyfile import KeyFile
from pt_chart.store.keyfile_format import parse_keys
from pt_chart.store.open import known_user
from pt_chart.store.records import chart_state
from pt_chart.store.server import rights, roles, schema, tables
from pt_chart.store.server.connection_file import new_connection_file, read_connection_file
from pt_chart.store.server.home import text_of
from pt_chart.store.server.ledger import CHART_LOCK
from pt_chart.store.server.login import SCHEMA, Login
from pt_chart.store.server.set_up import as_administrator, as_owner
from pt_chart.store.server.standing import MOVED
from pt_chart.store.server.windows import elsewhere

OWNER = Clinician("owner", "Owner of the server", "", "owner")
"""Who the line of the log about an upgrade is written for."""


def upgrade(owner: Login, clock: Clock) -> str:
    """See `door.upgrade`."""
    with as_owner(owner) as connection:
        _require_owner(connection, owner)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHART_LOCK})
        found = tables_of_a_chart.revision(connection)
        tables.check_version(connection)
        if tables_of_a_chart.is_current(found):
            return f"The chart is up to date ({found})."
        before_digests.refuse_set_back(connection, found)
        _require_nobody(connection)
        words = f"{found} to {tables_of_a_chart.REVISIONS[-1]}, on the server"
        if earlier_guards.altered(connection, found):
            words = f"{words}; {PROTECTION_ALTERED}"

        def log(migrated: Connection) -> None:
            end = audit_log.continue_from(migrated, LogEnd())
            entry = AuditEntry(AuditAction.MIGRATE, detail=words)
            audit_log.append(migrated, end, entry, OWNER, clock())
            migrated.execute(update(chart_state).values(commits=chart_state.c.commits + 1))

        schema.migrate(connection, log)
    return f"The chart was brought from {words}."


def _require_nobody(connection: Connection) -> None:
    others = elsewhere(connection, "")
    if others:
        raise ServerRefused(
            f"The chart is open: {', '.join(others)}.",
            "Close pt-chart everywhere, then upgrade. Nothing was changed.",
        )


def repair(owner: Login) -> None:
    """See `door.repair`."""
    with as_owner(owner) as connection:
        _require_owner(connection, owner)
        program = tables.program_of(connection)
        rights.take_away(connection, program)
        schema.put_anew(connection, program)
    with roles.outside_transactions(owner) as connection:
        roles.close_database(connection, owner.database, program)
        left = tuple(rights.widened(connection, program))
    if left:
        raise ServerRefused(
            f"What the owner can put right is. This is left: {'; '.join(left)}.",
            "Who administers the server (postgres) takes it away: ALTER ROLE, or REVOKE.",
        )


def connect(admin: Login, path: Path, user_name: str, password: str, clock: Clock) -> None:
    """See `door.connect`."""
    with as_owner(admin) as connection:
        _require_owner(connection, admin)
        _refuse_left(connection)
        content = text_of(connection)
        program = tables.program_of(connection)
    keys = parse_keys(content)
    _refuse_another(path, keys.chart_id)
    key = _key_of(keys, path, user_name, password, clock)
    fresh = admin.as_role(program, roles.new_password())
    # The file first: a password that stands nowhere would lock every workstation out.
    beside = path.with_name(f"{path.name}.connecting")
    try:
        new_connection_file(beside, fresh, content, key).write()
        with as_administrator(), roles.outside_transactions(admin) as connection:
            roles.set_password(connection, program, fresh.password)
        beside.replace(path)
    except OSError as error:
        raise StorageFailed(
            f"{path} cannot be written: {error.strerror}.",
            "Choose a folder that you may write, with room on its disk. Nothing was changed on the "
            "server.",
        ) from error
    except WorldError:
        beside.unlink(missing_ok=True)
        raise


def _refuse_left(connection: Connection) -> None:
    """A server that the clinic was moved away from is not where a workstation works.

    Raises:
        ServerRefused: the clinic goes on elsewhere; nothing was changed.
    """
    told = register.one_setting(connection, MOVED, None)
    if told is None:
        return
    left = told if isinstance(told, dict) else {}
    where, day = left.get("to", "another place"), str(left.get("at", ""))[:10]
    raise ServerRefused(
        f"The clinic was moved away from this server, to {where} on {day}. It goes on there.",
        "Use the clinic's file, or the server that it moved to. Nothing was changed.",
    )


def _refuse_another(path: Path, chart_id: str) -> None:
    """A connection file is made anew for the same chart only; a damaged one stands in no way.

    Raises:
        ChartExists: there is one of another chart.
    """
    with suppress(ChartMissing, ChartDamaged):
        if read_connection_file(path).keys.chart_id != chart_id:
            raise ChartExists(f"There is a connection to another chart at {path.name}.")


def _key_of(keys: KeyFile, path: Path, user_name: str, password: str, clock: Clock) -> bytes:
    """The chart key; guesses are slowed down as at unlocking here.

    Raises:
        WrongPassword, TooManyAttempts: as `door.connect`.
    """
    attempts = Attempts(path.with_name(f"{path.name}.attempts"))
    attempt = Attempt(clock(), user_name, "password, connecting")
    attempt = replace(attempt, who=known_user(keys, attempt))
    attempts.refuse_while_waiting(attempt.who, attempt.at)
    try:
        return keys.unwrap(user_name, password).chart
    except WrongPassword:
        attempts.add(attempt)
        raise


def _require_owner(connection: Connection, owner: Login) -> None:
    if not schema.is_there(connection):
        raise ChartDamaged(
            f"There is no chart in the database {owner.database}.",
            "Check the name of the database, or set the chart up there.",
        )
    owns = "SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = %s"
    if not connection.exec_driver_sql(owns, (SCHEMA,)).scalar_one():
        raise ServerRefused(
            f"{owner.user} does not own the chart on the server.",
            "Use the owner's role that the chart was set up with.",
        )
