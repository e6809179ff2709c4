"""What pages are built of. A block knows its height in a column before it is drawn."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from copy import copy

from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, HAIRLINE, INK, Color, TextStyle
from pt_chart.documents.tagging import LIST_BULLETS, LIST_NUMBERS, Element
from pt_chart.documents.text import Line, Words, balanced_lines, break_lines

KEPT_WHOLE = 560.0
"""Columns and boxes up to this height (points) are never divided: every page can hold them."""


class Block(ABC):
    """A part of a page."""

    keep_next = False
    """True for headings: never the last thing on a page."""

    @abstractmethod
    def height(self, width: float, /) -> float:
        """Points needed in a column of ``width`` points."""

    @abstractmethod
    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element, /) -> None:
        """Draw at a place and add the structure below ``parent``."""

    def split(self, width: float, room: float, /) -> tuple[Block | None, Block | None]:
        """What fits into ``room`` points of height, and the rest; None for nothing."""
        return (self, None) if self.height(width) <= room else (None, self)


class Space(Block):
    """Blank height."""

    def __init__(self, height: float) -> None:
        self._height = height

    def height(self, _width: float) -> float:
        return self._height

    def draw(self, _sheet: Sheet, _x: float, _top: float, _width: float, _parent: Element) -> None:
        return None


class Rule(Block):
    """A line across the column; it never ends or starts a page."""

    keep_next = True

    def __init__(self, color: Color = HAIRLINE, thickness: float = 0.6) -> None:
        self._color, self._thickness = color, thickness

    def height(self, _width: float) -> float:
        return self._thickness

    def draw(self, sheet: Sheet, x: float, top: float, width: float, _parent: Element) -> None:
        with sheet.artifact():
            sheet.rule(x, top + self._thickness / 2, width, self._color, self._thickness)


class Paragraph(Block):
    """Text in lines, ragged right."""

    def __init__(
        self, words: Words, style: TextStyle, role: str = "P", *, balanced: bool = False
    ) -> None:
        self.words, self.style, self.role = words, style, role
        self._balanced = balanced
        self._set: dict[float, list[Line]] = {}

    def lines(self, width: float) -> list[Line]:
        """The set lines for a column width."""
        lines = self._set.get(width)
        if lines is None:
            breaking = balanced_lines if self._balanced else break_lines
            lines = self._set[width] = breaking(self.words, self.style, width)
        return lines

    def height(self, width: float) -> float:
        return len(self.lines(width)) * self.style.leading

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        lines = self.lines(width)
        if not any(line.pieces for line in lines):
            return
        with sheet.content(parent.child(self.role)):
            sheet.lines(lines, x, top, self.style.size, self.style.leading)

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        lines = self.lines(width)
        fits = int((room + 0.01) // self.style.leading)
        if fits >= len(lines):
            return self, None
        fits = min(fits, len(lines) - 2)
        if fits < 2:
            return None, self
        return self._part(width, lines[:fits]), self._part(width, lines[fits:])

    def _part(self, width: float, lines: list[Line]) -> Paragraph:
        part = Paragraph("", self.style, self.role)
        part._set = {width: lines}
        return part


class Heading(Paragraph):
    """A heading of level 1 to 3, with its bookmark."""

    keep_next = True

    def __init__(self, text: str, style: TextStyle, level: int = 2) -> None:
        super().__init__(text, style, f"H{level}", balanced=True)
        self._text, self._level = text, level

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        if self._level <= 2 and self._text.strip():
            sheet.bookmark(self._text, self._level - 1, top)
        super().draw(sheet, x, top, width, parent)


class Stack(Block):
    """Blocks below each other, each with the gap above it."""

    def __init__(self, parts: Sequence[tuple[float, Block]]) -> None:
        self.parts = tuple(parts)
        self._heights: dict[float, float] = {}

    def height(self, width: float) -> float:
        # Placing, dividing and drawing ask again and again; the parts never change.
        height = self._heights.get(width)
        if height is None:
            height = sum(gap for gap, _ in self.parts[1:])
            height += sum(block.height(width) for _, block in self.parts)
            self._heights[width] = height
        return height

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        for index, (gap, block) in enumerate(self.parts):
            top += gap if index else 0.0
            block.draw(sheet, x, top, width, parent)
            top += block.height(width)

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        used = 0.0
        for index, (gap, block) in enumerate(self.parts):
            used += gap if index else 0.0
            height = block.height(width)
            if used + height > room + 0.01:
                return self._cut(index, block.split(width, room - used))
            used += height
        return self, None

    def _cut(
        self, index: int, parts: tuple[Block | None, Block | None]
    ) -> tuple[Block | None, Block | None]:
        head, rest = parts
        before = [*self.parts[:index], *([(self.parts[index][0], head)] if head else [])]
        after = [*([(0.0, rest)] if rest else []), *self.parts[index + 1 :]]
        while before and before[-1][1].keep_next:
            after.insert(0, before.pop())
        while after and before and isinstance(after[0][1], Rule):
            after.pop(0)
        return (Stack(before) if before else None), (Stack(after) if after else None)


class Columns(Block):
    """Blocks side by side, tops aligned; ``shares`` divide the width without the gutters."""

    def __init__(
        self, blocks: Sequence[Block], gutter: float, shares: Sequence[float] | None = None
    ) -> None:
        self._blocks, self._gutter = list(blocks), gutter
        self._shares = list(shares) if shares is not None else [1.0] * len(self._blocks)

    def _widths(self, width: float) -> list[float]:
        room = width - self._gutter * (len(self._blocks) - 1)
        total = sum(self._shares)
        return [room * share / total for share in self._shares]

    def height(self, width: float) -> float:
        pairs = zip(self._blocks, self._widths(width), strict=True)
        return max(block.height(column) for block, column in pairs)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        for block, column in zip(self._blocks, self._widths(width), strict=True):
            block.draw(sheet, x, top, column, parent)
            x += column + self._gutter

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        height = self.height(width)
        if height <= room:
            return self, None
        if height <= KEPT_WHOLE:
            return None, self
        return Stack([(self._gutter, block) for block in self._blocks]).split(width, room)


class Lowest(Block):
    """The lowest of several arrangements of the same words for the width there is."""

    def __init__(self, ways: Sequence[Block]) -> None:
        self._ways = ways

    def _best(self, width: float) -> Block:
        return min(self._ways, key=lambda way: way.height(width))

    def height(self, width: float) -> float:
        return self._best(width).height(width)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        self._best(width).draw(sheet, x, top, width, parent)

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return self._best(width).split(width, room)


class Bullets(Block):
    """A list with round bullets."""

    def __init__(
        self, items: Sequence[Words], style: TextStyle, gap: float, color: Color = INK
    ) -> None:
        self._style, self._gap, self._color = style, gap, color
        self._first = 1
        self._indent = style.size * 1.05
        self._items = [Paragraph(item, style, "LBody") for item in items]

    def height(self, width: float) -> float:
        inner = width - self._indent
        gaps = self._gap * max(len(self._items) - 1, 0)
        return gaps + sum(item.height(inner) for item in self._items)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        body = parent.child("L", attributes=LIST_BULLETS)
        radius = self._style.size * 0.16
        for item in self._items:
            entry = body.child("LI")
            label = break_lines("•", self._style.colored(self._color), 99)
            with sheet.content(entry.child("Lbl")):
                size = self._style.size
                sheet.lines(label, x + radius / 2, top, size, self._style.leading)
            item.draw(sheet, x + self._indent, top, width - self._indent, entry)
            top += item.height(width - self._indent) + self._gap

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        return self._split(width - self._indent, room, self._gap)

    def _split(
        self, inner: float, room: float, gap: float
    ) -> tuple[Bullets | None, Bullets | None]:
        used = -gap
        for index, item in enumerate(self._items):
            used += gap + item.height(inner)
            if used > room + 0.01:
                return self._cut(index, item.split(inner, room - used + item.height(inner)))
        return self, None

    def _cut(
        self, index: int, parts: tuple[Block | None, Block | None]
    ) -> tuple[Bullets | None, Bullets | None]:
        head, rest = (part if isinstance(part, Paragraph) else None for part in parts)
        if index or head is None:
            # Items stay whole unless one alone is higher than the page.
            head, rest = None, self._items[index]
        first = self._items[:index] + ([head] if head else [])
        last = ([rest] if rest else []) + self._items[index + 1 :]
        return self._of(first, 0), self._of(last, index)

    def _of(self, items: list[Paragraph], before: int) -> Bullets | None:
        if not items:
            return None
        part = copy(self)
        part._items = items
        part._first = self._first + before
        return part


class Steps(Bullets):
    """A numbered list with bold accent numbers."""

    def __init__(
        self, items: Sequence[Words], style: TextStyle, gap: float, *, indent: float = 1.9
    ) -> None:
        super().__init__(items, style, gap, ACCENT)
        self._indent = style.size * (indent if len(items) < 10 else 2.4)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        body = parent.child("L", attributes=LIST_NUMBERS)
        style = self._style.bold().colored(ACCENT)
        for number, item in enumerate(self._items, self._first):
            entry = body.child("LI")
            with sheet.content(entry.child("Lbl")):
                sheet.lines(break_lines(str(number), style, 99), x, top, style.size, style.leading)
            item.draw(sheet, x + self._indent, top, width - self._indent, entry)
            top += item.height(width - self._indent) + self._gap


class Panel(Block):
    """A box around a block: fill, border, an accent bar on the left, padding."""

    def __init__(
        self,
        inner: Block,
        *,
        padding: tuple[float, float, float, float],
        fill: Color | None = None,
        border: Color | None = None,
        thickness: float = 0.6,
        dash: str = "",
        bar: Color | None = None,
    ) -> None:
        self._inner, self._padding = inner, padding
        self._fill, self._border, self._thickness = fill, border, thickness
        self._dash, self._bar = dash, bar

    def height(self, width: float) -> float:
        top, right, bottom, left = self._padding
        return self._inner.height(width - left - right) + top + bottom

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        above, right, _, left = self._padding
        height = self.height(width)
        with sheet.artifact():
            self._box(sheet, x, top, width, height)
        self._inner.draw(sheet, x + left, top + above, width - left - right, parent)

    def _box(self, sheet: Sheet, x: float, top: float, width: float, height: float) -> None:
        if self._fill is not None:
            sheet.rectangle(x, top, width, height, fill=self._fill)
        if self._bar is not None:
            sheet.rectangle(x, top, 5, height, fill=self._bar)
        if self._border is not None:
            half = self._thickness / 2
            sheet.rectangle(
                x + half,
                top + half,
                width - 2 * half,
                height - 2 * half,
                stroke=self._border,
                thickness=self._thickness,
                dash=self._dash,
            )

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        height = self.height(width)
        if height <= room:
            return self, None
        if height <= KEPT_WHOLE:
            return None, self
        top, right, bottom, left = self._padding
        head, rest = self._inner.split(width - left - right, room - top - bottom)
        return self._around(head), self._around(rest)

    def _around(self, inner: Block | None) -> Block | None:
        if inner is None:
            return None
        part = copy(self)
        part._inner = inner
        return part


class EndAligned(Block):
    """One line of text that ends at the right edge of its column."""

    def __init__(self, words: Words, style: TextStyle) -> None:
        self._words, self._style = words, style

    def height(self, width: float) -> float:
        return len(break_lines(self._words, self._style, width)) * self._style.leading

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        lines = break_lines(self._words, self._style, width)
        with sheet.content(parent.child("P")):
            for index, line in enumerate(lines):
                start = x + width - line.width
                here = top + index * self._style.leading
                sheet.lines([line], start, here, self._style.size, self._style.leading)
