"""Items 27-29: white space, short labeled sections in a sensible order, lists and boxes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.pieces import RASTER_SCALE
from pt_chart.documents.checking.result import CannotTell, Fault, Weight

INK_MOST = 0.2
MARGIN_LEAST = 36.0
WORDS_PER_HEADING = 200


def white_space(paper: Paper) -> Iterator[Fault]:
    """Item 27."""
    for index, sheet in enumerate(paper.sheets):
        pixels = paper.pages.raster(index).astype("uint16").sum(axis=2)
        ink = 1 - pixels / (3 * 255)
        for box in [*sheet.images, *_figure_boxes(paper, index)]:
            rows = slice(
                max(int((sheet.height - box[3]) * RASTER_SCALE), 0),
                max(int((sheet.height - box[1]) * RASTER_SCALE), 0),
            )
            ink[rows, max(int(box[0] * RASTER_SCALE), 0) : max(int(box[2] * RASTER_SCALE), 0)] = 0
        if ink.mean() > INK_MOST:
            message = f"{100 * float(ink.mean()):.0f}% of the page is inked"
            yield Fault(f"page {index + 1}", message, "leave more white")
        body = [p for p in sheet.pieces if not p.artifact and p.text.strip()]
        if body and min(p.box[0] for p in body) < MARGIN_LEAST:
            yield Fault(f"page {index + 1}", "the left margin is below 0.5 inch", "widen it")
        if body and max(p.box[2] for p in body) > sheet.width - MARGIN_LEAST:
            yield Fault(f"page {index + 1}", "the right margin is below 0.5 inch", "widen it")


def _figure_boxes(paper: Paper, page: int) -> Iterator[tuple[float, float, float, float]]:
    for block in paper.blocks:
        if block.role == "Figure" and block.page == page and len(block.box) == 4:
            left, bottom, right, top = block.box
            yield left, bottom, right, top


def labeled_sections(paper: Paper) -> Iterator[Fault]:
    """Item 28."""
    paper.need_text()
    count, last = 0, "the beginning"
    level = 0
    for block in paper.blocks:
        if block.level:
            if level and block.level > level + 1:
                yield Fault(
                    block.place, f"heading {block.level} follows heading {level}", "skip none"
                )
            level, count, last = block.level, 0, block.text
            continue
        if block.table:
            continue
        count += len(block.text.split())
        if count > WORDS_PER_HEADING:
            yield Fault(block.place, f"over 200 words since “{last}”", "add a heading")
            count = 0
    if paper.language == "en":
        yield from _order(paper)


def _order(paper: Paper) -> Iterator[Fault]:
    names = [section.name for section in paper.sections]
    exercises = [paper.sections.index(one) for one in paper.exercises]
    places: list[tuple[str, int]] = []
    for label, pattern in paper.terms.order:
        found = [i for i, name in enumerate(names) if pattern.search(name) and i not in exercises]
        if found:
            places.append((label, found[0] if label != "contact" else found[-1]))
        if label == "warning signs" and exercises:
            places.append(("exercises", exercises[0]))
    for (before, first), (after, second) in pairwise(places):
        if first > second:
            place = paper.sections[first].place
            yield Fault(
                place, f"{before} comes after {after}", "why, warnings, exercises, log, contact"
            )


def lists_and_boxes(paper: Paper) -> Iterator[Fault]:
    """Item 29."""
    paper.need_text()
    if paper.root is None:
        raise CannotTell("the file is not tagged, so lists cannot be told from lines")
    for index, sheet in enumerate(paper.sheets):
        if not any((b.listed or b.table) and b.page == index for b in paper.blocks):
            yield Fault(f"page {index + 1}", "there is no list", "list what belongs together")
        if not sheet.boxes:
            yield Fault(
                f"page {index + 1}", "there is no box that guides the eye", "box a key part"
            )


M, S = Weight.MUST, Weight.SHOULD
CHECKS = (
    (27, S, "White space: little ink, wide margins", white_space),
    (28, M, "Short labeled sections in a sensible order", labeled_sections),
    (29, S, "A list and a box on each page", lists_and_boxes),
)
