"""Items 1-6 and 8-10: can the words be understood and followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from pt_chart.clinical.program.readability import words_of
from pt_chart.documents.checking import grades
from pt_chart.documents.checking.outline import Block
from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.result import CannotTell, Fault, Weight

STEP_MEDIAN, STEP_LONGEST = 15, 25
ACTIVE_SHARE = 0.9
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def _graded(paper: Paper, blocks: list[Block]) -> str:
    identity = _names(paper)
    said = [
        block.text if re.search(r"[.!?:]$", block.text) else f"{block.text}."
        for block in blocks
        if not paper.terms.phone.search(block.text) and not any(n in block.text for n in identity)
    ]
    return " ".join(said)


def _names(paper: Paper) -> tuple[str, ...]:
    found = re.findall(
        r"\b(?:Name|Therapist|Your therapist|Nombre): *([^,:]{3,40}?)(?=,| [A-Z]\w*:|$)", paper.text
    )
    return tuple(name.strip() for name in found)


def reading_grade(paper: Paper) -> Iterator[Fault]:
    """Item 1."""
    paper.need_text()
    judge = grades.BY_LANGUAGE.get(paper.language)
    if judge is None:
        raise CannotTell(f"no reading formulas for the language {paper.language!r}")
    whole = _graded(paper, list(paper.prose()))
    if len(words_of(whole)) < 30:
        raise CannotTell("there are fewer than 30 words in whole sentences")
    for hard in judge(whole, grades.GRADE_LIMIT):
        yield Fault("whole text", hard, "use shorter words and sentences")
    for one in paper.exercises:
        text = _graded(paper, [b for b in one.blocks if b in list(paper.prose())])
        for hard in judge(text, grades.EXERCISE_LIMIT) if text else ():
            yield Fault(one.place, hard, "use shorter words and sentences in this exercise")


def everyday_words(paper: Paper) -> Iterator[Fault]:
    """Item 2."""
    paper.need_words_known()
    for block in paper.blocks:
        for hit in paper.terms.jargon.finditer(block.text):
            if not paper.terms.explained.match(block.text[hit.end() :]):
                yield Fault(
                    block.place, f"“{hit.group()}” is not explained", "say it in plain words"
                )


def _instructions(paper: Paper) -> Iterator[tuple[Block, str]]:
    """Sentences that tell the reader what to do: steps, easier and harder ways, when to stop."""
    for section in paper.sections:
        head = ""
        for block in section.blocks:
            if block.level:
                head = block.text
                continue
            cue = paper.terms.cue.search(head) or paper.terms.stop.match(block.text)
            if block.numbered or (section.steps and cue and block.text):
                yield from ((block, one) for one in SENTENCE.split(block.text) if one.strip())


def active_and_direct(paper: Paper) -> Iterator[Fault]:
    """Item 3."""
    paper.need_words_known()
    for block in paper.blocks:
        if hit := paper.terms.distant.search(block.text):
            yield Fault(block.place, f"speaks about the reader: “{hit.group()}”", "say “you”")
    told = list(_instructions(paper))
    if not told:
        raise CannotTell("no numbered steps are recognized, so instructions cannot be told apart")
    odd = [
        (block, one)
        for block, one in told
        if not paper.terms.starts_with_verb(one) and not paper.terms.you.search(one)
    ]
    if len(odd) > (1 - ACTIVE_SHARE) * len(told):
        for block, one in odd:
            yield Fault(block.place, f"“{one}” does not begin with a verb", "begin with the action")


def purpose_first(paper: Paper) -> Iterator[Fault]:
    """Item 4."""
    paper.need_words_known()
    first = [block for block in paper.blocks if block.page == 0]
    if not any(paper.terms.purpose.search(block.text) for block in first):
        yield Fault("page 1", "what the plan is for is not said", "name its purpose in the title")
    heads = [b for b in first if paper.terms.main_message.search(b.text) and b.lines]
    if not heads:
        yield Fault(
            "page 1", "the main message is not marked", "head it “The most important thing”"
        )
        return
    message = first[min(first.index(heads[0]) + 1, len(first) - 1)]
    here = message if message.lines else heads[0]
    height = paper.sheets[0].height
    if here.lines[0].bottom < height * 2 / 3:
        yield Fault(here.place, "the main message is below the first third", "move it to the top")


def summary_box(paper: Paper) -> Iterator[Fault]:
    """Item 5."""
    paper.need_words_known()
    if not any(
        paper.terms.main_message.search(b.text) or paper.terms.summary.search(b.text)
        for b in paper.blocks
    ):
        yield Fault("page 1", "there is no summary", "add the most important things in a box")


def no_arithmetic(paper: Paper) -> Iterator[Fault]:
    """Item 6."""
    paper.need_text()
    for block in paper.blocks:
        for hit in paper.terms.arithmetic.finditer(re.sub(r"_+ ?/ ?_+", "", block.text)):
            fix = "give whole numbers that need no reckoning"
            yield Fault(block.place, f"“{hit.group()}” asks for reckoning", fix)


def short_steps(paper: Paper) -> Iterator[Fault]:
    """Item 8."""
    exercises = paper.need_exercises()
    lengths = []
    for one in exercises:
        if len(one.steps) < 2:
            yield Fault(one.place, "the action is not split into steps", "number each action")
        for step in one.steps:
            count = len(re.findall(r"[\w'’-]+", step.text))
            lengths.append(count)
            if count > STEP_LONGEST:
                yield Fault(step.place, f"the step has {count} words", "at most 25: divide it")
            if (actions := paper.terms.actions(step.text)) > 2:
                yield Fault(step.place, f"the step holds {actions} actions", "one action a step")
    if lengths and median(lengths) > STEP_MEDIAN:
        yield Fault("steps", f"half are longer than {median(lengths):.0f} words", "15 or fewer")


def no_abbreviations(paper: Paper) -> Iterator[Fault]:
    """Item 9."""
    paper.need_text()
    for block in paper.blocks:
        for hit in paper.terms.abbreviation.finditer(block.text):
            if not paper.terms.explained.match(block.text[hit.end() :]):
                yield Fault(block.place, f"“{hit.group()}” is not explained", "write it out")


def no_engine_text(paper: Paper) -> Iterator[Fault]:
    """Item 10."""
    paper.need_text()
    for page in range(len(paper.sheets)):
        for piece in paper.sheets[page].pieces:
            hit = paper.terms.leak.search(piece.text)
            # Lines to write on are no identifiers.
            if hit and hit.group().strip("_"):
                place = f"page {page + 1}, “{piece.text.strip()[:40]}”"
                yield Fault(place, f"“{hit.group()}” is not for patients", "take it out")


M, S = Weight.MUST, Weight.SHOULD
CHECKS = (
    (1, M, "Reading grade 6 or lower by two formulas", reading_grade),
    (2, M, "Everyday words", everyday_words),
    (3, M, "Active and direct: begins with a verb or says you", active_and_direct),
    (4, M, "First page: purpose, and the main message in its first third", purpose_first),
    (5, S, "A box with the most important things", summary_box),
    (6, M, "No arithmetic for the reader", no_arithmetic),
    (8, M, "Numbered steps, one action each, short", short_steps),
    (9, M, "No unexplained abbreviation", no_abbreviations),
    (10, M, "No engine text", no_engine_text),
)
