"""A blank body chart to draw on with a pen: six views, the kinds by number, lines for words."""

from __future__ import annotations

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.marks import BodyChart, SymptomKind, View
from pt_chart.clinical.people import Clinic, Patient
from pt_chart.documents.blocks import Block, Columns, Paragraph, Stack
from pt_chart.documents.faces import missing_characters
from pt_chart.documents.flow import Item, with_air, write
from pt_chart.documents.labels import labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.report.chart import ChartViews
from pt_chart.documents.report.source import BodySource
from pt_chart.documents.sheet import Rendered, Sheet
from pt_chart.documents.style import CLINICIAN, Scale
from pt_chart.documents.table import Facts
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
LINE = "_" * 18


def compose(
    clinic: Clinic,
    patient: Patient | None,
    atlas: BodyAtlas,
    source: BodySource,
    *,
    body: str = "neutral",
    paper: str = "letter",
) -> Rendered:
    """Lay the sheet out on one page; without a patient name and date are lines to write on.

    Raises:
        ValueError: unknown paper.
        DoesNotFit: the clinic's name or address is too long for one page.
    """
    sheet = Sheet(paper, title=TITLE, language="en")
    area = frame(sheet, CLINICIAN)
    chart = BodyChart(figure_version=atlas.version, body=body)

    def build(tight: Scale) -> list[Item]:
        words = "Outlines of a body to draw on: front, back, both sides, tops and soles of the feet"
        views = ChartViews(chart, atlas, source, tight, words, views=tuple(View), height=HEIGHT)
        return [
            Item(masthead(clinic, (TITLE, "to be filled in by the patient"), tight)),
            Item(Facts(_who(patient), tight.body), 10, name="the patient"),
            Item(Paragraph(ASK, tight.body), 10, name="the instructions"),
            Item(views, 8, name="the pictures"),
            Item(_kinds(tight), 8, name="the kinds"),
        ]

    items = with_air(build, CLINICIAN, sheet.column, area, 1)
    who = identity(patient.name, (patient.record_number,)) if patient else TITLE
    furniture = running(CLINICIAN, labels("en"), who, who, who)
    pages = write(sheet, items, area, furniture)
    texts = (clinic, patient.name if patient else "")
    return Rendered(sheet.save(), pages, missing_characters(texts))


def _who(patient: Patient | None) -> tuple[tuple[str, str], ...]:
    if patient is None:
        return (("Name", LINE), ("Born", LINE), ("Date", LINE))
    born = f"{patient.birth_date:%d %b %Y}" if patient.birth_date else LINE
    return (("Name", patient.name), ("Born", born), ("Date", LINE))


def _kinds(scale: Scale) -> Block:
    """The numbers of the kinds in two columns."""
    lines: list[tuple[float, Block]] = [
        (3, Paragraph([strong(f"{number}  "), Span(PLAIN[kind])], scale.body))
        for number, kind in enumerate(SymptomKind, 1)
    ]
    half = (len(lines) + 1) // 2
    return Columns([Stack(lines[:half]), Stack(lines[half:])], 24)
