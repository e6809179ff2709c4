"""Breaking text into lines. Text is only ever text: no character in it has a second meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from pt_chart.documents.faces import HARD_SPACE, Weight, face, printable
from pt_chart.documents.style import Color, TextStyle


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; weight and color None = those of the style it is set in."""

    text: str
    weight: Weight | None = None
    color: Color | None = None


Words: TypeAlias = str | Sequence[Span]
"""What can be set: a plain text, or runs that differ in weight or color."""


def strong(text: str, color: Color | None = None) -> Span:
    """A bold run."""
    return Span(text, Weight.BOLD, color)


@dataclass(slots=True)
class Piece:
    """Characters of one weight and color at a distance from the line's start."""

    x: float
    text: str
    weight: Weight
    color: Color


@dataclass(slots=True)
class Line:
    """One set line with its natural width."""

    pieces: list[Piece]
    width: float


_Chunk: TypeAlias = list[tuple[str, Weight, Color, float]]


def measure(text: str, style: TextStyle) -> float:
    """Width in points of a text on one line."""
    return face(style.weight).width(printable(text)) * style.size


def words_width(words: Words, style: TextStyle) -> float:
    """Width in points of words on one line, without any wrapping."""
    return max((line.width for line in break_lines(words, style, float("inf"))), default=0.0)


def break_lines(words: Words, style: TextStyle, width: float) -> list[Line]:
    """Set words in lines no wider than ``width`` points, ragged right.

    A line feed in the text starts a new line. A single word wider than the column is cut
    between characters, so that nothing ever runs out of its column. The lines are shared: they
    are not to be changed.
    """
    return _broken(words if isinstance(words, str) else tuple(words), style, width)


def forget() -> None:
    """Drop every text kept for speed; called when a document is done."""
    _broken.cache_clear()
    for weight in Weight:
        face(weight).width.cache_clear()


@lru_cache(maxsize=4096)
def _broken(words: str | tuple[Span, ...], style: TextStyle, width: float) -> list[Line]:
    # The same paragraphs are measured in several arrangements before one is drawn.
    spans = (Span(words),) if isinstance(words, str) else words
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        _fill(paragraph, style, width, lines)
    return lines


def balanced_lines(words: Words, style: TextStyle, width: float) -> list[Line]:
    """As `break_lines`, in as few lines, but of about the same length: for titles and messages."""
    lines = break_lines(words, style, width)
    if not 1 < len(lines) <= 4:
        return lines
    low, high = max(width / len(lines) * 0.8, width * 0.66), width
    while high - low > 4:
        middle = (low + high) / 2
        narrower = break_lines(words, style, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            high, lines = middle, narrower
    return lines


_COUNT = re.compile(r"(?<!\S)(\d{1,4}|\(\d{3}\)) (?=[a-z]|\d{3}-)")
"""A number and the word it counts stay on one line: "5 minutes"; so does a phone number."""


_PHONE = re.compile(
    r"(?<!\S)(?=(?:\D*\d){7})\+?\(?\d+\)?(?:[ ./-]{1,3}\(?\d+\)?)+(?: (?:ext\.?|x) ?\d+)?(?![\w:])"
)
"""A telephone number of any country, in groups as it is written, with its extension: one word."""


def _paragraphs(spans: Iterable[Span]) -> list[list[Span]]:
    out: list[list[Span]] = [[]]
    for span in spans:
        whole = _PHONE.sub(lambda one: one[0].replace(" ", HARD_SPACE), printable(span.text))
        first, *rest = _COUNT.sub(f"\\1{HARD_SPACE}", whole).split("\n")
        out[-1].append(Span(first, span.weight, span.color))
        out.extend([Span(text, span.weight, span.color)] for text in rest)
    return out


def _chunks(spans: Iterable[Span], style: TextStyle) -> list[_Chunk]:
    """Split at spaces; a chunk may change weight within a word ("**Start**:")."""
    chunks: list[_Chunk] = [[]]
    for span in spans:
        weight = span.weight or style.weight
        color = span.color or style.color
        width = face(weight).width
        for index, word in enumerate(span.text.split(" ")):
            if index and chunks[-1]:
                chunks.append([])
            if word:
                chunks[-1].append((word, weight, color, width(word) * style.size))
    return chunks if chunks[-1] else chunks[:-1]


def _fill(spans: Iterable[Span], style: TextStyle, width: float, lines: list[Line]) -> None:
    line = Line([], 0.0)
    longest, count = style.longest or float("inf"), 0
    for chunk in _chunks(spans, style):
        length = sum(part[3] for part in chunk)
        letters = sum(len(part[0]) for part in chunk)
        gap = face(chunk[0][1]).width(" ") * style.size if line.pieces else 0.0
        full = line.width + gap + length > width or count + 1 + letters > longest
        if line.pieces and full:
            _close(line, lines)
            line, gap = Line([], 0.0), 0.0
        count = count + 1 + letters if line.pieces else letters
        if length > width:
            line = _cut(chunk, style, width, line, lines)
            continue
        _append(line, chunk, gap)
    lines.append(line)


def _close(line: Line, lines: list[Line]) -> None:
    # The space stays in the text so that readers and copying keep the words apart.
    line.pieces[-1].text += " "
    lines.append(line)


def _append(line: Line, chunk: _Chunk, gap: float) -> None:
    x = line.width + gap
    for index, (text, weight, color, length) in enumerate(chunk):
        last = line.pieces[-1] if line.pieces else None
        space = " " if gap and not index else ""
        if last is not None and last.weight is weight and last.color == color:
            last.text += space + text
        else:
            if last is not None and space:
                last.text += space
            line.pieces.append(Piece(x, text, weight, color))
        x += length
    line.width = x


def _cut(chunk: _Chunk, style: TextStyle, width: float, line: Line, lines: list[Line]) -> Line:
    """Set an overlong word over several lines; returns the line that is still open."""
    for text, weight, color, _ in chunk:
        advance = face(weight).width
        for character in text:
            length = advance(character) * style.size
            if line.pieces and line.width + length > width:
                lines.append(line)
                line = Line([], 0.0)
            _append(line, [(character, weight, color, length)], 0.0)
    return line
