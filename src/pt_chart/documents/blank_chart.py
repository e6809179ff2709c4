"""A blank body chart to draw on with a pen: six views, the kinds by number, lines for words."""

from __future__ import annotations

from pt_chart.clinical.bodychart.marks import BodyChart, SymptomKind, View
from pt_chart.clinical.papers import BlankChart
from pt_chart.clinical.people import Patient
from pt_chart.clinical.program.dates import date_words
from pt_chart.documents.blocks import Block, Columns, Heading, Paragraph, Stack
from pt_chart.documents.flow import Furniture, Item, with_air, write
from pt_chart.documents.labels import labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.report.chart import ChartViews
from pt_chart.documents.report.source import BodySource
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import CLINICIAN, INK, Scale
from pt_chart.documents.table import Facts
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, strong

TITLE = "Body chart"
ASK = (
    "Please show where you feel it. Shade each place on the pictures. Write the number of what it"
    " feels like beside it, and how strong it is today: 0 is none, 10 is the worst you can imagine."
    " Draw an arrow where it moves to."
)
HEIGHT = 230.0
"""Points of height of a standing figure."""
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
"""The kinds in a patient's words, in the order of their numbers."""
LINE = "_" * 15
LINES = 3
"""Lines for words of the patient's own."""


def draw(sheet: Sheet, part: BlankChart, source: BodySource) -> int:
    """Add the sheet to draw on, one page; without a patient name and date are lines.

    Raises:
        DoesNotFit: the clinic's name or address is too long for one page.
    """
    atlas, patient = part.atlas, part.patient
    area = frame(sheet, CLINICIAN)
    chart = BodyChart(figure_version=atlas.version, body=part.body)

    def build(tight: Scale) -> list[Item]:
        words = "Outlines of a body to draw on: front, back, both sides, tops and soles of the feet"
        views = ChartViews(chart, atlas, source, tight, words, views=tuple(View), height=HEIGHT)
        return [
            Item(masthead(part.clinic, (TITLE, "to be filled in by the patient"), tight)),
            Item(Heading(TITLE, tight.section, 1), 8, name="the title"),
            Item(Facts(who_lines(patient), tight.body, columns=3), 6, name="the patient"),
            Item(Paragraph(ASK, tight.body), 10, name="the instructions"),
            Item(views, 8, name="the pictures"),
            Item(_kinds(tight), 8, name="the kinds"),
        ]

    items = with_air(build, CLINICIAN, sheet.column, area, 1)
    return write(sheet, items, area, whose_pages(CLINICIAN, patient, TITLE))


def whose_pages(scale: Scale, patient: Patient | None, title: str) -> Furniture:
    """Header and footer of a sheet to fill in; without a patient its title stands there."""
    rest = (patient.record_number, title) if patient else ()
    who = identity(patient.name if patient else title, rest)
    return running(scale, labels("en"), who, who, who)


def who_lines(patient: Patient | None) -> tuple[tuple[str, str], ...]:
    """Name, birth date and date, those that are not known as lines to write on."""
    if patient is None:
        return (("Name", LINE), ("Born", LINE), ("Date", LINE))
    born = date_words(patient.birth_date) if patient.birth_date else LINE
    return (("Name", patient.name), ("Born", born), ("Date", LINE))


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
    """The numbers of the kinds in two columns."""
    lines: list[tuple[float, Block]] = [
        (3, Paragraph([strong(f"{number}  "), Span(PLAIN[kind])], scale.body))
        for number, kind in enumerate(SymptomKind, 1)
    ]
    half = (len(lines) + 1) // 2
    words = Stack(
        [
            (3, Paragraph("Anything else about it:", scale.body)),
            *((0, WritingLine(24.0)) for _ in range(LINES)),
        ]
    )
    return Columns([Stack(lines[:half]), Stack(lines[half:]), words], 24, (3, 4, 6))
