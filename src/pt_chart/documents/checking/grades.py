"""Reading grades: English as the builder's meter counts them, Spanish by its own two formulas.

English: Flesch-Kincaid (Kincaid 1975) and SMOG (McLaughlin 1969) scaled to 30 sentences, so that a
short sheet has a grade. Spanish: Fernández-Huerta (1959; 100 = easiest) and INFLESZ, the Szigriszt
formula with the bands of Barrio-Cantalejo 2008. All are rough.
"""

from __future__ import annotations

from functools import cache

import pyphen  # type: ignore[import-untyped]

from pt_chart.clinical.program.readability import flesch_kincaid, sentences_of, smog, words_of

GRADE_LIMIT = 6.0
EXERCISE_LIMIT = 8.0
FERNANDEZ_HUERTA_LEAST = 70.0
"""70-80 is read as the sixth school year."""
INFLESZ_LEAST = 65.0
"""Start of the band "fairly easy"."""

__all__ = [
    "BY_LANGUAGE",
    "english",
    "fernandez_huerta",
    "inflesz",
    "sentences_of",
    "spanish",
    "words_of",
]


def english(text: str, limit: float = GRADE_LIMIT) -> list[str]:
    """What of an English text is above a grade, with the figures; empty when nothing is."""
    grades = (("Flesch-Kincaid", flesch_kincaid(text)), ("SMOG", smog(text)))
    return [f"{name} grade {grade:.1f}" for name, grade in grades if grade > limit]


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="es", left=1, right=1)


def spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word by its places of division, at least 1."""
    return len(_hyphenation().positions(word.lower())) + 1


def _spanish_counts(text: str) -> tuple[float, float]:
    words, sentences = words_of(text), sentences_of(text)
    if not words:
        return 0.0, 0.0
    per_word = sum(map(spanish_syllables, words)) / len(words)
    return per_word, len(words) / max(1, len(sentences))


def fernandez_huerta(text: str) -> float:
    """Ease of a Spanish text, 100 = easiest, by syllables a word and words a sentence."""
    per_word, per_sentence = _spanish_counts(text)
    return 206.84 - 60 * per_word - 1.02 * per_sentence


def inflesz(text: str) -> float:
    """Szigriszt's ease of a Spanish text, read by the INFLESZ bands."""
    per_word, per_sentence = _spanish_counts(text)
    return 206.835 - 62.3 * per_word - per_sentence


def spanish(text: str, _limit: float = GRADE_LIMIT) -> list[str]:
    """What of a Spanish text is too hard, with the figures; empty when nothing is."""
    found = []
    if (ease := fernandez_huerta(text)) < FERNANDEZ_HUERTA_LEAST:
        found.append(f"Fernández-Huerta {ease:.0f}, below {FERNANDEZ_HUERTA_LEAST:.0f}")
    if (ease := inflesz(text)) < INFLESZ_LEAST:
        found.append(f"INFLESZ {ease:.0f}, below {INFLESZ_LEAST:.0f}")
    return found


BY_LANGUAGE = {"en": english, "es": spanish}
"""Judges by language tag: text and highest grade in, what is too hard out."""
