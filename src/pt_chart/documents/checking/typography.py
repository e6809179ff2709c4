"""Items 19, 20, 24-26 and 30: type size, edges, runs that are hard to read, lines, families."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from pt_chart.documents.checking.outline import Block, Line
from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.result import CannotTell, Fault, Weight

BODY, SMALLEST = 12.0, 9.0
BODY_SHARE = 0.98
LARGE_LEAST, LARGE_MOST = 16.0, 18.5
EDGE = 2.0
LONGEST_RUN = 3
LONGEST_LINE = 70
LEADING = 1.2
STYLES = re.compile(
    r"[-,]?(?:Semi|Extra|Demi|Ultra)?-?"
    r"(?:Bold|Regular|Medium|Roman|Book|Light|Thin|Italic|Oblique|MT|PS)+$",
    re.IGNORECASE,
)


def _body(paper: Paper) -> Iterator[Block]:
    """What stands below the title and is no heading; a masthead is page furniture."""
    titles = [index for index, block in enumerate(paper.blocks) if block.level == 1]
    start = titles[0] if titles else 0
    yield from (b for b in paper.blocks[start:] if not b.level and b.pieces)


def body_size(paper: Paper) -> Iterator[Fault]:
    """Item 19."""
    paper.need_text()
    whole = small = 0
    worst: Block | None = None
    for block in _body(paper):
        for piece in block.pieces:
            count = len(piece.text.replace(" ", ""))
            whole += count
            if piece.size < BODY - 0.05:
                small += count
                if worst is None or len(block.text) > len(worst.text):
                    worst = block
    if not whole:
        raise CannotTell("no body text is recognized")
    if worst is not None and small > (1 - BODY_SHARE) * whole:
        message = f"{100 * small / whole:.0f}% of the text is below 12 pt"
        yield Fault(worst.place, message, "set the text in 12 pt or larger")
    for piece in paper.content:
        if piece.size < SMALLEST - 0.05 and piece.text.strip():
            place = f"page {piece.page + 1}, “{piece.text.strip()[:30]}”"
            yield Fault(place, f"{piece.size:g} pt", "nothing below 9 pt")


def large_print(paper: Paper) -> Iterator[Fault]:
    """Item 20."""
    paper.need_text()
    if not paper.large:
        raise CannotTell("this is the normal size; check the large-print file for it")
    if not LARGE_LEAST <= paper.body_size <= LARGE_MOST:
        yield Fault("whole text", f"the text is {paper.body_size:g} pt", "set it in 16 to 18 pt")
    for block in paper.blocks:
        if block.level in {1, 2} and block.lines and block.lines[0].size <= paper.body_size:
            yield Fault(block.place, "the heading is no larger than the text", "make it larger")
        for line in block.lines:
            if line.left < 0 or line.right > paper.sheets[line.page].width:
                yield Fault(block.place, "text is cut off at the edge", "break the line")
        if block.numbered and len({line.page for line in block.lines}) > 1:
            yield Fault(block.place, "the step is split across pages", "keep it on one page")


def _runs(paper: Paper) -> Iterator[tuple[Block, list[Line]]]:
    for block in paper.blocks:
        if block.role in {"P", "LI"} and len(block.lines) >= 2:
            yield block, block.lines


def ragged_right(paper: Paper) -> Iterator[Fault]:
    """Item 24."""
    paper.need_text()
    even: list[Block] = []
    long = 0
    for block, lines in _runs(paper):
        lefts = [line.left for line in lines]
        middles = [(line.left + line.right) / 2 for line in lines]
        if max(lefts) - min(lefts) > EDGE and len(block.text.split()) > 5:
            centered = max(middles) - min(middles) < EDGE
            message = "the paragraph is centered" if centered else "lines begin at different edges"
            yield Fault(block.place, message, "begin every line at the left edge")
        ends = [line.right for line in lines[:-1] if line.page == lines[0].page]
        if len(ends) >= 2:
            long += 1
            if max(ends) - min(ends) < 1.0:
                even.append(block)
    if long >= 2 and len(even) > long / 2:
        message = f"{len(even)} of {long} longer paragraphs are justified"
        yield Fault(even[0].place, message, "let lines end where words end")


def plain_runs(paper: Paper) -> Iterator[Fault]:
    """Item 25."""
    paper.need_text()
    for block in paper.blocks:
        slanted = " ".join(piece.text for piece in block.pieces if piece.italic)
        if len(slanted.split()) > LONGEST_RUN:
            yield Fault(block.place, "more than 3 words in italics", "use bold for a few words")
        if block.level:
            continue
        # Credentials behind a name stand between commas: "PT, DPT, OCS, FAAOMPT".
        capitals = re.search(r"(?:\b[A-Z][A-Z'’]+\b(?: +|(?=[^\w,]|$))){4,}", block.text)
        if capitals:
            yield Fault(block.place, "more than 3 words in capitals", "write them in small letters")
    yield from _underlined(paper)


def _underlined(paper: Paper) -> Iterator[Fault]:
    for block in _body(paper):
        for line in block.lines:
            if len(line.text.split()) <= LONGEST_RUN:
                continue
            for left, bottom, right, top in paper.sheets[line.page].rules:
                close = -2.5 <= (bottom + top) / 2 - line.bottom <= 0.5
                if close and abs(left - line.left) < 3 and abs(right - line.right) < 4:
                    yield Fault(block.place, "a line is underlined", "use bold for a few words")


def line_length(paper: Paper) -> Iterator[Fault]:
    """Item 26."""
    paper.need_text()
    steps = []
    long: list[tuple[Block, Line]] = []
    for block, lines in _runs(paper):
        long += [(block, line) for line in lines if len(line.text.strip()) > LONGEST_LINE]
        for above, below in pairwise(lines):
            if above.page == below.page and above.bottom > below.bottom:
                steps.append((above.bottom - below.bottom) / max(below.size, 1))
    for block, line in long:
        message = f"a line has {len(line.text.strip())} characters"
        yield Fault(block.place, message, "at most 70: narrow the column")
    if steps and median(steps) < LEADING:
        message = f"lines are {median(steps):.2f} of the type size apart"
        yield Fault("whole text", message, "set leading to 1.2 or more")


def families(paper: Paper) -> Iterator[Fault]:
    """Item 30."""
    paper.need_text()
    names = {piece.font for piece in paper.pieces if piece.font}
    groups = {STYLES.sub("", name) for name in names}
    if len(groups) > 2:
        yield Fault(
            "fonts", f"{len(groups)} families: {', '.join(sorted(groups))}", "use two at most"
        )
    for name in sorted(names):
        if (
            re.search(r"light|thin|hairline", name, re.IGNORECASE)
            and "semilight" not in name.lower()
        ):
            yield Fault("fonts", f"{name} is a light weight", "use a regular weight")


M, S = Weight.MUST, Weight.SHOULD
CHECKS = (
    (19, M, "Text 12 pt or larger, nothing below 9 pt", body_size),
    (20, M, "Large print: 16 to 18 pt, nothing cut or split", large_print),
    (24, M, "Ragged right, nothing centered", ragged_right),
    (25, M, "No long italic, underlined or capital runs", plain_runs),
    (26, S, "Lines of at most 70 characters, leading 1.2 or more", line_length),
    (30, S, "Two families of type at most, no light weight", families),
)
