"""Commits that count: each one numbered and logged, whatever the database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

from pt_chart.charting.errors import ClockWrong
from pt_chart.charting.ports import AuditAction, AuditEntry, Clock
from pt_chart.charting.stand_in_clock import StandInClock
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.clock_watch import ClockWatch
from pt_chart.store.head import Head

T = TypeVar("T")


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
        self.log_all((entry,))

    def log_of(self, entry: AuditEntry, user: Clinician, at: datetime) -> None:
        """Add a line of what was done as another user, at another time that the log allows."""
        self.end = audit_log.append_all(self.connection, self.end, (entry,), user, at)

    def log_all(self, entries: Iterable[AuditEntry]) -> None:
        """Add many lines of one moment, as an import of a whole register has them."""
        now = self.clock()
        jump = self.watch.look(now)
        if jump:
            self._append((AuditEntry(AuditAction.CLOCK, detail=jump),), now)
        self._append(entries, now)

    def refuse_late_clock(self) -> None:
        """A signature says when: the clock must not be behind what was written before it.

        Raises:
            ClockWrong: it is.
        """
        behind = self.watch.behind(self.clock())
        if behind:
            raise ClockWrong(f"{behind}.")

    def accept_clock(self, reason: str) -> None:
        """Take the clock as right from here on, with a line that says why."""
        now = self.clock()
        self.watch.accept(now)
        told = f"{audit_log.CLOCK_ACCEPTED}{reason}"
        self._append((AuditEntry(AuditAction.CLOCK, detail=told),), now)

    def _append(self, entries: Iterable[AuditEntry], now: datetime) -> None:
        self.end = audit_log.append_all(self.connection, self.end, entries, self.user, now)


class Ledger(ABC):
    """The one connection of an open chart. Not for more than one thread at a time.

    ``shared``: others write to the chart meanwhile.
    """

    shared = False

    def __init__(
        self, user: Clinician, clock: Clock, last_line: datetime | None, jumped: str = ""
    ) -> None:
        """``last_line`` is the latest time in the log; ``jumped`` see `ClockWatch`."""
        self._user = user
        self._clock = clock
        timer = clock.elapsed if isinstance(clock, StandInClock) else None
        self._watch = ClockWatch(last_line, timer, jumped)

    @property
    def clock_remark(self) -> str:
        """What is wrong with the clock, "" while nothing is."""
        return self._watch.remark

    @property
    def clock_question(self) -> str:
        """What has to be asked about the clock after a long pause, "" for nothing."""
        return self._watch.question

    @property
    def user(self) -> Clinician:
        """Who the lines of the log are written for."""
        return self._user

    @property
    def now(self) -> datetime:
        """The time by the chart's clock."""
        return self._clock()

    @property
    @abstractmethod
    def head(self) -> Head:
        """How far the chart has come, as this program knows."""

    @property
    @abstractmethod
    def end(self) -> LogEnd:
        """Where the log ends, as this program knows."""

    @abstractmethod
    def read(self, work: Callable[[Connection], T]) -> T:
        """Run a reading transaction.

        Raises:
            WorldError: the disk or server failed, the chart is damaged, the work found nothing.
        """

    def read_all(self, work: Callable[[Connection], T]) -> T:
        """The same for what reads the whole chart and may take its time.

        Raises:
            WorldError: as `read`.
        """
        return self.read(work)

    @abstractmethod
    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a writing transaction; on return it is on the disk.

        Raises:
            WorldError: nothing was written, for this reason.
        """

    @abstractmethod
    def wipe_traces(self) -> None:
        """After an erasure: leave nothing of it in what the database keeps beside its tables."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection."""
