"""A blank body chart to draw on with a pen: six views, the kinds by letter, lines for words."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.bodychart.marks import BodyChart, SymptomKind, View
from pt_chart.clinical.papers import BlankChart
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.documents.blocks import Block, Columns, Heading, Paragraph, Stack
from pt_chart.documents.flow import Furniture, Item, with_air, write
from pt_chart.documents.labels import Labels, labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.report.chart import ChartViews
from pt_chart.documents.report.source import BodySource
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import INK, LARGE, NORMAL, Scale
from pt_chart.documents.table import Facts
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, strong

TITLE = "Body chart"
ASK = (
    "Please show where you feel it. Shade each place on the pictures. Write the letter of what it"
    " feels like beside it, and how strong it is today: 0 is none, 10 is the worst you can imagine."
    " Draw an arrow where it moves to."
)
HEIGHT, LARGE_HEIGHT = 230.0, 300.0
"""Points of height of a standing figure."""
LETTERS = "ABCDEFGHIJ"
"""Of the kinds: a number beside one of them is how strong it is, and nothing else."""
PLAIN = {
    SymptomKind.ACHE: "It aches",
    SymptomKind.DEEP_DULL_PULL: "A deep, dull pull",
    SymptomKind.SHARP: "Sharp, like a stab",
    SymptomKind.BURNING: "It burns",
    SymptomKind.SHOOTING: "It shoots",
    SymptomKind.TINGLING: "Pins and needles",
    SymptomKind.NUMBNESS: "Numb, I feel little there",
    SymptomKind.CRAMP: "A cramp",
    SymptomKind.TIGHTNESS: "It feels tight",
    SymptomKind.TWITCHING: "It twitches",
}
"""The kinds in a patient's words, in the order of their letters."""
LINE = "_" * 15
LINES = 3
"""Lines for words of the patient's own."""


def draw(sheet: Sheet, part: BlankChart, source: BodySource, *, large: bool = False) -> int:
    """Add the sheet to draw on, one page, ``large`` two; without a patient name and date are lines.

    Raises:
        DoesNotFit: the clinic's name or address is too long for one page.
    """
    atlas, patient = part.atlas, part.patient
    base = LARGE if large else NORMAL
    area = frame(sheet, base)
    high = LARGE_HEIGHT if large else HEIGHT
    chart = BodyChart(figure_version=atlas.version, body=part.body)

    def build(tight: Scale) -> list[Item]:
        words = "Outlines of a body to draw on: front, back, both sides, tops and soles of the feet"
        views = ChartViews(
            chart, atlas, source, tight, words,
            views=tuple(View), height=high, sides=12.0 if large else 9.5,
        )  # fmt: skip
        pictures = Item(views, 8, name="the pictures")
        kinds = Item(_kinds(tight), 8, name="the kinds")
        return [
            Item(masthead(part.clinic, (TITLE, "to be filled in by the patient"), tight)),
            Item(Heading(TITLE, tight.section, 1), 8, name="the title"),
            Item(
                Facts(who_lines(patient), tight.body, columns=1 if large else 3),
                6,
                name="the patient",
            ),
            Item(Paragraph(ASK, tight.body), 10, name="the instructions"),
            # In large print the letters stand with the words, the pictures on a page of their own.
            *([kinds, replace(pictures, fresh=True)] if large else [pictures, kinds]),
        ]

    items = with_air(build, base, sheet.column, area, 2 if large else 1)
    return write(sheet, items, area, whose_pages(base, patient, TITLE))


def whose_pages(
    scale: Scale, patient: Patient | None, title: str, words: Labels | None = None
) -> Furniture:
    """Header and footer of a sheet to fill in; without a patient its title stands there."""
    rest = (patient.record_number, title) if patient else ()
    who = identity(patient.name if patient else title, rest)
    return running(scale, words or labels("en"), who, who, who)


def who_lines(
    patient: Patient | None, words: Labels | None = None, born: str = ""
) -> tuple[tuple[str, str], ...]:
    """Name, birth date and date, those that are not known as lines to write on.

    ``born`` is the birth date in the language of ``words``, which are English without any.
    """
    said = words or labels("en")
    name, birth, day = (one.rstrip(":") for one in (said.name, said.born, said.date))
    if patient is None:
        return ((name, LINE), (birth, LINE), (day, LINE))
    if not born and patient.birth_date and words is None:
        born = date_words(patient.birth_date)
    return ((name, patient.name), (birth, born or LINE), (day, LINE))


class WritingLine(Block):
    """An empty line to write on."""

    def __init__(self, height: float = 20.0) -> None:
        self._height = height

    def height(self, _width: float) -> float:
        return self._height

    def draw(self, sheet: Sheet, x: float, top: float, width: float, _parent: Element) -> None:
        with sheet.artifact():
            sheet.rule(x, top + self._height - 3, width, INK, 0.6)


def _kinds(scale: Scale) -> Block:
    """The letters of the kinds in two columns, lines for words beside them or below."""
    lines: list[tuple[float, Block]] = [
        (3, Paragraph([strong(f"{letter}  "), Span(PLAIN[kind])], scale.body))
        for letter, kind in zip(LETTERS, SymptomKind, strict=True)
    ]
    half = (len(lines) + 1) // 2
    words = Stack(
        [
            (3, Paragraph("Anything else about it:", scale.body)),
            *((0, WritingLine(24.0 if not scale.large else 34.0)) for _ in range(LINES)),
        ]
    )
    if scale.large:
        pair = Columns([Stack(lines[:half]), Stack(lines[half:])], 18, (3, 4))
        return Stack([(0, pair), (scale.gap, words)])
    return Columns([Stack(lines[:half]), Stack(lines[half:]), words], 18, (7, 9, 10))
