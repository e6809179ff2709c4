"""A small typed observer, so that charting needs no toolkit to tell its views of a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

E = TypeVar("E")


class Signal(Generic[E]):
    """Calls every connected listener, in order of connection, with each event sent."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[E], None]] = []

    def connect(self, listener: Callable[[E], None]) -> Callable[[], None]:
        """Add a listener; the returned function takes it off again."""
        self._listeners.append(listener)

        def disconnect() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return disconnect

    def send(self, event: E) -> None:
        """Tell everyone who listens at this moment."""
        for listener in tuple(self._listeners):
            listener(event)
