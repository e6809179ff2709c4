"""One visit for one attendance, also where two windows begin it within the same minutes."""

from __future__ import annotations

from datetime import date

from pt_chart.charting.ports import ChartStore
from pt_chart.charting.register_rows import IMPORTED
from pt_chart.clinical.visit import Visit


def begun_on(store: ChartStore, episode_id: str, day: date) -> Visit | None:
    """The unsigned visit of a day that an episode has, None where it has none.

    One that came from a file is somebody else's.
    """
    drafts = (
        visit
        for visit in store.visits_of(episode_id)
        if visit.date == day and not visit.signed and not visit.late_reason.startswith(IMPORTED)
    )
    return next(drafts, None)
