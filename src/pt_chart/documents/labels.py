"""The fixed words of patient documents, by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pt_chart.clinical.people import Clinic

LANGUAGES = ("en", "es")
"""Those that patient documents are translated to."""
NO_NUMBER = "_" * 14
"""Where a phone number is written by hand."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Every word of a handout that does not come with its content."""

    program: str = "Home exercise program"
    your_therapist: str = "Your therapist: {name}"
    name: str = "Name:"
    born: str = "Born:"
    record: str = "ID:"
    date: str = "Date:"
    main_message: str = "The most important thing"
    going_on: str = "What is going on"
    expect: str = "What to expect"
    traffic: str = "Your traffic light: check during and after"
    traffic_some: str = "Traffic light for exercise {numbers}: check during and after"
    stops: str = "When to stop an exercise"
    traffic_own: str = "Exercise {numbers}: use the traffic light that stands with it."
    traffic_same: str = "Use the traffic light of exercise {number}."
    traffic_each: str = (
        "Each exercise has its own traffic light beside it. Green: keep going. Red: stop."
    )
    signals: tuple[tuple[str, str, str], ...] = (
        ("go", "Green", "Go"),
        ("slow", "Yellow", "Slow"),
        ("stop", "Red", "Stop"),
    )
    feeling: str = "How it feels"
    action: str = "What to do"
    sign: str = "Sign"
    help_now: str = "Get help now: any hour, day or night"
    call_us: str = "When to call us"
    other_hours: str = "Any other hour"
    office_hours: str = "Office hours"
    emergency: str = "Emergency"
    one_side: str = "{side} only"
    stop_this: str = "Stop this one"
    stop_any: str = "Stop any exercise"
    stop_some: str = "Stop exercise {numbers}"
    stop_signs: str = "for"
    either: str = "or"
    may_feel: str = "You may feel"
    too_sore: str = "Too sore?"
    too_easy: str = "Too easy?"
    start: str = "Start"
    then: str = "Then"
    end: str = "End"
    each_day: str = "Each day"
    take_care: str = "Take care"
    leave_out: str = "Leave out for now"
    drawing: str = "Where you feel it"
    """Heading of the body chart; "" where its words are not translated: it is left off then."""
    flare: str = "Bad day? Use your flare plan"
    call_us_if: str = "Call us if"
    week: str = "Your week: tick a box each time"
    week_of: str = "Week of: ____ / ____"
    week_of_short: str = "From: __ / __"
    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    day_letters: tuple[str, ...] = ("M", "T", "W", "T", "F", "S", "S")
    """As few letters as a box holds."""
    rest_day: str = "rest"
    exercise: str = "Exercise"
    worst: str = "Worst pain"
    worst_scale: str = "0 none, 10 worst"
    times_short: str = "of {count}"
    next_visit: str = "Your next visit"
    bring: str = "Bring this page. We will look at your week together."
    questions: str = "My questions"
    who_to_call: str = "Who to call"
    made_by: str = "made this plan with you on {date}."
    initials: str = "Therapist initials:"
    page: str = "Page {index} of {count}"
    any_hour: str = "any hour {phone}"
    record_short: str = "ID {number}"
    born_short: str = "Born {date}"
    safety_card: str = "Safety card"
    told_us: str = "What you told us today"
    told_states: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(
            {"yes": "yes", "no": "asked: no", "not_asked": "not asked"}
        )
    )
    since: str = "since {since}"
    say_this: str = "Say this at the desk, or show this card"
    how_to_get_there: str = "How to get there"
    what_to_do: str = "What to do"
    call_if: str = "Call {number} if"
    our_phone: str = "Our phone: "
    other_phone: str = "At any other hour: "
    given_by: str = "Made by"
    where_to_go: str = "Where to go:"
    called_ahead: str = "We called ahead and spoke with:"
    unreviewed: str = ""
    unreviewed_short: str = ""
    """The same in the few words that the foot of a page has room for."""
    call: str = "Call us"
    fill_in: str = "to be filled in by the patient"
    intake_kind: str = "Intake"
    intake: str = "Questions before your first visit"
    intake_ask: str = (
        "Please answer as well as you can. Tick one box for each question, or write on the line. "
        "Leave out what you do not know: we will ask."
    )
    intake_alert: str = "Tell us at once, before anything else, if you tick yes in this box."
    intake_home: str = "At home? Do not wait for your visit."
    intake_now: str = (
        "New trouble with your pee, bowels, or the feeling between your legs, or a leg that gets "
        "weak fast? Go to the emergency room or call {number}."
    )

    def listed(self, parts: Sequence[str]) -> str:
        """Parts as a list in words: "1, 2 or 4"."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self.either}\u00a0{parts[-1]}"


def _languages() -> Mapping[str, Labels]:
    from pt_chart.documents.labels_es import SPANISH

    return {"en": Labels(), "es": SPANISH}


def labels(language: str) -> Labels:
    """The fixed words in a language tag such as "en" or "en-US".

    Raises:
        ValueError: there is no translation; the message lists those there are.
    """
    found = _languages().get(language.partition("-")[0].lower())
    if found is None:
        known = ", ".join(_languages())
        raise ValueError(f"documents are not translated to {language!r} yet; there is {known}")
    return found


def phones(clinic: Clinic, words: Labels) -> tuple[tuple[str, str], ...]:
    """Who to call: (label, number) pairs; a clinic without a number leaves a line to write on."""
    pairs = (
        (clinic.hours or words.office_hours, clinic.phone.strip() or NO_NUMBER),
        (words.other_hours, clinic.any_hour),
        (words.emergency, clinic.emergency_number),
    )
    return tuple((label, number) for label, number in pairs if number)
