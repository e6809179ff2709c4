"""A real PostgreSQL server that the tests and benchmarks start themselves, and charts on it.

It runs as an unprivileged user, with its data in a temporary folder, on a free port of this
computer. ``fsync`` is off: what is tested here is not the disk. `Cluster.durable` switches it on.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from pt_chart.charting.errors import ServerLost
from pt_chart.charting.ports import Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store.keyfile import KeyCost
from pt_chart.store.server import roles, schema, set_up, tables
from pt_chart.store.server.connection_file import new_connection_file
from pt_chart.store.server.home import text_of
from pt_chart.store.server.login import Login
from tests.certificates import Issued

OWNER, PROGRAM, CLEAN = "chart_owner", "chart_program", "clean"
_UNPRIVILEGED = "nobody"
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "logging_collector": "off",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "lc_messages": "C",
}
_KEPT = ("alembic_version", "server_state")
_EMPTY = (
    *map("DELETE FROM pt_chart.{}".format, sorted(set(tables.names()) - set(_KEPT))),
    "ALTER SEQUENCE pt_chart.addendum_id_seq RESTART",
)
_numbers = count(1)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server programs here, None when there are none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A server with its own data folder. Use `started`."""

    def __init__(self, folder: Path, programs_in: Path) -> None:
        """Make the data folder; nothing runs yet."""
        self.folder = folder
        self.data = folder / "data"
        self.port = _free_port()
        self.settings = dict(_SETTINGS)
        self.admin = Login("127.0.0.1", self.port, "postgres", "postgres", secrets.token_hex(16))
        self._bin = programs_in
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            self._as = {"user": _UNPRIVILEGED, "extra_groups": []}
        self._server: subprocess.Popen[bytes] | None = None
        self._spare: list[str] = []
        self._owner_password = secrets.token_hex(16)
        self._program_password = secrets.token_hex(16)
        self._init()

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {**self.settings, "port": str(self.port), "listen_addresses": "127.0.0.1"}
        settings["unix_socket_directories"] = str(self.folder)
        told = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [str(self._bin / "postgres"), "-D", str(self.data), *told],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **self._as,
            )
        self._wait()

    def encrypt(self, certificate: Issued) -> None:
        """Switch TLS on, with a certificate, before the start."""
        told = {"server.crt": certificate.certificate, "server.key": certificate.key}
        for name, content in told.items():
            file = self.data / name
            file.write_text(content)
            file.chmod(0o600)
            if self._as:
                shutil.chown(file, _UNPRIVILEGED)
        self.settings["ssl"] = "on"

    def stop(self, *, crash: bool = False) -> None:
        """Stop it: in order, ending all connections, or at once as in a crash."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
            self._server.wait(120)
            self._server = None

    def restart(self, *, crash: bool = False) -> None:
        """Stop it and start it again on the same port."""
        self.stop(crash=crash)
        self.start()

    def hang(self) -> None:
        """Stop postmaster and backends where they are: nothing answers, nothing is closed."""
        for process in (self.process, *self._children()):
            os.kill(process, signal.SIGSTOP)

    def wake(self) -> None:
        """Let a hung server go on."""
        for process in (*self._children(), self.process):
            os.kill(process, signal.SIGCONT)

    def _children(self) -> list[int]:
        told = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        return [int(word) for word in told.split()]

    @property
    def process(self) -> int:
        """The process id of the running server."""
        assert self._server is not None
        return self._server.pid

    def owner(self, database: str) -> Login:
        """The owner's login to a database."""
        return self.admin.to(database).as_role(OWNER, self._owner_password)

    def program(self, database: str) -> Login:
        """The program's login to a database."""
        return self.admin.to(database).as_role(PROGRAM, self._program_password)

    def prepare(self) -> None:
        """Make the two roles, and an empty database of a chart to copy from."""
        with roles.outside_transactions(self.admin) as connection:
            roles.make_role(connection, OWNER, self._owner_password)
            roles.make_role(connection, PROGRAM, self._program_password)
            roles.make_database(connection, CLEAN, OWNER)
        with set_up.as_owner(self.owner(CLEAN)) as connection:
            schema.create(connection, PROGRAM)

    def new_database(self, like: str = CLEAN) -> str:
        """A copy of a database nobody is in: of the empty tables of a chart; its name."""
        name = f"chart_{os.getpid()}_{next(_numbers)}"
        with roles.outside_transactions(self.admin) as connection:
            order = f"CREATE DATABASE {name} TEMPLATE {like} OWNER {OWNER}"
            connection.exec_driver_sql(order)
            roles.close_database(connection, name, PROGRAM)
        return name

    def run(self, database: str, *statements: str, values: Sequence[Any] = ()) -> None:
        """Run statements as a superuser whom no trigger and no reference stops."""
        with roles.outside_transactions(self.admin.to(database)) as connection:
            connection.exec_driver_sql("SET session_replication_role = replica")
            for statement in statements:
                connection.exec_driver_sql(statement, tuple(values) or None)

    def lead(self, path: Path, database: str, key: bytes) -> None:
        """Make ``path`` lead to the chart in a database; ``key`` is its chart key."""
        with set_up.as_owner(self.owner(database)) as connection:
            content = text_of(connection)
        new_connection_file(path, self.program(database), content, key).write()

    def bare_database(self) -> str:
        """A database without anything in it, for the owner; its name."""
        name = f"bare_{os.getpid()}_{next(_numbers)}"
        with roles.outside_transactions(self.admin) as connection:
            roles.make_database(connection, name, OWNER)
            roles.close_database(connection, name, PROGRAM)
        return name

    def empty_database(self) -> str:
        """A database with the empty tables of a chart: one that was given back, or a new one."""
        return self._spare.pop() if self._spare else self.new_database()

    def give_back(self, database: str) -> None:
        """A database whose tables are as they were made is emptied for the next test."""
        with roles.outside_transactions(self.admin.to(database)) as connection:
            for statement in ("SET session_replication_role = replica", *_EMPTY):
                connection.exec_driver_sql(statement)
        self._spare.append(database)

    def drop(self, database: str) -> None:
        """Remove a database with whoever is in it."""
        with roles.outside_transactions(self.admin) as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def new_chart(
        self, path: Path, user: Clinician, password: str, *, cost: KeyCost, clock: Clock
    ) -> tuple[str, bytes]:
        """A chart with its first user; its database and chart key. ``path`` leads to it."""
        database = self.empty_database()
        with set_up.as_owner(self.owner(database)) as connection:
            content, key = set_up.found(connection, user, password, cost, clock())
        new_connection_file(path, self.program(database), content, key).write()
        return database, key

    def _init(self) -> None:
        password = self.folder / "password"
        password.write_text(self.admin.password)
        if self._as:
            shutil.chown(self.folder, _UNPRIVILEGED)
            shutil.chown(password, _UNPRIVILEGED)
        subprocess.run(
            [
                str(self._bin / "initdb"),
                *("-D", str(self.data), "-U", "postgres", "--no-sync", "--encoding=UTF8"),
                *("--locale=C", "--auth=scram-sha-256", f"--pwfile={password}"),
            ],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **self._as,
        )
        password.unlink()

    def _wait(self) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end and self._server is not None and self._server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0 and self._answers():
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text(errors="replace"))

    def _answers(self) -> bool:
        try:
            with roles.outside_transactions(self.admin):
                return True
        except ServerLost:  # it is starting up
            return False


@contextmanager
def started(
    certificate: Issued | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """A running, prepared server; it is gone afterwards.

    ``certificate`` switches TLS on; ``settings`` are further ones of postgresql.conf.
    """
    found = programs()
    assert found is not None, "PostgreSQL is not installed"
    folder = Path(tempfile.mkdtemp(prefix="pt-chart-pg-"))
    try:
        cluster = Cluster(folder, found)
        cluster.settings.update(settings or {})
        if certificate is not None:
            cluster.encrypt(certificate)
        cluster.start()
        try:
            cluster.prepare()
            yield cluster
        finally:
            cluster.stop(crash=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    """A port that no connection gets as its own end while the server is stopped.

    Linux gives those from 32768 on: whoever calls a stopped server there could even meet itself.
    """
    while True:
        port = secrets.choice(range(15_000, 32_000))
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
