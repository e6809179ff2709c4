"""Packs: exercises chosen together, shipped by presentation or kept by the clinic as a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dosage import Program, ProgramItem
from pt_chart.clinical.program.library import ExerciseKind, ExerciseLibrary
from pt_chart.clinical.sides import Side


@dataclass(frozen=True, slots=True)
class Pack:
    """Exercises in order with their doses, and the condition they are meant for ("" = any).

    Sides are told for a pack's own case; on another case they follow that case's side.
    """

    id: str
    name: str
    condition: str
    items: tuple[ProgramItem, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise of a pack that was not added, and why in words."""

    exercise: str
    why: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What a pack adds to a program for one case, and what it does not."""

    items: tuple[ProgramItem, ...]
    left_out: tuple[LeftOut, ...]


def packs_for(condition: str, packs: Mapping[str, Pack] = MappingProxyType({})) -> tuple[Pack, ...]:
    """The packs for a condition first, then the others; each group in its own order."""
    return tuple(sorted(packs.values(), key=lambda pack: pack.condition != condition))


def template(name: str, program: Program, condition: str = "") -> Pack:
    """A program as a template: order, doses and own wording; no side, no override.

    Raises:
        ValueError: the name is empty or the program holds no exercise.
    """
    if not name.strip():
        raise ValueError("A template needs a name; type what you call it.")
    if not program.items:
        raise ValueError("There is no exercise to keep; choose some first.")
    items = tuple(
        replace(item, side=Side.BOTH, override_reason="", overridden=()) for item in program.items
    )
    return Pack(name.strip(), name.strip(), condition, items)


def applied(pack: Pack, program: Program, facts: Facts, library: ExerciseLibrary) -> Applied:
    """What a pack adds: nothing that a rule holds back, nothing that is already chosen.

    ``facts`` are as entered. A clinic treatment or an exercise that the library no longer holds
    is left out and said.
    """
    facts = library.complete(facts)
    taken = {item.exercise for item in program.items}
    added, left = [], []
    for item in pack.items:
        why = _why_not(item, taken, facts, library)
        if why:
            left.append(LeftOut(_name(item.exercise, library), why))
        else:
            taken.add(item.exercise)
            added.append(replace(item, side=_side(item, facts, library)))
    return Applied(tuple(added), tuple(left))


def _why_not(item: ProgramItem, taken: set[str], facts: Facts, library: ExerciseLibrary) -> str:
    exercise = library.exercises.get(item.exercise)
    if exercise is None:
        return "is no longer in the library"
    if exercise.kind is ExerciseKind.CLINIC_ONLY:
        return "is given in the clinic"
    if item.exercise in taken:
        return "is already chosen"
    side = _side(item, facts, library)
    rules = safety.rules_that_hold("block", exercise, side, facts, library)
    return safety.reason_words(rules[0]) if rules else ""


def _side(item: ProgramItem, facts: Facts, library: ExerciseLibrary) -> Side:
    if not library.exercises[item.exercise].sided:
        return Side.BOTH
    return facts.side or Side.BOTH


def _name(id: str, library: ExerciseLibrary) -> str:
    exercise = library.exercises.get(id)
    return exercise.name if exercise is not None else id
