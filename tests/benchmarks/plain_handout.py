"""The sample handout in plain reportlab (platypus), untagged: the yardstick for ours."""

from __future__ import annotations

import re
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing, Group, Path
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
)

from pt_chart.clinical.program.handout import HandoutContent, HandoutExercise
from pt_chart.host.resources import resource

_SHAPE = re.compile(r"<path ([^>]*)/>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TOKEN = re.compile(r"[MLCZ]|-?[\d.]+")

BODY, BOLD = "Plain-Regular", "Plain-Bold"
PLAIN = ParagraphStyle("plain", fontName=BODY, fontSize=12, leading=16)
STRONG = ParagraphStyle("strong", parent=PLAIN, fontName=BOLD)
HEAD = ParagraphStyle("head", parent=STRONG, fontSize=15.5, leading=20, spaceBefore=8)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, HexColor("#B4BCC5"))])


def prepare() -> None:
    """Register the same typeface, as anybody would."""
    for name, file in ((BODY, "Inter-Regular"), (BOLD, "Inter-Bold")):
        pdfmetrics.registerFont(TTFont(name, str(resource(f"fonts/{file}.ttf"))))


def shapes(svg: bytes, width: float) -> Drawing:
    """The same picture as a reportlab drawing, scaled to a width; read once, used in each run."""
    text = svg.decode()
    box = [float(v) for v in re.findall(r'viewBox="([^"]*)"', text)[0].split()]
    zoom = width / box[2]
    group = Group(transform=(zoom, 0, 0, -zoom, 0, box[3] * zoom))
    for found in _SHAPE.findall(text):
        attributes = dict(_ATTRIBUTE.findall(found))
        path = Path(
            fillColor=_color(attributes.get("fill", "#000000")),
            strokeColor=_color(attributes.get("stroke", "none")),
            strokeWidth=float(attributes.get("stroke-width", "1")),
        )
        _trace(path, attributes["d"])
        group.add(path)
    drawing = Drawing(width, box[3] * zoom)
    drawing.add(group)
    return drawing


def _color(text: str) -> Color | None:
    return None if text == "none" else HexColor(text)


def _trace(path: Path, data: str) -> None:
    tokens = _TOKEN.findall(data)
    command, index = "", 0
    while index < len(tokens):
        if tokens[index] in "MLCZ":
            command = tokens[index]
            index += 1
        if command == "Z":
            path.closePath()
            continue
        count = 6 if command == "C" else 2
        values = [float(v) for v in tokens[index : index + count]]
        index += count
        if command == "C":
            path.curveTo(*values)
        elif command == "L":
            path.lineTo(*values)
        else:
            path.moveTo(*values)
            command = "L"


def paragraph(text: str, style: ParagraphStyle = PLAIN) -> Paragraph:
    """Words, never markup."""
    return Paragraph(escape(text), style)


def exercise(exercise: HandoutExercise, pictures: list[Drawing]) -> list[Flowable]:
    """One exercise: head, dose, pictures beside steps, cues."""
    dose = [[paragraph(f"{part.value} {part.unit}") for part in exercise.dose]]
    cues = [[paragraph(t) for t in (exercise.may_feel, exercise.too_sore, exercise.too_easy)]]
    captions = [paragraph(figure.caption) for figure in exercise.figures]
    steps = ListFlowable([paragraph(step) for step in exercise.steps])
    return [
        paragraph(f"{exercise.number} {exercise.name}", HEAD),
        paragraph(f"{exercise.purpose} {exercise.side_words}"),
        Table(dose, style=GRID),
        Table([[pictures, steps]], colWidths=[240, 270]),
        *captions,
        *[paragraph(text) for text in (*exercise.legend, exercise.stop)],
        Table(cues),
    ]


def render(content: HandoutContent, pictures: dict[str, list[Drawing]]) -> bytes:
    """The same words and pictures, laid out by platypus."""
    story: list[Flowable] = [
        paragraph(content.clinic.name, STRONG),
        paragraph(content.title, HEAD),
        paragraph(f"{content.patient_name} {content.birth_date} {content.record_number}"),
        paragraph(content.main_message, STRONG),
        *[paragraph(text) for text in content.what_is_going_on],
        ListFlowable([paragraph(text) for text in content.what_to_expect]),
        Table(
            [
                [paragraph(r.signal), paragraph(r.feeling), paragraph(r.action)]
                for r in content.traffic
            ],
            style=GRID,
        ),
        paragraph(content.warning_lead, STRONG),
        ListFlowable([paragraph(text) for text in content.warning_signs]),
        paragraph(content.same_day),
        PageBreak(),
    ]
    for one in content.exercises:
        story += exercise(one, pictures[one.name])
    for advice in content.each_day:
        story += [paragraph(advice.heading, STRONG), paragraph(advice.text)]
    story += [paragraph(text) for text in content.leave_out]
    story.append(ListFlowable([paragraph(text) for text in content.flare_plan]))
    days = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    rows = [[paragraph(e.name), *["[ ] [ ]"] * 7] for e in content.exercises]
    story += [Table([days, *rows], style=GRID), paragraph(content.next_visit)]
    out = BytesIO()
    SimpleDocTemplate(out, pageCompression=1, title=content.title).build(story)
    return out.getvalue()
