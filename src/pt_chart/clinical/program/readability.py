"""How hard patient text is to read: grades by two formulas, jargon, step length and form.

Flesch-Kincaid grade (Kincaid 1975) and SMOG (McLaughlin 1969, scaled to 30 sentences so that it
can be given for short texts). Both are rough; the syllables are counted by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt
from statistics import median

from pt_chart.clinical.program.handout import HandoutContent

GRADE_LIMIT = 6.0
STEP_MEDIAN_LIMIT = 15
STEP_LIMIT = 25
POLYSYLLABLE = 3

_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouyà-ÿ]+")
_SILENT_END = re.compile(r"[^aeiouy]e$|[^dt]ed$|(?<![sxzcgaeiouy])(?<!sh|ch)es$")
_LE_END = re.compile(r"[^aeiouylr]les?$")
_SPLIT = re.compile(
    r"ia(?![lnr])|io(?![nu])|iu|eo(?!u)|ua(?!r)|[oe]ing$|[iu]et|ience|ier$|dea$|uou"
)
_KNOWN = {"every": 2, "area": 3, "muscle": 2, "muscles": 2, "being": 2, "does": 1, "people": 2}


@dataclass(frozen=True, slots=True)
class Readability:
    """What was measured of a text; ``jargon`` are the words that need an explanation."""

    words: int
    sentences: int
    flesch_kincaid: float
    smog: float
    jargon: tuple[str, ...]
    longest_step: int
    median_step: float

    @property
    def fits(self) -> bool:
        """Whether both grades, the jargon and the steps keep to the limits."""
        return (
            self.flesch_kincaid <= GRADE_LIMIT
            and self.smog <= GRADE_LIMIT
            and not self.jargon
            and self.longest_step <= STEP_LIMIT
            and self.median_step <= STEP_MEDIAN_LIMIT
        )


def words_of(text: str) -> list[str]:
    """The words of a text; a hyphenated word is one."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, those without a word left out."""
    return [part for part in _SENTENCE_END.split(text) if words_of(part)]


def syllables(word: str) -> int:
    """Syllables of an English word by rule, at least 1; the parts of a hyphenated one add up."""
    return sum(_syllables_of_part(part) for part in re.split(r"[-'’]", word) if part) or 1


def _syllables_of_part(part: str) -> int:
    lower = part.lower()
    if lower in _KNOWN:
        return _KNOWN[lower]
    count = len(_VOWELS.findall(lower)) + len(_SPLIT.findall(lower))
    if _SILENT_END.search(lower) and not _LE_END.search(lower):
        count -= 1
    return max(1, count)


def flesch_kincaid(text: str) -> float:
    """Flesch-Kincaid grade of a text, 0 for one without words."""
    words, sentences = words_of(text), sentences_of(text)
    if not words:
        return 0.0
    per_sentence = len(words) / max(1, len(sentences))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def smog(text: str) -> float:
    """SMOG grade of a text, scaled to 30 sentences; 0 for one without words."""
    sentences = sentences_of(text)
    if not sentences:
        return 0.0
    hard = sum(syllables(word) >= POLYSYLLABLE for word in words_of(text))
    return 1.043 * sqrt(30 * hard / len(sentences)) + 3.1291


def measure(
    texts: Iterable[str], steps: Iterable[str] = (), jargon: Iterable[str] = ()
) -> Readability:
    """Measure patient texts (whole sentences) and the steps among them.

    ``jargon`` are the words, lower case, that a patient text must not hold unexplained.
    """
    said = [_closed(text) for text in texts if text.strip()]
    whole = " ".join(said)
    known = set(jargon)
    found = dict.fromkeys(word for word in words_of(whole) if word.lower() in known)
    lengths = [len(words_of(step)) for step in steps] or [0]
    return Readability(
        words=len(words_of(whole)),
        sentences=len(sentences_of(whole)),
        flesch_kincaid=flesch_kincaid(whole),
        smog=smog(whole),
        jargon=tuple(found),
        longest_step=max(lengths),
        median_step=median(lengths),
    )


def handout_sentences(content: HandoutContent) -> Iterator[str]:
    """The sentences a patient reads: everything but names, numbers, captions and dose strips."""
    yield from (content.main_message, *content.what_is_going_on, *content.what_to_expect)
    for row in content.traffic:
        yield from (row.feeling, row.action)
    yield from (content.warning_lead, *content.warning_signs, content.same_day)
    for one in content.exercises:
        yield from (one.purpose, *one.steps, one.may_feel, one.too_sore, one.too_easy)
        if one.stop:
            yield f"Stop this one {one.stop}"
        for row in one.traffic:
            yield from (row.feeling, row.action)
    yield from (advice.text for advice in content.each_day)
    yield from (*content.leave_out, *content.flare_plan, content.flare_call)


def measure_handout(content: HandoutContent, jargon: Iterable[str]) -> Readability:
    """The readability of a whole handout, own wording included: what the builder's meter shows.

    ``jargon`` are the words of the phrase list "readability.jargon".
    """
    steps = [step for one in content.exercises for step in one.steps]
    return measure(handout_sentences(content), steps, jargon)


def _closed(text: str) -> str:
    """The text with a full stop, so that a heading does not run into the next sentence."""
    text = text.strip()
    return text if text[-1] in ".!?:" else f"{text}."
