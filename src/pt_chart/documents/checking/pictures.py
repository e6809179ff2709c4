"""Items 21-23 and 33: pictures beside their steps, with words; contrast of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from pt_chart.documents.checking.outline import Block
from pt_chart.documents.checking.paper import Paper, Section
from pt_chart.documents.checking.pieces import RASTER_SCALE, Piece
from pt_chart.documents.checking.result import CannotTell, Fault, Weight
from pt_chart.documents.checking.terms import Terms

NEAR = 180.0
"""2.5 inches in points."""
CONTRAST, CONTRAST_LARGE = 4.5, 7.0
FILE_NAME = re.compile(
    r"^[\w/\\.-]+\.(?:png|jpe?g|svg|gif|bmp|tiff?)$|^[\w-]*(?:img|image|dsc)[_-]?\d+$",
    re.IGNORECASE,
)


def pictured(paper: Paper) -> Iterator[Fault]:
    """Item 21."""
    yield from _another_leg(paper)
    for one in paper.need_exercises():
        if not one.figures:
            if paper.root is None:
                raise CannotTell("the file is not tagged, so pictures cannot be told from lines")
            yield Fault(one.place, "the exercise has no picture", "add one")
            continue
        if not _captioned(one):
            yield Fault(one.place, "no caption names the exercise or position", "add one")
        yield from _wrong_side(one, paper.terms)
        if not paper.terms.side.search(one.text):
            yield Fault(one.place, "the side is not in words", "say left, right or both sides")


def _another_leg(paper: Paper) -> Iterator[Fault]:
    """A title of one leg above exercises of the other leg alone."""
    title = next((block for block in paper.blocks if block.level == 1), None)
    chips = [hit.group(1).lower() for one in paper.exercises
             if (hit := paper.terms.one_side.search(one.text))]  # fmt: skip
    if title is None or not chips:
        return
    named = {side for side in paper.terms.other_side
             if re.search(_own(side, paper.terms), title.text, re.IGNORECASE)}  # fmt: skip
    if len(named) == 1 and not named & set(chips):
        message = f"it names another side than every exercise: {title.text}"
        yield Fault(title.place, message, "say the side that is treated")


def _own(side: str, terms: Terms) -> str:
    """What finds a side's own word."""
    return next(pattern for other, pattern in terms.other_side.items() if other != side)


def _captioned(one: Section) -> bool:
    for figure in one.figures:
        after = one.blocks.index(figure) + 1
        if after >= len(one.blocks) or one.blocks[after].role not in {"P", "Caption"}:
            return False
        if not one.blocks[after].text:
            return False
    if not any(figure.alt for figure in one.figures):
        return True  # captions are there; the missing words are item 33
    names = set(re.findall(r"[a-záéíóúñü]{4,}", one.name.lower()))
    said = " ".join(f"{f.alt} {one.text}" for f in one.figures).lower()
    return not names or any(name in said for name in names)


def _wrong_side(one: Section, terms: Terms) -> Iterator[Fault]:
    """Steps that name the other side alone, under a chip that names one."""
    chip = terms.one_side.search(one.text)
    if chip is None:
        return
    told = chip.group(1).lower()
    steps = " ".join(step.text for step in one.steps)
    own = _own(told, terms)
    if re.search(terms.other_side[told], steps, re.IGNORECASE) and not re.search(
        own, steps, re.IGNORECASE
    ):
        message = f"it is for one side ({chip.group()}), its steps name the other alone"
        yield Fault(one.place, message, "name one side")


def beside_steps(paper: Paper) -> Iterator[Fault]:
    """Item 22."""
    judged = False
    for one in paper.need_exercises():
        for figure in one.figures:
            if len(figure.box) != 4:
                continue
            judged = True
            spans = [
                (line.bottom, line.bottom + line.size)
                for step in one.steps
                for line in step.lines
                if line.page == figure.page
            ]
            if not spans:
                yield Fault(
                    one.place, "picture and steps are on different pages", "keep both on one"
                )
                break
            low, high = min(s[0] for s in spans), max(s[1] for s in spans)
            gap = max(figure.box[1] - high, low - figure.box[3], 0.0)
            if gap > NEAR:
                message = f"a picture is {gap / 72:.1f} inches from its steps"
                yield Fault(one.place, message, "put it beside or above them")
    if not judged:
        raise CannotTell("no picture says where it stands (no box in the structure)")


def _luminance(color: tuple[int, int, int]) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio of two colors, 1 to 21 (WCAG)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


FAR_OFF = 1e6
"""Points from which on nothing lies on a page."""


def _ground(paper: Paper, piece: Piece) -> tuple[int, int, int]:
    pixels = paper.pages.raster(piece.page)
    left, bottom, right, top = piece.box
    high = paper.sheets[piece.page].height
    if not all(abs(one) < FAR_OFF for one in (*piece.box, high)):
        # A damaged file may place text beyond every number.
        return (255, 255, 255)
    rows = slice(max(int((high - top) * RASTER_SCALE), 0), int((high - bottom) * RASTER_SCALE) + 1)
    columns = slice(max(int((left - 1) * RASTER_SCALE), 0), int((right + 1) * RASTER_SCALE) + 1)
    area = pixels[rows, columns].reshape(-1, 3).astype(np.uint32)
    if not len(area):
        return (255, 255, 255)
    codes = (area[:, 0] << 16) | (area[:, 1] << 8) | area[:, 2]
    values, counts = np.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return (code >> 16, code >> 8 & 255, code & 255)


def text_contrast(paper: Paper) -> Iterator[Fault]:
    """Item 23."""
    paper.need_text()
    least = CONTRAST_LARGE if paper.large else CONTRAST
    for piece in paper.pieces:
        words = piece.text.strip()
        if not words:
            continue
        ratio = contrast(piece.color, _ground(paper, piece))
        place = f"page {piece.page + 1}, “{words[:30]}”"
        if ratio < least:
            yield Fault(place, f"contrast {ratio:.1f} to 1", f"at least {least:g} to 1")
        if any(_covers(image, piece) for image in paper.sheets[piece.page].images):
            yield Fault(place, "text stands on a photograph", "move it to plain ground")


def _covers(image: tuple[float, float, float, float], piece: Piece) -> bool:
    x = (piece.box[0] + piece.box[2]) / 2
    y = (piece.box[1] + piece.box[3]) / 2
    return image[0] < x < image[2] and image[1] < y < image[3]


def alternative_text(paper: Paper) -> Iterator[Fault]:
    """Item 33."""
    if paper.root is None:
        raise CannotTell("the file is not tagged (item 32), so pictures have no place for words")
    figures = [block for block in paper.blocks if block.role == "Figure"]
    if not figures:
        if paper.exercises or any(sheet.images for sheet in paper.sheets):
            yield Fault("whole file", "no picture is tagged as a figure", "tag figures")
            return
        raise CannotTell("the file has no figures")
    for figure in figures:
        yield from _judge_alt(figure)


def _judge_alt(figure: Block) -> Iterator[Fault]:
    place = f"page {figure.page + 1}, a figure"
    if not figure.alt.strip():
        yield Fault(place, "it has no alternative text", "describe the movement in words")
    elif FILE_NAME.match(figure.alt.strip()) or len(figure.alt.split()) < 3:
        yield Fault(
            place, f"“{figure.alt[:40]}” describes nothing", "describe the movement in words"
        )


M = Weight.MUST
CHECKS = (
    (21, M, "A picture with caption for each exercise; side in words", pictured),
    (22, M, "Pictures beside their own steps", beside_steps),
    (23, M, "Contrast of text 4.5 to 1 (large print 7 to 1)", text_contrast),
    (33, M, "Alternative text for every figure", alternative_text),
)
