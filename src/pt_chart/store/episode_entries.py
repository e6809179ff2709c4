"""Episode logs in the database: versions of entries, one row each, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from pt_chart.charting.episode_entries import EntryChanged, belongs
from pt_chart.clinical.care.episode_log import (
    RECORD_NAMES,
    RECORDS,
    EpisodeEntry,
    EpisodeLog,
)
from pt_chart.store import content
from pt_chart.store.engine import rows
from pt_chart.store.record_digests import entry_record
from pt_chart.store.records import episode_entry
from pt_chart.store.translate import Row, stored_text

CLINICAL = frozenset({"referral"})
"""Kinds that only who may read notes is shown."""


def log_of(connection: Connection, episode_id: str, *, clinical: bool) -> EpisodeLog:
    """See `EpisodeEntries.episode_log`."""
    wanted = select(episode_entry).where(episode_entry.c.episode_id == episode_id)
    if not clinical:
        wanted = wanted.where(episode_entry.c.kind.not_in(CLINICAL))
    order = (episode_entry.c.at, episode_entry.c.id, episode_entry.c.version)
    return EpisodeLog(tuple(entry_of(row) for row in rows(connection, wanted.order_by(*order))))


def add(connection: Connection, entry: EpisodeEntry) -> str:
    """See `EpisodeEntries.add_episode_entry`; returns the digest of the row.

    Raises:
        EntryChanged: this version is there already, or one before it is missing.
        ValueError: its id does not belong to its day.
    """
    if not belongs(entry):
        raise ValueError("A booked visit moves to another day by a new entry.")
    last = connection.scalar(
        select(episode_entry.c.version)
        .where(episode_entry.c.id == entry.id)
        .order_by(episode_entry.c.version.desc())
        .limit(1)
    )
    if (last or 0) + 1 != entry.version:
        raise EntryChanged
    row = {
        "id": entry.id,
        "version": entry.version,
        "episode_id": entry.episode_id,
        "kind": RECORD_NAMES[type(entry.record)],
        "content": content.dump(entry.record),
        "by": entry.by,
        "at": entry.at.isoformat(),
        "struck": stored_text(entry.struck),
    }
    connection.execute(insert(episode_entry).values(**row))
    return entry_record(row)


def entry_of(row: Row) -> EpisodeEntry:
    kind = RECORDS.get(row["kind"])
    if kind is None:
        raise content.UnreadableContent(f"an entry of kind {row['kind']!r}")
    return EpisodeEntry(
        row["id"],
        row["episode_id"],
        row["version"],
        content.load(kind, row["content"]),
        row["by"],
        datetime.fromisoformat(row["at"]),
        row["struck"],
    )
