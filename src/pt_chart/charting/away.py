"""Work that goes on at this workstation while the clinic's server cannot be reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.reasoning.results import Tier
from pt_chart.clinical.visit import Visit


class ServerAway(WorldError):
    """What was asked needs the server, which is away; drafts can still be written."""

    message = "The clinic's server is away, and this needs it."
    advice = "Drafts that are open here can be written on; do this as soon as the server is back."

    @classmethod
    def to(cls, what: str) -> ServerAway:
        """Say what has to wait ("sign")."""
        return cls(f"The clinic's server is away: you cannot {what} until it is back.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft kept at this workstation: what it grew from on the server, and what it is now.

    ``at`` is when it was last kept. With ``mine`` as ``base`` it is merely open, nothing waits.
    """

    patient: Patient
    episode: Episode
    base: Visit
    mine: Visit
    at: datetime
    tier: Tier | None = None
    apart: str = field(default="", compare=False)
    """What it is called in the queue where it waits apart from its visit, see `set_apart`."""

    @property
    def ident(self) -> str:
        """What it is called in the queue."""
        return self.apart or self.mine.id

    @property
    def changed(self) -> bool:
        """Whether there is something that the server does not have."""
        return self.mine != self.base


class AwayDesk(Protocol):
    """The encrypted queue of one person at one workstation."""

    def keep(self, waiting: Waiting, done: Callable[[Visit | WorldError], None]) -> None:
        """Keep a draft durably, in place of what was kept of it; ``done`` hears on its thread."""
        ...

    def waiting(self) -> tuple[Waiting, ...]:
        """Everything that is kept, earliest first.

        Raises:
            WorldError: the queue cannot be read.
        """
        ...

    def done(self, ident: str) -> None:
        """The server has it, or it was let go: forget what was kept of a draft, by its `ident`."""
        ...

    def set_apart(self, visit_id: str) -> None:
        """What waits of a visit is no part of it any more: its place is free for the visit."""
        ...

    def flush(self) -> None:
        """Wait until everything that was given is kept."""
        ...

    def close(self) -> None:
        """Flush, and forget the key."""
        ...
