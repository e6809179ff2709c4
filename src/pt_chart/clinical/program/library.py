"""Definitions of exercises and safety rules, as read from forms/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pt_chart.clinical.criteria import Criterion
from pt_chart.clinical.program.dosage import Dose


class ExerciseKind(StrEnum):
    """What an exercise does to the tissue; safety and hold limits hang on it."""

    STATIC_STRETCH = "static_stretch"
    SLIDER = "slider"
    TENSIONER = "tensioner"
    MOBILITY = "mobility"
    STRENGTH = "strength"
    TRUNK_CONTROL = "trunk_control"
    DIRECTIONAL = "directional"
    AEROBIC = "aerobic"
    POSITION = "position"
    SELF_CARE = "self_care"
    CLINIC_ONLY = "clinic_only"


@dataclass(frozen=True, slots=True)
class DoseLimits:
    """Allowed range of each dose part (same units as `Dose`), None = not limited or not used."""

    low: Dose
    high: Dose


@dataclass(frozen=True, slots=True)
class TrafficLight:
    """The exercise's own rule: what go, slow and stop feel like, in plain words."""

    go: str = ""
    slow: str = ""
    stop: str = ""


@dataclass(frozen=True, slots=True)
class StopRule:
    """A stop rule printed for the patient."""

    id: str
    patient: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise or strategy of the library.

    ``name`` is the clinician's, ``patient_name`` the plain one; text parts may hold ``{side}``,
    ``{other_side}`` and ``{leg}``, filled with words. ``dose_source`` says where the default
    dose comes from: "seed ...", a citation, or "our default". ``cautions`` are safety rule ids,
    ``stop_rules`` ids of stop rules. ``sided`` False = done with both sides at once or no side.
    ``figure`` is an id of resources/figures/index.toml, "" when no picture helps.
    """

    id: str
    name: str
    patient_name: str
    kind: ExerciseKind
    target: str
    purpose: str
    position: str
    steps: tuple[str, ...]
    dose: Dose
    limits: DoseLimits
    dose_source: str
    dose_verified: str
    sided: bool
    indications: tuple[str, ...]
    cautions: tuple[str, ...]
    stop_rules: tuple[str, ...]
    traffic: TrafficLight
    may_feel: str
    too_sore: str
    too_easy: str
    harder: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    evidence_note: str = ""
    figure: str = ""
    seeds: tuple[str, ...] = ()
    load: str = ""


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """A rule over the whole chart that blocks exercises or adds a caution.

    ``effect`` is "block" or "caution"; ``when`` is judged on the facts (unknown does not block);
    ``exercises`` are ids and ``kinds`` kinds it concerns (both empty = every exercise that lists
    the rule among its cautions; ``everything`` = all); ``instead`` offers exercise ids.
    """

    id: str
    title: str
    effect: str
    when: Criterion
    clinician: str
    patient: str
    exercises: tuple[str, ...] = ()
    kinds: tuple[ExerciseKind, ...] = ()
    everything: bool = False
    instead: tuple[str, ...] = ()
    source: str = ""
    verified: str = "no"


@dataclass(frozen=True, slots=True)
class ExerciseLibrary:
    """All exercises, safety and stop rules, with the version of their files."""

    exercises: Mapping[str, Exercise]
    rules: Mapping[str, SafetyRule]
    stop_rules: Mapping[str, StopRule]
    version: str
