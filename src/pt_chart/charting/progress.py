"""How far slow work has come, and the wish to stop it; safe to read from another thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pt_chart.charting.errors import WorldError

T = TypeVar("T")
_EVERY = 500


class Cancelled(WorldError):
    """The person stopped the work; nothing of it was kept."""

    message = "Stopped. Nothing was changed."
    advice = "Start it again when you want to."


class Progress:
    """Told by the work in words and counts; `stop` ends it at the next count."""

    def __init__(self, told: Callable[[str], None] = lambda _words: None) -> None:
        """``told`` hears every step, on the thread of the work."""
        self._told = told
        self._stopped = False

    def stop(self) -> None:
        """The work should end; it may be past the point where it can."""
        self._stopped = True

    @property
    def stopped(self) -> bool:
        """Whether somebody asked for the end."""
        return self._stopped

    def say(self, words: str) -> None:
        """A step begins.

        Raises:
            Cancelled: the person stopped the work.
        """
        if self._stopped:
            raise Cancelled
        self._told(words)

    def count(
        self, words: str, items: Iterable[T], total: int = 0, *, every: int = _EVERY
    ) -> Iterator[T]:
        """The items, counted while they are worked on, told of ``every`` so many.

        Raises:
            Cancelled: the person stopped the work.
        """
        of = f" of {total:,}" if total else ""
        for number, item in enumerate(items):
            if number % every == 0:
                self.say(f"{words} {number:,}{of}" if number else words)
            yield item
