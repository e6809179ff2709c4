"""The visit after: what the patient says of the last program, what to change, what was changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import Dose, ExerciseResponse, Program, ProgramItem
from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.sides import Side

DONE = {"yes": "done", "partly": "partly done", "no": "not done"}
FELT = {"easier": "felt easier", "same": "felt the same", "harder": "felt harder"}
AFTER = {"better": "better after", "same": "the same after", "worse": "worse after"}


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """One difference between two programs, in words for the clinician."""

    exercise: str
    words: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a response speaks for: ``way`` is "harder", "easier", "keep" or "ask" (not asked).

    ``to`` is the linked exercise to go to, None where the dose changes or nothing is linked.
    """

    way: str
    why: str
    to: Exercise | None = None


def changes(before: Program, now: Program, library: ExerciseLibrary) -> tuple[ProgramChange, ...]:
    """What is new, gone, swapped or dosed differently since the program before."""
    old = {item.exercise: item for item in before.items}
    new = {item.exercise: item for item in now.items}
    said = [_new(id, old, new, library) for id in new if id not in old]
    gone = [id for id in old if id not in new]
    said.extend(ProgramChange(id, f"{_name(id, library)}: no longer") for id in gone)
    for id, item in new.items():
        if id in old and (words := _difference(old[id], item)):
            said.append(ProgramChange(id, f"{_name(id, library)}: {words}"))
    kept_old = [id for id in old if id in new]
    kept_new = [id for id in new if id in old]
    if kept_old != kept_new:
        said.append(ProgramChange("", "other order"))
    return tuple(said)


def _new(
    id: str, old: dict[str, ProgramItem], new: dict[str, ProgramItem], library: ExerciseLibrary
) -> ProgramChange:
    exercise = library.exercises.get(id)
    for way, links in (
        ("a step up from", exercise.easier if exercise else ()),
        ("a step down from", exercise.harder if exercise else ()),
    ):
        for other in links:
            if other in old and other not in new:
                words = f"{_name(id, library)}: {way} {_name(other, library)}"
                return ProgramChange(id, words)
    return ProgramChange(id, f"{_name(id, library)}: new")


def _difference(old: ProgramItem, new: ProgramItem) -> str:
    said = []
    for part in fields(Dose):
        before, after = getattr(old.dose, part.name), getattr(new.dose, part.name)
        if before != after:
            words = dosing.PART_WORDS[part.name]
            said.append(f"{words} {_figure(before)} to {_figure(after)}")
    if old.side is not new.side:
        said.append(f"{old.side.spelled} to {new.side.spelled}")
    if old.own_steps != new.own_steps:
        said.append("other wording")
    return ", ".join(said)


def _figure(value: int | None) -> str:
    return "none" if value is None else str(value)


def _name(id: str, library: ExerciseLibrary) -> str:
    exercise = library.exercises.get(id)
    return exercise.name if exercise is not None else id


def response_to(program: Program, exercise: str, side: Side) -> ExerciseResponse:
    """What was recorded of an exercise of the last program; an empty response when nothing."""
    for one in program.responses:
        if one.exercise == exercise and one.side is side:
            return one
    return ExerciseResponse(exercise, side)


def with_response(program: Program, response: ExerciseResponse) -> tuple[ExerciseResponse, ...]:
    """The responses of a program with one set, or taken out again when nothing is left of it."""
    others = [
        one
        for one in program.responses
        if (one.exercise, one.side) != (response.exercise, response.side)
    ]
    return (*others, response) if response.asked else tuple(others)


def next_step(response: ExerciseResponse, facts: Facts, library: ExerciseLibrary) -> NextStep:
    """What the response speaks for: worse or harder, a step down; easier and not worse, a step up.

    A step that a safety rule holds back is not named.
    """
    exercise = library.exercises.get(response.exercise)
    if exercise is None or not response.asked:
        return NextStep("ask", "not asked yet")
    if response.after == "worse" or response.felt == "harder":
        why = AFTER["worse"] if response.after == "worse" else FELT["harder"]
        to = open_step(dosing.easier(exercise, library), response.side, facts, library)
        return NextStep("easier", why if to else f"{why}: less of it", to)
    if response.done == "no":
        return NextStep("keep", "not done: ask what stood in the way before changing it")
    if response.felt == "easier":
        to = open_step(dosing.harder(exercise, library), response.side, facts, library)
        return NextStep("harder", FELT["easier"] if to else f"{FELT['easier']}: more of it", to)
    return NextStep("keep", "keep it")


def open_step(
    options: Iterable[Exercise], side: Side, facts: Facts, library: ExerciseLibrary
) -> Exercise | None:
    """The first of linked exercises that no safety rule holds back, None when there is none."""
    for exercise in options:
        at = side if exercise.sided else Side.BOTH
        if not safety.blocking(exercise, at, facts, library):
            return exercise
    return None


def why_closed(
    options: Iterable[Exercise],
    taken: Collection[str],
    side: Side,
    facts: Facts,
    library: ExerciseLibrary,
) -> str:
    """Why none of the linked exercises can be taken: on the sheet already, or by which rule."""
    told = []
    for exercise in options:
        at = side if exercise.sided else Side.BOTH
        rules = safety.blocking(exercise, at, facts, library)
        why = "on the sheet already" if exercise.id in taken else ""
        told.append(f"{exercise.name} ({why or ', '.join(rule.title for rule in rules)})")
    return "; ".join(told)


def adherence_words(program: Program, before: Program, library: ExerciseLibrary) -> str:
    """How the last program went in one line for the note, "" when nothing was asked.

    What was not asked is said as not asked.
    """
    if not program.responses:
        return ""
    asked = [response_to(program, item.exercise, item.side) for item in before.items]
    told = [one for one in asked if one.done]
    parts = [f"{sum(one.done == 'yes' for one in told)} of {len(asked)} exercises done"]
    partly, none = (sum(one.done == word for one in told) for word in ("partly", "no"))
    parts += [f"{partly} partly"] if partly else []
    parts += [f"{none} not done"] if none else []
    parts += [f"{len(asked) - len(told)} not asked"] if len(told) < len(asked) else []
    days = [one.days for one in asked if one.days is not None]
    if days:
        low, high = min(days), max(days)
        unit = "day" if low == high == 1 else "days"
        parts.append(f"{low if low == high else f'{low} to {high}'} {unit} a week")
    for words, group in (
        ("easier", [one for one in asked if one.felt == "easier"]),
        ("harder", [one for one in asked if one.felt == "harder"]),
        ("worse after", [one for one in asked if one.after == "worse"]),
    ):
        if group:
            parts.append(f"{words}: {', '.join(_name(one.exercise, library) for one in group)}")
    return "; ".join(parts) + "."


def reasons_given(program: Program, library: ExerciseLibrary) -> tuple[str, ...]:
    """Each reason kept with the program: for which exercise, and against which rules it goes."""
    said = []
    for item in program.items:
        exercise = library.exercises.get(item.exercise)
        if not item.override_reason or exercise is None:
            continue
        named = [library.rules[id].title for id in item.overridden if id in library.rules]
        rule = f" ({'; '.join(named)})" if named else ""
        against = f" in spite of a rule{rule}" if item.reason_word == "Override" else ""
        said.append(f"{exercise.name}{against}: {item.override_reason}")
    return tuple(said)


def summary_words(program: Program, library: ExerciseLibrary) -> str:
    """A program in one line a exercise, as it is pasted into a note."""
    lines = []
    for item in program.items:
        exercise = library.exercises.get(item.exercise)
        side = f", {item.side.spelled}" if exercise is not None and exercise.sided else ""
        dose = ", ".join(_dose_words(item.dose))
        given = item.override_reason
        override = f" {item.reason_word}: {given}" if given else ""
        lines.append(f"{_name(item.exercise, library)}{side}: {dose}.{override}")
    return "\n".join(lines)


def _dose_words(dose: Dose) -> Iterable[str]:
    words = {
        "sets": "{} sets",
        "reps": "{} times",
        "hold_s": "hold {} s",
        "rest_s": "rest {} s",
        "minutes": "{} min",
        "times_per_day": "{} a day",
        "days_per_week": "{} days a week",
    }
    for part in fields(Dose):
        value = getattr(dose, part.name)
        if value:
            yield words[part.name].format(value)
