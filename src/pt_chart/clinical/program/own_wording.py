"""What the clinic's own words ask of the body, so that safety rules see them as well.

The words to look for are data (forms/safety/own_wording.toml); whether something is held, and for
how long, is read here. Reading is meant to be careful rather than clever: what it takes for a hold
or a stretch that a rule forbids is held back until it is reworded or a reason is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pt_chart.clinical.program.library import Exercise, ExerciseLibrary
from pt_chart.clinical.program.read_words import OwnWords
from pt_chart.clinical.sides import Side

MOST_STEPS = 10
MOST_STEP_WORDS = 25
"""A step on a sheet has 25 words at most (handout checklist)."""

_SENTENCE = re.compile(r"[^.!?;\n]+")
_NUMBERS = {
    word: number
    for number, words in (
        *((1, "one uno un"), (2, "two dos"), (3, "three tres"), (4, "four cuatro")),
        *((5, "five cinco"), (10, "ten diez"), (15, "fifteen quince"), (20, "twenty veinte")),
        *((30, "thirty treinta"), (40, "forty cuarenta"), (60, "sixty sesenta")),
    )
    for word in words.split()
}
_TIME = re.compile(
    rf"\b(\d+|{'|'.join(_NUMBERS)}|a few|some|several|half a|unos|unas)\s*"
    r"(s\b|secs?\b|seconds?\b|min\b|minutes?\b|breaths?\b|counts?\b|segundos?\b|minutos?\b|respira)"
)
_KEEPS = re.compile(
    r"\b(hold|holding|keep|keeping|stay|staying|remain|pause|wait|sustain"
    r"|mant[eé]n|manteng|sost[eé]n|sosteng|aguant|qu[eé]d[ae]|permane|espere)"
)
_HELD = re.compile(
    r"\b(hold|sustain|mant[eé]n\w*|manteng\w*|sost[eé]n\w*|sosteng\w*|aguant\w*)\s+"
    r"(it|this|that|there|the (stretch|position|end|pull|tension)|at the end"
    r"|as long|ah[ií]|la posici|el estir|la tensi)"
    r"|\b(keep|stay)\w*\s+(it |the stretch |the leg )?there\b"
    r"|\bcount to\b|\bcuente hasta\b|\bend (stretch|hold)\b|\bstatic stretch"
)
_NOT_HELD = re.compile(
    r"\b(never|not|no|without|don.t|nunca|sin)\s+(a\s+)?(hold|stay|keep|mant|sost|aguant)"
)
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that words ask for; ``seconds`` 0 = no time is said."""

    seconds: int


def hold_in(texts: Iterable[str]) -> Hold | None:
    """The longest hold that the texts ask for, None where they ask for none."""
    held = None
    before = ""
    for sentence in _sentences(texts):
        time = _TIME.search(sentence)
        goes_on = time is not None and sentence.startswith(time[0])
        said = f"{before} {sentence}" if goes_on else sentence
        denied = _NOT_HELD.search(sentence) is not None
        if not denied and ((time and _KEEPS.search(said)) or _HELD.search(sentence)):
            held = Hold(max(held.seconds if held else 0, _seconds(time) if time else 0))
        before = sentence
    return held


def _seconds(time: re.Match[str]) -> int:
    count = time[1]
    number = int(count) if count.isdigit() else _NUMBERS.get(count, 0)
    return number * _MINUTE if time[2].startswith("min") else number


def _sentences(texts: Iterable[str]) -> list[str]:
    lower = (text.lower() for text in texts)
    return [one for text in lower for part in _SENTENCE.findall(text) if (one := part.strip())]


def asked_by(texts: Sequence[str], known: Iterable[OwnWords]) -> frozenset[str]:
    """The properties (`library.PROPERTIES`) that the texts speak of."""
    return frozenset(name for one in known if _speaks(texts, one) for name in one.properties)


def never_said(texts: Sequence[str], known: Iterable[OwnWords]) -> str:
    """Why some of the texts never reach a handout, "" where nothing speaks against them."""
    found = (one for one in known if one.never and _speaks(texts, one))
    return next((f"{one.title}: {one.never}" for one in found), "")


_SIDES = {
    Side.LEFT: re.compile(r"\b(left|izquierd[oa])\b", re.IGNORECASE),
    Side.RIGHT: re.compile(r"\b(right|derech[oa])\b", re.IGNORECASE),
}


def other_side_alone(texts: Iterable[str], side: Side) -> bool:
    """Whether the texts name the other side than the treated one, and that one nowhere."""
    if side is Side.BOTH:
        return False
    said = " ".join(texts)
    return bool(_SIDES[side.mirrored].search(said)) and not _SIDES[side].search(said)


def _speaks(texts: Sequence[str], one: OwnWords) -> bool:
    if one.held and hold_in(texts) is None:
        return False
    return any(
        all(_any_of(group, sentence) for group in one.groups) and not _any_of(one.unless, sentence)
        for sentence in _sentences(texts)
    )


def _any_of(words: Iterable[str], sentence: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}", sentence) for word in words)


def as_worded(exercise: Exercise, own: Sequence[str], library: ExerciseLibrary) -> Exercise:
    """The exercise with what own words ask of the body beyond the words they replace."""
    if not own:
        return exercise
    before = asked_by(exercise.steps, library.own_words)
    added = asked_by(own, library.own_words) - before - set(exercise.properties)
    return replace(exercise, properties=(*exercise.properties, *sorted(added)))


def too_long(steps: Sequence[str]) -> str:
    """What is too much about the steps, in words with the fix; "" where nothing is."""
    if len(steps) > MOST_STEPS:
        return f"{len(steps)} steps are too many; {MOST_STEPS} at most"
    for number, step in enumerate(steps, 1):
        words = len(step.split())
        if words > MOST_STEP_WORDS:
            most = f"{MOST_STEP_WORDS} at most, one action a step"
            return f"step {number} has {words} words; {most}"
    return ""
