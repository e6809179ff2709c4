"""Blank questionnaires: items where their license lets them print, else a line for the score."""

from __future__ import annotations

from pt_chart.clinical.papers import BlankMeasures, MeasureItem, MeasureSheet
from pt_chart.documents.blank_chart import who_lines, whose_pages
from pt_chart.documents.blocks import Block, Heading, Paragraph, Stack
from pt_chart.documents.flow import Item, shortest, write
from pt_chart.documents.intake import TickBoxes, WritingLine
from pt_chart.documents.masthead import frame, masthead
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, CARD, SECONDARY, Scale
from pt_chart.documents.table import Facts
from pt_chart.documents.text import Span, strong

TITLE = "Questionnaires"


def draw(sheet: Sheet, part: BlankMeasures) -> int:
    """Add the questionnaires and return how many pages they take.

    Raises:
        ValueError: there is no questionnaire.
    """
    if not part.sheets:
        raise ValueError("choose at least one questionnaire to print")
    area = frame(sheet, CARD)

    def build(scale: Scale) -> list[Item]:
        items = [
            Item(masthead(part.clinic, (TITLE, "to be filled in by the patient"), scale)),
            Item(Heading(TITLE, scale.section, 1), 8, name="the title"),
            Item(Facts(who_lines(part.patient), scale.body, columns=3), 6, name="the patient"),
        ]
        for index, one in enumerate(part.sheets):
            items += _sheet(one, scale, fresh=index > 0)
        return items

    items = shortest(build, CARD, sheet.column, area)
    return write(sheet, items, area, whose_pages(CARD, part.patient, TITLE))


def _sheet(one: MeasureSheet, scale: Scale, *, fresh: bool) -> list[Item]:
    items = [Item(Heading(one.title, scale.section.colored(ACCENT)), scale.gap, fresh=fresh)]
    if one.instructions:
        items.append(Item(Paragraph(one.instructions, scale.body), 3))
    for number, item in enumerate(one.items, 1):
        items.append(Item(_item(number, item, scale), 5 + 2 * scale.air, name=item.words))
    if not one.items:
        score = Stack([(0, Paragraph("Score:", scale.body.bold())), (0, WritingLine(26))])
        items.append(Item(score, 8))
    small = scale.caption.colored(SECONDARY)
    foot = [(0.0, Paragraph(text, small)) for text in (one.scoring, one.source, one.license)
            if text]  # fmt: skip
    items.append(Item(Stack(foot), scale.gap, name="the source"))
    return items


def _item(number: int, item: MeasureItem, scale: Scale) -> Block:
    words = Paragraph([strong(f"{number}  "), Span(item.words)], scale.body)
    options = item.options or item.scale
    if not options:
        return Stack([(0, words), (0, WritingLine())])
    return Stack([(0, words), (1, TickBoxes(options, scale))])
