"""From what a server and the driver raise to what the clinician is told."""

from __future__ import annotations

import re

from psycopg import Error, InterfaceError, OperationalError

from pt_chart.charting.errors import (
    ChartDamaged,
    ChartInUse,
    ReadOnly,
    RecordMissing,
    ServerFull,
    ServerLost,
    ServerRefused,
    SignedAlready,
    StorageFailed,
    WorldError,
)
from pt_chart.store.content import UnreadableContent
from pt_chart.store.server.certificate import expired
from pt_chart.store.server.login import Login

SIGNED_STATE, GROWS_STATE = "PTC01", "PTC02"
"""What the triggers raise (see `guards`)."""

_GONE = ("08", "57P0")
_FULL, _MEMORY, _CONNECTIONS = "53100", "53200", "53300"
_STANDBY, _NO_RIGHT, _LOCKED, _TOO_LONG = "25006", "42501", "55P03", "57014"
_FOREIGN_KEY, _DAMAGED, _NO_TABLE = "23503", ("XX001", "XX002"), ("42P01", "3F000", "42703")
_COLLIDED, _TOO_LARGE = ("40001", "40P01"), "22003"
_NOT_POSTGRESQL = (
    "invalid response to SSL negotiation",
    "expected authentication request from server",
    "error response during SSL exchange",
)
"""What the driver says when something that is no PostgreSQL answered."""


_SAID = re.compile(r"\w+:  (\S[^\n]*)")
"""How the server's own words stand in the driver's, after their gravity: in any language."""

_COMES_BACK = ("starting up", "shutting down", "recovery", "administrator command")


REPAIR = "Set the rights anew: pt-chart server repair, with the owner's password."
"""The advice where a role of the chart lacks a right."""


def original(error: BaseException) -> BaseException:
    """What the driver raised, below what SQLAlchemy made of it."""
    return getattr(error, "orig", None) or error


def is_lost(error: BaseException) -> bool:
    """Whether the connection is gone, or its state is not known."""
    found = original(error)
    if not isinstance(found, (OperationalError, InterfaceError)):
        return False
    state = found.sqlstate
    return state is None or state.startswith(_GONE)


def is_collision(error: BaseException) -> bool:
    """Whether two transactions met and this one was ended, to be done once more."""
    found = original(error)
    return isinstance(found, Error) and found.sqlstate in _COLLIDED


def as_server_error(error: BaseException, login: Login) -> WorldError | None:
    """What an exception means for the person at the chart; None when it is a bug of ours."""
    if isinstance(error, WorldError):
        return error
    if isinstance(error, UnreadableContent):
        return ChartDamaged()
    found = original(error)
    if not isinstance(found, Error):
        return None
    if found.sqlstate is None:
        return _from_driver(found, login) if is_lost(found) else None
    return _from_state(found.sqlstate, found, login)


def explain(error: Exception, login: Login) -> None:
    """Raise what an exception means for the person at the chart; go on where it is a bug of ours.

    Raises:
        WorldError: the world failed.
    """
    known = as_server_error(error, login)
    if known is not None and known is not error:
        raise known from error


def _from_state(state: str, error: Error, login: Login) -> WorldError | None:
    server = f"the server ({login.place})"
    if state.startswith(_GONE):
        return _lost(login)
    if state in _NO_TABLE:
        return ChartDamaged(
            f"Tables of the chart are missing on {server}.",
            "Restore the database from the server's backup, or connect to the right database.",
        )
    if state in _DAMAGED:
        return ChartDamaged(
            f"The files of {server} are damaged.",
            "Stop working. The person who looks after the server restores its last backup.",
        )
    if state == _TOO_LARGE:
        return ChartDamaged(
            f"A counter of the chart on {server} is beyond its end: it was altered.",
            "The person who looks after the server compares chart_state with the last backup.",
        )
    if state in _COLLIDED:
        return ChartInUse("Two workstations wrote at the same moment.", "Do it once more.")
    known = {
        SIGNED_STATE: SignedAlready(),
        GROWS_STATE: ChartDamaged(
            "The log, the seals or the keys no longer fit: they were altered."
        ),
        _FOREIGN_KEY: RecordMissing(),
        _FULL: ServerFull(),
        _MEMORY: StorageFailed(
            f"Memory ran out on {server}.", "Try again; tell who looks after it."
        ),
        _CONNECTIONS: ServerRefused(
            f"Too many connections to {server}.",
            "Close pt-chart where nobody works, or raise max_connections in postgresql.conf.",
        ),
        _STANDBY: ReadOnly(
            f"The chart cannot be written: {server} is a standby or set to read-only.",
            "Connect to the primary server, or end default_transaction_read_only there.",
        ),
        _NO_RIGHT: ServerRefused(
            f"The role {login.user} lacks a right on {server}: {_words(error)}.",
            REPAIR,
        ),
        _LOCKED: ChartInUse(
            "Another workstation is writing a lot just now (an import, a move).",
            "Wait a moment; what you typed is kept and saved then.",
        ),
        _TOO_LONG: ServerLost(
            f"The clinic's server ({login.place}) took too long to answer.",
            "It is tried again; nothing typed is lost.",
        ),
    }
    if state in known:
        return known[state]
    if state.startswith("28"):
        return _refused_login(error, login)
    if state == "3D000":
        return _no_database(login)
    return StorageFailed(f"{server} failed: {_words(error)}.") if state[:2] == "58" else None


def _from_driver(error: Error, login: Login) -> WorldError:
    """A connection that failed has no code, only words (the server's, in English by default)."""
    words = str(error)
    strange = _from_something_else(words, login)
    if strange is not None:
        return strange
    if "password authentication failed" in words or "no password supplied" in words:
        return _refused_login(error, login)
    if "pg_hba.conf" in words:
        return ServerRefused(
            f"The server does not let {login.user} in from this computer.",
            f"Add a line for the database {login.database}, the role {login.user} and this "
            "computer's address to pg_hba.conf on the server (hostssl, scram-sha-256).",
        )
    if "role" in words and ("does not exist" in words or "not permitted to log in" in words):
        return _refused_login(error, login)
    if "database" in words and "does not exist" in words:
        return _no_database(login)
    if "too many" in words or "remaining connection slots" in words:
        return ServerRefused(
            f"Too many connections to {login.place}.",
            "Close pt-chart where nobody works, or raise max_connections in postgresql.conf.",
        )
    if "translate host name" in words:
        return ServerLost(
            f"The name {login.host} is not known on this network.",
            "Check the name, and that the network is connected. Nothing typed is lost.",
        )
    if not any(sign in words for sign in _COMES_BACK) and (told := _SAID.search(words)):
        return _refused_in_its_words(told[1].rstrip("."), login)
    return _lost(login)


def _from_something_else(words: str, login: Login) -> WorldError | None:
    """Where no server of ours came to speak: another program, or no safe way to it."""
    if "require_auth" in words or "authentication method requirement" in words:
        return ServerRefused(
            f"What listens at {login.host}:{login.port} asks for the password itself: it was not "
            "sent.",
            "Check that it is the clinic's server; in pg_hba.conf there use scram-sha-256.",
        )
    if any(sign in words for sign in _NOT_POSTGRESQL):
        return ServerRefused(
            f"No PostgreSQL answers at {login.host}:{login.port}; something else does.",
            "Check the port: PostgreSQL usually listens at 5432.",
        )
    if "certificate" in words or "SSL" in words or "TLS" in words:
        return _no_tls(words, login)
    return None


ANEW = (
    "Then take the new connection file (New connection file at the unlock window, or pt-chart "
    "server join)."
)


def _refused_in_its_words(told: str, login: Login) -> ServerRefused:
    """The server answered and refused, in whatever language it speaks."""
    return ServerRefused(
        f"The server ({login.place}) refuses the role {login.user}: {told}.",
        "Check role, password and database, and pg_hba.conf on the server. Was the role's password "
        f"changed there? {ANEW} If it is just starting, try again.",
    )


def _lost(login: Login) -> ServerLost:
    return ServerLost(
        f"The clinic's server ({login.place}) does not answer.",
        "Nothing typed is lost. Check that the server runs and that the network is connected.",
    )


def _no_tls(words: str, login: Login) -> WorldError:
    if "does not support SSL" in words:
        return ServerRefused(
            f"{login.host} does not encrypt connections.",
            "Switch TLS on there: ssl = on in postgresql.conf, with a certificate; then restart.",
        )
    if "host name" in words or "hostname" in words:
        return ServerRefused(
            f"The certificate of the server is not for {login.host}.",
            "Use the host name that the certificate was made for, or make a new certificate.",
        )
    if "server closed the connection" in words or "SYSCALL error" in words:
        return _lost(login)
    if (over := expired(login)) is not None:
        return ServerRefused(
            f"The certificate of {login.host} ended on {over:%Y-%m-%d}.",
            "Who looks after the server makes a new one with the same CA (docs/server.md, TLS).",
        )
    return ServerRefused(
        f"The certificate of {login.host} is not to be trusted: {words.strip().splitlines()[-1]}",
        "Choose the CA certificate that the server's own was made with; somebody may be listening "
        "in between otherwise.",
    )


def _refused_login(error: Error, login: Login) -> ServerRefused:
    return ServerRefused(
        f"The server does not know the role {login.user} with this password: {_words(error)}.",
        f"Check name and password. Was the role's password changed on the server? {ANEW}",
    )


def _no_database(login: Login) -> ServerRefused:
    return ServerRefused(
        f"There is no database {login.database} on {login.host}:{login.port}.",
        "Check its name, or set the chart up there first.",
    )


def _words(error: Error) -> str:
    told = error.diag.message_primary or str(error).strip().splitlines()[-1]
    return told.rpartition("FATAL:  ")[2].rstrip(".")
