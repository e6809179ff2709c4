"""Digests by which lines of the log hold a record without telling what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pt_chart.store import content
from pt_chart.store.records import episode, kept_version, patient

_DERIVED = ("sort_name", "searchable", "given_sort", "last_visit", "last_tier", "merged_into")
_PATIENT = tuple(one.name for one in patient.c if one.name not in (*_DERIVED, "place"))
_EPISODE = tuple(one.name for one in episode.c)
_VERSION = tuple(one.name for one in kept_version.c)
_FILE = ("id", "name", "media", "size", "digest", "pages", "remarks", "at", "user_id", "user_name")
_ENTRY = ("id", "version", "episode_id", "kind", "content", "by", "at", "struck")


def file_record(row: Mapping[str, Any]) -> str:
    """The digest of what an attached file is called and who brought it when (hexadecimal)."""
    return _digest(row, _FILE)


def removal_record(removed: str) -> str:
    """The digest of who removed a file when and why, as it is stored (hexadecimal)."""
    return sha256(removed.encode()).hexdigest()


def entry_record(row: Mapping[str, Any]) -> str:
    """The digest of one version of an entry of an episode's log (hexadecimal)."""
    return _digest(row, _ENTRY)


def patient_record(row: Mapping[str, Any]) -> str:
    """The digest of what is recorded of a patient, without what follows from it (hexadecimal)."""
    return _digest(row, _PATIENT)


def episode_record(row: Mapping[str, Any]) -> str:
    """The digest of an episode: complaint, onset, precautions, medicines, whose (hexadecimal)."""
    return _digest(row, _EPISODE)


def version_record(row: Mapping[str, Any]) -> str:
    """The digest of a version kept beside a visit (hexadecimal)."""
    return _digest(row, _VERSION)


def form_record(text: str) -> str:
    """The digest of the text of a form (hexadecimal)."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(row: Mapping[str, Any], parts: tuple[str, ...]) -> str:
    return sha256(content.dump([row[part] for part in parts]).encode()).hexdigest()
