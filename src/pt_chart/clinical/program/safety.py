"""Which exercises the safety rules hold back for a case, and what is wrong with a program."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pt_chart.clinical.criteria import Truth
from pt_chart.clinical.evaluation import Verdict, evaluate
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program.dosage import SIDE, Program, ProgramItem
from pt_chart.clinical.program.earlier_visits import NOT_AGAIN, told_earlier
from pt_chart.clinical.program.item_check import (
    count_problems,
    dose_problems,
    repeated,
    side_problems,
    tension_problems,
    two_directions,
    two_walks,
    wording_problems,
)
from pt_chart.clinical.program.library import (
    Exercise,
    ExerciseKind,
    ExerciseLibrary,
    SafetyRule,
)
from pt_chart.clinical.program.own_wording import as_worded
from pt_chart.clinical.program.program_problem import FIRM, HELP, OVERRIDE, ProgramProblem
from pt_chart.clinical.program.recorded_sides import elsewhere, unsided_complaint
from pt_chart.clinical.program.whole_chart import with_flags
from pt_chart.clinical.reasoning.results import RaisedFlag, Tier
from pt_chart.clinical.sides import Side

NERVE_SIGNS = "NERVE_SIGNS"
"""The rule that, when it holds, raises any handout's warning block to the nerve one."""

BALANCE = "BALANCE"
"""The rule that, when it holds, adds the falls advice."""

REQUIRED_RULES = (NERVE_SIGNS, BALANCE, "NEURAL_POSITIVE", "CES_OR_PROGRESSIVE")

ADULT = 18
"""Age in years from which doses of adults are meant for the patient."""

EMERGENCY_TIERS = (Tier.AMBULANCE, Tier.EMERGENCY)


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
        found.extend(repeated(index, item, program, exercise))
    pairs = (*two_walks(program, library), *two_directions(program, library))
    return (*found, *pairs, *_whole_problems(program, facts, library))


def _whole_problems(
    program: Program, facts: Facts, library: ExerciseLibrary
) -> Iterable[ProgramProblem]:
    """What speaks against the program as a whole: age, side, number."""
    if not program.items:
        return
    if facts.age is not None and facts.age < ADULT:
        message = f"The patient is {facts.age}: doses are those of adults, our default"
        hint = "go through the sheet with a grown-up; a lighter dose and fewer exercises may fit"
        yield ProgramProblem(None, "", "CHILD", "warning", message, hint)
    if (other := elsewhere(facts)) and facts.side is not None:
        severity = "warning" if unsided_complaint(facts) else "strong"
        message = f"The main side is {facts.side.spelled}, recorded is {other} alone"
        hint = "correct the main side or the findings: the sheet speaks of the main side"
        yield ProgramProblem(None, "", SIDE, severity, message, hint)
    yield from count_problems(program, library)


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
    worded = as_worded(exercise, item.own_steps, library)
    for rule in rules_that_hold("block", worded, item.side, facts, library):
        message = _rule_words(rule, exercise, item.side, facts)
        if rule.everything:
            yield ProgramProblem(index, exercise.id, rule.id, "refused", message, HELP)
        elif rule.firm:
            yield ProgramProblem(index, exercise.id, rule.id, "refused", message, FIRM)
        elif not item.overrides(rule.id):
            yield ProgramProblem(index, exercise.id, rule.id, "blocked", message, OVERRIDE)
        else:
            reason = item.override_reason.strip()
            words = f"{exercise.name} prints against rule {rule.id} ({rule.title}): {reason}"
            yield ProgramProblem(index, exercise.id, rule.id, "warning", words)
    for rule in rules_that_hold("caution", worded, item.side, facts, library):
        message = _rule_words(rule, exercise, item.side, facts)
        yield ProgramProblem(index, exercise.id, rule.id, "warning", message)
    yield from dose_problems(index, item, exercise)
    yield from tension_problems(index, item, exercise)
    yield from side_problems(index, item, exercise, facts)
    if item.own_steps or exercise.model:
        yield from wording_problems(index, item, exercise, library, _ruling(facts, library))


def _ruling(facts: Facts, library: ExerciseLibrary) -> tuple[SafetyRule, ...]:
    """The blocking rules over the body that something recorded makes hold."""
    found = []
    for rule in library.rules.values():
        if rule.effect == "block" and (rule.properties or rule.all_but):
            judged = verdict(rule, facts)
            if judged.truth is Truth.YES and judged.keys:
                found.append(rule)
    return tuple(found)


def _rule_words(rule: SafetyRule, exercise: Exercise, side: Side, facts: Facts) -> str:
    """The rule in words, with what own wording brings it in, and the other side it was found on."""
    said = f"{exercise.name}: {reason_words(rule).rstrip('.')}"
    if not concerns(rule, exercise):
        said += "; own wording asks for it"
    sides = {key.side for key in verdict(rule, facts, side).keys}
    if side is not Side.BOTH and exercise.sided and sides == {side.mirrored}:
        said += f"; found on the other side, {side.mirrored.spelled}"
    if told_earlier(verdict(rule, facts, side).keys, facts):
        said += f"; {NOT_AGAIN}"
    return f"{said} (rule {rule.id})"
