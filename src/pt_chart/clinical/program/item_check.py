"""What is wrong with one exercise of a program beside the safety rules: dose, side, own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import (
    DIRECTION,
    DOSE,
    SIDE,
    TENSION,
    WORDING,
    Program,
    ProgramItem,
)
from pt_chart.clinical.program.library import (
    Exercise,
    ExerciseKind,
    ExerciseLibrary,
    SafetyRule,
)
from pt_chart.clinical.program.own_wording import (
    hold_in,
    never_said,
    other_side_alone,
    too_long,
)
from pt_chart.clinical.program.program_problem import BEYOND, OVERRIDE, TENSIONING, ProgramProblem
from pt_chart.clinical.program.recorded_sides import elsewhere, recorded_sides
from pt_chart.clinical.sides import Side


def dose_problems(index: int, item: ProgramItem, exercise: Exercise) -> Iterable[ProgramProblem]:
    """A senseless dose is refused; one beyond its limits wants a reason."""
    longest = dosing.longest_hold(exercise)
    refused = dosing.senseless(exercise, item.dose)
    for message in refused:
        held = longest is not None and (item.dose.hold_s or 0) > longest
        hint = f"hold_s = {longest}" if held else "keep to the exercise's limits"
        yield ProgramProblem(index, exercise.id, "", "refused", message, hint)
    beyond = list(dosing.beyond_limits(exercise, item.dose))
    severity = "warning" if item.overrides(DOSE) else "blocked"
    for message in beyond:
        hint = "" if severity == "warning" else BEYOND
        yield ProgramProblem(index, exercise.id, DOSE, severity, message, hint)


def tension_problems(index: int, item: ProgramItem, exercise: Exercise) -> Iterable[ProgramProblem]:
    """A tensioner wants a reason by itself, which is told wherever the program is."""
    if exercise.kind is not ExerciseKind.TENSIONER:
        return
    name = exercise.name
    if item.overrides(TENSION):
        message = f"{name} is given for a reason: {item.override_reason.strip()}"
        yield ProgramProblem(index, exercise.id, TENSION, "warning", message)
        return
    message = f"{name} needs a reason: it loads the nerve"
    yield ProgramProblem(index, exercise.id, TENSION, "blocked", message, TENSIONING)


def side_problems(
    index: int, item: ProgramItem, exercise: Exercise, facts: Facts
) -> Iterable[ProgramProblem]:
    """The side of the exercise against the recorded findings and the main side."""
    if not exercise.sided:
        return
    name, severity = exercise.name, "warning" if item.overrides(SIDE) else "blocked"
    if exercise.side_from and item.side is Side.BOTH:
        message = f"{name} is for one side; BOTH means nothing here"
        yield ProgramProblem(index, exercise.id, "", "refused", message, "choose LEFT or RIGHT")
        return
    found = facts.get(exercise.side_from) if exercise.side_from else None
    if found in (Side.LEFT, Side.RIGHT) and item.side is not Side(str(found)):
        message = f"{name} is for the {item.side.spelled} side; recorded is {str(found).upper()}"
        hint = f"choose {str(found).upper()}, or give a reason"
        yield ProgramProblem(index, exercise.id, SIDE, severity, message, hint)
        return
    main, other = facts.side, elsewhere(facts)
    if other and item.side is not Side.BOTH and item.side.spelled != other:
        message = f"{name} is for the {item.side.spelled} side; what is recorded is on the {other}"
        hint = "choose that side, correct the main side, or give a reason"
        yield ProgramProblem(index, exercise.id, SIDE, severity, message, hint)
    elif main is not None and item.side is main.mirrored is not Side.BOTH and not other:
        recorded = recorded_sides(facts)
        if recorded and item.side not in recorded:
            message = (
                f"{name} is for the {item.side.spelled} side; recorded is {main.spelled} alone"
            )
            hint = f"choose {main.spelled}, or give a reason"
            yield ProgramProblem(index, exercise.id, SIDE, severity, message, hint)
            return
        message = f"{name} is for the {item.side.spelled} side; the main side is {main.spelled}"
        yield ProgramProblem(index, exercise.id, "", "warning", message, "check that it is meant")


def wording_problems(
    index: int,
    item: ProgramItem,
    exercise: Exercise,
    library: ExerciseLibrary,
    ruling: Sequence[SafetyRule],
) -> Iterable[ProgramProblem]:
    """What own words may not say, and that rules over the body cannot vouch for them.

    ``ruling`` are the blocking rules over the body that hold for the case: what free text asks of
    the body is never read for sure, so a hard stop leaves the library's words alone, and any other
    rule wants a reason.
    """
    steps = item.own_steps or (exercise.steps if exercise.model else ())
    if not steps:
        return
    name = f"{exercise.name}: own wording"
    if trouble := too_long(steps) or never_said(steps, library.own_words):
        yield _refused(index, exercise, f"{name}: {trouble}", "reword the steps")
    if exercise.sided and other_side_alone(steps, item.side):
        severity = "warning" if item.overrides(SIDE) else "blocked"
        message = f"{name} names the {item.side.mirrored.spelled} side alone"
        hint = f"the exercise is for the {item.side.spelled} side; reword, or give a reason"
        yield ProgramProblem(index, exercise.id, SIDE, severity, message, hint)
    yield from _held_words(index, item, exercise, steps)
    yield from _unread_words(index, item, exercise, ruling)
    if item.own_steps and exercise.figure:
        message = f"{name} stands beside the pictures of the library: check that they fit"
        yield ProgramProblem(index, exercise.id, "", "warning", message)


def _refused(index: int, exercise: Exercise, message: str, hint: str) -> ProgramProblem:
    return ProgramProblem(index, exercise.id, "", "refused", message, hint)


def _held_words(
    index: int, item: ProgramItem, exercise: Exercise, steps: Sequence[str]
) -> Iterable[ProgramProblem]:
    held, longest = hold_in(steps), dosing.longest_hold(exercise)
    if held is None or longest is None:
        return
    if longest == 0 or held.seconds > longest:
        kind = "a nerve slider is never held" if longest == 0 else f"{longest} seconds at most"
        message = f"{exercise.name}: own wording asks for a hold; {kind}"
        yield _refused(index, exercise, message, "take the hold out")
    elif not item.overrides(DOSE):
        message = f"{exercise.name}: own wording asks for a hold; a held tensioner needs a reason"
        yield ProgramProblem(index, exercise.id, DOSE, "blocked", message, OVERRIDE)


def _unread_words(
    index: int, item: ProgramItem, exercise: Exercise, ruling: Sequence[SafetyRule]
) -> Iterable[ProgramProblem]:
    stops = [rule.title for rule in ruling if rule.firm]
    if stops:
        message = f"{exercise.name}: no own wording while a hard stop holds ({', '.join(stops)})"
        yield _refused(index, exercise, message, "use the library's words")
    elif ruling and not item.overrides(WORDING):
        titles = ", ".join(rule.title for rule in ruling)
        message = f"{exercise.name}: rules cannot read own wording, and these hold: {titles}"
        hint = "use the library's words, or give a reason why yours keep to them"
        yield ProgramProblem(index, exercise.id, WORDING, "blocked", message, hint)


def repeated(
    index: int, item: ProgramItem, program: Program, exercise: Exercise
) -> Iterable[ProgramProblem]:
    """The same exercise for the same side a second time."""
    for earlier in program.items[:index]:
        same_side = earlier.side is item.side or not exercise.sided
        if earlier.exercise == item.exercise and same_side:
            message = f"{exercise.name} stands twice"
            if exercise.sided:
                message += " for the same side"
            yield ProgramProblem(index, exercise.id, "", "refused", message, "take one out")
            return


WALKS = ("walking_program", "interval_walk_claudication")
"""Walks whose doses contradict each other on one sheet."""


def two_walks(program: Program, library: ExerciseLibrary) -> Iterable[ProgramProblem]:
    """Two walking doses on one sheet: the patient cannot follow both."""
    walks = [
        (place, item.exercise)
        for place, item in enumerate(program.items)
        if item.exercise in WALKS and item.exercise in library.exercises
    ]
    for place, id in walks[1:]:
        if id != walks[0][1]:
            names = " and ".join(library.exercises[walk].name for _, walk in walks)
            message = f"{names} give two walking doses on one sheet"
            yield ProgramProblem(place, id, "", "refused", message, "take one out")


def two_directions(program: Program, library: ExerciseLibrary) -> Iterable[ProgramProblem]:
    """Bending forward and bending back as the direction that helps, on one sheet."""
    ways: dict[str, str] = {}
    for place, item in enumerate(program.items):
        exercise = library.exercises.get(item.exercise)
        if exercise is None or exercise.kind is not ExerciseKind.DIRECTIONAL:
            continue
        way = next((one for one in _WAYS if one in exercise.properties), "")
        other = next((name for known, name in ways.items() if known != way), "")
        if way and other and not item.overrides(DIRECTION):
            message = f"{exercise.name} and {other} go opposite ways: both cannot be what helps"
            hint = "take one out, or give a reason"
            yield ProgramProblem(place, exercise.id, DIRECTION, "blocked", message, hint)
        if way:
            ways.setdefault(way, exercise.name)


_WAYS = ("spinal_flexion", "spinal_extension")


def count_problems(program: Program, library: ExerciseLibrary) -> Iterable[ProgramProblem]:
    """Everything on the sheet counts, as its own words and the checker count."""
    count = sum(item.exercise in library.exercises for item in program.items)
    hint = "2 to 4 are kept up best (Henry 1999, Bachmann 2018)"
    if count > dosing.STRONG_ABOVE:
        yield ProgramProblem(None, "", "", "strong", f"{count} exercises are far too many", hint)
    elif count > dosing.WARN_ABOVE:
        yield ProgramProblem(None, "", "", "warning", f"{count} exercises are many", hint)
