"""Whether an exercise in another language tells what the English one does, side words included."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program import sidewords
from pt_chart.clinical.program.library import Exercise, ExerciseWords, FrameWords, patient_texts
from pt_chart.definitions.toml_reader import nearest_hint


@dataclass(frozen=True)
class Notes:
    """Where problems of a whole language go."""

    place: str
    problems: list[Problem]

    def missing(self, kind: str, wanted: Iterable[str], found: Iterable[str]) -> None:
        have = set(found)
        for id in wanted:
            if id not in have:
                self.say(f"{kind} {id!r} is not translated", "add it")

    def unknown(self, kind: str, found: Iterable[str], known: Iterable[str]) -> None:
        there = set(known)
        for id in found:
            if id not in there:
                self.say(f"{kind} {id!r} is not in the library", nearest_hint(id, there))

    def say(self, message: str, hint: str) -> None:
        self.problems.append(Problem(self.place, message, hint))


def check_exercises(
    exercises: Mapping[str, ExerciseWords],
    sources: Mapping[str, str],
    library: Mapping[str, Exercise],
    known: Collection[str],
    note: Notes,
) -> None:
    """Say which exercises follow another English text or miss a step; ``known`` = side words."""
    for id, words in exercises.items():
        if id in library:
            own = library[id]
            _check_exercise(own, words, known, note)
            now = source_mark(patient_texts(own))
            if sources.get(id) != now:
                hint = f'look, then of = "{now}"'
                note.say(f"exercise {id!r} follows another English text", hint)


def check_frames(frames: Mapping[str, FrameWords], known: Collection[str], note: Notes) -> None:
    """Say which captions name a side word that the language does not have."""
    for id, frame in frames.items():
        _check_side_words(f"frame {id!r}", (frame.caption, frame.alt), known, note)


def _check_exercise(
    own: Exercise, words: ExerciseWords, known: Collection[str], note: Notes
) -> None:
    pairs = (("steps", own.steps, words.steps), ("brief steps", own.brief, words.brief))
    for what, ours, theirs in pairs:
        if len(ours) != len(theirs):
            count = f"{len(theirs)} {what}, not {len(ours)}"
            note.say(f"exercise {own.id!r} has {count}", "tell each step")
    texts = tuple(texts_of(words))
    _check_side_words(f"exercise {own.id!r}", texts, known, note)
    if not own.sided and any(sidewords.tokens(text) for text in texts):
        note.say(f"exercise {own.id!r} names a side", "it has none; leave it out")


def _check_side_words(
    where: str, texts: Iterable[str], known: Collection[str], note: Notes
) -> None:
    for text in texts:
        for word in sidewords.tokens(text):
            if word not in known:
                note.say(f"{where}: {{{word}}} is not a side word", nearest_hint(word, known))


def source_mark(texts: Iterable[str]) -> str:
    """Names the English texts that a translation was made from, so that a change is noticed."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


def texts_of(words: ExerciseWords) -> Iterator[str]:
    """Every text of an exercise in another language, side words still in braces."""
    yield from (words.patient_name, words.purpose, *words.steps)
    yield from (words.may_feel, words.too_sore, words.too_easy, *words.brief)
