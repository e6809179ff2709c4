"""A workstation's queue of drafts in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pt_chart.charting.away import Waiting
from pt_chart.charting.errors import WorldError
from pt_chart.clinical.visit import Visit


class MemoryQueue:
    """An `AwayDesk` in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Waiting] = {}
        self.closed = False

    def keep(self, waiting: Waiting, done: Callable[[Visit | WorldError], None]) -> None:
        """See `AwayDesk.keep`."""
        self.kept[waiting.mine.id] = waiting
        done(waiting.mine)

    def waiting(self) -> tuple[Waiting, ...]:
        """See `AwayDesk.waiting`."""
        return tuple(self.kept.values())

    def done(self, ident: str) -> None:
        """See `AwayDesk.done`."""
        self.kept.pop(ident, None)

    def set_apart(self, visit_id: str) -> None:
        """See `AwayDesk.set_apart`."""
        apart = f"{visit_id} apart"
        self.kept[apart] = replace(self.kept.pop(visit_id), apart=apart)

    def flush(self) -> None:
        """See `AwayDesk.flush`."""

    def close(self) -> None:
        """See `AwayDesk.close`."""
        self.closed = True
