"""Which exercises the safety rules hold back for a case, and what is wrong with a program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import Verdict, evaluate
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.dosage import DOSE, Program, ProgramItem
from pt_chart.clinical.program.library import (
    Exercise,
    ExerciseKind,
    ExerciseLibrary,
    SafetyRule,
)
from pt_chart.clinical.program.whole_chart import with_flags
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side

NERVE_SIGNS = "NERVE_SIGNS"
"""The rule that, when it holds, raises any handout's warning block to the nerve one."""

BALANCE = "BALANCE"
"""The rule that, when it holds, adds the falls advice."""

REQUIRED_RULES = (NERVE_SIGNS, BALANCE, "NEURAL_POSITIVE", "CES_OR_PROGRESSIVE")

EMERGENCY_TIERS = (Tier.AMBULANCE, Tier.EMERGENCY)


@dataclass(frozen=True, slots=True)
class ProgramProblem:
    """Something wrong with a program.

    ``item`` is the position in the program (None = the whole program). ``severity``: "blocked"
    until an override gives a reason; "refused" and no override helps; "strong" and "warning" let
    it print. ``rule`` is the safety rule's id or "".
    """

    item: int | None
    exercise: str
    rule: str
    severity: str
    message: str
    hint: str = ""


def concerns(rule: SafetyRule, exercise: Exercise) -> bool:
    """Whether a rule speaks of an exercise at all."""
    return (
        rule.everything
        or rule.id in exercise.cautions
        or exercise.id in rule.exercises
        or exercise.kind in rule.kinds
        or not set(rule.properties).isdisjoint(exercise.properties)
        or (bool(rule.all_but) and set(rule.all_but).isdisjoint(exercise.properties))
    )


def verdict(rule: SafetyRule, facts: Facts, side: Side | None = None) -> Verdict:
    """Whether a rule's condition holds, and the facts it rests on.

    For both sides it is enough that it holds on one.
    """
    return evaluate(rule.when, facts, None if side is Side.BOTH else side)


def blocking(
    exercise: Exercise, side: Side, facts: Facts, library: ExerciseLibrary
) -> tuple[SafetyRule, ...]:
    """The rules that block an exercise for this case; unknown findings do not block.

    As in every function here, ``facts`` are as entered or already complete.
    """
    return rules_that_hold("block", exercise, side, library.complete(facts), library)


def cautions(
    exercise: Exercise, side: Side, facts: Facts, library: ExerciseLibrary
) -> tuple[SafetyRule, ...]:
    """The rules that add a caution to an exercise for this case."""
    return rules_that_hold("caution", exercise, side, library.complete(facts), library)


def rules_that_hold(
    effect: str, exercise: Exercise, side: Side, facts: Facts, library: ExerciseLibrary
) -> tuple[SafetyRule, ...]:
    """The rules of an effect that hold; ``facts`` are complete already (see `complete`)."""
    return tuple(
        rule
        for rule in library.rules.values()
        if rule.effect == effect
        and concerns(rule, exercise)
        and verdict(rule, facts, side).truth is Truth.YES
    )


def rule_holds(id: str, facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether a rule of the library holds for the case; False where there is no such rule."""
    rule = library.rules.get(id)
    return rule is not None and verdict(rule, library.complete(facts)).truth is Truth.YES


def locking(facts: Facts, library: ExerciseLibrary) -> tuple[SafetyRule, ...]:
    """The rules that hold back every exercise for this case; no override helps against them."""
    complete = library.complete(facts)
    return tuple(
        rule
        for rule in library.rules.values()
        if rule.everything and rule.effect == "block" and _is_yes(rule, complete)
    )


def _is_yes(rule: SafetyRule, facts: Facts) -> bool:
    return verdict(rule, facts).truth is Truth.YES


def reason_words(rule: SafetyRule) -> str:
    """Why the rule holds an exercise back, in one line for the clinician."""
    return f"{rule.title}: {rule.clinician}"


def open_emergencies(flags: Iterable[RaisedFlag]) -> tuple[RaisedFlag, ...]:
    """The raised flags that want an ambulance or the emergency department, most urgent first."""
    found = [flag for flag in flags if flag.tier in EMERGENCY_TIERS]
    return tuple(sorted(found, key=lambda flag: flag.tier.rank))


def stops(problems: Iterable[ProgramProblem]) -> tuple[ProgramProblem, ...]:
    """The problems that keep a program from printing."""
    return tuple(one for one in problems if one.severity in ("blocked", "refused"))


def check_program(
    program: Program, facts: Facts, flags: Iterable[RaisedFlag], library: ExerciseLibrary
) -> tuple[ProgramProblem, ...]:
    """Everything wrong with a program for this case, in program order.

    An open emergency refuses the whole program: the safety-net card and the referral letter
    print instead.
    """
    flags = tuple(flags)
    facts = library.complete(with_flags(facts, flags))
    found = [
        ProgramProblem(None, "", flag.id, "refused", f"{flag.title} is open: no exercises", HELP)
        for flag in open_emergencies(flags)
    ]
    for index, item in enumerate(program.items):
        exercise = library.exercises.get(item.exercise)
        if exercise is None:
            found.append(_unknown(index, item, library))
            continue
        found.extend(_item_problems(index, item, exercise, facts, library))
        found.extend(_repeated(index, item, program, exercise))
    return (*found, *_count_problems(program, library))


HELP = "print the safety-net card and the referral letter"
OVERRIDE = "choose another exercise, or give a reason for the override"
FIRM = "choose another exercise; no reason overrides this rule"
BEYOND = "keep to the limits, or give a reason"


def _unknown(index: int, item: ProgramItem, library: ExerciseLibrary) -> ProgramProblem:
    near = get_close_matches(item.exercise, library.exercises, 3, 0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else ""
    message = f"{item.exercise!r} is not in the exercise library"
    return ProgramProblem(index, item.exercise, "", "refused", message, hint)


def _item_problems(
    index: int, item: ProgramItem, exercise: Exercise, facts: Facts, library: ExerciseLibrary
) -> Iterable[ProgramProblem]:
    if exercise.kind is ExerciseKind.CLINIC_ONLY:
        message = f"{exercise.name} is given in the clinic and never prints on a handout"
        yield ProgramProblem(index, exercise.id, "", "refused", message, "chart it as a treatment")
    for rule in rules_that_hold("block", exercise, item.side, facts, library):
        message = f"{exercise.name}: {reason_words(rule).rstrip('.')} (rule {rule.id})"
        if rule.everything:
            yield ProgramProblem(index, exercise.id, rule.id, "refused", message, HELP)
        elif rule.firm:
            yield ProgramProblem(index, exercise.id, rule.id, "refused", message, FIRM)
        elif not item.overrides(rule.id):
            yield ProgramProblem(index, exercise.id, rule.id, "blocked", message, OVERRIDE)
    for rule in rules_that_hold("caution", exercise, item.side, facts, library):
        message = f"{exercise.name}: {reason_words(rule).rstrip('.')} (rule {rule.id})"
        yield ProgramProblem(index, exercise.id, rule.id, "warning", message)
    yield from _dose_problems(index, item, exercise)
    yield from _side_problems(index, item, exercise, facts)


def _dose_problems(index: int, item: ProgramItem, exercise: Exercise) -> Iterable[ProgramProblem]:
    """A senseless dose is refused; one beyond its limits, or a held tensioner, wants a reason."""
    longest = dosing.longest_hold(exercise)
    refused = dosing.senseless(exercise, item.dose)
    for message in refused:
        held = longest is not None and (item.dose.hold_s or 0) > longest
        hint = f"hold_s = {longest}" if held else "leave the part out or make it smaller"
        yield ProgramProblem(index, exercise.id, "", "refused", message, hint)
    beyond = list(dosing.beyond_limits(exercise, item.dose))
    if longest and item.dose.hold_s and not refused:
        beyond.append(f"{exercise.name}: a held tensioner needs a reason")
    severity = "warning" if item.overrides(DOSE) else "blocked"
    for message in beyond:
        hint = "" if severity == "warning" else BEYOND
        yield ProgramProblem(index, exercise.id, DOSE, severity, message, hint)


def _side_problems(
    index: int, item: ProgramItem, exercise: Exercise, facts: Facts
) -> Iterable[ProgramProblem]:
    main = facts.side
    if exercise.sided and main is not None and item.side is main.mirrored is not Side.BOTH:
        message = f"{exercise.name} is for the {item.side.spelled} side"
        hint = f"the main side is {main.spelled}; check that this is meant"
        yield ProgramProblem(index, exercise.id, "", "warning", message, hint)


def _repeated(
    index: int, item: ProgramItem, program: Program, exercise: Exercise
) -> Iterable[ProgramProblem]:
    for earlier in program.items[:index]:
        same_side = earlier.side is item.side or not exercise.sided
        if earlier.exercise == item.exercise and same_side:
            message = f"{exercise.name} stands twice for the same side"
            yield ProgramProblem(index, exercise.id, "", "refused", message, "take one out")
            return


def _count_problems(program: Program, library: ExerciseLibrary) -> tuple[ProgramProblem, ...]:
    """Strategies such as a pillow are not counted; what is done as an exercise is."""
    kinds = [
        library.exercises[i.exercise].kind for i in program.items if i.exercise in library.exercises
    ]
    count = sum(kind is not ExerciseKind.SELF_CARE for kind in kinds)
    hint = "2 to 4 are kept up best (Henry 1999, Bachmann 2018)"
    if count > dosing.STRONG_ABOVE:
        return (
            ProgramProblem(None, "", "", "strong", f"{count} exercises are far too many", hint),
        )
    if count > dosing.WARN_ABOVE:
        return (ProgramProblem(None, "", "", "warning", f"{count} exercises are many", hint),)
    return ()
