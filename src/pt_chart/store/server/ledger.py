"""Commits that count in a chart on a server: one writer at a time, exactly once, logged in order.

Every write takes one lock for the whole chart, so that the log and the chain of seals never fork;
reads see one consistent moment. A write leaves its token in the workstation's own row: when the
connection is lost while it is being stored, the token tells afterwards whether it was.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, bindparam, select, text, update

from pt_chart.charting.errors import ServerUnsure
from pt_chart.charting.ports import Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.clock_watch import ClockWatch
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.ledger import Ledger, Transaction
from pt_chart.store.records import chart_state
from pt_chart.store.server.failures import explain, is_collision, is_lost
from pt_chart.store.server.link import Link, driver, set_mode
from pt_chart.store.server.server_clock import ServerClock
from pt_chart.store.server.standing import Standing
from pt_chart.store.server.tables import presence, write_mark

T = TypeVar("T")

CHART_LOCK = 0x70742D6368617274
"""The advisory lock that every writer holds until its commit ("pt-chart")."""

RETURNING = 3.0
"""Seconds that a call waits for a server that just went away (a restart) before it gives up."""

READING_ALL = 120.0
"""Seconds of silence in which one statement over the whole chart has to be answered."""

_TRIES = 4
_BEGIN = text(
    "WITH mark AS (INSERT INTO write_mark (client, token) VALUES (:client, :token) "
    "ON CONFLICT (client) DO UPDATE SET token = excluded.token, at = now()) "
    "SELECT pg_advisory_xact_lock(:lock), extract(epoch FROM clock_timestamp())"
)
_COUNT = (
    update(chart_state).values(commits=chart_state.c.commits + 1).returning(chart_state.c.commits)
)
_MARK = (
    select(write_mark.c.token).where(write_mark.c.client == bindparam("client")).with_for_update()
)


class ServerTransaction(Transaction):
    """A write on the server: the end of the log is read when a line is written, under the lock."""

    def __init__(
        self,
        connection: Connection,
        known: LogEnd,
        user: Clinician,
        clock: ServerClock,
        watch: ClockWatch,
    ) -> None:
        """``known`` is the end of the log as it was last seen here."""
        self._known = known
        self._found: LogEnd | None = None
        self.connection = connection
        self.user = user
        self.clock = self._time = clock
        self.watch = watch
        self.draft = None
        self.logged = False

    @property
    def end(self) -> LogEnd:
        """The end of the log; other workstations may have written since, in one chain.

        Raises:
            ChartDamaged: what stands on the server does not lead on from what was seen.
        """
        if self._found is None:
            self._found = audit_log.continue_from(self.connection, self._known)
        return self._found

    @end.setter
    def end(self, end: LogEnd) -> None:
        self._found, self.logged = end, True

    def accept_clock(self, reason: str) -> None:
        """See `Transaction.accept_clock`."""
        self._time.accept()
        Transaction.accept_clock(self, reason)


class ServerLedger(Ledger):
    """The one connection of a chart that is open on a server."""

    shared = True

    def __init__(
        self,
        link: Link,
        seen: HeadFile,
        *,
        commits: int,
        end: LogEnd,
        user: Clinician,
        clock: Clock,
        last_line: datetime | None = None,
        sequence: int = 0,
    ) -> None:
        """``seen`` is this workstation's own note of how far the chart had come."""
        super().__init__(user, clock, last_line)
        self._time = ServerClock(self._here)
        self.client = str(uuid.uuid4())
        self._link = link
        self._seen = seen
        self._commits = commits
        self._end = end
        self._sequence = sequence
        self._standing = Standing(user)
        self._unsettled = ""
        self._settled: dict[str, bool] = {}

    @property
    def link(self) -> Link:
        """The way to the server."""
        return self._link

    def _here(self) -> datetime:
        """The time by this workstation's clock."""
        return self._clock()

    @property
    def now(self) -> datetime:
        """See `Ledger.now`: the server's time."""
        return self._time()

    @property
    def clock_question(self) -> str:
        """See `Ledger.clock_question`; also how far this computer is from the server."""
        return self._time.remark or super().clock_question

    @property
    def head(self) -> Head:
        """See `Ledger.head`."""
        return Head(self._commits, self._end.lines, bytes.fromhex(self._end.digest), self._sequence)

    @property
    def end(self) -> LogEnd:
        """See `Ledger.end`."""
        return self._end

    def read(self, work: Callable[[Connection], T]) -> T:
        """See `Ledger.read`: done again on a new connection when the server was restarted."""

        def once() -> T:
            connection = self._link.connected()
            set_mode(connection, reading=True)
            with connection.begin():
                return work(connection)

        try:
            return self._repeated(once)
        except Exception as error:
            explain(error, self._link.login)
            raise

    def read_all(self, work: Callable[[Connection], T]) -> T:
        """See `Ledger.read_all`: a single statement may take long there."""

        def unhurried(connection: Connection) -> T:
            raw = driver(connection)
            usual, raw.patience = raw.patience, READING_ALL
            try:
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                return work(connection)
            finally:
                raw.patience = usual

        return self.read(unhurried)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """See `Ledger.write`.

        It is done again only when it surely was not stored.

        Raises:
            AccessEnded, ServerLeft: the chart is not open to this window any more.
            ServerUnsure: the server went away and did not come back to tell; `was_stored` tells
                later, by the token that the error carries.
        """
        try:
            return self._repeated(lambda: self._write_once(work))
        except Exception as error:
            explain(error, self._link.login)
            raise

    def aside(self, work: Callable[[Connection], T]) -> T:
        """Write something that is no part of the chart (who is where), without lock and count.

        Raises:
            AccessEnded, ServerLeft: the chart is not open to this window any more.
            WorldError: the server does not answer or refuses.
        """

        def once() -> T:
            connection = self._link.connected()
            set_mode(connection, reading=False)
            with connection.begin():
                self._standing.check(connection)
                return work(connection)

        try:
            return self._repeated(once)
        except Exception as error:
            explain(error, self._link.login)
            raise

    def was_stored(self, token: str) -> bool | None:
        """Whether an unsure write was stored; None while the server is still away."""
        if token == self._unsettled:
            with contextlib.suppress(Exception):
                self._settle()
        return self._settled.get(token)

    def wipe_traces(self) -> None:
        """See `Ledger.wipe_traces`: the server clears what was deleted by itself (autovacuum)."""

    def close(self) -> None:
        """See `Ledger.close`."""
        if self._link.is_open:
            with contextlib.suppress(Exception):
                connection = self._link.connected()
                set_mode(connection, reading=False)
                with connection.begin():
                    gone = write_mark.delete().where(write_mark.c.client == self.client)
                    connection.execute(gone)
                    connection.execute(presence.delete().where(presence.c.client == self.client))
        self._link.close()
        with contextlib.suppress(OSError):
            self._seen.close()

    def _repeated(self, once: Callable[[], T]) -> T:
        """Do it, and do it again while the server comes back or two writers met."""
        for _ in range(_TRIES):
            was_open = self._link.is_open
            try:
                if self._unsettled:
                    self._settle()
                return once()
            except Exception as error:
                if is_collision(error):
                    continue
                if not is_lost(error):
                    raise
                self._link.drop()
                if not was_open or not self._link.again(RETURNING):
                    raise
        return once()

    def _write_once(self, work: Callable[[Transaction], T]) -> T:
        connection = self._link.connected()
        set_mode(connection, reading=False)
        token = str(uuid.uuid4())
        whole = connection.begin()
        try:
            mark = {"client": self.client, "token": token, "lock": CHART_LOCK}
            began = connection.execute(_BEGIN, mark).one()
            self._time.heard(datetime.fromtimestamp(float(began[1]), UTC))
            self._standing.check(connection)
            transaction = ServerTransaction(
                connection, self._end, self._user, self._time, self._watch
            )
            result = work(transaction)
            counted = transaction.logged or transaction.draft is None
            commits = connection.execute(_COUNT).scalar_one() if counted else self._commits
        except BaseException:
            with contextlib.suppress(Exception):
                whole.rollback()
            raise
        try:
            whole.commit()
        except Exception as error:
            if not is_lost(error):
                raise
            self._after_lost_commit(token, error)
        self._note(commits, transaction)
        return result

    def _after_lost_commit(self, token: str, error: Exception) -> None:
        """Return when the write was stored; raise the loss when it was not.

        Raises:
            ServerUnsure: the server does not tell yet.
        """
        self._link.drop()
        self._unsettled = token
        if self._link.again(RETURNING):
            with contextlib.suppress(Exception):
                self._settle()
        stored = self._settled.get(token)
        if stored is None:
            unsure = ServerUnsure()
            unsure.token = token
            raise unsure from error
        if not stored:
            raise error

    def _settle(self) -> None:
        """Find out about the write that may or may not have been stored.

        The row is locked, so that a server that is still at it is waited for.
        """
        connection = self._link.connected()
        set_mode(connection, reading=False)
        with connection.begin():
            found = connection.scalar(_MARK, {"client": self.client})
            # Known from here on, whatever becomes of this connection.
            self._settled[self._unsettled] = found == self._unsettled
            self._unsettled = ""

    def _note(self, commits: int, transaction: ServerTransaction) -> None:
        self._commits = commits
        if not transaction.logged:
            return
        self._end = transaction.end
        self._sequence += 1
        with contextlib.suppress(OSError):
            self._seen.write(self.head, durable=False)
