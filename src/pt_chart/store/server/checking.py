"""What a server must be like, each point with its place and the way to put it right."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from pt_chart.charting.errors import ServerRefused
from pt_chart.store.server.login import OLDEST

_ORDERS = frozenset({"C", "POSIX", "C.UTF-8", "C.utf8"})
_ABOUT = (
    "SELECT current_setting('server_version_num')::int AS version, "
    "pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collation, "
    "to_jsonb(d) ->> 'datlocprovider' AS provider, "
    "d.datname AS name, current_setting('fsync') AS fsync, "
    "current_setting('data_checksums') AS checksums, pg_is_in_recovery() AS standby, "
    "current_setting('default_transaction_read_only') AS frozen "
    "FROM pg_database d WHERE d.datname = current_database()"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One point that was looked at. ``problem`` is "" where it is well; ``fix`` says what to do.

    ``stops`` marks what the program cannot work with; the rest is advice.
    """

    point: str
    found: str
    problem: str = ""
    fix: str = ""
    stops: bool = False


def look(connection: Connection) -> tuple[Finding, ...]:
    """What the server and the database are like, within the current transaction."""
    about = connection.exec_driver_sql(_ABOUT).one()
    return (
        _version(about.version),
        _encoding(about.encoding, about.name),
        _order(about.collation if about.provider != "i" else "ICU", about.name),
        _takes_changes(about.name, standby=about.standby, frozen=about.frozen == "on"),
        _durable(about.fsync),
        _checksums(about.checksums),
    )


def require_usable(connection: Connection) -> None:
    """Refuse a server or database that the program cannot work with.

    Raises:
        ServerRefused: the first point that stops it.
    """
    for finding in look(connection):
        if finding.stops:
            raise ServerRefused(finding.problem, finding.fix)


def require_version(connection: Connection) -> None:
    """Refuse a server that is too old, before anything is made there.

    Raises:
        ServerRefused: it is.
    """
    number = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
    found = _version(int(number))
    if found.stops:
        raise ServerRefused(found.problem, found.fix)


def _version(number: int) -> Finding:
    told = f"PostgreSQL {number // 10000}.{number % 10000}"
    if number // 10000 >= OLDEST:
        return Finding("Version", told)
    problem = f"The server is {told}; {OLDEST} or newer is needed."
    return Finding("Version", told, problem, f"Update the server to {OLDEST} or newer.", stops=True)


def _encoding(encoding: str, name: str) -> Finding:
    if encoding == "UTF8":
        return Finding("Encoding", encoding)
    problem = f"The database {name} is encoded in {encoding}, not in UTF8: names would be lost."
    return Finding("Encoding", encoding, problem, _made_anew(name), stops=True)


def _order(collation: str, name: str) -> Finding:
    if collation in _ORDERS:
        return Finding("Order of texts", collation)
    problem = (
        f"The database {name} orders texts by {collation}: lists and digests would differ from "
        "those of a chart file, and an update of the system could break its indexes."
    )
    return Finding("Order of texts", collation, problem, _made_anew(name), stops=True)


def _made_anew(name: str) -> str:
    return (
        f"Let pt-chart make the database, or run: CREATE DATABASE {name} TEMPLATE template0 "
        "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8';"
    )


def _takes_changes(name: str, *, standby: bool, frozen: bool) -> Finding:
    if standby:
        problem = "The server is a standby: it shows a chart but takes no changes."
        fix = "Connect to the primary server."
    elif frozen:
        problem = f"The database {name} is set to read only (default_transaction_read_only = on)."
        fix = f"ALTER DATABASE {name} RESET default_transaction_read_only; or the role's, likewise."
    else:
        return Finding("Takes changes", "yes")
    return Finding("Takes changes", "no", problem, fix, stops=True)


def _durable(fsync: str) -> Finding:
    if fsync == "on":
        return Finding("Survives a power cut", "yes")
    return Finding(
        "Survives a power cut",
        "no",
        "The server does not wait for its disk (fsync = off): a power cut can lose the chart.",
        "Set fsync = on in postgresql.conf and reload.",
    )


def _checksums(checksums: str) -> Finding:
    if checksums == "on":
        return Finding("Notices damaged pages", "yes")
    return Finding(
        "Notices damaged pages",
        "no",
        "The server does not notice when its disk returns damaged pages.",
        "Switch it on while the server is stopped: pg_checksums --enable.",
    )
