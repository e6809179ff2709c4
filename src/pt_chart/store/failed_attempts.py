"""Failed attempts to come in, as lines of the log: whose account was tried, and when.

They waited beside the chart while it was closed; whoever comes in next has nothing to do with them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from pt_chart.charting.ports import AuditAction, AuditEntry
from pt_chart.clinical.people import Clinician
from pt_chart.store import register
from pt_chart.store.attempts import AGAIN, Attempt, Attempts
from pt_chart.store.ledger import Transaction
from pt_chart.store.records import audit

_NOBODY = Clinician("", "somebody at the lock")


def log(transaction: Transaction, attempts: Attempts) -> None:
    """Write the line of each attempt that has none, in their order."""
    for attempt in attempts.untold():
        who, at = _tried(transaction.connection, attempt), _moment(transaction, attempt.at)
        clock = "" if at == attempt.at else f", by the clock there {attempt.at.isoformat()}"
        entry = AuditEntry(AuditAction.UNLOCK_FAILED, detail=f"{attempt.words}{clock}")
        transaction.log_of(entry, who, at)


def _tried(connection: Connection, attempt: Attempt) -> Clinician:
    """Whose account it was, said so that nobody takes it for what they did themselves."""
    for user, _ in register.accounts(connection):
        if user.name == attempt.who:
            asked = AGAIN in attempt.means
            return Clinician(user.id, user.name if asked else f"{user.name} (at the lock)")
    return _NOBODY


def _moment(transaction: Transaction, at: datetime) -> datetime:
    """When it was, within what the log knows: after its last line, and not still to come."""
    now = transaction.clock()
    number = transaction.end.lines
    last = transaction.connection.scalar(select(audit.c.at).where(audit.c.number == number))
    if at.tzinfo is None or (last is not None and at < datetime.fromisoformat(last)):
        return now
    return min(at, now)
