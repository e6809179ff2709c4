"""Handouts for the checker: a good one, and the same with one thing spoiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeAlias

import pikepdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pt_chart.clinical.program.handout import DosePart, HandoutContent, HandoutExercise
from pt_chart.documents import handout
from pt_chart.documents.checking import Outcome, Report, Weight, check_handout
from tests.documents import samples
from tests.documents.reading import pdfium

Steps: TypeAlias = Sequence[Any]
"""Instructions of a content stream: operands and operator."""
Fonts: TypeAlias = Mapping[str, pikepdf.Object]


def _named(exercise: HandoutExercise) -> HandoutExercise:
    pictures = tuple(
        replace(one, alt=f"Drawing of {exercise.name}: {one.caption}.") for one in exercise.figures
    )
    return replace(exercise, figures=pictures)


GOOD = replace(samples.HANDOUT, exercises=tuple(map(_named, samples.HANDOUT.exercises)))


def printed(content: HandoutContent = GOOD, *, paper: str = "letter", large: bool = False) -> bytes:
    """The PDF of a handout."""
    return handout.render(content, samples.Figures(), paper=paper, large=large)


def with_first(**changes: Any) -> HandoutContent:
    """The good handout with its first exercise changed."""
    first, *rest = GOOD.exercises
    return replace(GOOD, exercises=(replace(first, **changes), *rest))


def with_step(step: str) -> HandoutContent:
    """The good handout with a further first step."""
    return with_first(steps=(step, *GOOD.exercises[0].steps))


def with_dose(*parts: tuple[str, str]) -> HandoutContent:
    """The good handout with another dose of its first exercise."""
    return with_first(dose=tuple(DosePart("repeat", value, unit) for value, unit in parts))


def with_exercises(count: int) -> HandoutContent:
    """The good handout with so many exercises."""
    chosen = [GOOD.exercises[index % 3] for index in range(count)]
    return replace(GOOD, exercises=tuple(replace(e, number=n) for n, e in enumerate(chosen, 1)))


def rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF with something changed inside."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        change(document)
        document.save(out, deterministic_id=True)
    return out.getvalue()


def scanned(pdf: bytes) -> bytes:
    """Pictures of the pages, as a scanner makes them."""
    out = BytesIO()
    canvas = Canvas(out)
    for page in pdfium.PdfDocument(pdf):
        width, height = page.get_size()
        canvas.setPageSize((width, height))
        image = ImageReader(page.render(scale=1.0).to_pil())
        canvas.drawImage(image, 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def without_alternatives(document: pikepdf.Pdf) -> None:
    """Take the words of all figures away."""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
            del item["/Alt"]


def small_and_justified(document: pikepdf.Pdf) -> None:
    """Set body text in 9 pt, every line but a paragraph's last stretched to one right edge."""
    for page in document.pages:
        fonts = dict(page.Resources.Font.as_dict().items())
        steps = list(pikepdf.parse_content_stream(page))
        page.Contents = document.make_stream(
            pikepdf.unparse_content_stream(_stretched(steps, fonts))
        )


def _stretched(steps: Steps, fonts: Fonts) -> list[Any]:
    edges = _right_edges(steps, fonts)
    out: list[Any] = []
    size, x, mark, font = 0.0, 0.0, 0, ""
    for index, step in enumerate(steps):
        operands, operator = step.operands, str(step.operator)
        if operator == "BDC":
            mark = index
        elif operator == "Tm":
            x = float(operands[4])
        elif operator == "Tf":
            font, size = str(operands[0]), float(operands[1])
            if size == 12:
                step = pikepdf.ContentStreamInstruction(  # noqa: PLW2901 - the smaller size
                    [operands[0], 9], pikepdf.Operator("Tf")
                )
        elif operator == "Tj" and size == 12:
            last, edge = edges.get(mark, (index, 0.0))
            code = bytes(operands[0]).rstrip(b" ")
            blanks = code.count(b" ")
            extra = (edge - x - _width(code, fonts[font]) * 9) / blanks if blanks else 0.0
            if index != last and blanks:
                out.append(_operator([round(extra, 4)], "Tw"))
                out.append(_operator([pikepdf.String(code)], "Tj"))
                out.append(_operator([0], "Tw"))
                continue
        out.append(step)
    return out


def _operator(operands: list[Any], name: str) -> pikepdf.ContentStreamInstruction:
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(name))


def _right_edges(steps: Steps, fonts: Fonts) -> dict[int, tuple[int, float]]:
    """By marked content: its last line, and the right edge of its longest."""
    edges: dict[int, tuple[int, float]] = {}
    mark, x, font = 0, 0.0, ""
    for index, step in enumerate(steps):
        operands, operator = step.operands, str(step.operator)
        if operator == "BDC":
            mark = index
        elif operator == "Tm":
            x = float(operands[4])
        elif operator == "Tf":
            font = str(operands[0])
        elif operator == "Tj":
            right = x + _width(bytes(operands[0]), fonts[font]) * 12
            edges[mark] = (index, max(right, edges.get(mark, (0, 0.0))[1]))
    return edges


def _width(code: bytes, font: pikepdf.Object) -> float:
    first = int(font.FirstChar)
    widths = [float(width) for width in font.Widths.as_list()]
    return sum(widths[byte - first] for byte in code) / 1000


def failing(report: Report, weight: Weight = Weight.MUST) -> set[int]:
    """The items that fail."""
    return {one.item for one in report.with_outcome(Outcome.FAIL, weight)}


def failing_of(pdf: bytes) -> set[int]:
    """The items that must hold and fail in a PDF."""
    return failing(check_handout(pdf))
