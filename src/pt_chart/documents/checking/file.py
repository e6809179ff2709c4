"""Items 31, 32, 34 and 35: the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pt_chart.documents.checking.paper import Paper
from pt_chart.documents.checking.pictures import FAR_OFF, contrast
from pt_chart.documents.checking.pieces import Piece
from pt_chart.documents.checking.result import CannotTell, Fault, Weight

MATCH = 0.99
MOST_PAGES, MOST_BYTES = 4, 5_000_000
PAGES_FOR = 4
COVERING = 0.5


def text_layer(paper: Paper) -> Iterator[Fault]:
    """Item 31."""
    for index, sheet in enumerate(paper.sheets):
        area = sheet.width * sheet.height
        covered = max(((i[2] - i[0]) * (i[3] - i[1]) for i in sheet.images), default=0.0)
        if covered > COVERING * area and not any(p.text.strip() for p in sheet.pieces):
            fix = "print the document itself, not a scan"
            yield Fault(f"page {index + 1}", "a picture without a text layer", fix)
    for font in paper.inside.fonts:
        if not font.embedded:
            yield Fault("fonts", f"{font.name} is not in the file", "embed it")
        if not font.mapped:
            yield Fault("fonts", f"{font.name} does not map to text", "add ToUnicode")
    words = sum(len(piece.text.split()) for piece in paper.pieces)
    lost = [p for p in paper.pieces if "\ufffd" in p.text or not _has_ink(paper, p)]
    if sum(len(p.text.split()) for p in lost) > (1 - MATCH) * words:
        place = f"page {lost[0].page + 1}, “{lost[0].text[:30]}”"
        yield Fault(place, "text of the file is not what the page shows", "print it again")
    if paper.root is not None:
        # Letters, not words: a bold word and its plain comma are drawn in two goes.
        read = sum(_letters(f"{block.label}{block.text}") for block in paper.blocks)
        drawn = sum(_letters(piece.text) for piece in paper.content)
        if read < MATCH * drawn:
            message = f"{drawn - read} of {drawn} letters are outside the reading order"
            yield Fault("structure", message, "tag all text")


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _has_ink(paper: Paper, piece: Piece) -> bool:
    """Whether something is drawn where the text says it stands."""
    if not piece.text.strip():
        return True
    pixels = paper.pages.raster(piece.page)
    scale = pixels.shape[0] / paper.sheets[piece.page].height
    high = paper.sheets[piece.page].height
    left, bottom, right, top = piece.box
    if not all(abs(one * scale) < FAR_OFF for one in (*piece.box, high)):
        # A damaged file may place text beyond every number: nobody sees it.
        return False
    part = pixels[
        max(int((high - top) * scale), 0) : int((high - bottom) * scale) + 1,
        max(int(left * scale), 0) : int(right * scale) + 1,
    ]
    return bool(part.size) and int(part.max()) - int(part.min()) > 24


def tagged(paper: Paper) -> Iterator[Fault]:
    """Item 32."""
    inside = paper.inside
    if not inside.marked or inside.root is None:
        yield Fault("whole file", "it is not tagged", "print it as tagged PDF")
    if not inside.language:
        yield Fault("whole file", "the language is not set", "set /Lang")
    if not inside.title:
        yield Fault("whole file", "there is no title", "set a title without the patient's name")
    elif not inside.shows_title:
        yield Fault("whole file", "the title is not shown", "set DisplayDocTitle")
    if inside.root is None:
        return
    roles = {node.role for node in inside.root.walk()}
    for role, name in (
        ("H1", "title"),
        ("H2", "section heading"),
        ("L", "list"),
        ("LI", "list item"),
    ):
        if role not in roles:
            yield Fault("structure", f"no {name} is tagged ({role})", "tag it")
    if "Figure" not in roles and any(sheet.images for sheet in paper.sheets):
        yield Fault("structure", "no picture is tagged (Figure)", "tag it")


def size_and_gray(paper: Paper) -> Iterator[Fault]:
    """Item 34."""
    if paper.bytes > MOST_BYTES:
        yield Fault(
            "whole file", f"{paper.bytes / 1e6:.1f} MB", "5 MB at most: use smaller pictures"
        )
    count = len(paper.sheets)
    few = len(paper.exercises) <= PAGES_FOR
    if few and not paper.large and count > MOST_PAGES:
        yield Fault("whole file", f"{count} pages", "4 at most for up to four exercises")
    for piece in paper.pieces:
        if hit := paper.terms.color_cue.search(piece.text):
            place = f"page {piece.page + 1}, “{hit.group()}”"
            yield Fault(place, "a color alone carries the meaning", "name a shape or pattern")
        gray = round(0.299 * piece.color[0] + 0.587 * piece.color[1] + 0.114 * piece.color[2])
        if 120 < gray < 230 and contrast((gray,) * 3, (255, 255, 255)) < 3 and piece.text.strip():
            place = f"page {piece.page + 1}, “{piece.text.strip()[:30]}”"
            yield Fault(place, "the text fades in gray", "use a darker color")


def private(paper: Paper) -> Iterator[Fault]:
    """Item 35."""
    faults = tuple(_not_plain_paper(paper))
    yield from faults
    if paper.inside.dated and not faults:
        raise CannotTell(
            "private and without links; the file carries its time of making, so the file alone "
            "does not say whether the same input gives the same text"
        )


KIND = re.compile(r"home exercise program|programa de ejercicios en casa", re.IGNORECASE)
"""Words of a title that may be somebody's name by chance."""


def _names(known: str, metadata: str) -> bool:
    """Whether a name, a part of it in whatever order, or a number stands in the properties."""
    said = KIND.sub(" ", metadata)
    parts = re.findall(r"[^\W\d_]{3,}", known)
    return known in said or any(
        re.search(rf"\b{re.escape(part)}\b", said, re.IGNORECASE) for part in parts
    )


def _not_plain_paper(paper: Paper) -> Iterator[Fault]:
    known = [
        hit.group(1).strip()
        for hit in (
            paper.terms.labeled_name.search(paper.text),
            paper.terms.labeled_id.search(paper.text),
        )
        if hit
    ]
    if any(one and _names(one, paper.inside.metadata) for one in known):
        yield Fault("metadata", "the patient is named in the file's properties", "take it out")
    for link in paper.inside.links:
        if not link.startswith("tel:"):
            yield Fault("links", f"{link[:60]}", "say what is needed on the page itself")
    for words in paper.inside.active:
        yield Fault("whole file", f"it holds {words}", "print it as plain paper")


M = Weight.MUST
CHECKS = (
    (31, M, "Text layer: words match, fonts embedded and mapped", text_layer),
    (32, M, "Tagged: headings, lists, figures, language, title", tagged),
    (34, M, "One to four pages, under 5 MB, gray-safe", size_and_gray),
    (
        35,
        M,
        "Same input same text; no patient in the metadata, no links, nothing that runs",
        private,
    ),
)
