"""The blank intake: questions in the patient's words, boxes to tick, lines to write on."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.papers import IntakeGroup, IntakeQuestion, IntakeSheet
from pt_chart.clinical.people import Clinic
from pt_chart.documents.blank_chart import WritingLine, who_lines, whose_pages
from pt_chart.documents.blocks import Block, Columns, Heading, Panel, Paragraph, Stack
from pt_chart.documents.flow import Item, shortest, write
from pt_chart.documents.labels import Labels, labels, phones
from pt_chart.documents.masthead import frame, masthead
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import (
    ACCENT,
    CARD,
    INK,
    LARGE,
    NORMAL,
    SECONDARY,
    STOP,
    STOP_FILL,
    Scale,
)
from pt_chart.documents.table import Facts
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Line, Span, break_lines, strong, words_width

CLOSER = replace(CARD, body=NORMAL.body)
"""For a language that takes more words: the urgent questions stay on one page."""
BOX, LARGE_BOX = 11.0, 15.0
LONG = 74
"""Characters from which the boxes stand below their question."""


BOXED = 1.15
"""A column in a box is narrower than asked for."""


class TickBoxes(Block):
    """Boxes with their words, in as many rows as they need; long words go on below."""

    def __init__(self, options: tuple[str, ...], scale: Scale) -> None:
        self._style = scale.body
        self._options = options
        self._box = LARGE_BOX if scale.large else BOX

    def _rows(self, width: float) -> list[list[tuple[float, list[Line]]]]:
        """For each row the start and the lines of its options."""
        rows: list[list[tuple[float, list[Line]]]] = [[]]
        x = 0.0
        for option in self._options:
            length = min(self._box + 5 + words_width(option, self._style) + 16, width)
            if rows[-1] and x + length > width:
                rows.append([])
                x = 0.0
            lines = break_lines(option, self._style, width - self._box - 5)
            rows[-1].append((x, lines))
            x += length
        return rows

    def _high(self, row: list[tuple[float, list[Line]]]) -> float:
        return max(len(lines) for _, lines in row) * self._style.leading + 2

    def natural_width(self) -> float:
        """Points that the boxes need beside each other."""
        return sum(self._box + 5 + words_width(one, self._style) + 16 for one in self._options)

    def height(self, width: float) -> float:
        return sum(self._high(row) for row in self._rows(width) if row)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        listed = parent.child("L")
        style, box = self._style, self._box
        for row in self._rows(width):
            for at, lines in row:
                with sheet.artifact():
                    above = top + (style.leading - box) / 2
                    sheet.rectangle(x + at, above, box, box, stroke=INK, thickness=0.9, radius=1.5)
                body = listed.child("LI").child("LBody")
                with sheet.content(body):
                    sheet.lines(lines, x + at + box + 5, top, style.size, style.leading)
            top += self._high(row)


def draw(sheet: Sheet, part: IntakeSheet, *, large: bool = False) -> int:
    """Add the questions and return how many pages they take; raises as `flow.place` does.

    Raises:
        ValueError: a language without a translation of the fixed words.
    """
    words = labels(part.language)
    base = LARGE if large else CARD if part.language == "en" else CLOSER
    area = frame(sheet, base)

    def build(scale: Scale) -> list[Item]:
        alerts = [group for group in part.groups if group.alert]
        others = [group for group in part.groups if not group.alert]
        who = Facts(
            who_lines(part.patient, words, part.born), scale.body, columns=1 if large else 3
        )
        items = [
            Item(masthead(part.clinic, (words.intake_kind, words.fill_in), scale)),
            Item(Heading(words.intake, scale.section, 1), 8, name="the title"),
            Item(who, 6, name="the patient"),
            Item(Paragraph(words.intake_ask, scale.body), 8, name="the instructions"),
            *(Item(_alert(group, part.clinic, words, scale), scale.gap, whole=False,
                   name=group.title) for group in alerts),
            *(Item(_group(group, scale), scale.gap, whole=False, name=group.title)
              for group in others),
        ]  # fmt: skip
        if part.unreviewed and words.unreviewed:
            mark = Paragraph(words.unreviewed, scale.caption.colored(SECONDARY))
            items.append(Item(mark, scale.gap * 0.6, name="the mark of the translation"))
        return items

    items = shortest(build, base, sheet.column, area)
    return write(sheet, items, area, whose_pages(base, part.patient, words.intake, words))


def _question(question: IntakeQuestion, scale: Scale) -> Block:
    words = Paragraph(question.words, scale.body)
    if not question.options:
        return _kept(Stack([(0, words), (0, WritingLine())]))
    boxes = TickBoxes(question.options, scale)
    if scale.large:
        return _kept(Stack([(0, words), (2, boxes)]))
    short = len(question.options) <= 3 and all(len(one) < 12 for one in question.options)
    if short:
        # As wide as the boxes need on one line: the urgent questions are to stay on one page.
        need = max(200.0, boxes.natural_width() * BOXED)
        return Columns([words, boxes], 12, (500 - need, need))
    return _kept(Stack([(0, words), (1, boxes)]))


def _kept(inner: Block) -> Panel:
    """A question and its answers never part."""
    return Panel(inner, padding=(0, 0, 0, 0))


def _group(group: IntakeGroup, scale: Scale) -> Stack:
    head = Heading(group.title, scale.section.colored(ACCENT))
    questions = [(4 + 2 * scale.air, _question(one, scale)) for one in group.questions]
    return Stack([(0, head), *questions])


def _alert(group: IntakeGroup, clinic: Clinic, words: Labels, scale: Scale) -> Block:
    head = Heading(group.title, scale.section.colored(STOP))
    lead = Paragraph([strong(words.intake_alert)], scale.body)
    spans = [Span(words.intake_home)]
    for label, number in phones(clinic, words)[:-1]:
        spans += [Span(f" {label}: "), strong(number), Span(".")]
    now = words.intake_now.format(number=clinic.emergency_number)
    home = Stack([(0, Paragraph(spans, scale.body)), (0, Paragraph(now, scale.body))])
    questions = [(3 + scale.air, _question(one, scale)) for one in group.questions]
    inner = Stack([(0, head), (2, lead), (2, home), *questions])
    return Panel(inner, padding=(7, 12, 8, 12), fill=STOP_FILL, border=STOP, thickness=1.6)
