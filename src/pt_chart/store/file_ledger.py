"""Commits that count in a chart file: each one numbered, logged and noted in the head, in order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, bindparam, update

from pt_chart.charting.ports import Clock
from pt_chart.clinical.people import Clinician
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.failures import explain
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.ledger import Ledger, Transaction
from pt_chart.store.prepared import Prepared
from pt_chart.store.records import chart_state
from pt_chart.store.witness import Witness

T = TypeVar("T")
_COUNT = Prepared(update(chart_state).values(commits=bindparam("commits")))


class FileLedger(Ledger):
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
        jumped: str = "",
        sequence: int = 0,
    ) -> None:
        """``commits`` and ``end`` are the state found (and verified) in the chart.

        ``last_line`` is the latest time in the log, ``jumped`` how far the clock was set since,
        ``sequence`` that of the head.
        """
        super().__init__(user, clock, last_line, jumped)
        self._chart = chart
        self._connection = connection
        self._head = head
        self._commits = commits
        self._end = end
        self._sequence = sequence
        self._saved = (bytes(32), 0)
        self._witness: Witness | None = None

    def tell(self, witness: Witness) -> None:
        """Note the state outside the folder, now and after every commit."""
        witness.note(self.head)
        self._witness = witness

    @property
    def head(self) -> Head:
        """See `Ledger.head`."""
        digest = bytes.fromhex(self._end.digest)
        return Head(self._commits, self._end.lines, digest, self._sequence, *self._saved)

    @property
    def end(self) -> LogEnd:
        """See `Ledger.end`."""
        return self._end

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
        """See `Ledger.read`."""
        try:
            with self._connection.begin():
                return work(self._connection)
        except Exception as error:
            explain(error, self._chart)
            raise

    def write(self, work: Callable[[Transaction], T]) -> T:
        """See `Ledger.write`."""
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
            explain(error, self._chart)
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

    def wipe_traces(self) -> None:
        """See `Ledger.wipe_traces`: fold the write-ahead file in and truncate it."""
        cursor = self._connection.connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.close()

    def note_head(self) -> None:
        """Write the head as it stands, durably: its file is about to be copied."""
        self._head.write(self.head, durable=True)

    def _note(self, *, durable: bool) -> None:
        # The commit is on the disk already; a head that is one commit behind is no alarm, so a
        # failure here must not be told as a failed save.
        head = self.head
        with contextlib.suppress(OSError):
            self._head.write(head, durable=durable)
        if self._witness is not None:
            self._witness.follow(head)
