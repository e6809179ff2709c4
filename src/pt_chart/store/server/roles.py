"""Roles and the database on the server: made once, by somebody who may, and taken back on failure.

The owner's role makes and changes tables; its password is asked for when it is needed and never
kept. The program's role reads and writes records; it can neither change tables nor triggers, nor
empty the log. Its password is random and stands only in the encrypted connection files.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg import sql
from sqlalchemy import Connection

from pt_chart.charting.errors import ServerRefused
from pt_chart.store.server.failures import explain
from pt_chart.store.server.link import UNHURRIED, Link, driver, refuse_if_stopped
from pt_chart.store.server.login import Login

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_PLAIN = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS")


def check_name(what: str, name: str) -> str:
    """A name of a role or database as this program uses them.

    Raises:
        ServerRefused: it has other characters.
    """
    if not _NAME.fullmatch(name) or name.startswith("pg_"):
        raise ServerRefused(
            f"The {what} cannot be called {name!r}.",
            "Use small letters, digits and _, beginning with a letter, not with pg_.",
        )
    return name


def new_password() -> str:
    """A random password for the program's role."""
    return secrets.token_urlsafe(32)


@contextmanager
def outside_transactions(login: Login) -> Iterator[Connection]:
    """A connection on which every statement stands by itself: roles and databases need that.

    Raises:
        WorldError: the server does not answer or refuses.
    """
    link = Link(login, patience=UNHURRIED)
    try:
        yield link.connected().execution_options(isolation_level="AUTOCOMMIT")
    except Exception as error:
        refuse_if_stopped()
        explain(error, login)
        raise
    finally:
        link.close()


def has_role(connection: Connection, name: str) -> bool:
    """Whether there is such a role."""
    found = connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,))
    return found.first() is not None


def has_database(connection: Connection, name: str) -> bool:
    """Whether there is such a database."""
    found = connection.exec_driver_sql("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    return found.first() is not None


def make_role(connection: Connection, name: str, password: str) -> None:
    """Make a role that may connect and nothing else; its password crosses only as a verifier."""
    _run(connection, sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), _PLAIN))
    set_password(connection, name, password)


def set_password(connection: Connection, name: str, password: str) -> None:
    """Give a role a password, so that the server never sees or logs it in plain."""
    raw = driver(connection).pgconn
    verifier = raw.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    order = sql.SQL("ALTER ROLE {} PASSWORD {}")
    _run(connection, order.format(sql.Identifier(name), sql.Literal(verifier)))


def lend(connection: Connection, owner: str) -> None:
    """Let an administrator who is not a superuser make databases for a role."""
    superuser = connection.exec_driver_sql("SHOW is_superuser").scalar_one()
    if superuser != "on":
        _run(connection, sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))


def take_back_loan(connection: Connection, owner: str) -> None:
    """End what `lend` began: the role that set up is used once."""
    superuser = connection.exec_driver_sql("SHOW is_superuser").scalar_one()
    if superuser != "on":
        _run(connection, sql.SQL("REVOKE {} FROM CURRENT_USER").format(sql.Identifier(owner)))


def make_database(connection: Connection, name: str, owner: str) -> None:
    """Make a database in UTF-8 whose texts are ordered by their characters, for its owner alone."""
    order = sql.SQL(
        "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE {}"
    )
    _run(
        connection,
        order.format(
            sql.Identifier(name), sql.Identifier(owner), sql.Literal(_character_type(connection))
        ),
    )


def close_database(connection: Connection, name: str, program: str) -> None:
    """Let only the owner and the program's role into a database."""
    database = sql.Identifier(name)
    _run(connection, sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    order = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
    _run(connection, order.format(database, sql.Identifier(program)))


def close_public_schema(connection: Connection) -> None:
    """Before PostgreSQL 15 every role may make tables in the schema that all databases have."""
    with suppress(Exception):  # who is no superuser may not; from 15 on it is closed already
        _run(connection, sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"))


def take_back(connection: Connection, databases: list[str], names: list[str]) -> None:
    """Remove what a set-up that failed had made."""
    for database in databases:
        with suppress(Exception):
            order = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            _run(connection, order.format(sql.Identifier(database)))
    for name in names:
        with suppress(Exception):
            _run(connection, sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def _character_type(connection: Connection) -> str:
    """Which letters are letters, for trigrams: all of Unicode's where the server knows them."""
    known = connection.exec_driver_sql(
        "SELECT collname FROM pg_collation WHERE collprovider = 'c' AND collcollate IN "
        "('C.UTF-8', 'C.utf8') ORDER BY collname LIMIT 1"
    ).scalar()
    if known is not None:
        return "C.UTF-8"
    return str(connection.exec_driver_sql("SHOW lc_ctype").scalar_one())


def _run(connection: Connection, order: sql.Composable) -> None:
    connection.exec_driver_sql(order.as_string(driver(connection)).replace("%", "%%"))
