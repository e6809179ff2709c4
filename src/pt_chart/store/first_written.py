"""When a visit was first written down, as far as the chart itself knows: a late entry is marked.

The day of a visit is typed by people, and their clock may be behind. What the log knows counts:
the line of the first save, and the latest time before it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import NotAllowed
from pt_chart.clinical.program.dates import date_words
from pt_chart.clinical.visit import Visit
from pt_chart.store import visits
from pt_chart.store.ledger import Transaction
from pt_chart.store.records import audit


def begun(transaction: Transaction, draft: Visit) -> Visit:
    """A new draft as it is stored: not written down before the time that the log knows of."""
    now = transaction.clock()
    known = transaction.watch.no_earlier(now)
    entered = draft.entered
    late = known is not now or (entered is not None and entered.date() < now.date())
    return replace(draft, entered=known) if late else draft


def to_be_signed(transaction: Transaction, visit: Visit) -> Visit:
    """A visit as it is signed: marked as a late entry where the log knows that it is one.

    Raises:
        ClockWrong: the clock is behind the log.
        NotAllowed: its day is still to come, or it is late and does not say why.
    """
    transaction.refuse_late_clock()
    if visit.date > transaction.clock().date():
        raise NotAllowed(
            f"This visit is dated {date_words(visit.date)}, a day that is still to come.",
            "Set the date of this computer right, or sign it on its day.",
        )
    told = (
        _created(transaction.connection, visit),
        visits.entered(transaction.connection, visit.id),
        visit.entered,
    )
    at = max(filter(None, told), key=datetime.timestamp, default=transaction.clock())
    if at.date() <= visit.date:
        return visit
    if visit.entered is None:
        return replace(visit, entered=at)
    if not visit.late_reason.strip():
        raise NotAllowed(
            f"Late entry for {date_words(visit.date)}: it was first stored on "
            f"{date_words(at.date())}.",
            "Open the visit again and say why it was not written that day.",
        )
    return visit if visit.late else replace(visit, entered=at)


def _created(connection: Connection, visit: Visit) -> datetime | None:
    """The time of the line that tells of the first save; None for an import, or not stored yet."""
    moved = select(audit.c.patient_id).where(
        audit.c.action == AuditAction.MOVE.value, audit.c.visit_id == visit.id
    )
    owners = {visits.patient_of_episode(connection, visit.episode_id)}
    owners.update(connection.scalars(moved))
    # By patient, not by action or in order: a long log is not walked for it.
    wanted = select(audit.c.number, audit.c.at, audit.c.action, audit.c.detail).where(
        audit.c.patient_id.in_(owners), audit.c.visit_id == visit.id
    )
    lines = (
        line
        for line in connection.execute(wanted)
        if line.action == AuditAction.CREATE.value and not line.detail
    )
    first = min(lines, key=lambda line: line.number, default=None)
    return datetime.fromisoformat(first.at) if first is not None else None
