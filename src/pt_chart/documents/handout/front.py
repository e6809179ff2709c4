"""The first page: what it is for, what to expect, the traffic light, when to get help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pt_chart.clinical.program.handout import HandoutContent, StopLine, TrafficRow
from pt_chart.documents.blocks import (
    Block,
    Bullets,
    Columns,
    Heading,
    Lowest,
    Panel,
    Paragraph,
    Rule,
    Space,
    Stack,
)
from pt_chart.documents.handout.exercise import stop_rules
from pt_chart.documents.icons import draw_icon
from pt_chart.documents.labels import Labels, phones
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import (
    ACCENT,
    HAIRLINE,
    SECONDARY,
    SIGNAL_COLORS,
    STOP,
    TINT,
    WHITE,
    Scale,
    TextStyle,
)
from pt_chart.documents.tagging import ROW_HEAD, Element
from pt_chart.documents.text import Span, break_lines, strong, words_width

LINE = 500.0
"""Points that identifiers on one line share, about the text's width."""


def section(title: str, content: Block, scale: Scale) -> Stack:
    """A heading of the second level with what stands under it."""
    return Stack([(0, Heading(title, scale.section)), (scale.under, content)])


NO_NAME = "_" * 22
"""Where the patient's name is written by hand."""


def identifiers(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    """Name, birth date, record number and date of the plan, those that are known."""
    style = scale.caption
    pairs = (
        (words.name, content.patient_name or NO_NAME),
        (words.born, content.birth_date),
        (words.record, content.record_number),
        (words.date, content.date),
    )
    cells = [
        Paragraph([Span(f"{label} ", color=SECONDARY), strong(value)], style)
        for label, value in pairs
        if value
    ]
    if not scale.large:
        return Columns(cells, 12, _shares(cells, style)) if cells else Space(0)
    # A name that half a line cannot hold has its own.
    alone = 1 if cells and words_width(cells[0].words, style) > LINE / 2 - 12 else 0
    rows = [cells[:alone]] if alone else []
    rows += [cells[i : i + 2] for i in range(alone, len(cells), 2)]
    return Stack([(2, Columns(row, 12) if len(row) == 2 else row[0]) for row in rows])


def _shares(cells: Sequence[Paragraph], style: TextStyle) -> list[float]:
    """Widths of the identifiers: a long name wraps, the dates and numbers keep their line."""
    natural = [words_width(cell.words, style) + 8 for cell in cells]
    rest = LINE - sum(natural[1:]) - 12 * (len(cells) - 1)
    return [min(natural[0], max(rest, LINE / len(cells))), *natural[1:]]


def main_message(text: str, words: Labels, scale: Scale) -> Block:
    """The one thing to remember."""
    head = Heading(words.main_message, scale.section.colored(ACCENT))
    inner = Stack([(0, head), (2, Paragraph(text, scale.message, balanced=True))])
    left = 20.0 if scale.large else 17.5
    air = 4 + 6 * scale.air
    return Panel(inner, padding=(air, 24, air + 1, left), fill=TINT, bar=ACCENT)


def explanation(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    """What is going on, and what to expect."""
    paragraphs = Stack(
        [(5 * scale.air, Paragraph(text, scale.body)) for text in content.what_is_going_on]
    )
    bullets = Bullets(content.what_to_expect, scale.body, scale.step)
    parts: list[Block] = []
    if content.what_is_going_on:
        parts.append(section(words.going_on, paragraphs, scale))
    if content.what_to_expect:
        parts.append(section(words.expect, bullets, scale))
    if len(parts) == 2 and not scale.large:
        return Lowest([Columns(parts, 18, shares) for shares in ((1, 1), (4, 3), (3, 2), (3, 4))])
    return Stack([(scale.gap, part) for part in parts])


def _small(scale: Scale) -> TextStyle:
    """The color's name above the word of a signal."""
    style = scale.furniture.semibold()
    return replace(style, size=style.size * 1.35 if scale.large else scale.body.size)


class TrafficLight(Block):
    """Three rows: sign with shape and word, how it feels, what to do."""

    def __init__(self, rows: tuple[TrafficRow, ...], words: Labels, scale: Scale) -> None:
        self._scale, self._words = scale, words
        self._sign = self._sign_width(words, scale)
        self._action = 0.0 if scale.large else 186.0
        self._pad = 2.5 + 3 * scale.air
        self._rows = [
            (
                row,
                Paragraph(row.feeling, scale.body, balanced=scale.large),
                Paragraph(row.action, scale.body.bold(), balanced=scale.large),
            )
            for row in rows
        ]

    @staticmethod
    def _sign_width(words: Labels, scale: Scale) -> float:
        """Room for the sign and the longest of its words."""
        size, least = (36.0, 132.0) if scale.large else (25.0, 92.0)
        longest = max(
            words_width(text, style)
            for _, light, name in words.signals
            for text, style in ((light, _small(scale)), (name, scale.value))
        )
        return max(least, 10 + size + 8 + longest + 6)

    def _row_height(self, index: int, width: float) -> float:
        _, feeling, action = self._rows[index]
        if self._scale.large:
            inner = width - self._sign - 20
            return max(feeling.height(inner) + action.height(inner) + 15, 66)
        middle = feeling.height(width - self._sign - self._action - 22)
        return max(middle, action.height(self._action - 18), 31) + 2 * self._pad

    def height(self, width: float) -> float:
        return sum(self._row_height(index, width) for index in range(len(self._rows)))

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        table = parent.child("Table")
        for index in range(len(self._rows)):
            height = self._row_height(index, width)
            self._row(sheet, (x, top, width, height), index, table.child("TR"))
            top += height

    def _row(
        self, sheet: Sheet, box: tuple[float, float, float, float], index: int, row: Element
    ) -> None:
        x, top, width, height = box
        data, feeling, action = self._rows[index]
        fill = SIGNAL_COLORS[data.signal][1]
        with sheet.artifact():
            sheet.rectangle(x, top, width, height, fill=fill, stroke=HAIRLINE, thickness=0.8)
            if self._action:
                split = x + width - self._action
                sheet.rule(split, top, 0, HAIRLINE, 0.8, down=height)
        size = 36.0 if self._scale.large else 25.0
        draw_icon(sheet, data.signal, x + 10, top + (height - size) / 2, size)
        self._name(sheet, x + 10 + size + 8, top + height / 2, data.signal, row)
        left = x + self._sign + 10
        if self._scale.large:
            inner = width - self._sign - 20
            feeling.draw(sheet, left, top + 7, inner, row.child("TD"))
            action.draw(sheet, left, top + 8 + feeling.height(inner), inner, row.child("TD"))
            return
        inner = width - self._sign - self._action - 22
        feeling.draw(sheet, left, top + self._pad, inner, row.child("TD"))
        right = x + width - self._action + 10
        action.draw(sheet, right, top + self._pad, self._action - 18, row.child("TD"))

    def _name(self, sheet: Sheet, x: float, middle: float, signal: str, row: Element) -> None:
        color = SIGNAL_COLORS[signal][0]
        _, light, word = next(entry for entry in self._words.signals if entry[0] == signal)
        scale = self._scale
        small = replace(_small(scale), color=color)
        strong_style = replace(scale.value, color=color)
        strong_style = replace(strong_style, size=strong_style.size * 0.96)
        head = row.child("TH", attributes=ROW_HEAD).child("P")
        top = middle - (small.leading + strong_style.leading) / 2
        with sheet.content(head):
            label = break_lines(f"{light} ", small, 200)
            sheet.lines(label, x, top, small.size, small.leading)
            name = break_lines(word, strong_style, 200)
            below = top + small.leading - 0.5
            sheet.lines(name, x, below, strong_style.size, strong_style.leading)


CLOSE_LIGHT = 0.35
"""Share of blank space up to which the line about own lights is left off."""


def light_section(
    content: HandoutContent, stops: Sequence[StopLine], words: Labels, scale: Scale
) -> Block | None:
    """The sheet's light, which exercises it is for, and the stop rules ``stops`` in one section."""
    own = words.listed([str(number) for number in content.traffic_own])
    some = words.listed([str(number) for number in content.traffic_for])
    title = words.traffic_some.format(numbers=some) if some else words.traffic
    parts: list[tuple[float, Block]] = []
    if content.traffic:
        parts.append((0, TrafficLight(content.traffic, words, scale)))
    # Where the page is full the heading alone says which exercises the light is for.
    if own and (scale.air > CLOSE_LIGHT or not content.traffic):
        told = words.traffic_own.format(numbers=own) if content.traffic else words.traffic_each
        parts.append((1 + 3 * scale.air, Paragraph([strong(told)], scale.body)))
    if stops:
        parts.append((4 + 4 * scale.air, stop_rules(stops, words, scale)))
    return section(title, Stack(parts), scale) if parts else None


def _phone_list(content: HandoutContent, words: Labels, scale: Scale) -> Stack:
    parts: list[tuple[float, Block]] = []
    for label, number in phones(content.clinic, words):
        parts.append((3, Paragraph(label, scale.body)))
        parts.append((0, Paragraph(number, scale.value)))
    return Stack(parts)


class _Ruled(Block):
    """A block with a vertical hairline on its left."""

    def __init__(self, inner: Block, inset: float) -> None:
        self._inner, self._inset = inner, inset

    def height(self, width: float) -> float:
        return self._inner.height(width - self._inset)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        with sheet.artifact():
            sheet.rule(x, top, 0, HAIRLINE, 0.8, down=self.height(width))
        self._inner.draw(sheet, x + self._inset, top, width - self._inset, parent)


class _HelpHead(Block):
    """The solid head of the emergency box: stop sign and words in white."""

    def __init__(self, text: str, scale: Scale) -> None:
        self._size = 22.0 if not scale.large else 26.0
        self._pad = 6 + 8 * scale.air
        self._head = Heading(text, scale.section.colored(WHITE))

    def height(self, width: float) -> float:
        return max(self._head.height(width - self._size - 32), self._size) + self._pad

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        height = self.height(width)
        with sheet.artifact():
            # A little wider than the box, so that no hairline shows between head and border.
            sheet.rectangle(x - 1.5, top - 1.5, width + 3, height + 1.5, fill=STOP)
        draw_icon(sheet, "stop_on_dark", x + 13, top + (height - self._size) / 2, self._size)
        inner = width - self._size - 32
        text = top + (height - self._head.height(inner)) / 2
        self._head.draw(sheet, x + self._size + 22, text, inner, parent)


def help_box(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    """When to get help: the full emergency block, or the calm block, as the case is graded."""
    full = content.warning_grade == "full"
    parts: list[tuple[float, Block]] = []
    if content.warning_lead:
        parts.append((0, Paragraph(content.warning_lead, scale.body.bold())))
    color = STOP if full else ACCENT
    signs = Bullets(content.warning_signs, scale.body, scale.step, color)
    if scale.large:
        parts.append((4, signs))
    else:
        side = _Ruled(_phone_list(content, words, scale), 13)
        widest = max(
            width
            for label, number in phones(content.clinic, words)
            for width in (
                min(words_width(label, scale.body) * 1.06, 174.0),
                words_width(number, scale.value) * 1.06 + 2,  # the columns of A4 are narrower
            )
        )
        numbers = min(max(widest + 16, 110), 230)
        parts.append((4, Columns([signs, side], 12, (482 - numbers, numbers))))
    if content.same_day:
        parts.append((3 + 3 * scale.air, Rule(HAIRLINE, scale.rule)))
        parts.append((2 + 3 * scale.air, Paragraph(content.same_day, scale.body)))
    inner = Stack(parts)
    side_padding = 12.0 if scale.large else 14.0
    if not full:
        whole = Stack([(0, Heading(words.call_us, scale.section.colored(ACCENT))), (4, inner)])
        return Panel(
            whole,
            padding=(10, side_padding, 11, side_padding + 5),
            border=ACCENT,
            thickness=1.2,
            bar=ACCENT,
        )
    air = 3 + 5 * scale.air
    padded = Panel(inner, padding=(air, side_padding, air + 2, side_padding))
    box = Stack([(0, _HelpHead(words.help_now, scale)), (0, padded)])
    return Panel(box, padding=(2.5, 2.5, 2.5, 2.5), border=STOP, thickness=2.5)


class PhoneRow(Block):
    """Who to call: a cell for each number, as many beside each other as hold theirs on one line."""

    def __init__(
        self, content: HandoutContent, words: Labels, scale: Scale, *, icons: bool = True
    ) -> None:
        self._scale = scale
        self._inset = 36.0 if icons and not scale.large else 10.0
        pairs = phones(content.clinic, words)
        self._widest = max((words_width(number, scale.value) for _, number in pairs), default=0.0)
        self._cells = [
            Stack([(0, Paragraph(label, scale.body)), (0, Paragraph(number, scale.value))])
            for label, number in pairs
        ]

    @property
    def empty(self) -> bool:
        """Whether the clinic has set no number at all."""
        return not self._cells

    def height(self, width: float) -> float:
        return sum(self._tall(row, width) for row in self._rows(width))

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        for row in self._rows(width):
            height, cell_width = self._tall(row, width), width / len(row)
            for index, cell in enumerate(row):
                left = x + index * cell_width
                with sheet.artifact():
                    sheet.rectangle(left, top, cell_width, height, stroke=HAIRLINE, thickness=0.8)
                if self._inset > 30:
                    draw_icon(sheet, "phone", left + 11, top + (height - 17) / 2, 17)
                inner = cell_width - self._inset - 8
                cell.draw(sheet, left + self._inset, top + 4, inner, parent)
            top += height

    def _rows(self, width: float) -> list[list[Stack]]:
        count = len(self._cells)
        while count > 1 and width / count - self._inset - 8 < self._widest:
            count -= 1
        return [self._cells[at : at + count] for at in range(0, len(self._cells), max(count, 1))]

    def _tall(self, row: list[Stack], width: float) -> float:
        inner = width / len(row) - self._inset - 8
        return max(cell.height(inner) for cell in row) + 9
