"""The body chart part of the report: views with marks, legend, and the drawing in words."""

from __future__ import annotations

from collections.abc import Sequence

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.drawn_by import drawn_by_words
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    Constancy,
    Depth,
    Pin,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.summary import ChartSummary, Felt
from pt_chart.documents.blocks import Block, Paragraph, Stack
from pt_chart.documents.bodychart import drawn_views, marks_drawing, swatch
from pt_chart.documents.report.source import BodySource
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import SECONDARY, Scale
from pt_chart.documents.svg import Drawing, read
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, break_lines, strong

HEIGHT = 190.0
"""Points of height of a printed view."""

MIRRORED_VIEWS = frozenset({View.FRONT, View.FOOT_TOPS, View.SOLES})
"""Views that show the person's right on the picture's left."""

NAMES = {
    View.FRONT: "Front",
    View.BACK: "Back",
    View.LEFT: "Left side",
    View.RIGHT: "Right side",
    View.FOOT_TOPS: "Tops of the feet",
    View.SOLES: "Soles",
}


class ChartViews(Block):
    """The marked views side by side, each with LEFT and RIGHT and its name.

    ``views`` are printed instead of the marked ones; ``height`` of a standing figure in points,
    ``sides`` the size of the words LEFT and RIGHT.
    """

    def __init__(
        self,
        chart: BodyChart,
        atlas: BodyAtlas,
        source: BodySource,
        scale: Scale,
        words: str,
        *,
        views: Sequence[View] = (),
        height: float = HEIGHT,
        sides: float = 7.0,
    ) -> None:
        self._height, self._letters = height, sides
        self._chart, self._atlas, self._words = chart, atlas, words
        self._scale = scale
        self._views = [
            (view, read(source.body_svg(view, chart.body))) for view in views or drawn_views(chart)
        ]

    def _zoom(self, drawing: Drawing) -> float:
        standing = drawing.height > drawing.width * 1.2
        high = self._height if standing else self._height * 0.55
        return high / drawing.height

    def _columns(self) -> list[float]:
        return [max(drawing.width * self._zoom(drawing), 76) + 8 for _, drawing in self._views]

    def natural_width(self) -> float:
        """Points needed for all views abreast."""
        return sum(self._columns())

    def _shelves(self, width: float) -> list[list[int]]:
        shelves: list[list[int]] = [[]]
        used = 0.0
        for index, column in enumerate(self._columns()):
            if shelves[-1] and used + column > width + 0.01:
                shelves.append([])
                used = 0.0
            shelves[-1].append(index)
            used += column
        return shelves

    def _shelf_height(self, shelf: Sequence[int]) -> float:
        heights = [self._views[i][1].height * self._zoom(self._views[i][1]) for i in shelf]
        return max(heights) + 11 + self._scale.caption.leading + 6

    def height(self, width: float) -> float:
        return sum(self._shelf_height(shelf) for shelf in self._shelves(width))

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        columns = self._columns()
        box = sheet.figure_attributes(x, top, width, self.height(width))
        figure = parent.child("Figure", alt=self._words, attributes=box)
        for shelf in self._shelves(width):
            at = x
            for index in shelf:
                with sheet.content(figure):
                    self._view(sheet, at, top, columns[index], index)
                at += columns[index]
            top += self._shelf_height(shelf)

    def _view(self, sheet: Sheet, x: float, top: float, column: float, index: int) -> None:
        view, drawing = self._views[index]
        zoom = self._zoom(drawing)
        width, height = drawing.width * zoom, drawing.height * zoom
        left = x + (column - width) / 2
        self._sides(sheet, view, x, top, column)
        top += 11
        sheet.drawing(drawing, left, top, zoom)
        marks = marks_drawing(self._chart, view, self._atlas, width, height)
        sheet.drawing(marks, left, top, 1.0, upright=True)
        style = self._scale.caption.semibold()
        name = break_lines(NAMES[view], style, float("inf"))[0]
        at = x + (column - name.width) / 2
        sheet.lines([name], at, top + height + 2, style.size, style.leading)

    def _sides(self, sheet: Sheet, view: View, x: float, top: float, column: float) -> None:
        if view in {View.LEFT, View.RIGHT}:
            return
        style = self._scale.furniture.bold()
        size = self._letters
        first, second = ("RIGHT", "LEFT") if view in MIRRORED_VIEWS else ("LEFT", "RIGHT")
        line = break_lines(first, style, float("inf"))
        sheet.lines(line, x, top, size, 9)
        line = break_lines(second, style, float("inf"))
        sheet.lines(line, x + column - 8 - line[0].width / style.size * size, top, size, 9)


class LegendLine(Block):
    """A sample of a kind's pattern with where it is."""

    def __init__(self, kind: SymptomKind, words: str, scale: Scale) -> None:
        self._kind = kind
        text = [strong(kind.label.capitalize()), Span(f": {words}" if words else "")]
        self._text = Paragraph(text, scale.body)

    def height(self, width: float) -> float:
        return max(self._text.height(width - 30), 12.0)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        with sheet.artifact():
            sheet.drawing(swatch(self._kind, 22, 10), x, top + 1.6, 1.0, upright=True)
        self._text.draw(sheet, x + 30, top, width - 30, parent)


def where_felt(kind: SymptomKind, summary: ChartSummary | None) -> str:
    """Where a kind is drawn, with what was said of that kind there."""
    if summary is None:
        return ""
    said = []
    for touched in summary.areas or summary.regions:
        if kind in touched.kinds:
            side = f"{touched.side.spelled} " if touched.side else ""
            said.append(f"{side}{touched.label}{_strength(touched.feeling(kind))}")
    return "; ".join(dict.fromkeys(said))


DEPTHS = {Depth.SKIN: "in the skin", Depth.DEEP: "deep"}
CONSTANCIES = {Constancy.CONSTANT: "constant", Constancy.INTERMITTENT: "comes and goes"}


def _strength(felt: Felt | None) -> str:
    """ " 4/10, deep, comes and goes": what was asked of this kind, never of another."""
    if felt is None:
        return ""
    words = [DEPTHS[depth] for depth in felt.depths]
    words += [CONSTANCIES[constancy] for constancy in felt.constancies]
    strength = "" if felt.intensity is None else f" {felt.intensity}/10"
    return "".join([strength, *(f", {word}" for word in words)])


def chart_words(chart: BodyChart, summary: ChartSummary | None, scale: Scale) -> Stack:
    """Legend, the derived sentence, pins, and the caution about what a drawing can say."""
    kinds = [k for k in SymptomKind if any(m.kind is k and not m.erases for m in chart.marks)]
    arrows = {mark.kind for mark in chart.marks if isinstance(mark.shape, SpreadArrow)}
    parts: list[tuple[float, Block]] = []
    for kind in kinds:
        where = [
            where_felt(kind, summary),
            "the arrow shows where it goes" if kind in arrows else "",
        ]
        parts.append((3, LegendLine(kind, "; ".join(filter(None, where)), scale)))
    if summary is not None and summary.sentence:
        said = [strong("In words. "), Span(summary.sentence)]
        parts.append((6, Paragraph(said, scale.body)))
    drawn_by = drawn_by_words(chart)
    if drawn_by:
        parts.append((3, Paragraph(drawn_by, scale.body)))
    for mark in chart.marks:
        if mark.note and not mark.erases:
            lead = "Pin" if isinstance(mark.shape, Pin) else mark.kind.label.capitalize()
            note = [strong(f"{lead}: "), Span(mark.note)]
            parts.append((3, Paragraph(note, scale.body)))
    caution = "A drawing shows extent and change, not a nerve root."
    parts.append((4, Paragraph(caution, scale.body.colored(SECONDARY))))
    return Stack(parts)
