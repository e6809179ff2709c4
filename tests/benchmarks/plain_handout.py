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


def _paragraph(text: str, style: ParagraphStyle = PLAIN) -> Paragraph:
    return Paragraph(escape(text), style)


def _exercise(exercise: HandoutExercise, pictures: list[Drawing]) -> list[Flowable]:
    dose = [[_paragraph(f"{part.value} {part.unit}") for part in exercise.dose]]
    cues = [[_paragraph(t) for t in (exercise.may_feel, exercise.too_sore, exercise.too_easy)]]
    captions = [_paragraph(figure.caption) for figure in exercise.figures]
    steps = ListFlowable([_paragraph(step) for step in exercise.steps])
    return [
        _paragraph(f"{exercise.number} {exercise.name}", HEAD),
        _paragraph(f"{exercise.purpose} {exercise.side_words}"),
        Table(dose, style=GRID),
        Table([[pictures, steps]], colWidths=[240, 270]),
        *captions,
        *[_paragraph(text) for text in (*exercise.legend, exercise.stop)],
        Table(cues),
    ]


def render(content: HandoutContent, pictures: dict[str, list[Drawing]]) -> bytes:
    """The same words and pictures, laid out by platypus."""
    story: list[Flowable] = [
        _paragraph(content.clinic.name, STRONG),
        _paragraph(content.title, HEAD),
        _paragraph(f"{content.patient_name} {content.birth_date} {content.record_number}"),
        _paragraph(content.main_message, STRONG),
        *[_paragraph(text) for text in content.what_is_going_on],
        ListFlowable([_paragraph(text) for text in content.what_to_expect]),
        Table(
            [
                [_paragraph(r.signal), _paragraph(r.feeling), _paragraph(r.action)]
                for r in content.traffic
            ],
            style=GRID,
        ),
        _paragraph(content.warning_lead, STRONG),
        ListFlowable([_paragraph(text) for text in content.warning_signs]),
        _paragraph(content.same_day),
        PageBreak(),
    ]
    for exercise in content.exercises:
        story += _exercise(exercise, pictures[exercise.name])
    for advice in content.each_day:
        story += [_paragraph(advice.heading, STRONG), _paragraph(advice.text)]
    story += [_paragraph(text) for text in content.leave_out]
    story.append(ListFlowable([_paragraph(text) for text in content.flare_plan]))
    days = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    rows = [[_paragraph(e.name), *["[ ] [ ]"] * 7] for e in content.exercises]
    story += [Table([days, *rows], style=GRID), _paragraph(content.next_visit)]
    out = BytesIO()
    SimpleDocTemplate(out, pageCompression=1, title=content.title).build(story)
    return out.getvalue()
