"""What lists show of a patient, held against the visits that it is worked out from."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from pt_chart.store.merged import STANDS
from pt_chart.store.records import episode, patient, visit
from pt_chart.store.visits import NOT_WITHDRAWN

Shown = tuple[str | None, str | None]
"""Day and flag tier of the last visit."""


def problems(connection: Connection) -> Iterator[str]:
    """Patients whose last visit or flag tier is another one than that of their visits."""
    newest = _newest(connection)
    shown = select(patient.c.id, patient.c.last_visit, patient.c.last_tier).where(STANDS)
    nothing: set[Shown] = {(None, None)}
    wrong = sum(
        (row.last_visit, row.last_tier) not in newest.get(row.id, nothing)
        for row in connection.execute(shown)
    )
    if wrong:
        yield f"{wrong} patients show another last visit or flag tier in lists than they had."


def _newest(connection: Connection) -> dict[str, set[Shown]]:
    """The last visits of each person, with all merged records; two of one day and number tie."""
    owner = func.coalesce(patient.c.merged_into, patient.c.id).label("owner")
    seen = select(owner, visit.c.date, visit.c.number, visit.c.tier).select_from(
        visit.join(episode, visit.c.episode_id == episode.c.id).join(
            patient, patient.c.id == episode.c.patient_id
        )
    )
    last: dict[str, tuple[str, int]] = {}
    found: dict[str, set[Shown]] = {}
    for row in connection.execute(seen.where(NOT_WITHDRAWN)):
        place = row.date, row.number
        if row.owner not in last or place > last[row.owner]:
            last[row.owner] = place
            found[row.owner] = set()
        if place == last[row.owner]:
            found[row.owner].add((row.date, row.tier))
    return found
