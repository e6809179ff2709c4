"""What unlocking asks the log costs the same on a long one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection

from pt_chart.charting.audit import AuditAction, AuditEntry, AuditQuery
from pt_chart.store import audit_log, user_lines
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.ledger import Transaction
from tests.fakes import THERAPIST
from tests.store.samples import PATIENT

pytestmark = pytest.mark.on_file

GROWTH = 2.0
EMERGENCIES = AuditQuery(actions=frozenset({AuditAction.EMERGENCY, AuditAction.RECOVERY}), newest=5)


@pytest.mark.parametrize(
    "asked",
    [
        audit_log.latest_time,
        user_lines.rights_told,
        lambda connection: audit_log.report(connection, EMERGENCIES),
    ],
    ids=["latest time", "rights", "emergencies"],
)
def test_steps_do_not_grow_with_the_log(
    chart: ChartFile, asked: Callable[[Connection], object]
) -> None:
    _grow(chart, days=10)
    few = _steps(chart, asked)
    _grow(chart, days=400)
    assert _steps(chart, asked) <= GROWTH * few


def test_the_latest_time_is_found_in_whatever_zone_it_was_written(chart: ChartFile) -> None:
    now = chart._ledger.now
    west = (now + timedelta(minutes=30)).astimezone(_zone(-10))
    east = (now + timedelta(minutes=20)).astimezone(_zone(12))
    chart._write(lambda t: _look(t, west))
    chart._write(lambda t: _look(t, east))
    assert chart._read(audit_log.latest_time) == west


def _grow(chart: ChartFile, *, days: int) -> None:
    """Twenty looks a day, on days before today."""
    first = chart._ledger.now - timedelta(days=days)

    def work(transaction: Transaction) -> None:
        for day in range(days):
            for minute in range(20):
                _look(transaction, first + timedelta(days=day, minutes=minute))

    chart._write(work)


def _look(transaction: Transaction, at: datetime) -> None:
    entry = AuditEntry(AuditAction.VIEW, PATIENT.id)
    transaction.end = audit_log.append(
        transaction.connection, transaction.end, entry, THERAPIST, at
    )


def _steps(chart: ChartFile, asked: Callable[[Connection], object]) -> int:
    """How many steps of its machine the database needs to answer."""

    def count(connection: Connection) -> int:
        steps = []
        driver: Any = connection.connection.dbapi_connection
        driver.set_progress_handler(lambda: steps.append(1), 1)
        try:
            asked(connection)
        finally:
            driver.set_progress_handler(None, 0)
        return len(steps)

    return chart._read(count)


def _zone(hours: int) -> timezone:
    return timezone(timedelta(hours=hours))
