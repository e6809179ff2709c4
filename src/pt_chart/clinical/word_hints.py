"""Which finding a word may have meant: by spelling, by value, by the words of labels."""

from __future__ import annotations

import math
import re
from collections import Counter
from difflib import SequenceMatcher, get_close_matches

from pt_chart.clinical.fields import FieldDef, Vocabulary

_SAME = 0.84
"""Likeness from which two words are one word misspelled."""

_LIKELY = 0.78
"""Likeness that is told where nothing else was found."""


class _Words:
    """What can be asked for, by the words it is made of."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.ids = [
            name
            for name in (*vocabulary.fields, *vocabulary.aliases)
            if not vocabulary.field(name).worked_out
        ]
        self.entries: list[tuple[str, frozenset[str]]] = []
        self.values: dict[str, str] = {}
        aliases: dict[str, list[str]] = {}
        for alias, name in vocabulary.aliases.items():
            aliases.setdefault(name, []).append(alias)
        for field in vocabulary.fields.values():
            if field.worked_out:
                continue
            own = _parts(field.id, field.label, *aliases.get(field.id, ()))
            self.entries.append((field.id, own))
            self._take_choices(field)
        counts = Counter(part for _, parts in self.entries for part in parts)
        total = len(self.entries)
        self.rarity = {part: math.log(total / many) for part, many in counts.items()}

    def _take_choices(self, field: FieldDef) -> None:
        for choice in field.choices:
            told = f"{field.id} = {choice.id}"
            self.values.setdefault(choice.id, told)
            self.entries.append((told, _parts(choice.id, choice.label)))


def word_hints(word: str, vocabulary: Vocabulary, count: int = 3) -> tuple[str, ...]:
    """The ids, aliases or values ("mechanism = lifting") that an unknown word may mean."""
    known = _Words(vocabulary)
    asked = "_".join(_split(word))
    spelled = get_close_matches(asked, known.ids, count, _SAME)
    value = [known.values[asked]] if asked in known.values else []
    found = [*value, *spelled, *_by_words(asked, known)]
    if not found:
        found = get_close_matches(asked, known.ids, count, _LIKELY)
    return tuple(dict.fromkeys(found))[:count]


def _by_words(asked: str, known: _Words) -> list[str]:
    """What shares the rarest words with the one asked for, best first."""
    parts = _split(asked)
    scored = []
    for told, own in known.entries:
        shared = [part for part in parts for one in own if _alike(part, one)]
        rare = sum(max(known.rarity.get(part, 4.0), 1.0) for part in sorted(set(shared)))
        if shared and rare >= 3.0:
            scored.append((-rare * len(set(shared)) / len(parts), len(own), told))
    return [told for _, _, told in sorted(scored)]


def _alike(one: str, other: str) -> bool:
    """The same word, or one form of it: sprint, sprinting."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or one[:4] != other[:4]:
        return False
    return SequenceMatcher(None, one, other).ratio() >= 0.75


def _parts(*texts: str) -> frozenset[str]:
    return frozenset(part for text in texts for part in _split(text))


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[^a-z0-9]+", text.lower()) if part]
