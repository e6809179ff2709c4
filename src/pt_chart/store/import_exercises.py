"""Own exercises of another clinic that came with a patient: kept, and taken out when unused."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import Connection, select

from pt_chart.charting.exchange_port import UsedExercise
from pt_chart.charting.own_exercises import EXERCISES, PICTURES, exercise_record
from pt_chart.charting.transfer_port import BroughtIn, ImportRefused
from pt_chart.store import files
from pt_chart.store.records import visit_part


def put(connection: Connection, new: Iterable[UsedExercise]) -> None:
    """Keep exercises with their pictures.

    Raises:
        ImportRefused: an exercise of that id is there already.
    """
    for one in new:
        if files.one(connection, EXERCISES, one.exercise.id) is not None:
            raise ImportRefused
        files.put(connection, EXERCISES, one.exercise.id, exercise_record(one.exercise))
        if one.picture:
            files.put(connection, PICTURES, one.exercise.id, one.picture)


def marks(new: Iterable[UsedExercise]) -> dict[str, str]:
    """The exercises with a digest of each."""
    return {one.exercise.id: _mark(exercise_record(one.exercise)) for one in new}


def take_out(connection: Connection, brought: BroughtIn) -> None:
    """Take exercises out again, but those that were changed or that a program still uses."""
    for name, mark in brought.exercises.items():
        kept = files.one(connection, EXERCISES, name)
        used = select(visit_part.c.visit_id).where(visit_part.c.content.contains(name)).limit(1)
        if kept is None or _mark(kept) != mark or connection.scalar(used) is not None:
            continue
        files.remove(connection, EXERCISES, name)
        files.remove(connection, PICTURES, name)


def _mark(kept: bytes) -> str:
    return sha256(kept).hexdigest()[:16]
