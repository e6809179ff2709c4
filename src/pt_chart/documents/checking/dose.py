"""Items 7 and 16-18: how much, how often, how many exercises, easier and harder, when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pt_chart.documents.checking import english
from pt_chart.documents.checking.outline import Block
from pt_chart.documents.checking.paper import Paper, Section
from pt_chart.documents.checking.result import CannotTell, Fault, Weight

MOST_EXERCISES = 6
WARN_EXERCISES = 4

EASIER = re.compile(r"\btoo sore|if sore|too hard|easier|\bsore\?|if it hurts", re.IGNORECASE)
HARDER = re.compile(r"\btoo easy|if easy|harder|\beasy\?", re.IGNORECASE)
WHEN = re.compile(
    r"\b(?:same time|morning|evening|noon|night|bed|after|before|while|when you|every \d+ hours?"
    r"|meal|lunch|breakfast|brush\w*|hourly|Every)\b",
    re.IGNORECASE,
)


def _dose(one: Section) -> list[Block]:
    """The parts of an exercise's dose: an unnumbered list ahead of its steps, else its lines."""
    first = one.blocks.index(one.steps[0])
    listed = [b for b in one.blocks[:first] if b.role == "LI" and not b.numbered]
    if listed:
        return listed
    pattern = re.compile(r"\d.*\b(?:times?|sets?|reps?|seconds?|minutes?)\b", re.IGNORECASE)
    often = english.OFTEN
    return [
        block
        for block in one.blocks
        if block.role == "P" and (pattern.search(block.text) or often.search(block.text))
    ]


def units(paper: Paper) -> Iterator[Fault]:
    """Item 7."""
    paper.need_words_known()
    for one in paper.need_exercises():
        for block in one.blocks:
            if hit := english.SIGN_TIMES.search(block.text):
                yield Fault(block.place, f"“{hit.group()}” has no units", "say “3 sets, 10 times”")
        parts = _dose(one)
        if not parts:
            yield Fault(one.place, "no dose is given", "say how many, how long and how often")
            continue
        for part in parts:
            for hit in re.finditer(r"\d+(?:\s*(?:-|–|to)\s*\d+)?", part.text):
                if not english.UNITS.match(part.text[hit.end() :].strip()):
                    yield Fault(part.place, f"{hit.group()} has no unit", "put its unit behind it")
        said = " ".join(part.text for part in parts)
        if not english.OFTEN.search(said):
            yield Fault(one.place, "how often is not said", "add times a day or days a week")


def exercise_count(paper: Paper) -> Iterator[Fault]:
    """Item 16."""
    count = len(paper.need_exercises())
    if count > MOST_EXERCISES:
        message = f"{count} exercises on one sheet"
        yield Fault(
            "exercises", message, f"at most {MOST_EXERCISES}; {WARN_EXERCISES} or fewer is best"
        )


def easier_and_harder(paper: Paper) -> Iterator[Fault]:
    """Item 17."""
    paper.need_words_known()
    for one in paper.need_exercises():
        if not EASIER.search(one.text):
            yield Fault(
                one.place, "what to do when it is too sore is not said", "add an easier way"
            )
        if not HARDER.search(one.text):
            yield Fault(one.place, "what to do when it is easy is not said", "add a harder way")


def when_and_where(paper: Paper) -> Iterator[Fault]:
    """Item 18."""
    paper.need_words_known()
    if not paper.exercises:
        raise CannotTell("no exercise is recognized")
    for one in paper.exercises:
        if not WHEN.search(" ".join(part.text for part in _dose(one))):
            yield Fault(one.place, "when in the day is not said", "tie it to a habit")


M, S = Weight.MUST, Weight.SHOULD
CHECKS = (
    (7, M, "Numbers carry their units", units),
    (16, M, "Six exercises at most on one sheet (four is better)", exercise_count),
    (17, S, "Easier and harder for each exercise", easier_and_harder),
    (18, S, "When and where", when_and_where),
)
