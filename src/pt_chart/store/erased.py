"""Whose records were erased stays away: an id does not come back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from pt_chart.charting.errors import RecordErased
from pt_chart.store.records import erasure


def refuse_erased(connection: Connection, patient_ids: Iterable[str]) -> None:
    """Keep the id of somebody whose records were erased from coming back.

    Raises:
        RecordErased: one of the ids is such a one.
    """
    ids = set(patient_ids)
    if ids & set(connection.scalars(select(erasure.c.patient_id))):
        raise RecordErased
