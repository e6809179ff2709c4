"""Alerts, precautions and medicines that an import adds to who is known, and takes out again."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import RecordMissing
from pt_chart.charting.transfer_port import (
    BroughtIn,
    ImportBatch,
    ImportRefused,
    Warnings,
    mark_of,
    with_alerts,
    with_warnings,
    without_alerts,
    without_warnings,
)
from pt_chart.store import register
from pt_chart.store.engine import rows
from pt_chart.store.record_digests import episode_record, patient_record
from pt_chart.store.records import episode, patient


def add_alerts(connection: Connection, batch: ImportBatch) -> dict[str, tuple[str, ...]]:
    """Marks of alerts that known patients did not have, by the record that stands for each.

    Raises:
        ImportRefused: there is no such patient.
    """
    added: dict[str, tuple[str, ...]] = {}
    for patient_id, alerts in batch.alerts.items():
        try:
            person = register.one_patient(connection, patient_id)
        except RecordMissing as error:
            raise ImportRefused from error
        new = tuple(one for one in alerts if one not in person.alerts)
        if new:
            register.put_patient(connection, with_alerts(person, new))
            added[person.id] = (*added.get(person.id, ()), *map(mark_of, new))
    return added


def add_warnings(connection: Connection, batch: ImportBatch) -> dict[str, tuple[str, ...]]:
    """Marks of precautions and medicines that known episodes did not have.

    Raises:
        ImportRefused: there is no such episode.
    """
    added: dict[str, tuple[str, ...]] = {}
    for episode_id, brought in batch.warnings.items():
        known = register.known_episode(connection, episode_id)
        if known is None:
            raise ImportRefused
        new = Warnings(
            tuple(one for one in brought.precautions if one not in known.precautions),
            tuple(one for one in brought.medicines if one not in known.medicines),
        )
        if new.precautions or new.medicines:
            register.put_episode(connection, with_warnings(known, new))
            added[episode_id] = (*map(mark_of, new.precautions), *map(mark_of, new.medicines))
    return added


def take_out(connection: Connection, brought: BroughtIn) -> None:
    """What an import added; who was erased since has none of it."""
    for patient_id, alerts in brought.alerts.items():
        person = register.known_patient(connection, patient_id)
        if person is not None:
            register.put_patient(connection, without_alerts(person, alerts))
    for episode_id, warnings in brought.warnings.items():
        known = register.known_episode(connection, episode_id)
        if known is not None:
            register.put_episode(connection, without_warnings(known, warnings))


def record_words(connection: Connection, patient_id: str, changed: Collection[str]) -> str:
    """How the line of a known patient ends whose record was changed: with its digest."""
    if patient_id not in changed:
        return ""
    found = rows(connection, select(patient).where(patient.c.id == patient_id))
    return "".join(f"; record SHA-256 {patient_record(row)}" for row in found)


def episode_lines(connection: Connection, changed: Collection[str]) -> Iterator[AuditEntry]:
    """The lines of known episodes that were changed, each with its digest."""
    for episode_id in changed:
        for row in rows(connection, select(episode).where(episode.c.id == episode_id)):
            told = f"episode {episode_id}, record SHA-256 {episode_record(row)}"
            yield AuditEntry(AuditAction.CHANGE, row["patient_id"], detail=told)
