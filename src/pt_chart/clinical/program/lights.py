"""The traffic light of a sheet: which exercises it is for, and which have one of their own."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program import safety
from pt_chart.clinical.program.dosage import Program
from pt_chart.clinical.program.handout import TrafficRow
from pt_chart.clinical.program.library import ExerciseKind, ExerciseLibrary, TrafficLight
from pt_chart.clinical.program.phrases import SIGNALS, Phrases
from pt_chart.clinical.program.symptoms import OwnSymptoms

_NO_EFFORT = (ExerciseKind.SELF_CARE, ExerciseKind.POSITION)
"""Kinds that go along with any light: nothing is loaded or moved."""


QUIET = "quiet"
"""The light of what may be done without any pain alone."""
NO_PAIN = ("NO_WEIGHT", "BONE_STRESS", "UNHEALED_BONE", "TENDON_TEAR", "ACHILLES_TEAR")
"""Rules of a bone or tendon that may give way: a little more pain is not fine there."""


@dataclass(frozen=True, slots=True)
class SheetLight:
    """``rows`` for the exercises ``numbers`` (() = all), ``brief`` the same in short.

    ``own`` are the exercises with a light of their own that differs; without rows all have one.
    """

    rows: tuple[TrafficRow, ...]
    brief: tuple[TrafficRow, ...]
    numbers: tuple[int, ...] = ()
    own: tuple[int, ...] = ()


def painless_only(facts: Facts, library: ExerciseLibrary) -> bool:
    """Whether nothing may be done that brings on pain: a bone or tendon may give way."""
    return any(safety.rule_holds(rule, facts, library) for rule in NO_PAIN)


def sheet_light(
    program: Program,
    own: OwnSymptoms,
    library: ExerciseLibrary,
    *,
    travels: bool,
    emergency: str,
    quiet: bool = False,
) -> SheetLight:
    """The one light that the sheet shows, so that no exercise stands under two rules.

    Where all exercises share one of their own, it is the sheet's. ``travels`` = the symptoms can
    move along a nerve; ``emergency`` is the number to call; ``quiet`` = see `painless_only`.

    Raises:
        KeyError: the program names an exercise that the library does not hold.
    """
    exercises = [library.exercises[item.exercise] for item in program.items]
    lights = {one.traffic.id for one in exercises if one.kind not in _NO_EFFORT}
    if len(lights) == 1 and "" not in lights:
        shared = next(one.traffic for one in exercises if one.traffic.id in lights)
        rows = traffic_rows(shared, emergency)
        return SheetLight(rows, rows)
    numbered = tuple(enumerate(exercises, 1))
    with_own = tuple(number for number, one in numbered if one.traffic.id)
    if lights and "" not in lights:
        return SheetLight((), (), own=with_own)
    rest = tuple(number for number, one in numbered if not one.traffic.id)
    rows = common_light(own, library.phrases, travels=travels)
    brief = _brief(library.phrases, travels=travels)
    calm = next(
        (one.traffic for one in library.exercises.values() if one.traffic.id == QUIET), None
    )
    if quiet and calm is not None:
        rows = brief = traffic_rows(calm, emergency)
    return SheetLight(rows, brief, rest if with_own else (), with_own)


def common_light(
    own: OwnSymptoms, phrases: Phrases, *, travels: bool = True
) -> tuple[TrafficRow, ...]:
    """The general traffic light in the patient's own symptom words."""
    number = "many" if own.light_plural else "one"
    words = own.light or phrases.text("symptom_none.words")
    here = {"stop": "" if travels else "_here"}
    return tuple(
        TrafficRow(
            signal,
            phrases.text(f"traffic.{signal}{here.get(signal, '')}_{number}").replace(
                "{symptoms}", words
            ),
            phrases.text(f"traffic.{signal}_action"),
        )
        for signal in SIGNALS
    )


def _brief(phrases: Phrases, *, travels: bool) -> tuple[TrafficRow, ...]:
    feelings = {signal: phrases.text(f"short_light.{signal}") for signal in SIGNALS}
    if not travels:
        feelings["stop"] = phrases.text("short_light.stop_here")
    return tuple(
        TrafficRow(signal, feelings[signal], phrases.text(f"short_light.{signal}_action"))
        for signal in SIGNALS
    )


def traffic_rows(light: TrafficLight, emergency: str) -> tuple[TrafficRow, ...]:
    """The rows of an exercise's own traffic light, () when it has none."""
    if not light.id:
        return ()
    rows = (
        ("go", light.go, light.go_action),
        ("slow", light.slow, light.slow_action),
        ("stop", light.stop, light.stop_action),
    )
    return tuple(
        TrafficRow(signal, feeling, action.replace("{number}", emergency))
        for signal, feeling, action in rows
    )
