"""The plan for a bad day."""

from __future__ import annotations

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety, sidewords
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.library import Exercise, ExerciseKind, ExerciseLibrary
from pt_chart.clinical.program.lights import QUIET
from pt_chart.clinical.sides import Side

REST_POSITION = "position_90_90"
WALK = "walking_program"
RIDE = "stationary_bike"
FLOW = "VASC_REFER"
"""Legs that may get too little blood are not raised to rest."""
MOST_SMALL = 5
LOADED = (ExerciseKind.STRENGTH, ExerciseKind.TENSIONER)
HABITS = (ExerciseKind.SELF_CARE, ExerciseKind.CLINIC_ONLY)
"""Kinds that go on as ever on a bad day: a pillow, a pack, breaks from sitting."""

HARDER = ("hamstring_heavy", "loaded", "weight_bearing", "spinal_extension")
"""Properties that make an exercise the harder one of its kind, the most telling first."""

_GENTLEST = (
    ExerciseKind.SLIDER,
    ExerciseKind.DIRECTIONAL,
    ExerciseKind.MOBILITY,
    ExerciseKind.TRUNK_CONTROL,
    ExerciseKind.STATIC_STRETCH,
    ExerciseKind.POSITION,
    ExerciseKind.AEROBIC,
    ExerciseKind.SELF_CARE,
    ExerciseKind.STRENGTH,
    ExerciseKind.TENSIONER,
    ExerciseKind.CLINIC_ONLY,
)
"""Which kind of exercise a bad day keeps, gentlest first."""


def flare_plan(
    program: Program, facts: Facts, library: ExerciseLibrary, *, waiting: bool = False
) -> tuple[str, ...]:
    """The steps for a bad day: the easiest exercise only, rest, a short walk, start again.

    A case that is ``waiting`` for a doctor takes no walk beside its exercises.
    """
    phrases = library.phrases
    steps = []
    easiest = _easiest(program, facts, library)
    kinds = [library.exercises[item.exercise].kind for item in program.items]
    if not set(kinds) <= set(HABITS):
        steps.append(_only(easiest, library) if easiest else phrases.text("flare.none"))
    rest = library.exercises.get(REST_POSITION)
    blocked = rest is None or safety.blocking(rest, Side.BOTH, facts, library)
    bent = any(safety.rule_holds(rule, facts, library) for rule in ("FLEXION_SENSITIVE", FLOW))
    if easiest is None or easiest[1].kind is not ExerciseKind.POSITION:
        steps.append(phrases.text("flare.rest_side" if blocked or bent else "flare.rest"))
    walk = library.exercises.get(WALK)
    kept = easiest is not None and easiest[1].kind is ExerciseKind.AEROBIC
    if ExerciseKind.AEROBIC in kinds and len(kinds) > 1 and not kept:
        steps.append(phrases.text(_less_of(program, library)))
    free = walk is not None and not safety.blocking(walk, Side.BOTH, facts, library)
    if free and not waiting and ExerciseKind.AEROBIC not in kinds:
        steps.append(phrases.text("flare.walk"))
    if program.items:
        count = len(program.items)
        key = {1: "flare.again_one", 2: "flare.again_two"}.get(count, "flare.again_many")
        steps.append(phrases.text(key).format(count=count))
    return tuple(steps)


def _less_of(program: Program, library: ExerciseLibrary) -> str:
    """The key of the step that halves the walks and rides of the program."""
    aerobic = {
        item.exercise
        for item in program.items
        if library.exercises[item.exercise].kind is ExerciseKind.AEROBIC
    }
    if aerobic == {RIDE}:
        return "flare.ride_less"
    return "flare.walk_or_ride_less" if RIDE in aerobic else "flare.walk_less"


def _easiest(
    program: Program, facts: Facts, library: ExerciseLibrary
) -> tuple[int, Exercise, ProgramItem] | None:
    """The gentlest one with its number: no habit, none that is given in spite of a rule, and one
    that a rule minds only where there is no other. None where a bad day has none."""
    ranked = []
    for number, item in enumerate(program.items, 1):
        exercise = library.exercises[item.exercise]
        if exercise.kind in HABITS or safety.blocking(exercise, item.side, facts, library):
            continue
        minded = bool(safety.cautions(exercise, item.side, facts, library))
        place = _GENTLEST.index(exercise.kind)
        ranked.append(((exercise.kind in LOADED, minded, place, *_effort(exercise), number), item))
    if not ranked:
        return None
    order, item = min(ranked, key=lambda one: one[0])
    return order[-1], library.exercises[item.exercise], item


def _effort(exercise: Exercise) -> tuple[bool, ...]:
    """What asks more of the body within a kind, the most telling first."""
    return (exercise.traffic.id != QUIET, *(one in exercise.properties for one in HARDER))


def _only(easiest: tuple[int, Exercise, ProgramItem], library: ExerciseLibrary) -> str:
    number, exercise, item = easiest
    name = sidewords.fill(exercise.patient_name, item.side, library.phrases).lower()
    count = _half(item, exercise)
    key = "flare.only"
    if exercise.kind is ExerciseKind.POSITION:
        key = "flare.only_ease"
    elif count:
        key = "flare.only_once" if count == 1 else "flare.only_times"
    return library.phrases.text(key).format(name=name, number=number, count=count)


def _half(item: ProgramItem, exercise: Exercise) -> int:
    """Half the repetitions, five at most; 0 where it is not counted, done once, or held."""
    if (item.dose.reps or 0) < 2 or exercise.kind is ExerciseKind.STATIC_STRETCH:
        return 0
    return min(MOST_SMALL, (item.dose.reps or 0) // 2)
