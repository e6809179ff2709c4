"""Items 7 and 16-18: how much, how often, how many exercises, easier and harder, when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pt_chart.documents.checking.outline import Block
from pt_chart.documents.checking.paper import Paper, Section
from pt_chart.documents.checking.result import CannotTell, Fault, Weight
from pt_chart.documents.checking.terms import Terms

MOST_EXERCISES = 6
WARN_EXERCISES = 4


def _dose(one: Section, terms: Terms) -> list[Block]:
    """The parts of an exercise's dose: an unnumbered list ahead of its steps, else its lines."""
    first = one.blocks.index(one.steps[0])
    listed = [b for b in one.blocks[:first] if b.role == "LI" and not b.numbered]
    if listed:
        return listed
    return [
        block
        for block in one.blocks
        if block.role == "P"
        and (terms.dose_line.search(block.text) or terms.often.search(block.text))
    ]


def units(paper: Paper) -> Iterator[Fault]:
    """Item 7."""
    paper.need_words_known()
    for one in paper.need_exercises():
        for block in one.blocks:
            if hit := paper.terms.sign_times.search(block.text):
                yield Fault(block.place, f"“{hit.group()}” has no units", "say “3 sets, 10 times”")
        parts = _dose(one, paper.terms)
        if not parts:
            yield Fault(one.place, "no dose is given", "say how many, how long and how often")
            continue
        yield from _without_unit(parts, paper.terms)
        said = " ".join(part.text for part in parts)
        yield from _longer_than_the_dose(one, said, paper.terms)
        yield from _held_after_all(one, said, paper.terms)
        if not paper.terms.amount.search(said):
            yield Fault(one.place, "how many or how long is not said", "add times or minutes")
        if not paper.terms.often.search(said):
            yield Fault(one.place, "how often is not said", "add times a day or days a week")


def _without_unit(parts: list[Block], terms: Terms) -> Iterator[Fault]:
    for part in parts:
        for hit in re.finditer(r"\d+(?:\s*(?:-|–|to|a)\s*\d+)?", part.text):
            if not terms.units.match(part.text[hit.end() :].strip()):
                yield Fault(part.place, f"{hit.group()} has no unit", "put its unit behind it")


def _longer_than_the_dose(one: Section, dose: str, terms: Terms) -> Iterator[Fault]:
    """Steps that last longer than the dose says."""
    for unit in (terms.minutes, terms.seconds):
        given = [int(number) for number in unit.findall(dose)]
        for step in one.steps:
            # A timer for the next break is no part of the dose.
            rung = terms.timed.search(step.text) is not None
            for hit in () if rung else unit.finditer(step.text):
                if given and int(hit[1]) > max(given):
                    message = f"a step says “{hit.group()}”, the dose less"
                    yield Fault(step.place, message, "let both say the same")


def _held_after_all(one: Section, dose: str, terms: Terms) -> Iterator[Fault]:
    """Steps that hold although the dose says no hold."""
    if not terms.no_hold.search(dose):
        return
    for step in one.steps:
        if hit := terms.holds.search(step.text):
            message = f"the dose says no hold, a step says “{hit.group()}”"
            yield Fault(step.place, message, "let both say the same")


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
        if not paper.terms.easier.search(one.text):
            yield Fault(
                one.place, "what to do when it is too sore is not said", "add an easier way"
            )
        if not paper.terms.harder.search(one.text):
            yield Fault(one.place, "what to do when it is easy is not said", "add a harder way")


def when_and_where(paper: Paper) -> Iterator[Fault]:
    """Item 18."""
    paper.need_words_known()
    if not paper.exercises:
        raise CannotTell("no exercise is recognized")
    for one in paper.exercises:
        if not paper.terms.when.search(" ".join(part.text for part in _dose(one, paper.terms))):
            yield Fault(one.place, "when in the day is not said", "tie it to a habit")


M, S = Weight.MUST, Weight.SHOULD
CHECKS = (
    (7, M, "Numbers carry their units", units),
    (16, M, "Six exercises at most on one sheet (four is better)", exercise_count),
    (17, S, "Easier and harder for each exercise", easier_and_harder),
    (18, S, "When and where", when_and_where),
)
