"""The dose of an exercise as a strip of cells."""

from __future__ import annotations

from collections.abc import Sequence

from pt_chart.clinical.program.handout import DosePart
from pt_chart.documents.blocks import Block, Paragraph
from pt_chart.documents.icons import DOSE_ICONS, draw_icon
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import CLOSEST, TINT, TINT_LINE, Scale
from pt_chart.documents.tagging import LIST_PLAIN, Element
from pt_chart.documents.text import words_width


def _needed(parts: Sequence[DosePart]) -> list[DosePart]:
    """Without one set, and without once a day where the days and the moment of the day say it."""
    icons = [part.icon for part in parts]
    told = icons[-2:] == ["calendar", "clock"]
    needless = {("layers", "1"), ("sun", "1")} if told else {("layers", "1")}
    return [part for part in parts if (part.icon, part.value.split(" ")[0]) not in needless]


class DoseStrip(Block):
    """A cell per part of the dose: icon, bold value, unit; more rows when they do not fit.

    In the closest setting what goes without saying is left out.
    """

    def __init__(self, parts: Sequence[DosePart], scale: Scale) -> None:
        close = scale.air < CLOSEST and not scale.large
        self._parts, self._scale = _needed(parts) if close else list(parts), scale
        self._icon = 18.0 if not scale.large else 19.0
        self._pad = 5.0 if not scale.large else 10.0
        self._unit = scale.body
        self._naturals = {part: self._measured(part) for part in self._parts}

    def _natural(self, part: DosePart) -> float:
        return self._naturals[part]

    def _measured(self, part: DosePart) -> float:
        text = max(words_width(part.value, self._scale.value), words_width(part.unit, self._unit))
        return text + self._icon + 8 + 2 * self._pad

    def _rows(self, width: float) -> list[list[DosePart]]:
        if self._scale.large:
            return self._large_rows(width)
        for count in range(1, len(self._parts) + 1):
            size = -(-len(self._parts) // count)
            rows = [self._parts[i : i + size] for i in range(0, len(self._parts), size)]
            if all(sum(map(self._natural, row)) <= width for row in rows):
                return rows
        return [[part] for part in self._parts]

    def _large_rows(self, width: float) -> list[list[DosePart]]:
        """Three in a row; two where three would tear a word that cannot be broken."""
        rows = [self._parts[i : i + 3] for i in range(0, len(self._parts), 3)]
        if all(sum(map(self._least, row)) <= width for row in rows):
            return rows
        return [self._parts[i : i + 2] for i in range(0, len(self._parts), 2)]

    def _least(self, part: DosePart) -> float:
        """Points that a cell needs so that no word of it is torn."""
        # A number stays with its unit.
        number = any(sign.isdigit() for sign in part.value)
        words = [part.value] if number else part.value.split(" ")
        longest = max(words_width(word, self._scale.value) for word in words)
        unit = max(words_width(word, self._unit) for word in part.unit.split(" "))
        return max(longest, unit) + self._icon + 8 + 2 * self._pad

    def _widths(self, row: Sequence[DosePart], width: float) -> list[float]:
        if self._scale.large:
            least = [self._least(part) for part in row]
            if max(least) <= width / len(row):
                return [width / len(row)] * len(row)
            spare = (width - sum(least)) / len(row)
            return [length + spare for length in least]
        natural = [self._natural(part) for part in row]
        spare = (width - sum(natural)) / len(row)
        return [length + spare for length in natural]

    def _cell(self, part: DosePart, width: float) -> tuple[Paragraph, Paragraph, float]:
        inner = width - self._icon - 7 - 2 * self._pad
        return Paragraph(part.value, self._scale.value), Paragraph(part.unit, self._unit), inner

    def _row_height(self, row: Sequence[DosePart], width: float) -> float:
        heights = []
        for part, cell in zip(row, self._widths(row, width), strict=True):
            value, unit, inner = self._cell(part, cell)
            heights.append(value.height(inner) + unit.height(inner))
        return max(heights) + (
            3 + 4 * self._scale.air if not self._scale.large else 12 * self._scale.air
        )

    def height(self, width: float) -> float:
        return sum(self._row_height(row, width) for row in self._rows(width) if row)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        if not self._parts:
            return
        body = parent.child("L", attributes=LIST_PLAIN)
        for row in self._rows(width):
            height = self._row_height(row, width)
            at = x
            for part, cell in zip(row, self._widths(row, width), strict=True):
                self._draw_cell(sheet, (at, top, cell, height), part, body.child("LI"))
                at += cell
            top += height

    def _draw_cell(
        self, sheet: Sheet, box: tuple[float, float, float, float], part: DosePart, item: Element
    ) -> None:
        x, top, width, height = box
        with sheet.artifact():
            sheet.rectangle(x, top, width, height, fill=TINT, stroke=TINT_LINE, thickness=0.8)
        value, unit, inner = self._cell(part, width)
        pad = self._pad if self._scale.large else min((width - self._natural(part)) / 2, 6) + 5
        if part.icon in DOSE_ICONS:
            middle = top + (height - self._icon) / 2
            draw_icon(sheet, part.icon, x + pad, middle, self._icon)
        left = x + pad + self._icon + 6
        text = top + (height - value.height(inner) - unit.height(inner)) / 2
        body = item.child("LBody")
        for paragraph in (value, unit):
            paragraph.draw(sheet, left, text, inner, body)
            text += paragraph.height(inner)
