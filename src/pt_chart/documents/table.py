"""Tables of text with a head that repeats on every page; "not tested" looks like nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from pt_chart.documents.blocks import Block, Paragraph
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, GRID, HAIRLINE, STRIPE, TINT, WHITE, TextStyle
from pt_chart.documents.tagging import COLUMN_HEAD, ROW_HEAD, Element
from pt_chart.documents.text import Words, break_lines, measure


class NotDone(Block):
    """Gray stripes with a white label: not tested, not asked, not done."""

    def __init__(self, words: str, style: TextStyle) -> None:
        self._words = words
        # One line always: the label is short, and a narrow cell makes it smaller.
        self._style = style

    def height(self, _width: float) -> float:
        return self._style.leading

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        style, height = self._style, self._style.leading + 3
        length = measure(self._words, style)
        if length + 12 > width:
            style = replace(style, size=style.size * (width - 12) / length)
            length = width - 12
        with sheet.artifact():
            sheet.stripes(x, top - 1.5, min(length + 26, width), height, STRIPE)
            sheet.rectangle(
                x + 3, top - 0.5, length + 8, height - 2, fill=WHITE, stroke=GRID, thickness=0.7
            )
        with sheet.content(parent.child("P")):
            line = break_lines(self._words, style, float("inf"))
            sheet.lines(line, x + 7, top, style.size, style.leading)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row: words, or a block such as `NotDone`; a single cell heads a group.

    ``spans`` are the columns that each cell takes, () = one each.
    """

    cells: tuple[Words | Block, ...]
    spans: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Set:
    """A row of set cells with the columns that each of them takes."""

    cells: list[Block]
    spans: tuple[int, ...]

    @property
    def heads(self) -> bool:
        """Whether it heads a group."""
        return len(self.cells) == 1


class Table(Block):
    """Rows under a tinted head; the first column heads its row."""

    def __init__(
        self,
        head: Sequence[str],
        rows: Sequence[Row],
        shares: Sequence[float],
        style: TextStyle,
        *,
        pad: float = 2.2,
    ) -> None:
        self._shares = [share / sum(shares) for share in shares]
        self._style, self._pad = style, pad
        strong = style.semibold()
        self._head = _Set([Paragraph(text, strong, "P") for text in head], (1,) * len(head))
        self._rows = [
            _Set(
                [
                    c
                    if isinstance(c, Block)
                    else Paragraph(c, style if len(row.cells) > 1 else strong.colored(ACCENT), "P")
                    for c in row.cells
                ],
                row.spans or (1,) * len(row.cells),
            )
            for row in rows
        ]

    def _widths(self, row: _Set, width: float) -> list[float]:
        if row.heads:
            return [width]
        ends = [0, *accumulate(row.spans)]
        return [width * sum(self._shares[a:b]) for a, b in pairwise(ends)]

    def _row_height(self, row: _Set, width: float) -> float:
        inner = [column - 12 for column in self._widths(row, width)]
        heights = [cell.height(size) for cell, size in zip(row.cells, inner, strict=True)]
        return max(heights) + 2 * self._pad

    def height(self, width: float) -> float:
        rows = sum(self._row_height(row, width) for row in self._rows)
        return self._row_height(self._head, width) + rows

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        table = parent.child("Table")
        height = self._row_height(self._head, width)
        with sheet.artifact():
            sheet.rectangle(x, top, width, height, fill=TINT)
            sheet.rule(x, top + height, width, ACCENT, 0.9)
        self._cells(sheet, x, top, width, self._head, table.child("TR"), head=True)
        top += height
        for row in self._rows:
            height = self._row_height(row, width)
            self._cells(sheet, x, top, width, row, table.child("TR"), head=False)
            top += height
            with sheet.artifact():
                sheet.rule(x, top, width, HAIRLINE, 0.6)

    def _cells(
        self,
        sheet: Sheet,
        x: float,
        top: float,
        width: float,
        cells: _Set,
        row: Element,
        *,
        head: bool,
    ) -> None:
        columns = zip(cells.cells, cells.spans, self._widths(cells, width), strict=True)
        for index, (cell, span, column) in enumerate(columns):
            if cells.heads:
                whole = f"<</O/Table/Scope/Column/ColSpan {len(self._shares)}>>"
                element = row.child("TH", attributes=whole)
            elif head:
                element = row.child("TH", attributes=COLUMN_HEAD)
            elif index == 0:
                element = row.child("TH", attributes=ROW_HEAD)
            else:
                wide = f"<</O/Table/ColSpan {span}>>" if span > 1 else ""
                element = row.child("TD", attributes=wide)
            cell.draw(sheet, x + 6, top + self._pad, column - 12, element)
            x += column

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        used = self._row_height(self._head, width)
        for index, row in enumerate(self._rows):
            used += self._row_height(row, width)
            if used > room + 0.01:
                # The head of a group goes with its first row.
                cut = index - 1 if index and self._rows[index - 1].heads else index
                return (self._of(self._rows[:cut]), self._of(self._rows[cut:]))
        return self, None

    def _of(self, rows: list[_Set]) -> Table | None:
        if not rows:
            return None
        part = copy(self)
        part._rows = rows
        return part


class Facts(Block):
    """A tinted strip of small label and bold value pairs, in columns."""

    def __init__(
        self, pairs: Sequence[tuple[str, str]], style: TextStyle, *, columns: int = 4
    ) -> None:
        from pt_chart.documents.style import SECONDARY
        from pt_chart.documents.text import Span, strong

        self._columns = columns
        self._cells = [
            Paragraph([Span(f"{label} ", color=SECONDARY), strong(value)], style)
            for label, value in pairs
            if value
        ]

    def _rows(self) -> list[list[Paragraph]]:
        size = self._columns
        return [self._cells[i : i + size] for i in range(0, len(self._cells), size)]

    def height(self, width: float) -> float:
        inner = (width - 16) / self._columns - 8
        return sum(max(c.height(inner) for c in row) + 1.5 for row in self._rows()) + 9

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        with sheet.artifact():
            sheet.rectangle(x, top, width, self.height(width), fill=TINT)
        column = (width - 16) / self._columns
        top += 5
        for row in self._rows():
            for index, cell in enumerate(row):
                cell.draw(sheet, x + 8 + index * column, top, column - 8, parent)
            top += max(cell.height(column - 8) for cell in row) + 1.5
