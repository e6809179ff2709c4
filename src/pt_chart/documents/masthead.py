"""The head of a first page, and the running header and footer of all documents."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.people import Clinic
from pt_chart.documents.blocks import Block, Columns, EndAligned, Paragraph, Rule, Space, Stack
from pt_chart.documents.flow import Frame, Furniture
from pt_chart.documents.labels import Labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, HAIRLINE, SECONDARY, Scale
from pt_chart.documents.text import Span, Words, break_lines, strong

TOP = 30.0
"""Top of the first page's masthead."""


def frame(sheet: Sheet, scale: Scale) -> Frame:
    """The text area of a document in a scale."""
    later = 54.0 if scale.large else 44.0
    return Frame(TOP, later, sheet.page_height - scale.bottom)


def masthead(clinic: Clinic, right: tuple[str, str], scale: Scale) -> Block:
    """Clinic on the left; document kind and a second line on the right; an accent rule."""
    head = replace(scale.furniture.bold(), color=ACCENT)
    size = 1.35 if scale.large else 1.32
    name = replace(head, size=head.size * size, leading=head.leading * size)
    small = scale.furniture.colored(SECONDARY)
    place = " · ".join(part for part in (clinic.address, clinic.phone) if part)
    left = Stack([(0, Paragraph(clinic.name, name)), (0, Paragraph(place, small))])
    kind, second = right
    drop = Space(name.leading - scale.furniture.leading)
    end = Stack(
        [(0, drop), (0, EndAligned(kind, scale.furniture.bold())), (0, EndAligned(second, small))]
    )
    thickness = 1.5 if scale.large else 2.0
    columns = Columns([left, end], 12, (3, 2))
    return Stack([(0, columns), (6, Rule(ACCENT, thickness))])


def identity(name: str, rest: tuple[str, ...]) -> list[Span]:
    """A name in bold with further identifiers behind it."""
    tail = "".join(f" · {part}" for part in rest if part)
    return [strong(name), Span(tail, color=SECONDARY)]


def running(
    scale: Scale, words: Labels, header: Words, first_footer: Words, later_footer: Words
) -> Furniture:
    """Header from the second page on, footer and page x of y on every page."""

    def draw(sheet: Sheet, index: int, count: int) -> None:
        style = scale.furniture
        rule = 0.8 if scale.large else 0.6
        foot = sheet.page_height - scale.bottom + 8
        page = words.page.format(index=index + 1, count=count)
        with sheet.artifact("Pagination"):
            number = break_lines(page, style.semibold(), sheet.column)[0]
            room = sheet.column - number.width - 12
            if index:
                top = 38.0 if not scale.large else 42.0
                head = break_lines(header, style, sheet.column)[:1]
                sheet.lines(head, sheet.left, top - style.leading - 4, style.size, style.leading)
                sheet.rule(sheet.left, top, sheet.column, HAIRLINE, rule)
            footer = later_footer if index else first_footer
            sheet.rule(sheet.left, foot, sheet.column, HAIRLINE, rule)
            lines = break_lines(footer, style, room)[:1]
            sheet.lines(lines, sheet.left, foot + 4, style.size, style.leading)
            x = sheet.left + sheet.column - number.width
            sheet.lines([number], x, foot + 4, style.size, style.leading)

    return draw
