"""The week's log with a box per bout, the next visit, questions, and who made the plan."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

from pt_chart.clinical.program.handout import HandoutContent, HandoutExercise, LogQuestion
from pt_chart.documents.blocks import Block, Columns, Heading, Panel, Paragraph, Rule, Stack
from pt_chart.documents.faces import HARD_SPACE
from pt_chart.documents.labels import Labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import (
    ACCENT,
    CLOSEST,
    GRID,
    INK,
    SECONDARY,
    STRIPE,
    TINT,
    WHITE,
    Scale,
)
from pt_chart.documents.tagging import COLUMN_HEAD, ROW_HEAD, Element
from pt_chart.documents.text import Span, break_lines, strong, words_width

BOX = 17.5
MOST_BOXES = 8
"""Bouts a day up to which every one has its own box; above, the cell is for a tally."""

AIRY = 0.75
"""Share of blank space below which the rows of the log draw together."""

CLOSE_SHARES = (0.33, 0.37, 0.41)
"""Shares of the width that the names may have in the closest setting; a cell keeps two boxes."""

ACTIVE_DAYS = {
    1: (0,),
    2: (0, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 5),
    5: (0, 1, 2, 4, 5),
    6: (0, 1, 2, 3, 4, 5),
}
"""Which days (0 = Monday) have boxes for a number of days a week, rest days spread out."""


def active_days(days_per_week: int) -> tuple[int, ...]:
    """The days of the week with boxes."""
    return ACTIVE_DAYS.get(days_per_week, tuple(range(7)))


def daily_boxes(exercise: HandoutExercise) -> int:
    """Boxes of a day on which it is done: one for what goes through the whole day."""
    return exercise.bouts_per_day or (1 if exercise.days_per_week else 0)


def _row_words(exercise: HandoutExercise) -> list[Span]:
    parts = [f"{part.value} {part.unit}" for part in exercise.dose[:1]]
    detail = ", ".join([exercise.side_words, *parts] if exercise.one_sided else parts)
    spans = [strong(f"{exercise.number} {exercise.name}")]
    return [*spans, Span(f"\n{detail}")] if detail else spans


class _Row:
    """One row of the log: its label, and per day the number of boxes, None for a rest day."""

    def __init__(self, label: Paragraph, boxes: tuple[int | None, ...], room: float) -> None:
        self.label, self.boxes, self.room = label, boxes, room


class WeekLog(Block):
    """Exercises by days; then rows to write the worst pain and what the case asks beside it."""

    def __init__(self, content: HandoutContent, words: Labels, scale: Scale) -> None:
        self._words, self._scale = words, scale
        self._style = replace(scale.body, leading=scale.body.leading - 1.5)
        tight = scale.air < AIRY and not scale.large
        self._room, self._pad = (34.0, 5.0) if tight else (45.0, 10.0)
        self._shares = [0.31 if scale.large else 0.33 if tight else 0.288]
        if scale.air < CLOSEST and not scale.large:
            self._shares = list(CLOSE_SHARES)
        self._whole: list[_Row] = []
        self._rows = [self._exercise_row(exercise) for exercise in content.exercises]
        asked = [(words.worst, words.worst_scale)]
        if content.log is not None:
            asked.append((content.log.title, content.log.hint))
        for title, hint in asked:
            label = Paragraph([strong(title), Span(f"\n{hint}")], self._style)
            self._rows.append(_Row(label, (0,) * 7, self._room))

    def _exercise_row(self, exercise: HandoutExercise) -> _Row:
        active = active_days(exercise.days_per_week)
        bouts = daily_boxes(exercise)
        boxes = tuple(bouts if day in active else None for day in range(7))
        lines = -(-bouts // 2) if bouts <= MOST_BOXES else 1
        room = max(lines * (BOX + 3) + self._pad - 1, self._room)
        return _Row(Paragraph(_row_words(exercise), self._style), boxes, room)

    def _head_height(self) -> float:
        return self._scale.body.leading + 7

    def _label_width(self, width: float) -> float:
        """The column of names: as narrow as gives the lowest log."""
        if len(self._shares) == 1:
            return width * self._shares[0]
        rows = self._whole or self._rows
        return width * min(
            self._shares,
            key=lambda share: sum(self._height_beside(row, width * share) for row in rows),
        )

    def _height_beside(self, row: _Row, label: float) -> float:
        return max(row.label.height(label - 14) + self._pad, row.room)

    def _row_height(self, row: _Row, width: float) -> float:
        return self._height_beside(row, self._label_width(width))

    def height(self, width: float) -> float:
        return self._head_height() + sum(self._row_height(row, width) for row in self._rows)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        table = parent.child("Table")
        label = self._label_width(width)
        cell = (width - label) / 7
        self._head(sheet, x, top, (label, cell), table.child("TR"))
        top += self._head_height()
        for row in self._rows:
            height = self._row_height(row, width)
            self._row(sheet, (x, top, label, height), cell, row, table.child("TR"))
            top += height

    def split(self, width: float, room: float) -> tuple[Block | None, Block | None]:
        """As many rows as fit, each part under its own head."""
        used = self._head_height()
        for index, row in enumerate(self._rows):
            used += self._row_height(row, width)
            if used > room + 0.01:
                return (self._part(self._rows[:index]) if index else None,
                        self._part(self._rows[index:]))  # fmt: skip
        return self, None

    def _part(self, rows: list[_Row]) -> WeekLog:
        part = copy(self)
        part._whole, part._rows = self._whole or self._rows, rows
        return part

    def _head(
        self, sheet: Sheet, x: float, top: float, widths: tuple[float, float], row: Element
    ) -> None:
        label, cell = widths
        style, height = self._scale.body.semibold(), self._head_height()
        with sheet.artifact():
            sheet.rectangle(x, top, label + 7 * cell, height, fill=TINT, stroke=GRID, thickness=0.7)
        week_of = self._words.week_of if not self._scale.large else self._words.week_of_short
        texts = (week_of, *self._words.days)
        for index, text in enumerate(texts):
            size = label if not index else cell
            line = break_lines(text, style, 999)[0]
            shift = 7.0 if not index else (size - line.width) / 2
            if index and line.width > cell:
                line = break_lines(text[:2], style, 999)[0]
                shift = (size - line.width) / 2
            with sheet.artifact():
                sheet.rule(x, top, 0, GRID, 0.7, down=height)
            with sheet.content(row.child("TH", attributes=COLUMN_HEAD)):
                sheet.lines([line], x + shift, top + 3.5, style.size, style.leading)
            x += size

    def _row(
        self,
        sheet: Sheet,
        box: tuple[float, float, float, float],
        cell: float,
        row: _Row,
        element: Element,
    ) -> None:
        x, top, width, height = box
        with sheet.artifact():
            sheet.rectangle(x, top, width, height, stroke=GRID, thickness=0.7)
        inner = width - 14
        label = element.child("TH", attributes=ROW_HEAD)
        text = top + (height - row.label.height(inner)) / 2
        row.label.draw(sheet, x + 7, text, inner, label)
        x += width
        for count in row.boxes:
            self._cell(sheet, (x, top, cell, height), count, element)
            x += cell

    def _cell(
        self,
        sheet: Sheet,
        box: tuple[float, float, float, float],
        count: int | None,
        row: Element,
    ) -> None:
        x, top, width, height = box
        with sheet.artifact():
            if count is None:
                sheet.stripes(x, top, width, height, STRIPE)
            sheet.rectangle(x, top, width, height, stroke=GRID, thickness=0.7)
        if count is None:
            self._word(sheet, box, self._words.rest_day, row.child("TD"), patch=True)
        elif count > MOST_BOXES:
            text = self._words.times_short.format(count=count)
            self._word(sheet, box, text, row.child("TD"), patch=False)
        else:
            row.child("TD", alt="□" * count)
            with sheet.artifact():
                _boxes(sheet, box, count)

    def _word(
        self,
        sheet: Sheet,
        box: tuple[float, float, float, float],
        text: str,
        cell: Element,
        *,
        patch: bool,
    ) -> None:
        x, top, width, height = box
        # Body type in normal print; in large print a cell holds no larger word than 12 points.
        scale = self._scale
        style = (scale.furniture if scale.large else scale.caption).colored(SECONDARY)
        line = break_lines(text, style, width)[0]
        left = x + (width - line.width) / 2
        above = top + (height - style.leading) / 2 if patch else top + height - style.leading - 3
        if patch:
            with sheet.artifact():
                sheet.rectangle(left - 3, above, line.width + 6, style.leading, fill=WHITE)
        with sheet.content(cell):
            sheet.lines([line], left, above, style.size, style.leading)


def _boxes(sheet: Sheet, box: tuple[float, float, float, float], count: int) -> None:
    x, top, width, height = box
    lines = -(-count // 2)
    above = top + (height - lines * BOX - (lines - 1) * 3) / 2
    for index in range(count):
        line, column = divmod(index, 2)
        here = min(2, count - 2 * line)
        start = x + (width - here * BOX - (here - 1) * 4) / 2
        sheet.rectangle(
            start + column * (BOX + 4),
            above + line * (BOX + 3),
            BOX,
            BOX,
            stroke=INK,
            thickness=0.9,
            radius=2,
        )


def week(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    """The log with its heading and the key to what is written in it."""
    parts: list[tuple[float, Block]] = [
        (0, Heading(words.week, scale.section)),
        (scale.under, WeekLog(content, words, scale)),
    ]
    if content.log is not None:
        parts.append((5, Paragraph(_key(content.log), scale.body)))
    return Stack(parts)


def _key(log: LogQuestion) -> list[Span]:
    """What to write in the row of the log, in full."""
    key: list[Span] = [strong(log.lead), Span(f" {log.rest} ")]
    for index, (letter, meaning) in enumerate(log.key):
        last = index == len(log.key) - 1
        key += [strong(letter), Span(f"{HARD_SPACE}{meaning}{'.' if last else ','} ")]
    return [*key, Span(log.good)]


class _WritingLines(Block):
    """Empty lines to write on."""

    def __init__(self, count: int, spacing: float) -> None:
        self._count, self._spacing = count, spacing

    def height(self, _width: float) -> float:
        return self._count * self._spacing

    def draw(self, sheet: Sheet, x: float, top: float, width: float, _parent: Element) -> None:
        with sheet.artifact():
            for index in range(1, self._count + 1):
                sheet.rule(x, top + index * self._spacing, width, GRID, 0.7)


NO_VISIT = "_" * 22
"""Where the next visit is written by hand."""


def next_visit(content: HandoutContent, words: Labels, scale: Scale, lines: int) -> Block:
    """When the patient comes back, and ``lines`` to write questions on."""
    questions = Stack(
        [
            (0, Heading(words.questions, scale.section)),
            (4, _WritingLines(lines, 20.5 if not scale.large else 30)),
        ]
    )
    inner = Stack(
        [
            (0, Heading(words.next_visit, scale.section.colored(ACCENT))),
            (3, Paragraph(content.next_visit or NO_VISIT, scale.body.bold())),
            (2, Paragraph(words.bring, scale.body)),
        ]
    )
    air = 3 + 6 * scale.air
    panel = Panel(inner, padding=(air, 12, air + 1, 16), fill=TINT, bar=ACCENT)
    if not lines:
        return panel
    if scale.large:
        return Stack([(0, panel), (scale.gap, questions)])
    # Where space is short the panel is wider, so that its words take fewer lines.
    return Columns([panel, questions], 18, (3, 2) if scale.air < AIRY else (1, 1))


def made_by(content: HandoutContent, words: Labels, scale: Scale, *, address: bool) -> Block:
    """Who made the plan and when; with the clinic's ``address`` and phone below."""
    style = replace(scale.caption, color=SECONDARY)
    clinic = content.clinic
    parts: list[tuple[float, Block]] = [(0, Rule(thickness=scale.rule))]
    if content.therapist:
        made = words.made_by.format(date=content.date)
        who = Paragraph([strong(content.therapist, INK), Span(f" {made}")], style)
        initials = Paragraph(f"{words.initials} _______", style)
        room = words_width(initials.words, style) + 4
        row: Block = Columns([who, initials], 12, (500 - room, room))
        parts.append((6, Stack([(0, who), (2, initials)]) if scale.large else row))
    place = " · ".join(
        part
        for part in (", ".join(p for p in (clinic.name, clinic.address) if p), clinic.phone)
        if part
    )
    if address and place:
        parts.append((2, Paragraph(place, style)))
    return Stack(parts)
