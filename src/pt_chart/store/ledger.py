"""Commits that count: each one numbered, logged and noted in the head, in this order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, bindparam, update

from pt_chart.charting.errors import ChartDamaged
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.clock_watch import ClockWatch
from pt_chart.store.content import UnreadableContent
from pt_chart.store.failures import as_world_error
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.prepared import Prepared
from pt_chart.store.records import chart_state

T = TypeVar("T")
_COUNT = Prepared(update(chart_state).values(commits=bindparam("commits")))


@dataclass(slots=True)
class Transaction:
    """A write under way: its connection, and the end of the log as it will be.

    ``draft`` is the id and new revision of a draft that is all that this write saves.
    """

    connection: Connection
    end: LogEnd
    user: Clinician
    clock: Clock
    watch: ClockWatch
    draft: tuple[str, int] | None = None

    def log(self, entry: AuditEntry) -> None:
        """Add a line to the log; it is committed with the rest or not at all.

        A clock that jumped since the last line is told in a line before it.
        """
        now = self.clock()
        jump = self.watch.look(now)
        if jump:
            self._append(AuditEntry(AuditAction.CLOCK, detail=jump), now)
        self._append(entry, now)

    def _append(self, entry: AuditEntry, now: datetime) -> None:
        self.end = audit_log.append(self.connection, self.end, entry, self.user, now)


class Ledger:
    """The one connection of an open chart. Not for more than one thread at a time."""

    def __init__(
        self,
        chart: Path,
        connection: Connection,
        head: HeadFile,
        *,
        commits: int,
        end: LogEnd,
        user: Clinician,
        clock: Clock,
        last_line: datetime | None = None,
        sequence: int = 0,
    ) -> None:
        """``commits`` and ``end`` are the state found (and verified) in the chart.

        ``last_line`` is the time of the last line of the log, ``sequence`` that of the head.
        """
        self._chart = chart
        self._connection = connection
        self._head = head
        self._commits = commits
        self._end = end
        self._sequence = sequence
        self._saved = (bytes(32), 0)
        self._user = user
        self._clock = clock
        self._watch = ClockWatch(last_line)

    @property
    def clock_remark(self) -> str:
        """What is wrong with the clock, "" while nothing is."""
        return self._watch.remark

    @property
    def head(self) -> Head:
        """How far the chart has come."""
        digest = bytes.fromhex(self._end.digest)
        return Head(self._commits, self._end.lines, digest, self._sequence, *self._saved)

    @property
    def end(self) -> LogEnd:
        """Where the log ends, as this program wrote it."""
        return self._end

    @property
    def user(self) -> Clinician:
        """Who the lines of the log are written for."""
        return self._user

    @property
    def now(self) -> datetime:
        """The time by the chart's clock."""
        return self._clock()

    @property
    def commits(self) -> int:
        """How many counted commits the chart has seen: all but saves of drafts."""
        return self._commits

    @property
    def sequence(self) -> int:
        """How many commits there were, saves of drafts too."""
        return self._sequence

    @property
    def connection(self) -> Connection:
        """The connection, for what must run outside a transaction."""
        return self._connection

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run a reading transaction.

        Raises:
            WorldError: the disk failed, the chart is damaged, or the work found nothing.
        """
        try:
            with self._connection.begin():
                return work(self._connection)
        except Exception as error:
            self._explain(error)
            raise

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a writing transaction; on return it is on the disk.

        Raises:
            WorldError: nothing was written, for this reason.
        """
        try:
            with self._connection.begin():
                transaction = Transaction(
                    self._connection, self._end, self._user, self._clock, self._watch
                )
                result = work(transaction)
                logged = transaction.end != self._end
                counted = logged or transaction.draft is None
                if counted:
                    _COUNT.run(self._connection, {"commits": self._commits + 1})
        except Exception as error:
            self._explain(error)
            raise
        self._commits += counted
        self._end = transaction.end
        self._saved = (bytes(32), 0)
        if transaction.draft is not None and not counted:
            visit_id, revision = transaction.draft
            self._saved = (self._head.hidden(visit_id), revision)
        self._sequence += 1
        self._note(durable=logged)
        return result

    def close(self) -> None:
        """Fold the write-ahead file into the database and close both."""
        cursor = self._connection.connection.cursor()
        with contextlib.suppress(Exception):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.close()
        self._connection.close()
        self._head.close()

    def note_head(self) -> None:
        """Write the head as it stands, durably: its file is about to be copied."""
        self._head.write(self.head, durable=True)

    def _note(self, *, durable: bool) -> None:
        # The commit is on the disk already; a head that is one commit behind is no alarm, so a
        # failure here must not be told as a failed save.
        with contextlib.suppress(OSError):
            self._head.write(self.head, durable=durable)

    def _explain(self, error: Exception) -> None:
        if isinstance(error, UnreadableContent):
            raise ChartDamaged from error
        known = as_world_error(error, self._chart)
        if known is not None and known is not error:
            raise known from error
