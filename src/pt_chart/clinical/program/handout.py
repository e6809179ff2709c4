"""The words of a handout, ready to lay out: what documents/ draws, with nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.bodychart.marks import BodyChart
from pt_chart.clinical.papers import Stamp
from pt_chart.clinical.people import Clinic


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A picture: its figure id and frame, whether to mirror it, caption and alternative text.

    ``caption`` goes after the label "Start:" or "End:" that belongs to the frame.
    """

    figure: str
    frame: str
    mirrored: bool
    caption: str
    alt: str
    raster: bytes = b""


@dataclass(frozen=True, slots=True)
class DosePart:
    """One cell of the dose strip: icon name, bold value, unit words ("10" "times").

    Icons: repeat, layers, hourglass, no-hold, pause (rest), clock (minutes, time of day), sun,
    calendar. Never more than six cells.
    """

    icon: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class TrafficRow:
    """A row of the traffic light: ``signal`` is go, slow or stop."""

    signal: str
    feeling: str
    action: str


@dataclass(frozen=True, slots=True)
class DailyAdvice:
    """A piece of advice for each day; ``icon`` is sitting, work, driving, sleep, walking, falls
    or no (leave something out)."""

    icon: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of what was asked: ``state`` is yes, no or not_asked; ``since`` onset in words."""

    words: str
    state: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class StopLine:
    """A rule that several exercises share ("if pain is sharp ..."), printed once for all of them.

    ``exercises`` are their numbers; () = any exercise of the sheet.
    """

    exercises: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class LogQuestion:
    """What the week's log asks beside the worst pain: "How far down?", "Next morning".

    ``hint`` stands under the ``title`` in the table; below it ``lead`` and ``rest`` ask in full,
    ``key`` are the letters to write with their meaning, ``good`` says which way is better.
    """

    title: str
    hint: str
    lead: str
    rest: str
    key: tuple[tuple[str, str], ...]
    good: str


@dataclass(frozen=True, slots=True)
class HandoutExercise:
    """One exercise as printed.

    ``stop`` follows the label "Stop this one" ("if pain moves down your right leg."): what does
    not stand in the sheet's shared rules already, "" = nothing; ``traffic`` is the exercise's own
    rule and replaces the handout's traffic light for it, () = none.
    ``brief`` are the steps and ``brief_traffic`` the own rule in the few words that a handout on
    one page has room for.
    ``bouts_per_day`` 0 = as needed: no boxes in the log.
    """

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
    traffic: tuple[TrafficRow, ...] = ()
    brief: tuple[str, ...] = ()
    brief_traffic: str = ""


@dataclass(frozen=True, slots=True)
class HandoutContent:
    """A whole patient handout in plain words.

    ``warning_grade`` "full" prints the emergency block, "call" the calm "call us" block.
    ``traffic`` is the light for the exercises ``traffic_for`` (() = all of them), in short
    ``traffic_brief``; ``traffic_own`` are those with a light of their own. () = each has one.
    ``main_message`` is the one thing to remember. ``flare_plan`` are numbered steps and
    ``flare_call`` says when to call. ``stop_all`` are the stop rules that exercises share,
    ``stop_brief`` all of them as signs alone, for one page. ``care`` is what no edition may leave
    out beside the warning signs: what the open flag, the surgeon, a risk to fall say. Dates are
    already words; "" leaves a part off. ``drawing`` is the patient's body chart and
    ``drawing_words`` the same in words: regions and kinds, never a nerve root.
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
    each_day: tuple[DailyAdvice, ...]
    leave_out: tuple[str, ...]
    flare_plan: tuple[str, ...]
    next_visit: str
    language: str = "en"
    flare_call: str = ""
    unreviewed: bool = False
    stop_all: tuple[StopLine, ...] = ()
    stop_brief: tuple[StopLine, ...] = ()
    drawing: BodyChart | None = None
    drawing_words: str = ""
    traffic_brief: tuple[TrafficRow, ...] = ()
    traffic_for: tuple[int, ...] = ()
    traffic_own: tuple[int, ...] = ()
    log: LogQuestion | None = None
    care: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyNetCard:
    """The card that goes with an open emergency.

    ``action`` is the headline ("Go to the emergency room now"), ``lead`` the line under it,
    ``why`` plain sentences, ``told`` what was asked and answered, ``desk_sentence`` what to say
    on arrival, ``how`` how to get there, ``ambulance`` when to call the emergency number,
    ``exercises`` what happens to the exercises. ``calm`` = it goes along with the program, for a
    flag that can wait: it does not look like an emergency. ``desk_own`` is the desk sentence once
    more in English where the card is in another language: the staff has to read it. ``added`` are
    later remarks beside the signed visit, as they were written.
    """

    action: str
    lead: str
    why: tuple[str, ...]
    told: tuple[ToldLine, ...]
    desk_sentence: str
    how: tuple[str, ...]
    ambulance: tuple[str, ...]
    exercises: str
    patient_name: str
    birth_date: str
    record_number: str
    date: str
    therapist: str
    clinic: Clinic
    language: str = "en"
    unreviewed: bool = False
    calm: bool = False
    desk_own: str = ""
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row of questions asked: label, ``state`` yes, no or not_asked, answer words, onset."""

    asked: str
    state: str
    answer: str
    began: str


@dataclass(frozen=True, slots=True)
class ExaminedRow:
    """A row of the examination: what, right, left, last visit; None = not tested."""

    test: str
    right: str | None
    left: str | None
    last: str = ""


@dataclass(frozen=True, slots=True)
class ReferralLetter:
    """An SBAR letter of one page; texts are whole sentences with sides spelled out.

    ``urgency`` is emergency, urgent or routine and ``headline`` says so with the suspicion;
    ``request`` is what is asked for, ``situation`` why, ``action`` what was recorded of the flag
    and how to call back, ``done`` what is ticked by hand if it was done. ``age`` in
    years is told where no birth date is known. ``stamp``
    None = not signed electronically: there is a line to sign by hand and no code.
    """

    urgency: str
    headline: str
    request: str
    situation: tuple[str, ...]
    background: tuple[str, ...]
    asked: tuple[AskedRow, ...]
    examined: tuple[ExaminedRow, ...]
    action: tuple[str, ...]
    patient_name: str
    birth_date: str
    sex: str
    record_number: str
    date: str
    therapist: str
    clinic: Clinic
    language: str = "en"
    stamp: Stamp | None = None
    age: str = ""
    done: tuple[str, ...] = ()
