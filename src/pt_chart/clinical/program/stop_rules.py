"""Stop rules of a sheet: what exercises share is said once, the rest stays on its exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.handout import StopLine
from pt_chart.clinical.program.library import ExerciseLibrary, StopRule

OF_ITS_OWN = "STOP_CRAMP"
"""The rule of an exercise that is done because it hurts: what others stop for does not stop it."""
SHARED_FROM = 2
"""Exercises that must have a rule before it is said once for all."""


@dataclass(frozen=True, slots=True)
class SheetStops:
    """``shared`` are the lines said once; ``own`` maps an exercise's number to its own rules.

    ``brief`` are all rules as signs, those for any exercise first.
    """

    shared: tuple[StopLine, ...]
    own: Mapping[int, str]
    brief: tuple[StopLine, ...] = ()


def sheet_stops(
    program: Program, library: ExerciseLibrary, *, travels: bool = True, emergency: str = ""
) -> SheetStops:
    """Divide the stop rules of a program's exercises, numbered from 1.

    ``travels`` = the symptoms can move along a nerve, which chooses the words; ``emergency`` is
    the number to call for help at once.

    A shared rule speaks for any exercise, which only adds caution, unless one of the exercises
    without it has a traffic light of its own that it would contradict: then it names its numbers.

    Raises:
        KeyError: the program names an exercise that the library does not hold.
    """
    numbered = tuple(enumerate(program.items, 1))
    rules = {number: library.exercises[item.exercise].stop_rules for number, item in numbered}
    differs = {
        number
        for number, item in numbered
        if library.exercises[item.exercise].traffic.id or OF_ITS_OWN in rules[number]
    }
    order = dict.fromkeys(rule for listed in rules.values() for rule in listed)
    holders = {
        rule: tuple(number for number, listed in rules.items() if rule in listed) for rule in order
    }
    shared = {rule for rule, numbers in holders.items() if len(numbers) >= SHARED_FROM}
    words = {
        rule: library.stop_rules[rule].said(travels=travels).replace("{number}", emergency)
        for rule in order
    }
    signs = {
        rule: library.stop_rules[rule].sign(travels=travels).replace("{number}", emergency)
        for rule in order
    }
    said = tuple(
        StopLine(_told(library.stop_rules[rule], holders[rule], differs), words[rule])
        for rule in order
        if rule in shared
    )
    join = library.phrases.text("stop.also").join
    return SheetStops(
        said,
        {
            number: join(words[rule] for rule in listed if rule not in shared)
            for number, listed in rules.items()
        },
        _brief(holders, differs, signs, library),
    )


def _told(rule: StopRule, numbers: tuple[int, ...], differs: set[int]) -> tuple[int, ...]:
    """The exercises a rule is said of; () = any."""
    return numbers if differs - set(numbers) and not rule.general else ()


def _brief(
    holders: Mapping[str, tuple[int, ...]],
    differs: set[int],
    signs: Mapping[str, str],
    library: ExerciseLibrary,
) -> tuple[StopLine, ...]:
    """Every rule as a sign: for any exercise, unless it contradicts the own rule of another."""
    grouped: dict[tuple[int, ...], list[str]] = {}
    for rule, numbers in holders.items():
        told = _told(library.stop_rules[rule], numbers, differs)
        grouped.setdefault(told, []).append(signs[rule])
    return tuple(StopLine(told, "; ".join(listed)) for told, listed in sorted(grouped.items()))
