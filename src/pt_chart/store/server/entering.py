"""Into a chart on a server: its tables, guards and keys are verified, and the log held against
what this workstation saw last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, text

from pt_chart.charting.errors import ChartDamaged, ChartRolledBack, NotAllowed
from pt_chart.clinical.people import Clinician
from pt_chart.store import audit_log, integrity, users
from pt_chart.store.attempts import Attempt
from pt_chart.store.audit_log import LogEnd
from pt_chart.store.entering import Entrance, counted_as, held_against, not_older_than
from pt_chart.store.head import Head, HeadFile
from pt_chart.store.keyfile import KeyFile, OpenedKeys, derived_key
from pt_chart.store.keyfile_format import is_sealed_by
from pt_chart.store.ledger import Transaction
from pt_chart.store.records import chart_state
from pt_chart.store.server import checking, schema
from pt_chart.store.server.chart import ChartServer
from pt_chart.store.server.failures import explain
from pt_chart.store.server.home import ServerHome
from pt_chart.store.server.ledger import ServerLedger
from pt_chart.store.server.link import Link, set_mode
from pt_chart.store.server.tables import write_mark

_SEEN_PURPOSE = "seen on a server"
_LEFT_BEHIND = text("interval '30 days'")


@dataclass(frozen=True)
class ServerEntrance(Entrance[ChartServer]):
    """One opening of the chart on a server; ``accept_loss`` opens an older state of it."""

    home: ServerHome
    link: Link
    accept_loss: bool = False

    def _enter(
        self,
        keys: KeyFile,
        opened: OpenedKeys,
        find: Callable[[Connection], Clinician],
        begin: Callable[[Transaction], OpenedKeys],
    ) -> ChartServer:
        if not is_sealed_by(keys, opened.chart):
            raise ChartDamaged(
                "The key file on the server was altered.", "Restore the server's last backup."
            )
        seen = HeadFile(self.home.seen, derived_key(opened.chart, _SEEN_PURPOSE))
        # Before the state is read: another window here may save, and note it, in between.
        head = _last_seen(seen)
        connection = self.link.connected()
        set_mode(connection, reading=True)
        try:
            with connection.begin():
                if self.accept_loss:
                    self._may_accept_loss(connection, find(connection))
                commits, end, lost = self._verified(connection, keys, seen, head)
                user, last = find(connection), audit_log.latest_time(connection)
        except Exception as error:
            explain(error, self.link.login)
            raise
        ledger = ServerLedger(
            self.link,
            seen,
            commits=commits,
            end=end,
            user=user,
            clock=self.clock,
            last_line=last,
            sequence=0 if lost else head.sequence,
        )
        entered = ledger.write(lambda t: self._begin(t, lost, begin))
        self.home.stored()
        self.home.attempts.forget(counted_as(user))
        return ChartServer(self.home, ledger, user, entered)

    def _may_accept_loss(self, connection: Connection, user: Clinician) -> None:
        """An older state is accepted by those who manage the chart; a refusal is kept.

        Raises:
            NotAllowed: the user does not.
        """
        try:
            users.require_restoring(connection, user)
        except NotAllowed:
            self.home.attempts.add(
                Attempt(self.clock(), user.name, "older state refused, password")
            )
            raise

    def _begin(
        self, transaction: Transaction, lost: str, begin: Callable[[Transaction], OpenedKeys]
    ) -> OpenedKeys:
        old = write_mark.c.at < func.now() - _LEFT_BEHIND
        transaction.connection.execute(delete(write_mark).where(old))
        return super()._begin(transaction, lost, begin)

    def _verified(
        self, connection: Connection, keys: KeyFile, seen: HeadFile, head: Head
    ) -> tuple[int, LogEnd, str]:
        """Commits, end of the log, and what was lost and accepted; ``head`` was noted here."""
        checking.require_usable(connection)
        schema.require_current(connection)
        state = connection.execute(select(chart_state)).one()
        if state.chart_id != keys.chart_id:
            raise ChartDamaged("The keys on the server belong to another chart.")
        integrity.check_triggers(connection)
        not_older_than(connection, keys)
        try:
            end = _held_against(connection, state.commits, head, seen)
        except ChartDamaged as damage:
            if not self.accept_loss:
                raise
            seen.start_over()
            end = audit_log.continue_from(connection, LogEnd())
            return state.commits, end, f"older state accepted: {damage.message}"
        return state.commits, end, ""


def _last_seen(seen: HeadFile) -> Head:
    """What this workstation saw last; nothing when it has no note that can be trusted."""
    try:
        return seen.read()
    except (ChartDamaged, OSError):
        with suppress(OSError):
            seen.start_over()
        return Head()


def _held_against(connection: Connection, commits: int, head: Head, seen: HeadFile) -> LogEnd:
    try:
        return held_against(connection, commits, head, seen.hidden)
    except ChartRolledBack as older:
        raise ChartRolledBack(
            "The chart on the server is older than what this workstation saw last.", _RESTORED
        ) from older
    except ChartDamaged as damage:
        if not _chained(connection):
            raise
        # Others have written since: it has as many saves again, after another line.
        raise ChartRolledBack(
            "The chart on the server went on from an older state than this workstation saw last.",
            _RESTORED,
        ) from damage


_RESTORED = "Was a backup restored on the server? Ask before you open it and accept the loss."


def _chained(connection: Connection) -> bool:
    """Whether every line of the log leads on from the one before, whatever was seen here."""
    try:
        audit_log.continue_from(connection, LogEnd())
    except ChartDamaged:
        return False
    return True
