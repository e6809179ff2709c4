"""The words of handouts, cards and letters that are not an exercise's own, as read from forms/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pt_chart.clinical.program.places import PARTS, PLACES

GENERAL = "general"
"""The story and the emergency words that speak when no special ones do."""

SIGNALS = ("go", "slow", "stop")
KINDS = (
    *("static_stretch", "slider", "tensioner", "mobility", "strength", "trunk_control"),
    *("directional", "aerobic", "position", "self_care"),
)
LOGS = ("how_far", "next_morning", "night_cramps", "walked")
"""What the week's log asks beside the worst pain, by the story."""

URGENCIES = ("emergency", "urgent", "routine")
CARD_TIERS = ("ambulance", "emergency", "urgent", "routine")
LETTER_WORDS = (
    *("emergency", "urgent", "routine", "request_urgent", "request_routine", "raised_by"),
    *("side_only", "duration", "asked_no", "recorded", "complaint", "onset", "alerts"),
    *("precautions", "medicines", "interpreter", "desk_interpreter", "language_es"),
    *("call_back", "after_hours", "yes", "no", "not_asked", "told", "not_recorded"),
    "request_now",
)

FACTS = ("recent_spinal_surgery", "hip_replacement", "vertebral_fracture_known", "foot_drop")
"""Findings that a sheet names whatever its story: the patient knows of them."""

PATIENT_TEXTS = (
    *(f"{part}.{side}" for part in ("leg", "header") for side in ("left", "right", "both", "none")),
    *(f"chip.{side}" for side in ("left", "right", "left_leg", "right_leg", "both")),
    *("chip.unsided", "chip.whole", "chip.site"),
    *(f"when.{count}" for count in range(1, 9)),
    *("when.once_value", "when.once_unit"),
    *(f"month.{count}" for count in range(1, 13)),
    *(
        f"dose.{word}"
        for word in (
            *("repeat_one", "repeat_many", "repeat_slow_one", "repeat_slow_many"),
            *("set_one", "set_many", "second_one", "second_many", "hold", "no", "no_unit", "rest"),
            *("minute_one", "minute_many", "minutes_unit", "day_one", "day_many", "day_unit"),
            *("week_one", "week_many", "week_unit", "need_value", "need_unit"),
            *("day_long_value", "day_long_unit"),
        )
    ),
    *(f"traffic.{signal}_{word}" for signal in SIGNALS for word in ("one", "many", "action")),
    *(f"traffic.stop_here_{count}" for count in ("one", "many")),
    *(f"short_light.{signal}{word}" for signal in SIGNALS for word in ("", "_action")),
    "short_light.stop_here",
    *(f"{kind}.{place}" for kind in ("pain", "where") for place in (*PLACES, *PARTS)),
    *(
        f"{kind}.{side}"
        for kind in ("where_side", "foot_side")
        for side in ("left", "right", "none")
    ),
    *(f"fact.{finding}" for finding in (*FACTS, "strain")),
    *(f"title.{word}" for word in ("weak_foot", "symptoms", "leg", "back", "back_leg", "places")),
    *(f"on_side.{side}" for side in ("left", "right", "both", "none")),
    "care.drive",
    *(f"sign.{word}" for word in ("wound", "hip", "bone", "child", "bleeding", "pregnancy")),
    *(
        "urgent.lead",
        "urgent.until",
        "flare.walk_less",
        "flare.ride_less",
        "flare.walk_or_ride_less",
        "dose.night_value",
        "dose.night_unit",
    ),
    *(
        f"log.{kind}.{word}"
        for kind in LOGS
        for word in ("title", "hint", "lead", "rest", "key", "good")
    ),
    *(f"feel.{word}" for word in ("leg", "down", "no_place", "only", "also", "none")),
    *(f"joined.{word}" for word in ("and", "comma", "last")),
    *(f"count.{word}" for word in ("one", "many")),
    *(f"flare.{word}" for word in ("only_times", "only", "rest", "rest_side", "walk", "call")),
    *("flare.only_once", "flare.only_ease", "flare.none", "flare.again_one"),
    *("flare.again_two", "flare.again_many"),
    *("cue.sore_alone", "cue.easy_alone", "cue.easy_waiting"),
    *(f"expect.{word}" for word in ("good_and_bad", "centralizing", "sore_muscles")),
    *("stop.also", "title.plan", "step.swap", "figure.alt", "figure.alt_described"),
    *("symptom_none.words", "date.day"),
    *(f"card.{word}_{tier}" for word in ("action", "lead") for tier in CARD_TIERS),
    *(f"card.{word}" for word in ("desk_emergency", "desk_urgent", "desk_routine")),
    *("card.exercises", "card.exercises_urgent", "card.since", "card.no_driver"),
    *(f"my_leg.{side}" for side in ("left", "right", "none")),
)
"""Keys of what patients read; every language has them."""

CLINICIAN_TEXTS = (
    *(f"propose.{word}" for word in ("why", "why_general", "irritability", "direction")),
    *(f"propose.{word}" for word in ("high", "moderate", "low", "seed", "default", "cited")),
    *(
        f"propose.{word}"
        for word in ("caution", "locked", "nerve", "extension", "flexion", "shift")
    ),
    "propose.locked_earlier",
    *(f"kind.{kind}" for kind in KINDS),
    *(f"letter.{word}" for word in LETTER_WORDS),
)
"""Keys of what clinicians read; the library's own language alone has them."""

REQUIRED_TEXTS = (*PATIENT_TEXTS, *CLINICIAN_TEXTS)
"""Keys that content asks for; the loader reports those a phrase file lacks."""

PATIENT_LISTS = (
    *(f"emergency_lists.how_{tier}" for tier in CARD_TIERS),
    *(f"emergency_lists.ambulance_{tier}" for tier in CARD_TIERS),
    "emergency_lists.how_emergency_child",
)

CLINICIAN_LISTS = tuple(f"letter_lists.done_{urgency}" for urgency in URGENCIES)
"""What is ticked by hand on the letter, by its urgency."""

REQUIRED_LISTS = (
    *PATIENT_LISTS,
    *CLINICIAN_LISTS,
    "readability.jargon",
    "readability.first_words",
)


@dataclass(frozen=True, slots=True)
class CourseEntry:
    """A sentence about the likely course with the figure's source; only cited ones are kept."""

    text: str
    source: str
    verified: str


@dataclass(frozen=True, slots=True)
class ConditionStory:
    """What a handout says about one condition, in plain words.

    ``title`` completes "Your plan for ..."; ``warning`` names the warning block ("nerve",
    "nerve_both_legs", "vascular" or "call"), ``log`` what the week's log asks (`LOGS`); ``known``
    are findings that name the condition by themselves; ``advice`` are ids of daily advice;
    ``first`` are ids of exercises that are proposed before others where no rule holds them back.
    """

    condition: str
    title: str
    main_message: str
    going_on: tuple[str, ...]
    expect: tuple[str, ...]
    course: tuple[CourseEntry, ...]
    warning: str
    log: str
    known: tuple[str, ...]
    advice: tuple[str, ...]
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WarningBlock:
    """A warning block graded to the case: "full" (emergency) or "call" (call us)."""

    id: str
    grade: str
    lead: str
    signs: tuple[str, ...]
    same_day: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice for each day under a topic (sitting, work, driving, ...)."""

    id: str
    topic: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class SymptomWord:
    """How the patient says a symptom kind; ``plural`` rules the verb after it.

    ``findings`` are ids of findings that speak of the symptom where nothing was drawn.
    """

    words: str
    plural: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedWords:
    """A question as the card, the desk sentence ("" = not said) and the letter word it."""

    finding: str
    card: str
    desk: str
    letter: str


@dataclass(frozen=True, slots=True)
class EmergencyWords:
    """What the card and letter say for a kind of emergency.

    It speaks for the flag ids ``flags`` and the flags of ``conditions``; ``asked`` are the
    questions to list, ``desk`` what to say on arrival with ``{answers}`` filled in; ``ambulance``
    are the signs of this kind that want an ambulance, () = those that every kind has; ``lead``
    says by when to be seen, "" = as every urgent flag does. ``also`` are findings that are told
    where they were recorded, in the words of another kind; ``calm`` is the kind that speaks in its
    place below an emergency. Patient texts may hold ``{leg}``,
    ``{Leg}`` and ``{my_leg}``.
    """

    id: str
    flags: tuple[str, ...]
    conditions: tuple[str, ...]
    suspicion: str
    request: str
    why: tuple[str, ...]
    desk: str
    asked: tuple[AskedWords, ...]
    ambulance: tuple[str, ...] = ()
    lead: str = ""
    also: tuple[str, ...] = ()
    calm: str = ""


@dataclass(frozen=True, slots=True)
class ExamRow:
    """A row of the letter's examination table: finding, words, level ("" = none).

    ``always`` rows print as not tested when nothing was recorded; the others are left out.
    """

    finding: str
    words: str
    level: str
    always: bool


@dataclass(frozen=True, slots=True)
class LetterRows:
    """What the reader of a letter about the flag ids ``flags`` needs beside what every letter has.

    ``told`` stand in the background, ``asked`` among the questions; ``examined`` come first in the
    examination. ``nerve``: the nerve rows that are always there belong to it as well. ``fill`` are
    lines to fill in by hand.
    """

    id: str
    flags: tuple[str, ...]
    nerve: bool
    told: tuple[ExamRow, ...]
    asked: tuple[ExamRow, ...]
    examined: tuple[ExamRow, ...]
    fill: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of one language. ``texts`` and ``lists`` are addressed by dotted keys."""

    language: str
    stories: Mapping[str, ConditionStory]
    warnings: Mapping[str, WarningBlock]
    advice: Mapping[str, Advice]
    symptoms: Mapping[str, SymptomWord]
    places: tuple[tuple[str, str], ...]
    emergencies: Mapping[str, EmergencyWords]
    examined: tuple[ExamRow, ...]
    letters: tuple[LetterRows, ...]
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    @property
    def side_words(self) -> tuple[str, ...]:
        """The side words that patient texts may hold in braces: those told for every side."""
        left, right, both = (
            {key.rpartition(".")[2] for key in self.texts if key.startswith(f"side.{side}.")}
            for side in ("left", "right", "both")
        )
        return tuple(sorted(left & right & both))

    def text(self, key: str) -> str:
        """A short text.

        Raises:
            KeyError: the phrase files have no such key; the loader checks `REQUIRED_TEXTS`.
        """
        return self.texts[key]

    def items(self, key: str) -> tuple[str, ...]:
        """A list of texts.

        Raises:
            KeyError: the phrase files have no such key; the loader checks `REQUIRED_LISTS`.
        """
        return self.lists[key]
