"""A home exercise program as chosen for one patient."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pt_chart.clinical.sides import Side

DOSE = "DOSE"
"""Stands among overridden rules for a dose beyond the exercise's own limits."""

_WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_WORDS, FEWEST_LETTERS = 2, 8

REASON_WANTED = "Say why in words: two words or more."


def says_why(reason: str) -> bool:
    """Whether a typed reason holds words: two of them, or one of eight letters or more."""
    words = _WORD.findall(reason)
    return len(words) >= FEWEST_WORDS or sum(map(len, words)) >= FEWEST_LETTERS


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

    ``override_reason`` is the clinician's typed reason where a safety rule blocks the exercise or
    the dose leaves its limits; ``overridden`` names the rules that were open when it was given
    (`DOSE` = the dose), so that a rule which comes to hold later is not waved through with them;
    () = whatever is open (a CASE file says it in one breath). ``own_steps`` replaces the library's
    wording when not empty.
    """

    exercise: str
    side: Side
    dose: Dose
    own_steps: tuple[str, ...] = ()
    override_reason: str = ""
    overridden: tuple[str, ...] = ()

    def overrides(self, rule: str) -> bool:
        """Whether the reason given holds words and speaks of a rule, or of the dose."""
        return says_why(self.override_reason) and (not self.overridden or rule in self.overridden)


@dataclass(frozen=True, slots=True)
class ExerciseResponse:
    """What the patient says of one exercise of the last program.

    ``done`` is "yes", "partly" or "no"; ``days`` the days a week it was done; ``felt`` is
    "easier", "same" or "harder" than at first; ``after`` is "better", "same" or "worse": the
    symptoms after it. "" and None = not asked.
    """

    exercise: str
    side: Side
    done: str = ""
    days: int | None = None
    felt: str = ""
    after: str = ""

    @property
    def asked(self) -> bool:
        """Whether anything was recorded."""
        return bool(self.done or self.felt or self.after) or self.days is not None


@dataclass(frozen=True, slots=True)
class Program:
    """The exercises of a handout, in order.

    ``responses`` are what the patient said in this visit of the program before it.
    """

    items: tuple[ProgramItem, ...] = ()
    responses: tuple[ExerciseResponse, ...] = ()
