"""Setting a chart up on a server: roles, database, tables, rights, the first user, and the way in.

Whatever fails, what was made is taken back, and a database or role that was there is left alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from pt_chart.charting.errors import ChartExists, ServerLost, ServerRefused, WorldError
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log, register, seals, users
from pt_chart.store import schema as tables_of_a_chart
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.keyfile import (
    KeyCost,
    KeyFile,
    OpenedKeys,
    new_chart_key,
    new_signing_seed,
    public_of,
)
from pt_chart.store.keyfile_format import keys_text
from pt_chart.store.server import checking, roles, schema, tables
from pt_chart.store.server.connection_file import ConnectionFile, new_connection_file
from pt_chart.store.server.failures import REPAIR, explain
from pt_chart.store.server.link import UNHURRIED, Link, may_be_stopped, refuse_if_stopped, set_mode
from pt_chart.store.server.login import Login

MAINTENANCE = "postgres"
"""The database that every server has, to begin from."""


@dataclass(frozen=True, slots=True)
class ServerPlan:
    """What is to be made on a server: the names of the database and of its two roles."""

    database: str = "pt_chart"
    owner: str = "pt_chart_owner"
    program: str = "pt_chart_program"


@dataclass(slots=True)
class _Made:
    """What a set-up has made so far."""

    databases: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


def prepare(
    admin: Login, plan: ServerPlan, owner_password: str
) -> tuple[Login, Login, Callable[[], None]]:
    """Make roles and an empty database with the chart's tables.

    ``admin`` may make roles and databases. Returns the logins of the owner and of the program,
    and what takes everything back.

    Raises:
        ChartExists: the database, or a role, is there already.
        ServerRefused: the server, the names or the rights of ``admin`` do not allow it.
        ServerLost: it does not answer.
    """
    _check(plan, owner_password)
    made = _Made()

    def undo() -> None:
        try:
            with may_be_stopped(None), roles.outside_transactions(admin) as connection:
                roles.take_back(connection, made.databases, made.roles)
        except ServerLost as lost:
            left = [f"the database {name}" for name in made.databases]
            left += [f"the role {name}" for name in made.roles]
            if left:
                raise ServerLost(
                    f"{lost.message} What was begun may be left there: {', '.join(left)}.",
                    "Nothing was changed here. Remove that on the server, or use other names.",
                ) from lost
            raise

    owner = admin.to(plan.database).as_role(plan.owner, owner_password)
    program = owner.as_role(plan.program, roles.new_password())
    with _taken_back(undo), as_administrator(), _explained(admin):
        with roles.outside_transactions(admin) as connection:
            checking.require_version(connection)
            _make_roles_and_database(connection, plan, owner, program, made)
        with roles.outside_transactions(admin.to(plan.database)) as connection:
            roles.close_public_schema(connection)
        with as_owner(owner) as connection:
            checking.require_usable(connection)
            schema.create(connection, plan.program)
    return owner, program, undo


def end_loan(admin: Login, plan: ServerPlan) -> None:
    """The role that set up is used once: it belongs to the owner's role no longer.

    Where the server is gone by then, what was made stands all the same; docs say what is left.
    """
    with suppress(WorldError), roles.outside_transactions(admin) as connection:
        roles.take_back_loan(connection, plan.owner)


@contextmanager
def as_owner(owner: Login) -> Iterator[Connection]:
    """A transaction of the owner, whole or not at all, that may take its time.

    Raises:
        WorldError: the server refuses or does not answer.
    """
    link = Link(owner, patience=UNHURRIED)
    try:
        connection = link.connected()
        set_mode(connection, reading=False)
        with _explained(owner), connection.begin():
            yield connection
    finally:
        link.close()


def found(
    connection: Connection, user: Clinician, password: str, cost: KeyCost, at: datetime
) -> tuple[bytes, bytes]:
    """Begin a chart in empty tables with its first user; its key file's text and the chart key."""
    first = replace(user, id=user.id or str(uuid.uuid4()), administers=True)
    opened = OpenedKeys(new_chart_key(), new_signing_seed())
    keys = KeyFile(str(uuid.uuid4())).with_user(first, password, opened.chart, cost, opened.signing)
    content = keys_text(keys, opened.chart)
    tables_of_a_chart.begin(connection, keys.chart_id, keys.generation)
    connection.execute(
        insert(tables.key_file).values(id=1, generation=keys.generation, content=content)
    )
    register.put_clinician(connection, first)
    public = public_of(opened.signing)
    seals.put_key(connection, public, first.id, at)
    told = f"chart made by {users.told(first)} {users.announced(first.id, public)}"
    made = AuditEntry(AuditAction.USERS, detail=told)
    audit_log.append(connection, LogEnd(), made, first, at)
    return content, opened.chart


def set_up(
    admin: Login,
    plan: ServerPlan,
    owner_password: str,
    user: Clinician,
    password: str,
    path: Path,
    *,
    cost: KeyCost,
    clock: Clock,
) -> ConnectionFile:
    """See `door.set_up`."""
    users.refuse_weak(password, user.name)
    if path.exists():
        raise ChartExists(f"There is already a connection at {path.name}.")
    owner, program, undo = prepare(admin, plan, owner_password)
    with _taken_back(undo):
        with as_owner(owner) as connection:
            content, key = found(connection, user, password, cost, clock())
        file = new_connection_file(path, program, content, key)
        file.write()
    end_loan(admin, plan)
    return file


def _check(plan: ServerPlan, owner_password: str) -> None:
    roles.check_name("database", plan.database)
    roles.check_name("owner's role", plan.owner)
    roles.check_name("program's role", plan.program)
    if plan.owner == plan.program:
        raise ServerRefused(
            "Owner and program need two roles.", "The program must not own what protects the log."
        )
    users.refuse_weak(owner_password, plan.owner, plan.database)


def _make_roles_and_database(
    connection: Connection, plan: ServerPlan, owner: Login, program: Login, made: _Made
) -> None:
    if roles.has_database(connection, plan.database):
        raise ChartExists(
            f"There is already a database {plan.database} on the server.",
            "Connect this workstation to it, or choose another name.",
        )
    for name in (plan.owner, plan.program):
        if roles.has_role(connection, name):
            raise ChartExists(
                f"There is already a role {name} on the server.", "Choose another name for it."
            )
    for login in (owner, program):
        made.roles.append(login.user)
        roles.make_role(connection, login.user, login.password)
    roles.lend(connection, plan.owner)
    made.databases.append(plan.database)
    roles.make_database(connection, plan.database, plan.owner)
    roles.close_database(connection, plan.database, plan.program)


@contextmanager
def _explained(login: Login) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        refuse_if_stopped()
        explain(error, login)
        raise


@contextmanager
def as_administrator() -> Iterator[None]:
    """Say of a right that is missing who has it: here there are no rights to repair yet."""
    try:
        yield
    except ServerRefused as refused:
        if refused.advice != REPAIR:
            raise
        raise ServerRefused(
            refused.message,
            "Use a role that may make roles and databases (often postgres), not the owner's.",
        ) from refused


@contextmanager
def _taken_back(undo: Callable[[], None]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        undo()
        raise
