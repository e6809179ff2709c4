"""The words of handouts, cards and letters that are not an exercise's own, as read from forms/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
    "vascular" or "call"); ``advice`` are ids of daily advice that differ from the usual ones.
    """

    condition: str
    title: str
    main_message: str
    going_on: tuple[str, ...]
    expect: tuple[str, ...]
    course: tuple[CourseEntry, ...]
    warning: str
    advice: tuple[str, ...]


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
    """How the patient says a symptom kind; ``plural`` rules the verb after it."""

    words: str
    plural: bool


@dataclass(frozen=True, slots=True)
class EmergencyWords:
    """What the card and letter say for a kind of emergency.

    ``flags`` are the flag ids it speaks for; ``asked`` are (finding id, patient's words, letter's
    words) of the questions to list.
    """

    id: str
    flags: tuple[str, ...]
    suspicion: str
    request: str
    why: tuple[str, ...]
    desk: str
    asked: tuple[tuple[str, str, str], ...]


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
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

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
