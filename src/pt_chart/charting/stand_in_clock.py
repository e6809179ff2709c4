"""A clock in the place of the computer's, while a chart of the past is made up: the demo clinic."""

from __future__ import annotations

from datetime import datetime


class StandInClock:
    """Stands still until it is moved, never back and never past ``latest``."""

    def __init__(self, start: datetime, latest: datetime) -> None:
        self._start = self._now = min(start, latest)
        self._latest = latest

    def __call__(self) -> datetime:
        """The time it stands at."""
        return self._now

    def move(self, to: datetime) -> None:
        """Let it be later; a moment before the one it stands at leaves it there."""
        self._now = max(self._now, min(to, self._latest))

    def elapsed(self) -> float:
        """Seconds since it was started, so that moving it is no jump of a clock."""
        return (self._now - self._start).total_seconds() + 1
