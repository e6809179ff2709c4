"""What the checks of wording look for, one set for each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from re import Pattern


@dataclass(frozen=True, slots=True)
class LightTerms:
    """The words of a traffic light: its three signals as groups, what belongs to each of them."""

    signal: Pattern[str]
    stops: Pattern[str]
    pushes: Pattern[str]
    eases: Pattern[str]
    better: Pattern[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of one language.

    ``starts_with_verb`` tells whether a sentence tells its reader to do something; ``actions``
    counts what a step asks to do. ``warnings`` are what a full warning block names, each a pattern
    that is looked for in it. ``order`` are the headings that must come in this order.
    """

    jargon: Pattern[str]
    explained: Pattern[str]
    abbreviation: Pattern[str]
    arithmetic: Pattern[str]
    sign_times: Pattern[str]
    units: Pattern[str]
    often: Pattern[str]
    amount: Pattern[str]
    no_hold: Pattern[str]
    holds: Pattern[str]
    one_side: Pattern[str]
    other_side: Mapping[str, str]
    leak: Pattern[str]
    you: Pattern[str]
    cue: Pattern[str]
    distant: Pattern[str]
    starts_with_verb: Callable[[str], bool]
    actions: Callable[[str], int]
    warnings: Mapping[str, str]
    nerve_case: Pattern[str]
    phone: Pattern[str]
    any_hour: Pattern[str]
    warning_head: Pattern[str]
    main_message: Pattern[str]
    summary: Pattern[str]
    purpose: Pattern[str]
    weekdays: Pattern[str]
    easier: Pattern[str]
    harder: Pattern[str]
    when: Pattern[str]
    stop: Pattern[str]
    acceptable: Pattern[str]
    pain_head: Pattern[str]
    pain_rule: Pattern[str]
    labeled_name: Pattern[str]
    labeled_id: Pattern[str]
    clinic: Pattern[str]
    not_a_clinic: Pattern[str]
    clinician: Pattern[str]
    next_visit: Pattern[str]
    flare: Pattern[str]
    dose_line: Pattern[str]
    color_cue: Pattern[str]
    side: Pattern[str]
    light: LightTerms
    delays: Pattern[str]
    sends: Pattern[str]
    timed: Pattern[str]
    minutes: Pattern[str]
    seconds: Pattern[str]
    order: tuple[tuple[str, Pattern[str]], ...]
