"""Turns marked text into blocks: by the structure tree, or by type and place when there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pt_chart.documents.checking.pieces import Piece
from pt_chart.documents.checking.structure import Node

Marked = Mapping[tuple[int, int], Sequence[Piece]]

HOLDERS = {"P", "LBody", "LI", "TH", "TD", "Span", "Link", "Caption", "Quote", "Note", "Div"}
_LABEL = re.compile(r"^\s*(\d{1,2}[.)]?|[•\u2013-])\s+(?=\S)")


@dataclass(slots=True)
class Line:
    """Pieces on one baseline, in points from the lower left corner."""

    page: int
    text: str
    left: float
    right: float
    bottom: float
    size: float


@dataclass(slots=True)
class Block:
    """A heading, paragraph, list item, table cell or figure.

    ``role`` is the structure type (H1, P, LI, TH, TD, Figure); ``label`` is a list item's number
    or bullet; ``lines`` lie in reading order; ``alt`` and ``box`` belong to figures.
    """

    role: str
    text: str
    lines: list[Line] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    label: str = ""
    alt: str = ""
    box: tuple[float, ...] = ()
    page: int = 0
    table: bool = False
    listed: bool = False

    @property
    def numbered(self) -> bool:
        """Whether it is an item of a numbered list."""
        return bool(re.match(r"\d", self.label))

    @property
    def level(self) -> int:
        """The level of a heading, 0 for anything else."""
        return int(self.role[1:]) if re.fullmatch(r"H[1-6]", self.role) else 0

    @property
    def place(self) -> str:
        """Where to look: page and first words."""
        words = " ".join(self.text.split()[:6])
        return f"page {self.page + 1}, “{words}”" if words else f"page {self.page + 1}"


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a run of text, in the order they are drawn."""
    lines: list[Line] = []
    for piece in pieces:
        left, bottom, right, _ = piece.box
        last = lines[-1] if lines else None
        base = bottom + 0.2 * piece.size
        same = (
            last is not None
            and last.page == piece.page
            and abs(base - last.bottom) < 0.35 * piece.size
            and left > last.left - 1
        )
        if last is None or not same:
            lines.append(Line(piece.page, piece.text, left, right, base, piece.size))
            continue
        apart = left - last.right > 0.12 * piece.size
        spaced = last.text.endswith(" ") or piece.text.startswith(" ")
        last.text += (" " if apart and not spaced else "") + piece.text
        last.right, last.size = max(last.right, right), max(last.size, piece.size)
    return lines


def joined(lines: Sequence[Line]) -> str:
    """The words of lines with single spaces; a word divided at a line's end stays divided."""
    return " ".join(" ".join(line.text for line in lines).split())


def _block(role: str, pieces: Sequence[Piece], **more: str | bool) -> Block:
    lines = lines_of(pieces)
    made = Block(role, joined(lines), lines, list(pieces))
    made.page = lines[0].page if lines else 0
    for name, value in more.items():
        setattr(made, name, value)
    return made


def _own(node: Node, marked: Marked) -> list[Piece]:
    return [piece for mark in node.marks for piece in marked.get(mark, ())]


def _all(node: Node, marked: Marked) -> list[Piece]:
    return [piece for one in node.walk() for piece in _own(one, marked)]


def blocks_of_tree(root: Node, marked: Marked) -> Iterator[Block]:
    """The blocks in the order of the structure tree."""
    for node in root.children:
        yield from _blocks_below(node, marked)


def _blocks_below(node: Node, marked: Marked) -> Iterator[Block]:
    table = "Table" in node.parents
    if node.role == "Figure":
        yield Block("Figure", "", alt=node.alt, box=node.box, page=node.page or 0)
        return
    if re.fullmatch(r"H[1-6]?", node.role):
        role = "H1" if node.role == "H" else node.role
        yield _block(role, _all(node, marked), table=table)
        return
    if node.role == "LI":
        label = next((one for one in node.children if one.role == "Lbl"), None)
        words = [one for one in node.children if one is not label]
        pieces = [*_own(node, marked), *(p for one in words for p in _all(one, marked))]
        mark = joined(lines_of(_all(label, marked))) if label else ""
        yield _block("LI", pieces, label=mark, listed=True)
        return
    if node.role in HOLDERS:
        held = [one for one in node.children if one.role in {"Table", "L", "Figure"}]
        if not held:
            pieces = _all(node, marked)
            if pieces or node.alt:
                role = "TD" if node.role == "TD" or "TD" in node.parents else node.role
                role = "TH" if node.role == "TH" or "TH" in node.parents else role
                yield _block(role, pieces, table=table, alt=node.alt)
            return
        if own := _own(node, marked):
            yield _block("P", own, table=table)
    for child in node.children:
        yield from _blocks_below(child, marked)


def blocks_of_type(pieces: Sequence[Piece], body: float) -> list[Block]:
    """The blocks of an untagged file, guessed: larger or bold short lines head what follows."""
    blocks: list[Block] = []
    lines = lines_of(pieces)
    spans = _spans(pieces, lines)
    for line, span in zip(lines, spans, strict=True):
        if not line.text.strip():
            continue
        label = _LABEL.match(line.text)
        role = _guessed_role(line, span, body)
        last = blocks[-1] if blocks else None
        if last is not None and role == "P" and not label and _goes_on(last, line):
            last.lines.append(line)
            last.pieces.extend(span)
            last.text = joined(last.lines)
            continue
        block = _block("LI" if label and role == "P" else role, span)
        if label and role == "P":
            block.label, block.listed = label.group(1), True
            block.text = block.text[len(label.group(0).strip()) :].strip()
        blocks.append(block)
    return blocks


def _spans(pieces: Sequence[Piece], lines: Sequence[Line]) -> list[list[Piece]]:
    spans: list[list[Piece]] = []
    rest = list(pieces)
    for _ in lines:
        taken = [rest.pop(0)]
        while rest and len(lines_of([*taken, rest[0]])) == 1:
            taken.append(rest.pop(0))
        spans.append(taken)
    return spans


def _guessed_role(line: Line, span: Sequence[Piece], body: float) -> str:
    if line.size >= 1.5 * body:
        return "H1"
    bold = all("bold" in piece.font.lower() for piece in span if piece.text.strip())
    short = len(line.text.split()) <= 9 and not re.search(r"[.!?]\s*$", line.text)
    return "H2" if short and (line.size >= 1.15 * body or bold) else "P"


def _goes_on(block: Block, line: Line) -> bool:
    before = block.lines[-1]
    gap = before.bottom - line.bottom
    return (
        block.role in {"P", "LI"}
        and before.page == line.page
        and 0 < gap < 1.7 * line.size
        and abs(before.size - line.size) < 0.6
        and not re.search(r"[.!?:]\s*$", before.text)
    )
