"""Items 11-15: when to stop and call, the pain rule, whose sheet it is, a tool, what is next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pt_chart.documents.checking.lights import delayed_help, turned_lights
from pt_chart.documents.checking.outline import Block
from pt_chart.documents.checking.paper import TERMS, Paper, Section
from pt_chart.documents.checking.result import Fault, Weight

PAGE_OF = re.compile(r"(?:Page|Página) (\d+) (?:of|de) (\d+)", re.IGNORECASE)
DATE = re.compile(
    r"\b(?:[A-Z][a-z]{2,8} \d{1,2}, \d{4}|\d{1,2} [A-Z]?[a-z]{2,8}\.? \d{4}|\d{4}-\d\d-\d\d"
    r"|\d{1,2}/\d{1,2}/\d{2,4})\b"
)
CLINIC_PHONE = re.compile(r"(?<![\w-])(?:\+?\d[\s().-]*){6,}\d(?![\w-])")
NUMBER_END = re.compile(r"[+(]?\d[\d\s().-]*$")
NUMBER_START = re.compile(r"^\s*\(?\d[\d().-]*(?:[\s-]\d[\d().-]*)*")
WHOLE_NUMBER = re.compile(r"(?:\(\d{3}\)\s*|\d{3}[-. ])?\d{3}[-. ]\d{4}\s*$|^\d{3}$")
"""A number that is complete on its line: seven digits or more, or an emergency number."""
OPEN_NUMBER = re.compile(r"^\+\d{1,3}\s*$|\(\d{3}\)\s*$|\d-\s*$")
"""What wants more digits: a country, an area, a dash."""
MOST_DIGITS = 15
BOXES_LEAST = 3


def _warnings(paper: Paper) -> list[Section]:
    return [one for one in paper.sections if paper.terms.warning_head.search(one.name)]


def stop_and_call(paper: Paper) -> Iterator[Fault]:
    """Item 11: the full list where a nerve or the back is named, whom to call in every case."""
    paper.need_words_known()
    blocks = [one for one in _warnings(paper) if len(one.text.split()) > 12]
    if not blocks:
        yield Fault("page 1", "there is no block that says when to stop and call", "add it")
        return
    text = " ".join(one.text for one in blocks)
    if not any(
        b.role == "LI" or (b.text.endswith(".") and paper.terms.stop.search(b.text))
        for one in blocks
        for b in one.blocks
    ):
        yield Fault(blocks[0].place, "no warning signs are listed", "list them as short sentences")
    if _names_nerve_or_back(paper):
        for topic, pattern in paper.terms.warnings.items():
            if not re.search(pattern, text, re.IGNORECASE):
                yield Fault(blocks[0].place, f"{topic} is not named", "add it to the warning signs")
    for one in blocks:
        yield from delayed_help(paper, _leads(one))
    if not paper.terms.phone.search(text):
        yield Fault(blocks[0].place, "no phone number stands beside the signs", "say whom to call")
    if not paper.terms.any_hour.search(paper.text):
        yield Fault(blocks[0].place, "nothing is said for nights", "add an any-hour number")
    head = blocks[0].heading
    page = head.page if head else 0
    later = [one for one in paper.exercises if one.heading and one.heading.page < page]
    if page and later:
        yield Fault(blocks[0].place, "it comes after exercises", "put it on page 1 or before them")


def _leads(one: Section) -> list[Block]:
    """What stands above a list of signs: the heading and the words before it; [] without one."""
    if not any(block.role == "LI" for block in one.blocks):
        return []
    found = [one.heading] if one.heading is not None else []
    for block in one.blocks:
        if block.role == "LI":
            break
        found.append(block)
    return found


def _names_nerve_or_back(paper: Paper) -> bool:
    case = [
        one for one in paper.sections if one not in paper.exercises and one not in _warnings(paper)
    ]
    first = [
        one for one in case if not one.heading or one.heading.page <= (1 if paper.large else 0)
    ]
    # A rule when to stop may name a nerve's signs without the case being one.
    said = [one.name for one in first] + [
        block.text for one in first for block in one.blocks
        if not paper.terms.stop.match(block.text)
    ]  # fmt: skip
    words = " ".join(said)
    return bool(paper.terms.nerve_case.search(words))


def pain_rule(paper: Paper) -> Iterator[Fault]:
    """Item 12."""
    paper.need_words_known()
    yield from turned_lights(paper)
    terms = paper.terms
    for one in paper.sections:
        if (
            terms.pain_head.search(one.name)
            and terms.stop.search(one.text)
            and terms.acceptable.search(one.text)
        ):
            return
    if terms.pain_rule.search(paper.text):
        return
    yield Fault("page 1", "which pain is acceptable is not said", "add a rule: keep going, or stop")


def identified(paper: Paper) -> Iterator[Fault]:
    """Item 13."""
    paper.need_text()
    text = paper.text
    name, number = paper.terms.labeled_name.search(text), paper.terms.labeled_id.search(text)
    known = [hit.group(1).strip() for hit in (name, number) if hit]
    if not name:
        yield Fault("page 1", "the patient's name or initials are missing", "add “Name:”")
    for missing, pattern in (
        ("date", DATE),
        ("clinician", paper.terms.clinician),
    ):
        if not pattern.search(text):
            yield Fault("page 1", f"the {missing} is missing", f"add the {missing}")
    # The emergency number is nobody's clinic; dates and record numbers are no telephone.
    rest = paper.terms.labeled_id.sub(" ", DATE.sub(" ", text))
    if not CLINIC_PHONE.search(rest):
        yield Fault("page 1", "the clinic phone is missing", "add the clinic phone")
    if not _clinic_named(paper):
        yield Fault("page 1", "the clinic's name is missing", "add the name of the clinic")
    yield from _broken_numbers(paper)
    count = len(paper.sheets)
    for page in range(count):
        every = paper.furniture(page)
        if known and not any(one in every for one in known):
            yield Fault(f"page {page + 1}", "nothing says whose page it is", "add name or number")
        shown = PAGE_OF.search(every)
        if not shown or (int(shown[1]), int(shown[2])) != (page + 1, count):
            yield Fault(f"page {page + 1}", "“Page x of y” is missing or wrong", "number the page")


def _clinic_named(paper: Paper) -> bool:
    """Whether a name stands at the head, in the footer or in the last section."""
    first = next((i for i, one in enumerate(paper.blocks) if one.level == 1), 0)
    head = [
        block.text
        for block in paper.blocks[:first]
        if not paper.terms.not_a_clinic.search(block.text)
        and re.fullmatch(r"\D*[^\W\d_]{3}\D*", block.text)  # an address and a phone have digits
    ]
    last = paper.sections[-1].text if paper.sections else ""
    places = " ".join((paper.furniture(0), last))
    # A clinic keeps its name in paper of any language.
    return bool(head) or any(terms.clinic.search(places) for terms in TERMS.values())


def _broken_numbers(paper: Paper) -> Iterator[Fault]:
    """Telephone numbers that begin on one line and end on the next."""
    for block in paper.blocks:
        for above, below in pairwise(block.lines):
            head, tail = NUMBER_END.search(above.text), NUMBER_START.match(below.text)
            if not head or not tail or WHOLE_NUMBER.search(head[0]):
                continue
            if WHOLE_NUMBER.match(tail[0]) and not OPEN_NUMBER.search(head[0]):
                continue
            digits = sum(sign.isdigit() for sign in head[0] + tail[0])
            if 7 <= digits <= MOST_DIGITS and re.search(r"[-+()]", head[0] + tail[0]):
                shown = f"{head[0].strip()} / {tail[0].strip()}"
                message = f"the phone number is broken over two lines: {shown}"
                yield Fault(block.place, message, "keep it on one line")


def tool(paper: Paper) -> Iterator[Fault]:
    """Item 14."""
    paper.need_text()
    if not any(one.steps for one in paper.sections):
        yield Fault("exercises", "no action is clearly marked", "number what to do")
    boxes = sum(block.alt.count("□") + block.text.count("□") for block in paper.blocks)
    week = paper.terms.weekdays.search(paper.text)
    if not week and boxes < BOXES_LEAST:
        yield Fault("last page", "there is no log to tick", "add a week with boxes")


def what_next(paper: Paper) -> Iterator[Fault]:
    """Item 15."""
    paper.need_words_known()
    if not paper.terms.next_visit.search(paper.text):
        yield Fault("last page", "when the patient comes back is not said", "add the next visit")


M, S = Weight.MUST, Weight.SHOULD
CHECKS = (
    (11, M, "When to stop and call, graded to the case", stop_and_call),
    (12, M, "A plain rule for pain during exercise", pain_rule),
    (13, M, "Whose, when, by whom; name and page x of y on each page", identified),
    (14, M, "A clear action and a tool: boxes, diary or calendar", tool),
    (15, S, "Next visit or what happens next", what_next),
)
