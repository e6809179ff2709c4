"""The same two pages by others: four exercises, eight figures, dose, steps, cues, in Inter.

`python -m tests.benchmarks.document_peers NAME` makes one in a process of its own.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import import_module
from io import BytesIO
from typing import Any

from pt_chart.clinical.program.handout import HandoutContent, HandoutExercise
from pt_chart.documents.flow import Item, write
from pt_chart.documents.handout.exercise import exercise_card
from pt_chart.documents.handout.figures import ABREAST
from pt_chart.documents.labels import labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import NORMAL
from pt_chart.host.resources import resource
from tests.benchmarks import plain_handout
from tests.documents.samples import BRIDGE, GLIDE, HANDOUT

FIGURES = ("sciatic_slider_seated", "bird_dog", "glute_bridge", "clamshell")
WIDTH = 120.0
"""Points of width of a figure, with everybody."""


class Shipped:
    """The drawings as they lie in the resources."""

    def svg(self, figure: str, frame: str) -> bytes:
        """One frame of an exercise."""
        return _svg(figure, frame)


@cache
def _svg(figure: str, frame: str) -> bytes:
    return resource(f"figures/exercises/{figure}/{frame}.svg").read_bytes()


def content(number: int) -> HandoutContent:
    """The exercises, with other words each time."""
    exercises = []
    for index, figure in enumerate(FIGURES):
        base = GLIDE if index % 2 == 0 else BRIDGE
        refs = tuple(replace(one, figure=figure) for one in base.figures)
        steps = tuple(f"{step} Round {number}." for step in base.steps)
        exercises.append(replace(base, number=index + 1, figures=refs, steps=steps))
    return replace(HANDOUT, exercises=tuple(exercises), title=f"{HANDOUT.title} {number}")


def ours(number: int) -> bytes:
    """Tagged, PDF/UA-1."""
    said, words = content(number), labels("en")
    sheet = Sheet("letter", title="Home exercise program")
    area, tight = frame(sheet, NORMAL), NORMAL.squeezed(0.2)
    source = Shipped()
    items = [Item(masthead(said.clinic, (said.title, said.therapist), tight))]
    for exercise in said.exercises:
        card = exercise_card(
            exercise, source, words, tight, width=sheet.column, sizes=(ABREAST,)
        )  # fmt: skip
        items.append(Item(card, 8, name=exercise.name))
    who = identity(said.patient_name, (said.record_number,))
    write(sheet, items, area, running(NORMAL, words, who, who, who))
    return sheet.save()


@cache
def _drawings() -> dict[str, list[Any]]:
    plain_handout.prepare()
    return {
        figure: [plain_handout.shapes(_svg(figure, frame), WIDTH) for frame in ("start", "end")]
        for figure in FIGURES
    }


def reportlab_plain(number: int) -> bytes:
    """Platypus, untagged."""
    from reportlab.platypus import Flowable, SimpleDocTemplate

    said = content(number)
    drawings = _drawings()
    story: list[Flowable] = [plain_handout.paragraph(said.title, plain_handout.HEAD)]
    for exercise in said.exercises:
        story += plain_handout.exercise(exercise, drawings[exercise.figures[0].figure])
    out = BytesIO()
    SimpleDocTemplate(out, pageCompression=1, title="Program", topMargin=36, bottomMargin=36).build(
        story
    )
    return out.getvalue()


def fpdf2(number: int) -> bytes:
    """fpdf2 with its own SVG reader, untagged: it has no structure tree."""
    fpdf: Any = import_module("fpdf")
    svg: Any = import_module("fpdf.svg")
    said = content(number)
    made = fpdf.FPDF(unit="pt", format="letter")
    made.set_margin(45)
    made.add_font("Inter", "", str(resource("fonts/Inter-Regular.ttf")))
    made.add_font("Inter", "B", str(resource("fonts/Inter-Bold.ttf")))
    made.add_page()
    made.set_font("Inter", "B", 15)
    made.multi_cell(0, 20, said.title, new_x="LMARGIN", new_y="NEXT")
    for exercise in said.exercises:
        _fpdf_exercise(made, svg, exercise)
    return bytes(made.output())


def _fpdf_exercise(made: Any, svg: Any, exercise: HandoutExercise) -> None:
    made.set_font("Inter", "B", 15)
    made.multi_cell(0, 18, f"{exercise.number} {exercise.name}", new_x="LMARGIN", new_y="NEXT")
    made.set_font("Inter", "", 12)
    top = made.get_y()
    for index, ref in enumerate(exercise.figures):
        drawing = svg.SVGObject(_svg(ref.figure, ref.frame))
        zoom = WIDTH / drawing.viewbox[2]
        drawing.width, drawing.height = WIDTH, drawing.viewbox[3] * zoom
        _, _, paths = drawing.transform_to_rect_viewport(1, WIDTH, drawing.height)
        made.set_xy(45 + index * (WIDTH + 8), top)
        with made.local_context():
            paths.transform = paths.transform @ fpdf_move(45 + index * (WIDTH + 8), top)
            made.draw_path(paths)
    made.set_xy(45, top + 110)
    lines = [", ".join(f"{part.value} {part.unit}" for part in exercise.dose), *exercise.steps]
    lines += [*exercise.legend, exercise.may_feel, exercise.too_sore, exercise.too_easy]
    for line in lines:
        made.multi_cell(0, 14, line, new_x="LMARGIN", new_y="NEXT")


def fpdf_move(x: float, y: float) -> Any:
    """fpdf2's translation."""
    drawing: Any = import_module("fpdf.drawing")
    return drawing.Transform.translation(x, y)


def weasyprint(number: int) -> bytes:
    """WeasyPrint as PDF/UA-1, figures as SVG files."""
    weasy: Any = import_module("weasyprint")
    said = content(number)
    base = str(resource("figures/exercises"))
    parts = "".join(map(_html_exercise, said.exercises))
    page = (
        f'<html lang="en"><head><title>Program</title><style>{_CSS}</style></head>'
        f"<body><h1>{html.escape(said.title)}</h1>{parts}</body></html>"
    )
    made = weasy.HTML(string=page, base_url=f"{base}/").write_pdf(pdf_variant="pdf/ua-1")
    return bytes(made)


_CSS = (
    "@page{size:letter;margin:36pt 45pt}body{font:12pt/14pt Inter}h1{font-size:15pt}"
    "h2{font-size:15pt;margin:4pt 0}ol{margin:0;padding-left:18pt}p{margin:2pt 0}"
    "td{vertical-align:top}img{width:120pt}"
)


def _html_exercise(exercise: HandoutExercise) -> str:
    text = html.escape
    pictures = "".join(
        f'<td><img alt="{text(ref.alt)}" src="{ref.figure}/{ref.frame}.svg"><p>{text(ref.caption)}'
        for ref in exercise.figures
    )
    steps = "".join(f"<li>{text(step)}</li>" for step in exercise.steps)
    dose = "".join(f"<li>{text(part.value)} {text(part.unit)}</li>" for part in exercise.dose)
    cues = "".join(
        f"<p>{text(one)}</p>" for one in (exercise.may_feel, exercise.too_sore, exercise.too_easy)
    )
    return (
        f"<h2>{exercise.number} {text(exercise.name)}</h2><p>{text(exercise.purpose)}</p>"
        f"<ul>{dose}</ul><table><tr>{pictures}<td><ol>{steps}</ol></table>{cues}"
    )


@cache
def _typst_compiler() -> Any:
    return import_module("typst").Compiler(
        root=str(resource("figures")),
        font_paths=[str(resource("fonts"))],
        ignore_system_fonts=True,
    )


def typst(number: int) -> bytes:
    """typst as PDF/UA-1, its compiler kept warm."""
    said = content(number)
    source = (
        '#set document(title: "Program")\n#set page("us-letter", margin: (x: 45pt, y: 36pt))\n'
        '#set text(font: "Inter", size: 12pt, lang: "en")\n#set par(leading: 4pt)\n'
        f"= {_typst_text(said.title)}\n" + "".join(map(_typst_exercise, said.exercises))
    )
    made = _typst_compiler().compile(source.encode(), format="pdf", pdf_standards="ua-1")
    return bytes(made)


def _typst_text(text: str) -> str:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}"'


def _typst_exercise(exercise: HandoutExercise) -> str:
    pictures = ", ".join(
        f'figure(image("/exercises/{ref.figure}/{ref.frame}.svg", width: {WIDTH}pt, '
        f'alt: "{ref.figure} {ref.frame}"), caption: [{_typst_text(ref.caption)}], '
        "supplement: none, numbering: none)"
        for ref in exercise.figures
    )
    steps = "\n".join(f"+ {_typst_text(step)}" for step in exercise.steps)
    dose = "\n".join(f"- {_typst_text(f'{part.value} {part.unit}')}" for part in exercise.dose)
    cues = "\n\n".join(
        _typst_text(one) for one in (exercise.may_feel, exercise.too_sore, exercise.too_easy)
    )
    return (
        f"== {exercise.number} {_typst_text(exercise.name)}\n{_typst_text(exercise.purpose)}\n\n"
        f"{dose}\n#grid(columns: (auto, auto, 1fr), gutter: 8pt, {pictures}, "
        f"[\n{steps}\n])\n{cues}\n"
    )


PEERS: dict[str, Callable[[int], bytes]] = {
    "plain reportlab": reportlab_plain,
    "fpdf2": fpdf2,
    "WeasyPrint": weasyprint,
    "typst": typst,
}

if __name__ == "__main__":
    made = {"ours": ours, **PEERS}[sys.argv[1]](int(sys.argv[2]))
    sys.stdout.buffer.write(made[:8])
