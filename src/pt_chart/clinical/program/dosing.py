"""How much: limits of a dose, holds that the tissue forbids, easier and harder, daily load."""

from __future__ import annotations

from dataclasses import fields, replace

from pt_chart.clinical.program.dosage import Dose, Program, ProgramItem
from pt_chart.clinical.program.library import Exercise, ExerciseKind, ExerciseLibrary
from pt_chart.clinical.sides import Side

TENSIONER_HOLD_S = 2
"""Longest hold of a nerve tensioner in seconds (our default; more would be a static stretch)."""

WARN_ABOVE = 4
STRONG_ABOVE = 6
"""Exercises on one sheet: people do two better than eight (Henry 1999), fewer than four supports
adherence (Bachmann 2018)."""

SECONDS_A_REP = 4
"""Assumed time of one unheld repetition in seconds, only for the estimate of minutes a day."""

MOST_OF_A_DOSE = {
    "sets": 10,
    "reps": 60,
    "hold_s": 120,
    "rest_s": 900,
    "minutes": 120,
    "times_per_day": 12,
    "days_per_week": 7,
}
"""Beyond these no dose means anything (our default, at least 1.5 times the widest limit of the
library); each exercise's own limits are narrower."""

MOST_TIMES_ITS_LIMIT = 3
"""Beyond this many times its own upper limit a part of a dose is a slip (our default)."""

MOST_REPS_A_DAY = 600
"""Repetitions of one exercise in a day, all sets and times (our default)."""

PART_WORDS = {
    "sets": "sets",
    "reps": "repetitions",
    "hold_s": "hold in seconds",
    "rest_s": "rest in seconds",
    "minutes": "minutes",
    "times_per_day": "times a day",
    "days_per_week": "days a week",
}


def longest_hold(exercise: Exercise) -> int | None:
    """The longest hold in seconds that the kind of tissue allows, None = no rule."""
    if exercise.kind is ExerciseKind.SLIDER:
        return 0
    if exercise.kind is ExerciseKind.TENSIONER:
        return TENSIONER_HOLD_S
    return None


def fit(exercise: Exercise, dose: Dose) -> Dose:
    """The dose with the hold the tissue allows: sliders are never held, tensioners 2 s at most."""
    longest = longest_hold(exercise)
    if longest is None or dose.hold_s is None:
        return dose
    return replace(dose, hold_s=min(dose.hold_s, longest))


def problems(exercise: Exercise, dose: Dose) -> tuple[str, ...]:
    """What is wrong with a dose in words that name the part and the allowed range."""
    return (*senseless(exercise, dose), *beyond_limits(exercise, dose))


def senseless(exercise: Exercise, dose: Dose) -> tuple[str, ...]:
    """What no reason can allow: a hold the tissue forbids, a part that means nothing here."""
    found = []
    longest = longest_hold(exercise)
    held = dose.hold_s or 0
    if longest == 0 and held > 0:
        found.append(f"{exercise.name}: a nerve slider is never held; set the hold to 0")
    elif longest is not None and held > longest:
        found.append(f"{exercise.name}: a tensioner is held for {longest} seconds at most")
    found.extend(_missing(exercise, dose))
    for part, value in _given(exercise, dose):
        words = PART_WORDS[part]
        if value < 0:
            found.append(f"{exercise.name}: {words} cannot be below 0")
        elif value and getattr(exercise.limits.high, part) is None:
            unused = "is not part of this exercise's dose; leave it out"
            found.append(f"{exercise.name}: {words} {unused}")
        elif value > most_of(exercise, part):
            most = most_of(exercise, part)
            found.append(f"{exercise.name}: {words} {value} is beyond all sense ({most} at most)")
    daily = (dose.sets or 1) * (dose.reps or 0) * (dose.times_per_day or 1)
    if daily > MOST_REPS_A_DAY:
        found.append(
            f"{exercise.name}: {daily} repetitions a day are beyond all sense"
            f" ({MOST_REPS_A_DAY} at most)"
        )
    return tuple(found)


AMOUNTS = ("sets", "reps", "minutes", "times_per_day", "days_per_week")
"""Parts of a dose that a patient cannot do without, where the exercise has them."""


def _missing(exercise: Exercise, dose: Dose) -> list[str]:
    """Parts that the exercise needs and that are 0 or not said at all, in one sentence."""
    found = [
        f"{PART_WORDS[part]} {'0' if getattr(dose, part) == 0 else 'not said'}"
        for part in AMOUNTS
        if getattr(exercise.limits.low, part) and not getattr(dose, part)
    ]
    told = f"{exercise.name}: {', '.join(found)}: leave the exercise out, or say how much"
    return [told] if found else []


def most_of(exercise: Exercise, part: str) -> int:
    """The most of a part of the dose that any reason can allow; rest and days have one bound."""
    high: int | None = getattr(exercise.limits.high, part)
    if not high or part not in ("reps", "hold_s", "minutes"):
        return MOST_OF_A_DOSE[part]
    return min(MOST_OF_A_DOSE[part], MOST_TIMES_ITS_LIMIT * high)


def beyond_limits(exercise: Exercise, dose: Dose) -> tuple[str, ...]:
    """What leaves the exercise's own limits: it wants a reason, which is kept."""
    found = []
    for part, value in _given(exercise, dose):
        low, high = getattr(exercise.limits.low, part), getattr(exercise.limits.high, part)
        sensible = 0 <= value <= most_of(exercise, part) and (value or part not in AMOUNTS)
        if low is not None and high is not None and not low <= value <= high and sensible:
            found.append(f"{exercise.name}: {PART_WORDS[part]} {value} is outside {low} to {high}")
    return tuple(found)


def _given(exercise: Exercise, dose: Dose) -> list[tuple[str, int]]:
    """The parts that a dose sets; a hold that the tissue rules is judged by that rule alone."""
    ruled = longest_hold(exercise) is not None
    parts = [(part.name, getattr(dose, part.name)) for part in fields(Dose)]
    return [(n, v) for n, v in parts if v is not None and not (n == "hold_s" and ruled)]


def bounded(exercise: Exercise, dose: Dose, part: str, value: int) -> Dose:
    """The dose with one part set as near to a value as the exercise's limits allow.

    A part that the exercise does not use stays out; a hold keeps to what the tissue allows.
    """
    low, high = getattr(exercise.limits.low, part), getattr(exercise.limits.high, part)
    if low is None or high is None:
        return dose
    return fit(exercise, replace(dose, **{part: min(max(value, low), high)}))


def default_item(exercise: Exercise, side: Side) -> ProgramItem:
    """The exercise with its default dose; an exercise without sides is always for both."""
    return ProgramItem(exercise.id, side if exercise.sided else Side.BOTH, exercise.dose)


def easier(exercise: Exercise, library: ExerciseLibrary) -> tuple[Exercise, ...]:
    """The next easier exercises, nearest first."""
    return tuple(library.exercises[id] for id in exercise.easier if id in library.exercises)


def harder(exercise: Exercise, library: ExerciseLibrary) -> tuple[Exercise, ...]:
    """The next harder exercises, nearest first."""
    return tuple(library.exercises[id] for id in exercise.harder if id in library.exercises)


def swapped(item: ProgramItem, exercise: Exercise, side: Side | None = None) -> ProgramItem:
    """The item with another exercise in its place: same side, the new one's default dose.

    The side is kept where the new exercise has one, or is ``side``, for an item whose exercise has
    none; own wording and an override of the old exercise do not carry over.
    """
    return default_item(exercise, side or item.side)


def minutes_a_day(program: Program, library: ExerciseLibrary) -> int:
    """About how long the program takes on a full day, in whole minutes (an estimate)."""
    seconds = 0
    for item in program.items:
        exercise = library.exercises.get(item.exercise)
        if exercise is not None:
            seconds += _seconds(item, exercise)
    return -(-seconds // 60)


def _seconds(item: ProgramItem, exercise: Exercise) -> int:
    dose = item.dose
    times = dose.times_per_day or 1
    if dose.minutes:
        return dose.minutes * 60 * times
    sets, reps = dose.sets or 1, dose.reps or 0
    sides = 2 if exercise.sided and item.side is Side.BOTH else 1
    work = reps * (SECONDS_A_REP + (dose.hold_s or 0))
    return (sets * work * sides + (sets - 1) * (dose.rest_s or 0)) * times
