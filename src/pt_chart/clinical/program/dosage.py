"""A home exercise program as chosen for one patient."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pt_chart.clinical.sides import Side

DOSE = "DOSE"
"""Stands among overridden rules for a dose beyond the exercise's own limits."""

SIDE = "SIDE"
"""Stands there for an exercise of another side than what was recorded."""

DIRECTION = "DIRECTION"
"""Stands there for a directional exercise against another one of the sheet."""

WORDING = "WORDING"
"""Stands there for own words that a rule over the body cannot read."""

TENSION = "TENSION"
"""Stands there for a nerve tensioner, which wants a reason by itself."""

_WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_WORDS, FEWEST_LETTERS = 2, 8
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUN = 4
"""From so many neighboring keys on, letters are a slip over the keyboard."""

_SAYS_NOTHING = frozenset(
    (
        *("no", "none", "not", "nil", "na", "any", "reason", "reasons", "given", "because", "why"),
        *("needed", "required", "override", "overridden", "ok", "okay", "yes", "fine", "sure"),
        *("just", "so", "please", "see", "above", "whatever", "something", "anything", "nothing"),
        *("todo", "tbd", "blah", "bla", "foo", "bar", "lorem", "ipsum", "word", "words", "text"),
        *("the", "an", "it", "is", "am", "of", "to", "for", "and", "this", "that"),
    )
)
"""Words that alone are no reason (our list)."""

REASON_WANTED = "Say why in words: who or what speaks for it, two words or more."


def says_why(reason: str) -> bool:
    """Whether a typed reason holds words that say something.

    Two different ones, one of eight letters or more, or one within three words. Repeated words,
    runs along the keyboard and phrases such as "no reason" say nothing.
    """
    words = dict.fromkeys(word.lower() for word in _WORD.findall(reason))
    telling = [word for word in words if word not in _SAYS_NOTHING and _is_word(word)]
    if len(telling) >= FEWEST_WORDS or any(len(word) >= FEWEST_LETTERS for word in telling):
        return True
    return bool(telling) and len(words) > FEWEST_WORDS


def _is_word(letters: str) -> bool:
    """Not one letter over and over, keys in a row, or four Latin letters without a vowel."""
    if len(set(letters)) == 1:
        return False
    if letters.isascii() and len(letters) >= _RUN and not set(letters) & set("aeiouy"):
        return False
    runs = (letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1))
    return not any(run in row or run[::-1] in row for run in runs for row in _ROWS)


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


def dose_words(dose: Dose) -> str:
    """A dose in words; only what applies."""
    parts = (
        (dose.sets, "sets"),
        (dose.reps, "repetitions"),
        (dose.hold_s, "s hold"),
        (dose.rest_s, "s rest"),
        (dose.minutes, "min"),
        (dose.times_per_day, "times a day"),
        (dose.days_per_week, "days a week"),
    )
    return ", ".join(f"{number} {unit}" for number, unit in parts if number is not None)


@dataclass(frozen=True, slots=True)
class ProgramItem:
    """One exercise of a program.

    ``override_reason`` is the clinician's typed reason where a safety rule blocks the exercise, or
    where its dose leaves its limits or its side what was recorded; ``overridden`` names the rules
    that were open when it was given (`DOSE`, `SIDE`, `WORDING`, `TENSION` = dose, side, own words,
    a tensioner at all), so that a rule which comes to hold later is not waved through with them;
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

    @property
    def reason_word(self) -> str:
        """What the reason given is called: one that goes against nothing is no override."""
        return "Reason" if self.overridden == (TENSION,) else "Override"


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
