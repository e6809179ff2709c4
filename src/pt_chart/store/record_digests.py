"""Digests by which lines of the log hold a record without telling what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pt_chart.store import content

_FILE = ("id", "name", "media", "size", "digest", "pages", "remarks", "at", "user_id", "user_name")
_ENTRY = ("id", "version", "episode_id", "kind", "content", "by", "at", "struck")


def file_record(row: Mapping[str, Any]) -> str:
    """The digest of what an attached file is called and who brought it when (hexadecimal)."""
    return _digest(row, _FILE)


def entry_record(row: Mapping[str, Any]) -> str:
    """The digest of one version of an entry of an episode's log (hexadecimal)."""
    return _digest(row, _ENTRY)


def _digest(row: Mapping[str, Any], parts: tuple[str, ...]) -> str:
    return sha256(content.dump([row[part] for part in parts]).encode()).hexdigest()
