"""The blank intake: questions in the patient's words, boxes to tick, lines to write on."""

from __future__ import annotations

from pt_chart.clinical.papers import IntakeGroup, IntakeQuestion, IntakeSheet
from pt_chart.clinical.people import Clinic
from pt_chart.documents.blank_chart import WritingLine, who_lines, whose_pages
from pt_chart.documents.blocks import Block, Columns, Heading, Panel, Paragraph, Stack
from pt_chart.documents.flow import Item, shortest, write
from pt_chart.documents.labels import labels, phones
from pt_chart.documents.masthead import frame, masthead
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, CARD, INK, STOP, STOP_FILL, Scale
from pt_chart.documents.table import Facts
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, break_lines, strong, words_width

TITLE = "Questions before your first visit"
ASK = (
    "Please answer as well as you can. Tick one box for each question, or write on the line. "
    "Leave out what you do not know: we will ask."
)
KIND = "Intake"
ALERT = "Tell us at once, before anything else, if you tick yes in this box."
AT_HOME = "At home? Do not wait for your visit."
NOW = (
    "New trouble with your pee, bowels, or the feeling between your legs, or a leg that gets weak "
    "fast? Go to the emergency room or call {number}."
)
BOX = 11.0
LONG = 74
"""Characters from which the boxes stand below their question."""


BOXED = 1.15
"""A column in a box is narrower than asked for."""


class TickBoxes(Block):
    """Boxes with their words, in as many rows as they need."""

    def __init__(self, options: tuple[str, ...], scale: Scale) -> None:
        self._style = scale.body
        self._options = options

    def _rows(self, width: float) -> list[list[tuple[float, str]]]:
        rows: list[list[tuple[float, str]]] = [[]]
        x = 0.0
        for option in self._options:
            length = min(BOX + 5 + words_width(option, self._style) + 16, width)
            if rows[-1] and x + length > width:
                rows.append([])
                x = 0.0
            rows[-1].append((x, option))
            x += length
        return rows

    def natural_width(self) -> float:
        """Points that the boxes need beside each other."""
        return sum(BOX + 5 + words_width(one, self._style) + 16 for one in self._options)

    def height(self, width: float) -> float:
        return len(self._rows(width)) * (self._style.leading + 2)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        listed = parent.child("L")
        style = self._style
        for row in self._rows(width):
            for at, option in row:
                with sheet.artifact():
                    above = top + (style.leading - BOX) / 2
                    sheet.rectangle(x + at, above, BOX, BOX, stroke=INK, thickness=0.9, radius=1.5)
                body = listed.child("LI").child("LBody")
                with sheet.content(body):
                    lines = break_lines(option, style, width)[:1]
                    sheet.lines(lines, x + at + BOX + 5, top, style.size, style.leading)
            top += style.leading + 2


def draw(sheet: Sheet, part: IntakeSheet) -> int:
    """Add the questions and return how many pages they take; raises as `flow.place` does."""
    area = frame(sheet, CARD)

    def build(scale: Scale) -> list[Item]:
        alerts = [group for group in part.groups if group.alert]
        others = [group for group in part.groups if not group.alert]
        return [
            Item(masthead(part.clinic, (KIND, "to be filled in by the patient"), scale)),
            Item(Heading(TITLE, scale.section, 1), 8, name="the title"),
            Item(Facts(who_lines(part.patient), scale.body, columns=3), 6, name="the patient"),
            Item(Paragraph(ASK, scale.body), 8, name="the instructions"),
            *(Item(_alert(group, part.clinic, scale), scale.gap, whole=False, name=group.title)
              for group in alerts),
            *(Item(_group(group, scale), scale.gap, whole=False, name=group.title)
              for group in others),
        ]  # fmt: skip

    items = shortest(build, CARD, sheet.column, area)
    return write(sheet, items, area, whose_pages(CARD, part.patient, TITLE))


def _question(question: IntakeQuestion, scale: Scale) -> Block:
    words = Paragraph(question.words, scale.body)
    if not question.options:
        return _kept(Stack([(0, words), (0, WritingLine())]))
    boxes = TickBoxes(question.options, scale)
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


def _alert(group: IntakeGroup, clinic: Clinic, scale: Scale) -> Block:
    head = Heading(group.title, scale.section.colored(STOP))
    lead = Paragraph([strong(ALERT)], scale.body)
    spans = [Span(AT_HOME)]
    for label, number in phones(clinic, labels("en"))[:-1]:
        spans += [Span(f" {label}: "), strong(number), Span(".")]
    now = NOW.format(number=clinic.emergency_number)
    home = Stack([(0, Paragraph(spans, scale.body)), (0, Paragraph(now, scale.body))])
    questions = [(3 + scale.air, _question(one, scale)) for one in group.questions]
    inner = Stack([(0, head), (2, lead), (2, home), *questions])
    return Panel(inner, padding=(7, 12, 8, 12), fill=STOP_FILL, border=STOP, thickness=1.6)
