"""Advice for each day, what to leave out and why, and the plan for a bad day."""

from __future__ import annotations

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety, sidewords
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.handout import DailyAdvice
from pt_chart.clinical.program.library import Exercise, ExerciseKind, ExerciseLibrary
from pt_chart.clinical.program.phrases import GENERAL, ConditionStory
from pt_chart.clinical.program.places import pain_places
from pt_chart.clinical.sides import Side

REST_POSITION = "position_90_90"
WALK = "walking_program"
RIDE = "stationary_bike"
OPERATED = ("SURGERY_CLEARANCE", "HIP_PRECAUTION")
ASK_TO_DRIVE = "driving_ask"
AT_THE_BACK = {"back", "pelvis", "buttock", "leg"}
"""Complaints that a roll behind the low back may be for."""
MOST_LEFT_OUT = 3
MOST_SMALL = 5
FALLS_ADVICE = "falls"
NUMB_FEET = ("numbness_both_soles", "stocking_sensory_loss", "neuropathy_known")
ADULT = 18
LEAVE_OUT = "no"
"""Topic of advice that says what to leave out."""
SAID_BY_RULE = {
    "bending_strain": ("ACUTE_STRAIN", "TENDON_TEAR"),
    "sit_bone": ("PHT_COMPRESSION", "NEURAL_POSITIVE", "TENDON_TEAR"),
}
"""Rules that say what a story's own advice says."""

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


def advice_for(
    story: ConditionStory,
    program: Program,
    facts: Facts,
    library: ExerciseLibrary,
    *,
    waiting: bool = False,
) -> tuple[DailyAdvice, ...]:
    """The story's advice as it fits the case: an operation, numb feet, a child, a falls risk.

    Where the program has a walk of its own, that is the walking there is. No walk is advised that
    a rule holds back as an exercise, nor one beside the exercises of a case that is ``waiting``
    for a doctor.
    """
    known = library.phrases.advice
    numb = _there(NUMB_FEET, facts)
    still = safety.blocking(library.exercises[WALK], Side.BOTH, facts, library)
    operated = any(safety.rule_holds(rule, facts, library) for rule in OPERATED)
    ids = [_fitting(id, story, facts, library, numb=numb) for id in story.advice]
    aerobic = [library.exercises[item.exercise].kind is ExerciseKind.AEROBIC
               for item in program.items]  # fmt: skip
    if still or waiting or any(aerobic):
        ids = [id for id in ids if known[id].topic != "walking"]
    if still:
        ids = [id for id in ids if known[id].topic not in {"sitting", "work"}]
    if still or operated:
        ids = [ASK_TO_DRIVE if known[id].topic == "driving" else id for id in ids]
    if operated:
        ids = ["surgeon", *(id for id in ids if known[id].topic not in {"sleep", "work"})]
    if facts.age is not None and facts.age < ADULT:
        ids = ["grown_up", *(id for id in ids if known[id].topic not in {"driving", "work"})]
    if numb:
        ids.append("feet")
    if numb or safety.rule_holds(safety.BALANCE, facts, library):
        ids.append(FALLS_ADVICE)
    said = [id for id in dict.fromkeys(ids) if known[id].topic != LEAVE_OUT]
    return tuple(DailyAdvice(known[id].topic, known[id].heading, known[id].text) for id in said)


def _there(findings: tuple[str, ...], facts: Facts) -> bool:
    return any(value is True for id in findings for value in facts.recorded(id).values())


def _fitting(
    id: str, story: ConditionStory, facts: Facts, library: ExerciseLibrary, *, numb: bool
) -> str:
    """No roll at a back that was operated, that bending back hurts, or that nobody complains of;
    no driving on feet that do not feel."""
    if id == "sitting":
        places = set(pain_places(facts))
        elsewhere = story.condition == GENERAL and bool(places) and not places & AT_THE_BACK
        rules = ("EXTENSION_SENSITIVE", "ACUTE_STRAIN", *OPERATED)
        if elsewhere or any(safety.rule_holds(rule, facts, library) for rule in rules):
            return "sitting_plain"
    return "driving_nerve" if id == "driving" and numb else id


def leave_out(
    story: ConditionStory, program: Program, facts: Facts, library: ExerciseLibrary
) -> tuple[str, ...]:
    """What to leave out and why: the patient's words of the blocking rules that hold.

    Where none of them speaks of the story's own condition, its advice is among them: one list,
    that does not say a thing twice.

    A rule that the clinician overrode for an exercise of this program is not printed, so that
    the sheet does not contradict itself.
    """
    overridden = {
        rule.id
        for item in program.items
        for rule in safety.blocking(library.exercises[item.exercise], item.side, facts, library)
        if item.overrides(rule.id)
    }
    found = [
        rule.patient
        for rule in library.rules.values()
        if rule.effect == "block"
        and rule.patient
        and rule.id not in overridden
        and safety.rule_holds(rule.id, facts, library)
    ]
    own = [
        library.phrases.advice[id].text
        for id in story.advice
        if library.phrases.advice[id].topic == LEAVE_OUT
        and not any(safety.rule_holds(rule, facts, library) for rule in SAID_BY_RULE.get(id, ()))
    ]
    return tuple(dict.fromkeys((*found, *own)))[:MOST_LEFT_OUT]


def flare_plan(
    program: Program, facts: Facts, library: ExerciseLibrary, *, waiting: bool = False
) -> tuple[str, ...]:
    """The steps for a bad day: the easiest exercise only, rest, a short walk, start again.

    A case that is ``waiting`` for a doctor takes no walk beside its exercises.
    """
    phrases = library.phrases
    steps = []
    if program.items:
        steps.append(_only_the_easiest(program, facts, library))
    rest = library.exercises.get(REST_POSITION)
    blocked = rest is None or safety.blocking(rest, Side.BOTH, facts, library)
    steps.append(phrases.text("flare.rest_side" if blocked else "flare.rest"))
    walk = library.exercises.get(WALK)
    kinds = [library.exercises[item.exercise].kind for item in program.items]
    if ExerciseKind.AEROBIC in kinds and len(kinds) > 1:
        steps.append(phrases.text(_less_of(program, library)))
    free = walk is not None and not safety.blocking(walk, Side.BOTH, facts, library)
    if free and not waiting and ExerciseKind.AEROBIC not in kinds:
        steps.append(phrases.text("flare.walk"))
    if program.items:
        count = len(program.items)
        key = "flare.again_one" if count == 1 else "flare.again_many"
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


def _only_the_easiest(program: Program, facts: Facts, library: ExerciseLibrary) -> str:
    """The gentlest one, never one that is given in spite of a rule: a bad day is not its day."""
    pairs = [
        (exercise, item)
        for item in program.items
        for exercise in (library.exercises[item.exercise],)
        if not safety.blocking(exercise, item.side, facts, library)
    ]
    if not pairs:
        return library.phrases.text("flare.none")
    exercise, item = min(pairs, key=lambda pair: _GENTLEST.index(pair[0].kind))
    name = sidewords.fill(exercise.patient_name, item.side, library.phrases).lower()
    count = _half(item, exercise)
    if count:
        key = "flare.only_once" if count == 1 else "flare.only_times"
        return library.phrases.text(key).format(name=name, count=count)
    return library.phrases.text("flare.only").format(name=name)


def _half(item: ProgramItem, exercise: Exercise) -> int:
    """Half the repetitions, five at most; 0 where it is not counted, done once, or held."""
    if (item.dose.reps or 0) < 2 or exercise.kind is ExerciseKind.STATIC_STRETCH:
        return 0
    return min(MOST_SMALL, (item.dose.reps or 0) // 2)
