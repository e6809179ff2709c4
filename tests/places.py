"""Where a chart can be, for tests that hold for both: an encrypted file, a PostgreSQL server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import Connection

from pt_chart.charting.ports import ChartStore, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import open as files
from pt_chart.store.keyfile import SharePurpose
from pt_chart.store.server import door, set_up
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.login import SCHEMA
from pt_chart.store.stored_chart import StoredChart
from pt_chart.store.triggers import sqlite_triggers
from tests.fakes import THERAPIST, FakeClock, memory_store
from tests.servers import Cluster
from tests.store.samples import CHEAP, PASSWORD

_NO_ROOM = (
    f"CREATE OR REPLACE FUNCTION {SCHEMA}.no_room() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END $$"
)
SERVER = pytest.param("server", marks=pytest.mark.needs("postgresql"))
KINDS = ("file", SERVER)
EVERY_STORE = ("memory", *KINDS)
"""Parameters of a fixture that makes a store of each kind with `empty_store`."""


class Place(Protocol):
    """One chart and the ways into it. ``path`` is the chart file, or the connection file."""

    path: Path

    def create(self, user: Clinician, password: str, clock: Clock | None = None) -> StoredChart:
        """Make the chart and open it."""
        ...

    def open(
        self,
        user_name: str,
        password: str,
        *,
        clock: Clock | None = None,
        accept_loss: bool = False,
    ) -> StoredChart:
        """See `store.open.open_chart`."""
        ...

    def open_with_kit(self, code: str, user_name: str, new_password: str) -> StoredChart:
        """See `store.open.open_with_kit`."""
        ...

    def open_in_emergency(
        self, code: str, name: str, reason: str, *, clock: Clock | None = None
    ) -> StoredChart:
        """See `store.open.open_in_emergency`."""
        ...

    def users(self) -> tuple[Clinician, ...]:
        """See `store.open.chart_users`."""
        ...

    def shares(self) -> frozenset[SharePurpose]:
        """See `store.open.chart_shares`."""
        ...

    def behind(self, chart: StoredChart, *statements: str, values: Sequence[Any] = ()) -> None:
        """Change the chart past its triggers and references, which stand again afterwards.

        The statements mark values with %s.
        """
        ...

    def limit(self, chart: StoredChart, *, full: bool) -> None:
        """Let the disk be full for what is large, or let there be room again."""
        ...

    def copy(self, folder: Path) -> Place:
        """The closed chart once more, to be changed."""
        ...

    def leave(self) -> None:
        """What a test leaves behind is taken away."""
        ...


class _Doors:
    """The ways into a chart that file and server have alike; ``doors`` is their module."""

    path: Path
    doors: Any

    def open_with_kit(self, code: str, user_name: str, new_password: str) -> StoredChart:
        """See `Place.open_with_kit`."""
        opened: StoredChart = self.doors.open_with_kit(
            self.path, code, user_name, new_password, cost=CHEAP
        )
        return opened

    def open_in_emergency(
        self, code: str, name: str, reason: str, *, clock: Clock | None = None
    ) -> StoredChart:
        """See `Place.open_in_emergency`."""
        opened: StoredChart = self.doors.open_in_emergency(
            self.path, code, name, reason, clock=clock
        )
        return opened

    def users(self) -> tuple[Clinician, ...]:
        """See `Place.users`."""
        return tuple(self.doors.chart_users(self.path))

    def shares(self) -> frozenset[SharePurpose]:
        """See `Place.shares`."""
        return frozenset(self.doors.chart_shares(self.path))


class FilePlace(_Doors):
    """A chart file."""

    doors = files

    def __init__(self, folder: Path) -> None:
        """Nothing is made yet."""
        self.path = folder / "clinic.ptchart"

    def create(self, user: Clinician, password: str, clock: Clock | None = None) -> StoredChart:
        """See `Place.create`."""
        return files.create_chart(self.path, user, password, cost=CHEAP, clock=clock)

    def open(
        self,
        user_name: str,
        password: str,
        *,
        clock: Clock | None = None,
        accept_loss: bool = False,
    ) -> StoredChart:
        """See `Place.open`."""
        return files.open_chart(
            self.path, user_name, password, clock=clock, accept_loss=accept_loss
        )

    def behind(self, chart: StoredChart, *statements: str, values: Sequence[Any] = ()) -> None:
        """See `Place.behind`: on the chart's own connection, by somebody who has the key."""

        def work() -> None:
            cursor = chart._ledger.connection.connection.cursor()  # type: ignore[attr-defined]
            cursor.execute("PRAGMA foreign_keys = OFF")
            for name in sqlite_triggers():
                cursor.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                cursor.execute(statement.replace("%s", "?"), values)
            for trigger in sqlite_triggers().values():
                cursor.execute(trigger)
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

        chart._thread.call(work)

    def limit(self, chart: StoredChart, *, full: bool) -> None:
        """See `Place.limit`: SQLite believes it."""

        def work() -> None:
            cursor = chart._ledger.connection.connection.cursor()  # type: ignore[attr-defined]
            (pages,) = cursor.execute("PRAGMA page_count").fetchone()
            cursor.execute(f"PRAGMA max_page_count = {pages if full else 1_000_000}")
            cursor.close()

        chart._thread.call(work)

    def copy(self, folder: Path) -> FilePlace:
        """See `Place.copy`."""
        shutil.copytree(self.path.parent, folder)
        return FilePlace(folder)

    def leave(self) -> None:
        """The test's folder takes the file with it."""


class ServerPlace(_Doors):
    """A chart in a database of its own on the test server."""

    doors = door

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        """Nothing is made yet."""
        self.path = folder / "clinic.ptserver"
        self.cluster = cluster
        self.database, self.key = "", b""
        self._altered = False

    def create(self, user: Clinician, password: str, clock: Clock | None = None) -> ChartServer:
        """See `Place.create`."""
        at = clock or FakeClock()
        made = self.cluster.new_chart(self.path, user, password, cost=CHEAP, clock=at)
        self.database, self.key = made
        return self.open(user.name, password, clock=clock)

    def open(
        self,
        user_name: str,
        password: str,
        *,
        clock: Clock | None = None,
        accept_loss: bool = False,
    ) -> ChartServer:
        """See `Place.open`."""
        return door.open_server(
            self.path, user_name, password, clock=clock, accept_loss=accept_loss
        )

    def behind(self, _chart: StoredChart, *statements: str, values: Sequence[Any] = ()) -> None:
        """See `Place.behind`: by a superuser of the server, whom no trigger stops."""
        self.cluster.run(self.database, *statements, values=values)

    def limit(self, _chart: StoredChart, *, full: bool) -> None:
        """See `Place.limit`: the server says for large rows what it says on a full disk."""
        self._altered = True
        for table in ("answer", "visit_part", "audit"):
            drop = f"DROP TRIGGER no_room ON {SCHEMA}.{table}"
            put = (
                f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {SCHEMA}.{table} FOR EACH ROW "
                f"WHEN (length(NEW::text) > 50000) EXECUTE FUNCTION {SCHEMA}.no_room()"
            )
            self.cluster.run(self.database, _NO_ROOM, put if full else drop)

    def copy(self, folder: Path) -> ServerPlace:
        """See `Place.copy`."""
        folder.mkdir()
        copied = ServerPlace(folder, self.cluster)
        copied.database, copied.key = self.cluster.new_database(self.database), self.key
        self.cluster.lead(copied.path, copied.database, self.key)
        return copied

    @contextmanager
    def as_owner(self) -> Iterator[Connection]:
        """A transaction of the owner's role, which may change the tables themselves."""
        self._altered = True
        with set_up.as_owner(self.cluster.owner(self.database)) as connection:
            yield connection

    def spoil(self) -> None:
        """The database is no longer as it was made: no other test gets it."""
        self._altered = True

    def leave(self) -> None:
        """Empty the database for the next test; one that was altered is removed."""
        if self.database and self._altered:
            self.cluster.drop(self.database)
        elif self.database:
            self.cluster.give_back(self.database)


def of_kind(kind: str, folder: Path, request: pytest.FixtureRequest) -> FilePlace | ServerPlace:
    """A place for a chart of a kind; the test's server is started when one is asked for."""
    if kind == "file":
        return FilePlace(folder)
    return ServerPlace(folder, request.getfixturevalue("cluster"))


@contextmanager
def empty_store(request: pytest.FixtureRequest, folder: Path) -> Iterator[ChartStore]:
    """An empty store of the kind that a fixture with `EVERY_STORE` as its parameters asks for."""
    if request.param == "memory":
        yield memory_store()
        return
    place = of_kind(request.param, folder, request)
    opened = place.create(THERAPIST, PASSWORD, FakeClock())
    yield opened
    opened.abandon()
    place.leave()
