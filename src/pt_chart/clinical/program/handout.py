"""The words of a handout, ready to lay out: what documents/ draws, with nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.people import Clinic


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A picture: its figure id and frame, whether to mirror it, caption and alternative text."""

    figure: str
    frame: str
    mirrored: bool
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class DosePart:
    """One cell of the dose strip: icon name, bold value, unit words ("10" "times")."""

    icon: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class HandoutExercise:
    """One exercise as printed."""

    number: int
    name: str
    purpose: str
    side_words: str
    one_sided: bool
    dose: tuple[DosePart, ...]
    figures: tuple[FigureRef, ...]
    legend: tuple[str, ...]
    steps: tuple[str, ...]
    stop: str
    may_feel: str
    too_sore: str
    too_easy: str
    bouts_per_day: int
    days_per_week: int


@dataclass(frozen=True, slots=True)
class TrafficRow:
    """A row of the traffic light: ``signal`` is go, slow or stop."""

    signal: str
    feeling: str
    action: str


@dataclass(frozen=True, slots=True)
class HandoutContent:
    """A whole patient handout in plain words.

    ``warning_grade`` "full" prints the emergency block, "call" the calm "call us" block.
    ``main_message`` is the one thing to remember. Dates are already words; "" leaves a part off.
    """

    title: str
    patient_name: str
    birth_date: str
    record_number: str
    date: str
    side_words: str
    therapist: str
    clinic: Clinic
    main_message: str
    what_is_going_on: tuple[str, ...]
    what_to_expect: tuple[str, ...]
    traffic: tuple[TrafficRow, ...]
    warning_grade: str
    warning_lead: str
    warning_signs: tuple[str, ...]
    same_day: str
    exercises: tuple[HandoutExercise, ...]
    each_day: tuple[tuple[str, str], ...]
    leave_out: tuple[str, ...]
    flare_plan: tuple[str, ...]
    next_visit: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class SafetyNetCard:
    """The card that goes with an open emergency: action, why, what was told, desk sentence."""

    action: str
    why: tuple[str, ...]
    told: tuple[str, ...]
    desk_sentence: str
    how: tuple[str, ...]
    patient_name: str
    birth_date: str
    record_number: str
    date: str
    therapist: str
    clinic: Clinic


@dataclass(frozen=True, slots=True)
class ReferralLetter:
    """An SBAR letter of one page; lists are already sentences with sides spelled out."""

    urgency: str
    request: str
    suspicion: str
    background: tuple[str, ...]
    answers: tuple[str, ...]
    findings: tuple[tuple[str, str, str, str], ...]
    not_tested: tuple[str, ...]
    patient_name: str
    birth_date: str
    record_number: str
    date: str
    therapist: str
    clinic: Clinic
