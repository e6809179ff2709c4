"""What charting tells its views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.visit import Visit


class Part(StrEnum):
    """A part of the visit, or the episode around it, that can change on its own."""

    ANSWERS = "answers"
    CHART = "chart"
    PROGRAM = "program"
    PLAN = "plan"
    FLAGS = "flags"
    HYPOTHESIS = "hypothesis"
    ADMINISTRATION = "administration"
    NOTE = "note"
    WITHIN = "within"
    STATUS = "status"
    EPISODE = "episode"


@dataclass(frozen=True, slots=True)
class VisitChanged:
    """The visit has a new value: which parts, and who caused it (a view skips its own echo)."""

    visit: Visit
    parts: frozenset[Part]
    origin: object = None


class Level(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for the notice bar: what happened, what to do, and where.

    ``passing``: what was wrong is settled once the next input is taken. ``standing``: it is true
    as long as the chart is open, so it comes back after whatever is told in its place.
    """

    level: Level
    text: str
    advice: str = ""
    place: str = ""
    passing: bool = False
    standing: bool = False

    @classmethod
    def of(cls, error: WorldError) -> Notice:
        """The notice that tells of a failed environment."""
        return cls(Level.PROBLEM, error.message, error.advice)


@dataclass(frozen=True, slots=True)
class SaveState:
    """Whether the draft on screen is in the chart.

    ``saved_at`` is the last acknowledged save; ``pending`` means an edit is on its way;
    ``problem`` is what keeps it from being saved (the draft stays in memory and is retried);
    ``away``: it is kept, encrypted, at this workstation, because the server cannot be reached.
    ``kept_here``: it is on its way to a server that is silent, and kept at this workstation too.
    """

    saved_at: datetime | None = None
    pending: bool = False
    problem: WorldError | None = None
    away: bool = False
    kept_here: bool = False
