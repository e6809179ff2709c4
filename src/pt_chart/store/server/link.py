"""One connection to the server: made when it is needed, never waited for without an end."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.errors import OperationalError
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from pt_chart.charting.errors import UserRefused
from pt_chart.store.server import texts
from pt_chart.store.server.failures import as_server_error
from pt_chart.store.server.login import SCHEMA, Login, check_login, settings_of

T = TypeVar("T")

PATIENCE = 12.0
"""Seconds of silence in which a statement has to be answered (our default)."""

UNHURRIED = 900.0
"""The same for set-up, migrations and moves."""

ASK_AFTER = 10.0
"""Seconds of silence after which a server at long work is asked whether it lives."""

_ANSWER = 5.0
"""Seconds in which it has to answer that."""

_stop: ContextVar[Callable[[], bool] | None] = ContextVar("whether to stop", default=None)

_REST = 2.0
"""Seconds in which a server that was just found missing is not asked again."""


@contextmanager
def may_be_stopped(stop: Callable[[], bool] | None) -> Iterator[None]:
    """Within this, on this thread, work with servers ends as soon as ``stop`` says so."""
    token = _stop.set(stop)
    try:
        yield
    finally:
        _stop.reset(token)


def refuse_if_stopped() -> None:
    """Go on only where nobody wants the work of this thread stopped.

    Raises:
        UserRefused: somebody does.
    """
    stop = _stop.get()
    if stop is not None and stop():
        raise UserRefused("It was stopped.", "Nothing was moved.")


class PatientConnection(psycopg.Connection[Any]):
    """A connection that gives a silent server up after ``patience`` seconds.

    ``lives`` asks on another connection whether the server still answers at all: what takes long
    there is waited for, a server that is gone is not.
    """

    patience = PATIENCE
    lives: Callable[[], bool] | None = None

    def wait(
        self, gen: Generator[Any, Any, T], interval: float = 0.1, timeout: float | None = None
    ) -> T:
        """Wait for an answer.

        Raises:
            OperationalError: none came; the connection is closed, its state is unknown.
            UserRefused: the work was stopped; the connection is closed.
        """
        limit = self.patience if timeout is None else timeout
        begun = time.monotonic()
        watched = self._watched(gen) if self.lives is not None and timeout is None else gen
        try:
            return super().wait(watched, interval, limit)
        except OperationalError:
            if timeout is None and time.monotonic() - begun >= limit:
                self.pgconn.finish()
            raise

    def _watched(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """The same conversation, looked at each time nothing came for a moment."""
        heard = time.monotonic()
        try:
            told = next(gen)
        except StopIteration as end:
            at_once: T = end.value
            return at_once
        while True:
            ready = yield told
            if ready:
                heard = time.monotonic()
            elif time.monotonic() - heard > ASK_AFTER:
                if self.lives is not None and not self.lives():
                    self.pgconn.finish()
                    raise OperationalError("the server fell silent")
                heard = time.monotonic()
            self._stop_where_wanted()
            try:
                told = gen.send(ready)
            except StopIteration as end:
                found: T = end.value
                return found

    def _stop_where_wanted(self) -> None:
        try:
            refuse_if_stopped()
        except UserRefused:
            self.pgconn.finish()
            raise


class Link:
    """The connection of one role. Not for more than one thread at a time."""

    def __init__(self, login: Login, *, patience: float = PATIENCE) -> None:
        """Nothing is opened yet.

        Raises:
            ServerRefused: the login cannot be a safe one.
        """
        check_login(login)
        self.login = login
        self._patience = patience
        self._engine = create_engine(
            "postgresql+psycopg://",
            creator=self._open,
            poolclass=NullPool,
            hide_parameters=True,
            use_native_hstore=False,
        )
        self._connection: Connection | None = None
        self._resting_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._connection is not None

    def connected(self) -> Connection:
        """The connection, made now where there is none.

        Raises:
            WorldError: the server does not answer or refuses, in words.
        """
        if self._connection is None:
            if time.monotonic() < self._resting_until:
                raise self._explained(OperationalError("the server was not there just now"))
            self._connection = self._reach()
        return self._connection

    def again(self, seconds: float) -> bool:
        """Try to connect for so long; says whether it worked."""
        end = time.monotonic() + seconds
        while True:
            self._resting_until = 0.0
            with suppress(Exception):
                self.connected()
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(0.2)

    def drop(self) -> None:
        """Give the connection up: it is broken, or its state is not known."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        with suppress(Exception):
            driver(connection).pgconn.finish()
        with suppress(Exception):
            connection.invalidate()
        with suppress(Exception):
            connection.close()

    def close(self) -> None:
        """End the connection in an orderly way."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()
        self._engine.dispose()

    def _reach(self) -> Connection:
        try:
            return self._engine.connect()
        except Exception as error:
            self._resting_until = time.monotonic() + _REST
            known = self._explained(error)
            if known is error:
                raise
            raise known from error

    def _explained(self, error: Exception) -> Exception:
        return as_server_error(error, self.login) or error

    def _open(self) -> PatientConnection:
        with TemporaryDirectory(prefix="pt-chart-ca-") as folder:
            certificate = Path(folder) / "ca.pem"
            if self.login.ca:
                certificate.write_text(self.login.ca, encoding="ascii", errors="replace")
            told = settings_of(self.login, str(certificate))
            secret = {"password": self.login.password, "options": self._options()}
            connection = PatientConnection.connect(make_conninfo("", **told, **secret))
        connection.patience = self._patience
        if self._patience >= UNHURRIED:
            connection.lives = self._lives
        texts.teach(connection)
        return connection

    def _lives(self) -> bool:
        """Whether the server answers on a connection of its own."""
        asking = Link(self.login, patience=_ANSWER)
        try:
            asking.connected().exec_driver_sql("SELECT 1")
        except Exception:  # noqa: BLE001 - whatever it is, there was no answer
            return False
        finally:
            asking.close()
        return True

    def _options(self) -> str:
        limit = round(self._patience * 1000)
        told = {
            "search_path": SCHEMA,
            "statement_timeout": max(limit - 1000, 500),
            "lock_timeout": min(limit // 2, 6000),
            "idle_in_transaction_session_timeout": 60_000,
            "default_transaction_isolation": r"read\ committed",
            "synchronous_commit": "on",
            "TimeZone": "UTC",
            # Compiling a plan takes longer than any question of ours.
            "jit": "off",
            # A plan made without the typed text does not trust the trigram index.
            "plan_cache_mode": "force_custom_plan",
        }
        return " ".join(f"-c {name}={value}" for name, value in told.items())


def driver(connection: Connection) -> PatientConnection:
    """The driver's own connection below SQLAlchemy's."""
    found: PatientConnection = connection.connection.driver_connection  # type: ignore[assignment]
    return found


def set_mode(connection: Connection, *, reading: bool) -> None:
    """Decide what the next transaction is: one consistent moment to read, or a write."""
    raw = driver(connection)
    level = psycopg.IsolationLevel.REPEATABLE_READ if reading else None
    if raw.read_only != (reading or None) or raw.isolation_level != level:
        raw.isolation_level = level
        raw.read_only = reading or None
