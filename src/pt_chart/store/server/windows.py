"""The windows that are open at a clinic's chart, by what they said of themselves last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from pt_chart.charting.presence import GONE_AFTER_S, REGISTER
from pt_chart.store.server.tables import presence


def still_there() -> ColumnElement[bool]:
    """Whether a window has said something lately."""
    return presence.c.seen > func.now() - timedelta(seconds=GONE_AFTER_S)


def elsewhere(connection: Connection, client: str) -> tuple[str, ...]:
    """Who has the chart open in other windows, as "NAME at WORKSTATION"."""
    wanted = select(presence.c.user_name, presence.c.workstation).distinct()
    found = connection.execute(wanted.where(presence.c.client != client, still_there()))
    return tuple(sorted(f"{row.user_name} at {row.workstation}" for row in found))


def with_visits_open(
    connection: Connection, client: str, visits: Collection[str], patients: Collection[str]
) -> tuple[str, ...]:
    """Who has one of these visits, or any visit of these patients, open in another window.

    Whoever only looks at a patient in the register is not meant.
    """
    found = connection.execute(select(presence).where(presence.c.client != client, still_there()))
    there = {
        f"{row.user_name} at {row.workstation}"
        for row in found
        if row.visit_id in visits
        or (row.patient_id in patients and not row.visit_id.startswith(REGISTER))
    }
    return tuple(sorted(there))
