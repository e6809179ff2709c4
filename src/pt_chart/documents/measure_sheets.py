"""Blank questionnaires: items where their license lets them print, else a line for the score."""

from __future__ import annotations

from pt_chart.clinical.papers import BlankMeasures, MeasureItem, MeasureSheet
from pt_chart.documents.blank_chart import WritingLine, who_lines, whose_pages
from pt_chart.documents.blocks import Block, Heading, Panel, Paragraph, Rule, Stack
from pt_chart.documents.flow import Item, shortest, write
from pt_chart.documents.intake import TickBoxes
from pt_chart.documents.masthead import frame, masthead
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, CARD, LARGE, SECONDARY, Scale
from pt_chart.documents.table import Facts
from pt_chart.documents.text import Span, strong

TITLE = "Questionnaires"


def draw(sheet: Sheet, part: BlankMeasures, *, large: bool = False) -> int:
    """Add the questionnaires and return how many pages they take.

    Raises:
        ValueError: there is no questionnaire.
    """
    if not part.sheets:
        raise ValueError("choose at least one questionnaire to print")
    base = LARGE if large else CARD
    area = frame(sheet, base)

    def build(scale: Scale) -> list[Item]:
        items = [
            Item(masthead(part.clinic, (TITLE, "to be filled in by the patient"), scale)),
            Item(Heading(TITLE, scale.section, 1), 8, name="the title"),
            Item(
                Facts(who_lines(part.patient), scale.body, columns=1 if large else 3),
                6,
                name="the patient",
            ),
        ]
        gap = scale.gap + 8
        return [*items, *(Item(_sheet(one, scale), gap, name=one.title) for one in part.sheets)]

    items = shortest(build, base, sheet.column, area)
    return write(sheet, items, area, whose_pages(base, part.patient, TITLE))


def _sheet(one: MeasureSheet, scale: Scale) -> Stack:
    """A questionnaire, whole where a page can hold it."""
    parts: list[tuple[float, Block]] = [
        (0, Heading(one.title, scale.section.colored(ACCENT))),
        (2, Rule(ACCENT, 1.2)),
    ]
    if one.instructions:
        parts.append((3, Paragraph(one.instructions, scale.body)))
    for number, item in enumerate(one.items, 1):
        parts.append((5 + 2 * scale.air, _item(number, item, scale)))
    if not one.items:
        parts.append((8, Paragraph("Score:", scale.body.bold())))
        parts.append((0, WritingLine(26)))
    small = scale.caption.colored(SECONDARY)
    told = " ".join(
        text if text.endswith(".") else f"{text}."
        for text in (one.scoring, one.source, one.license)
        if text
    )
    parts.append((6, Paragraph(told, small)))
    return Stack(parts)


def _item(number: int, item: MeasureItem, scale: Scale) -> Block:
    words = Paragraph([strong(f"{number}  "), Span(item.words)], scale.body)
    options = item.options or item.scale
    if not options:
        return Stack([(0, words), (0, WritingLine())])
    inner = Stack([(0, words), (1, TickBoxes(options, scale))])
    return Panel(inner, padding=(0, 0, 0, 0))
