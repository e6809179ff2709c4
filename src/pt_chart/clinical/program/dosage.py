"""A home exercise program as chosen for one patient."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.sides import Side


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of an exercise. None = this part does not apply. Times in seconds and minutes."""

    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    rest_s: int | None = None
    minutes: int | None = None
    times_per_day: int | None = None
    days_per_week: int | None = None


@dataclass(frozen=True, slots=True)
class ProgramItem:
    """One exercise of a program.

    ``override_reason`` is the clinician's typed reason where a safety rule blocks the exercise;
    ``own_steps`` replaces the library's wording when not empty.
    """

    exercise: str
    side: Side
    dose: Dose
    own_steps: tuple[str, ...] = ()
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """The exercises of a handout, in order."""

    items: tuple[ProgramItem, ...] = ()
