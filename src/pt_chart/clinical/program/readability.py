"""How hard patient text is to read: two formulas for each language, jargon, step length and form.

English: Flesch-Kincaid grade (Kincaid 1975) and SMOG (McLaughlin 1969, scaled to 30 sentences so
that it can be given for short texts). Spanish: Fernandez Huerta (1959) and the Szigriszt formula
read by the INFLESZ bands (Barrio-Cantalejo 2008); both count ease, 100 = easiest. All are rough;
syllables are counted by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import sqrt
from statistics import median

from pt_chart.clinical.program.handout import HandoutContent

GRADE_LIMIT = 6.0
FERNANDEZ_HUERTA_LEAST = 70.0
"""70 to 80 is read as the sixth school year."""
INFLESZ_LEAST = 65.0
"""Where the band "fairly easy" starts."""
EXERCISE_LIMIT = 8.0
"""Highest grade of the steps of one exercise."""
STEM = 8
"""So many letters of a long word make it the same word in another form."""
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
_SPANISH_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_STRONG = re.compile(r"[aeoáéíóú]")
_SILENT_U = re.compile(r"([gq])u(?=[eiéí])")
_KNOWN = {"every": 2, "area": 3, "muscle": 2, "muscles": 2, "being": 2, "does": 1, "people": 2}


@dataclass(frozen=True, slots=True)
class Score:
    """What one formula says. ``limit`` is the highest grade, or the least ease where ``ease``."""

    name: str
    value: float
    limit: float
    ease: bool = False

    @property
    def fits(self) -> bool:
        """Whether the text is easy enough by this formula."""
        return self.value >= self.limit if self.ease else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class Readability:
    """What was measured of a text; ``jargon`` are the words that need an explanation.

    ``hardest`` is the highest grade of the steps of one exercise (English; 0 = not asked).
    """

    words: int
    sentences: int
    scores: tuple[Score, ...]
    jargon: tuple[str, ...]
    longest_step: int
    median_step: float
    hardest: float = 0.0

    @property
    def fits(self) -> bool:
        """Whether the scores, the jargon and the steps keep to the limits."""
        return (
            all(score.fits for score in self.scores)
            and not self.jargon
            and self.longest_step <= STEP_LIMIT
            and self.median_step <= STEP_MEDIAN_LIMIT
            and self.hardest <= EXERCISE_LIMIT
        )

    def value(self, name: str) -> float:
        """What the formula of a name says.

        Raises:
            KeyError: it was not asked in this language.
        """
        return {score.name: score.value for score in self.scores}[name]


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


def spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word by rule, at least 1.

    Each strong vowel and each accented weak one makes a syllable of its own; other weak vowels
    lean on a neighbor. The u of que, qui, gue and gui is silent.
    """
    return sum(max(1, len(_STRONG.findall(run))) for run in _spanish_runs(word)) or 1


def _spanish_runs(word: str) -> list[str]:
    lower = _SILENT_U.sub(r"\1", word.lower())
    lower = lower[:-1] + "i" if lower.endswith("y") else lower
    return _SPANISH_VOWELS.findall(lower)


def _spanish_counts(text: str) -> tuple[float, float]:
    words, sentences = words_of(text), sentences_of(text)
    per_word = sum(map(spanish_syllables, words)) / max(1, len(words))
    return per_word, len(words) / max(1, len(sentences))


def fernandez_huerta(text: str) -> float:
    """Ease of a Spanish text, 100 = easiest, by syllables a word and words a sentence."""
    per_word, per_sentence = _spanish_counts(text)
    return 206.84 - 60 * per_word - 1.02 * per_sentence


def inflesz(text: str) -> float:
    """Szigriszt's ease of a Spanish text, read by the INFLESZ bands."""
    per_word, per_sentence = _spanish_counts(text)
    return 206.835 - 62.3 * per_word - per_sentence


def scores(text: str, language: str = "en") -> tuple[Score, ...]:
    """What the formulas of a language say of a text; () for a language without any."""
    if language == "en":
        return (
            Score("Flesch-Kincaid", flesch_kincaid(text), GRADE_LIMIT),
            Score("SMOG", smog(text), GRADE_LIMIT),
        )
    if language == "es":
        return (
            Score("Fernández-Huerta", fernandez_huerta(text), FERNANDEZ_HUERTA_LEAST, ease=True),
            Score("INFLESZ", inflesz(text), INFLESZ_LEAST, ease=True),
        )
    return ()


def measure(
    texts: Iterable[str],
    steps: Iterable[str] = (),
    jargon: Iterable[str] = (),
    language: str = "en",
) -> Readability:
    """Measure patient texts (whole sentences) and the steps among them.

    ``jargon`` are the words, lower case, that a patient text must not hold unexplained.
    """
    said = [_closed(text) for text in texts if text.strip()]
    whole = " ".join(said)
    known = set(jargon)
    known |= {word[:STEM] for word in known if len(word) > STEM}
    found = dict.fromkeys(
        word for word in words_of(whole) if {word.lower(), word.lower()[:STEM]} & known
    )
    lengths = [len(words_of(step)) for step in steps] or [0]
    return Readability(
        words=len(words_of(whole)),
        sentences=len(sentences_of(whole)),
        scores=scores(whole, language),
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
            yield one.stop
        for row in one.traffic:
            yield from (row.feeling, row.action)
    yield from (advice.text for advice in content.each_day)
    yield from (*content.leave_out, *content.flare_plan, content.flare_call)


def measure_handout(content: HandoutContent, jargon: Iterable[str]) -> Readability:
    """The readability of a whole handout, own wording included: what the builder's meter shows.

    ``jargon`` are the words of the phrase list "readability.jargon".
    """
    steps = [step for one in content.exercises for step in one.steps]
    found = measure(handout_sentences(content), steps, jargon, content.language)
    if content.language != "en":
        return found
    grades = [flesch_kincaid(" ".join(map(_closed, one.steps))) for one in content.exercises]
    return replace(found, hardest=max(grades, default=0.0))


def _closed(text: str) -> str:
    """The text with a full stop, so that a heading does not run into the next sentence."""
    text = text.strip()
    return text if text[-1] in ".!?:" else f"{text}."
