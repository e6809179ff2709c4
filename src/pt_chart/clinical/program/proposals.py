"""Which exercises to offer for a case, each with its reason, and which rules hold others back."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.findings import FindingKey
from pt_chart.clinical.program import dosing, safety
from pt_chart.clinical.program.dosage import Dose
from pt_chart.clinical.program.library import (
    Exercise,
    ExerciseKind,
    ExerciseLibrary,
    SafetyRule,
)
from pt_chart.clinical.program.phrases import GENERAL
from pt_chart.clinical.program.story import story_condition
from pt_chart.clinical.reasoning.results import Assessment
from pt_chart.clinical.sides import Side

IRRITABILITY = "irritability"
DIRECTION = "directional_preference"
LEVELS = ("high", "moderate", "low")

_ORDER = {
    "high": ("position", "slider", "directional", "aerobic", "mobility", "self_care"),
    "moderate": ("directional", "slider", "trunk_control", "aerobic", "strength", "mobility"),
    "low": ("directional", "strength", "slider", "static_stretch", "trunk_control", "aerobic"),
}
"""Kinds in the order offered, per irritability; kinds not named come after them (our default)."""

ALWAYS_OFFERED = ("walking_program", "position_90_90")
"""Offered without a hypothesis too: easy movement and a position of ease."""

FALLBACK = {
    "low_lumbar_root_impingement": "lumbar_radiculopathy",
    "disc_herniation": "lumbar_radiculopathy",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """An exercise to offer: side, starting dose and why, in words with the side spelled out."""

    exercise: Exercise
    side: Side
    dose: Dose
    why: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """An exercise that rules hold back: the rules, why in words, the facts, what to do instead."""

    exercise: Exercise
    side: Side
    rules: tuple[SafetyRule, ...]
    why: tuple[str, ...]
    keys: tuple[FindingKey, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is offered and what is held back. ``locked`` says why nothing is offered, else ""."""

    proposed: tuple[Proposal, ...]
    blocked: tuple[Blocked, ...]
    locked: str = ""


def propose(
    facts: Facts,
    assessment: Assessment | None,
    library: ExerciseLibrary,
    hypothesis: str | None = None,
) -> Proposals:
    """Exercises for the working hypothesis, irritability and directional response.

    Without a hypothesis the first cause speaks when it is clear, else only easy movement is
    offered. Every exercise of the library that a rule holds back is listed with its rules, those
    for the hypothesis first; nothing is dropped silently. An open emergency locks all.
    """
    flags = safety.open_emergencies(assessment.flags if assessment else ())
    if flags:
        locked = library.phrases.text("propose.locked").format(title=flags[0].title)
        return Proposals((), (), locked)
    condition = hypothesis or story_condition(None, assessment, library.phrases)
    proposed, blocked = [], []
    for exercise in _offered_first(condition, facts, library):
        side = (facts.side or Side.BOTH) if exercise.sided else Side.BOTH
        rules = safety.blocking(exercise, side, facts, library)
        if rules:
            blocked.append(_held_back(exercise, side, rules, facts))
        elif _suits(exercise, condition):
            proposed.append(_offer(exercise, side, condition, facts, assessment, library))
    return Proposals(tuple(proposed), tuple(blocked))


def _suits(exercise: Exercise, condition: str) -> bool:
    if exercise.kind in (ExerciseKind.CLINIC_ONLY, ExerciseKind.TENSIONER):
        # A tensioner is never part of a first program; the clinician adds it after teaching it.
        return False
    if condition == GENERAL:
        return exercise.id in ALWAYS_OFFERED
    return bool({condition, FALLBACK.get(condition)} & set(exercise.indications))


def _offered_first(condition: str, facts: Facts, library: ExerciseLibrary) -> list[Exercise]:
    order = _ORDER[_irritability(facts) or "moderate"]
    direction = facts.get(DIRECTION)

    def rank(exercise: Exercise) -> tuple[bool, int, bool]:
        kind = exercise.kind.value
        # Without a directional response the directional movements wait behind the others.
        unled = exercise.kind is ExerciseKind.DIRECTIONAL and direction in (None, "none")
        place = order.index(kind) if kind in order and not unled else len(order)
        return (not _suits(exercise, condition), place, not exercise.seeds)

    return sorted(library.exercises.values(), key=rank)


def _irritability(facts: Facts) -> str:
    level = facts.get(IRRITABILITY)
    return level if isinstance(level, str) and level in LEVELS else ""


def _held_back(
    exercise: Exercise, side: Side, rules: tuple[SafetyRule, ...], facts: Facts
) -> Blocked:
    keys = dict.fromkeys(key for rule in rules for key in safety.verdict(rule, facts, side).keys)
    instead = dict.fromkeys(id for rule in rules for id in rule.instead if id != exercise.id)
    why = tuple(safety.reason_words(rule) for rule in rules)
    return Blocked(exercise, side, rules, why, tuple(keys), tuple(instead))


def starting_dose(exercise: Exercise, facts: Facts) -> Dose:
    """The default dose; with high irritability the lowest amounts that the limits allow."""
    dose = exercise.dose
    if _irritability(facts) == "high":
        amounts = ("sets", "reps", "minutes")
        low = {part.name: getattr(exercise.limits.low, part.name) for part in fields(Dose)}
        dose = replace(dose, **{k: low[k] for k in amounts if low[k] and getattr(dose, k)})
    return dosing.fit(exercise, dose)


def _offer(
    exercise: Exercise,
    side: Side,
    condition: str,
    facts: Facts,
    assessment: Assessment | None,
    library: ExerciseLibrary,
) -> Proposal:
    phrases = library.phrases
    kind = phrases.text(f"kind.{exercise.kind.value}")
    if condition == GENERAL:
        why = phrases.text("propose.why_general").format(kind=kind.capitalize())
    else:
        spelled = f", {side.spelled}" if exercise.sided else ""
        name = condition_name(condition, assessment)
        why = phrases.text("propose.why").format(condition=name, side=spelled, kind=kind)
    why += _because(exercise, facts, library)
    why += _dose_words(exercise, library)
    for rule in safety.cautions(exercise, side, facts, library):
        why += phrases.text("propose.caution").format(caution=rule.clinician)
    return Proposal(exercise, side, starting_dose(exercise, facts), why)


def condition_name(condition: str, assessment: Assessment | None) -> str:
    """A condition's name as the panel shows it, or its id in words."""
    causes = (*assessment.ranked, *assessment.impairments) if assessment else ()
    names = {cause.condition: cause.name for cause in causes}
    return names.get(condition, condition.replace("_", " "))


def _because(exercise: Exercise, facts: Facts, library: ExerciseLibrary) -> str:
    phrases, said = library.phrases, ""
    level = _irritability(facts)
    if level:
        effect = phrases.text(f"propose.{level}")
        said += phrases.text("propose.irritability").format(irritability=level, effect=effect)
    direction = facts.get(DIRECTION)
    if exercise.kind is ExerciseKind.DIRECTIONAL and direction in ("extension", "flexion"):
        words = {"extension": "back", "flexion": "forward"}[str(direction)]
        said += phrases.text("propose.direction").format(direction=words)
    return said


def _dose_words(exercise: Exercise, library: ExerciseLibrary) -> str:
    source = exercise.dose_source
    if exercise.dose_verified == "seed":
        return library.phrases.text("propose.seed")
    if source.lower().startswith("our default"):
        return library.phrases.text("propose.default")
    return library.phrases.text("propose.cited").format(source=source)
