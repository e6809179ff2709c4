"""The log of an episode between visits: what a store offers, and how entries are made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.care.episode_log import (
    EpisodeEntry,
    EpisodeLog,
    EpisodeRecord,
    NextVisit,
    booked_from,
)
from pt_chart.clinical.sound_text import sound


def entry_id(record: EpisodeRecord) -> str:
    """The id of a new entry; that of a booked visit begins with its day (see `booked_from`)."""
    unique = str(uuid4())
    return f"{booked_from(record.day)}{unique}" if isinstance(record, NextVisit) else unique


def belongs(entry: EpisodeEntry) -> bool:
    """Whether an entry has an id of its kind: a booked visit is moved by a new entry only."""
    record = entry.record
    return not isinstance(record, NextVisit) or entry.id.startswith(booked_from(record.day))


class EntryChanged(WorldError):
    """Someone else corrected the entry first; nothing was lost, both versions are kept."""

    message = "This entry was corrected somewhere else since it was shown."
    advice = "Look at the newer version, then correct that one."


class EpisodeEntries(Protocol):
    """The part of a store that keeps episode logs."""

    def episode_log(self, episode_id: str) -> EpisodeLog:
        """Every version of every entry of an episode, in the order written.

        Who may not read clinical notes gets contacts and authorizations, no referrals.
        """
        ...

    def add_episode_entry(self, entry: EpisodeEntry) -> None:
        """Write one version of an entry; earlier versions stay as they are.

        Raises:
            EntryChanged: this version is there already.
            ValueError: a booked visit whose id is not that of its day (`entry_id`).
            RecordMissing: there is no such episode.
        """
        ...


def new_entry(
    store: EpisodeEntries, episode_id: str, record: EpisodeRecord, by: str, at: datetime
) -> EpisodeEntry:
    """Write a new entry and return it.

    Raises:
        WorldError: the chart could not be written.
    """
    entry = EpisodeEntry(entry_id(record), episode_id, 1, sound(record), by, at)
    store.add_episode_entry(entry)
    return entry


def correct(
    store: EpisodeEntries, entry: EpisodeEntry, record: EpisodeRecord, by: str, at: datetime
) -> EpisodeEntry:
    """Write the next version of an entry; nothing happens when it says the same.

    Raises:
        EntryChanged: there is a newer version already.
    """
    if record == entry.record:
        return entry
    newer = replace(entry, version=entry.version + 1, record=sound(record), by=by, at=at)
    store.add_episode_entry(newer)
    return newer


def strike(
    store: EpisodeEntries, entry: EpisodeEntry, reason: str, by: str, at: datetime
) -> EpisodeEntry:
    """Mark an entry as made in error; it stays readable.

    Raises:
        ValueError: there is no reason.
        EntryChanged: there is a newer version already.
    """
    if not reason.strip():
        raise ValueError("Striking an entry needs a reason; type why it is wrong.")
    newer = replace(entry, version=entry.version + 1, struck=sound(reason.strip()), by=by, at=at)
    store.add_episode_entry(newer)
    return newer
