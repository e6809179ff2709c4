"""The plan of care: problems, goals tied to a measure, prognosis, frequency and duration, ends.

A plan of care stands from the visit in which it was written until a later visit revises it; a
visit that does not revise it holds None and says nothing of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pt_chart.clinical.sides import Side


class ProblemArea(StrEnum):
    """Where a problem stands in the International Classification of Functioning (WHO)."""

    BODY = "body"
    ACTIVITY = "activity"
    PARTICIPATION = "participation"
    ENVIRONMENT = "environment"
    PERSONAL = "personal"

    @property
    def words(self) -> str:
        """As the page and the note say it."""
        return _AREA_WORDS[self]


_AREA_WORDS = {
    ProblemArea.BODY: "body function or structure",
    ProblemArea.ACTIVITY: "activity",
    ProblemArea.PARTICIPATION: "participation",
    ProblemArea.ENVIRONMENT: "environmental factor",
    ProblemArea.PERSONAL: "personal factor",
}


@dataclass(frozen=True, slots=True)
class CareProblem:
    """One problem of the list; ``area`` None when not classified."""

    words: str
    area: ProblemArea | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached.

    ``measure`` is the id of a measure or of an angle ("rmdq", "slr_angle"), "" for a goal in words
    only; ``part`` names one activity of a scale with activities; ``baseline`` and ``target`` are in
    the measure's unit; ``due`` is the day by which. ``id`` is unique in the episode.
    """

    id: str
    words: str
    measure: str = ""
    part: str = ""
    side: Side | None = None
    baseline: float | None = None
    target: float | None = None
    due: date | None = None
    set_on: date | None = None


class GoalState(StrEnum):
    """How a goal stands, as the clinician says it."""

    OPEN = "open"
    PARTLY_MET = "partly_met"
    MET = "met"
    NOT_MET = "not_met"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        """As the page and the note say it."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class GoalReview:
    """The clinician's word on a goal in one visit."""

    goal: str
    state: GoalState
    note: str = ""


class Prognosis(StrEnum):
    """Expected course, as the clinician judges it."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    GUARDED = "guarded"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class PlanOfCare:
    """The plan of care as written or revised in one visit.

    ``times_per_week`` and ``weeks`` are the planned frequency and duration, ``visits`` the planned
    number of visits where it was given itself. ``prognosis_because`` are the reasons in words.
    """

    problems: tuple[CareProblem, ...] = ()
    goals: tuple[Goal, ...] = ()
    prognosis: Prognosis | None = None
    prognosis_because: str = ""
    times_per_week: float | None = None
    weeks: int | None = None
    visits: int | None = None
    discharge_criteria: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()

    @property
    def planned_visits(self) -> int | None:
        """The number of visits planned: as given, else frequency times duration, else None."""
        if self.visits is not None:
            return self.visits
        if self.times_per_week is None or self.weeks is None:
            return None
        return round(self.times_per_week * self.weeks)
