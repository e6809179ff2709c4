"""The clinic's own phrases: kept with the chart, put into a section of the note by name."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.charting.ports import ChartStore, Setting
from pt_chart.clinical.sound_text import sound_text

SETTING = "note_phrases"
LONGEST_NAME = 60
LONGEST_TEXT = 5000
SECTIONS = (
    "history", "examination", "treatment", "assessment", "plan", "administration",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the clinic: a short name, the section it belongs to, its words."""

    name: str
    section: str
    text: str


def phrases(store: ChartStore) -> tuple[Phrase, ...]:
    """The clinic's phrases by name; what is not a phrase is passed over."""
    kept = store.setting(SETTING, [])
    found = [
        Phrase(str(one["name"]), str(one["section"]), str(one["text"]))
        for one in (kept if isinstance(kept, list) else [])
        if isinstance(one, dict) and {"name", "section", "text"} <= one.keys()
    ]
    return tuple(sorted(found, key=lambda phrase: phrase.name.casefold()))


def save_phrase(store: ChartStore, phrase: Phrase) -> None:
    """Keep a phrase; one with the same name is replaced.

    Raises:
        ValueError: name or text is empty or too long, or the section is unknown.
        WorldError: the chart could not be written.
    """
    name, text = sound_text(phrase.name).strip(), sound_text(phrase.text).strip()
    if not name or len(name) > LONGEST_NAME:
        raise ValueError(f"The name needs 1 to {LONGEST_NAME} characters.")
    if not text or len(text) > LONGEST_TEXT:
        raise ValueError(f"A phrase needs 1 to {LONGEST_TEXT} characters; it has {len(text)}.")
    if phrase.section not in SECTIONS:
        raise ValueError(f"{phrase.section!r} is not a section; use {', '.join(SECTIONS)}.")
    kept = [one for one in phrases(store) if one.name.casefold() != name.casefold()]
    _store(store, [*kept, Phrase(name, phrase.section, text)])


def remove_phrase(store: ChartStore, name: str) -> None:
    """Forget a phrase; nothing when there is none of that name.

    Raises:
        WorldError: the chart could not be written.
    """
    _store(store, [one for one in phrases(store) if one.name.casefold() != name.casefold()])


def _store(store: ChartStore, kept: list[Phrase]) -> None:
    made: list[Setting] = [
        {"name": one.name, "section": one.section, "text": one.text} for one in kept
    ]
    store.save_setting(SETTING, made)
