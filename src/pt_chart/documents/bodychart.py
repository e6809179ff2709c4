"""The pain drawing on paper: the figure, and every mark as a vector with color and pattern.

Kinds of symptoms differ by pattern, so that a gray print keeps them apart. Erased parts are cut
out of what was drawn before. LEFT and RIGHT are always printed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, cos, pi, sin
from typing import TYPE_CHECKING, Any

from pt_chart.clinical.bodychart.atlas import BodyAtlas, ViewAtlas
from pt_chart.clinical.bodychart.coverage import finite
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Mark,
    Outline,
    Pin,
    Point,
    RegionFill,
    SpreadArrow,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.soundness import drawable
from pt_chart.documents.shapes import ellipse, number, polyline
from pt_chart.documents.style import Color, rgb

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFStream

_K = SymptomKind
KIND_COLORS: dict[SymptomKind, Color] = {
    _K.ACHE: rgb("197EE8"),
    _K.DEEP_DULL_PULL: rgb("141E45"),
    _K.SHARP: rgb("DF485F"),
    _K.BURNING: rgb("AA7C00"),
    _K.SHOOTING: rgb("7C2A90"),
    _K.TINGLING: rgb("006031"),
    _K.NUMBNESS: rgb("514C5C"),
    _K.CRAMP: rgb("3D1500"),
    _K.TIGHTNESS: rgb("715800"),
    _K.TWITCHING: rgb("D155A9"),
}
FIGURE_FILL = rgb("F1EDE6")
TINT_SHARE = 0.26

_TILES: dict[SymptomKind, tuple[float, float, str]] = {
    _K.ACHE: (4, 4, f"{ellipse(2, 2, 1.05, 1.05)} f"),
    _K.DEEP_DULL_PULL: (4, 3.6, "0 0 4 1.5 re f"),
    _K.SHARP: (4.4, 4.4, "0.7 w 1 1 m 3.4 3.4 l 3.4 1 m 1 3.4 l S"),
    _K.BURNING: (4, 4, "0.8 w 0 1 m 1 2.6 l 3 0.2 l 4 1 l S 0 3.4 m 0.4 4 l S"),
    _K.SHOOTING: (4.4, 4.4, "1.5 w -1 -1 m 5.4 5.4 l -3.2 1.2 m 2.2 6.6 l 2.2 -2.2 m 7.6 3.2 l S"),
    _K.TINGLING: (2.4, 2.4, f"{ellipse(0.6, 0.6, 0.42, 0.42)} f {ellipse(1.8, 1.8, 0.42, 0.42)} f"),
    _K.NUMBNESS: (4.8, 4.8, f"0.7 w {ellipse(2.4, 2.4, 1.5, 1.5)} S"),
    _K.CRAMP: (4, 4, "0.6 w 0 0 m 4 4 l 0 4 m 4 0 l S"),
    _K.TIGHTNESS: (3.6, 4, "0 0 1.4 4 re f"),
    _K.TWITCHING: (5, 4, "0.9 w 0.5 1 m 2.7 1 l 3 3 m 5 3 l 0 3 m 0.2 3 l S"),
}
"""Per kind: tile width and height in points, and its drawing."""


def _source(color: Color) -> str:
    return " ".join(number(part) for part in color)


def _tinted(color: Color) -> Color:
    red, green, blue = (
        share * TINT_SHARE + base * (1 - TINT_SHARE)
        for share, base in zip(color, FIGURE_FILL, strict=True)
    )
    return red, green, blue


@dataclass(frozen=True, slots=True)
class PatternDrawing:
    """Operators that paint with the kinds' patterns, as a form for one document."""

    key: str
    width: float
    height: float
    operators: str
    kinds: tuple[SymptomKind, ...]

    def form(self) -> PDFStream:
        """The PDF form with its pattern resources."""
        from reportlab.pdfbase import pdfdoc

        patterns = {kind.value: _pattern(kind, self.height) for kind in self.kinds}
        entries: dict[str, Any] = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "FormType": 1,
            "BBox": pdfdoc.PDFArray([0, 0, self.width, self.height]),
            "Resources": pdfdoc.PDFDictionary({"Pattern": pdfdoc.PDFDictionary(patterns)}),
        }
        return pdfdoc.PDFStream(
            pdfdoc.PDFDictionary(entries), self.operators, [pdfdoc.PDFZCompress]
        )


def _pattern(kind: SymptomKind, height: float) -> PDFStream:
    from reportlab.pdfbase import pdfdoc

    width, step, drawing = _TILES[kind]
    color = _source(KIND_COLORS[kind])
    entries: dict[str, Any] = {
        "Type": "/Pattern",
        "PatternType": 1,
        "PaintType": 1,
        "TilingType": 1,
        "BBox": pdfdoc.PDFArray([0, 0, width, step]),
        "XStep": width,
        "YStep": step,
        "Matrix": pdfdoc.PDFArray([1, 0, 0, 1, 0, height % step]),
        "Resources": pdfdoc.PDFDictionary({}),
    }
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), f"{color} rg {color} RG {drawing}")


def swatch(kind: SymptomKind, width: float, height: float) -> PatternDrawing:
    """A small sample of a kind for the legend."""
    color = KIND_COLORS[kind]
    box = f"0.4 0.4 {number(width - 0.8)} {number(height - 0.8)} re"
    operators = (
        f"{_source(_tinted(color))} rg {box} f /Pattern cs /{kind.value} scn {box} f "
        f"{_source(color)} RG 0.8 w {box} S"
    )
    return PatternDrawing(f"swatch-{kind.value}-{width:g}", width, height, operators, (kind,))


def drawn_views(chart: BodyChart) -> tuple[View, ...]:
    """The views to print: those marked, front and back at least when there is none."""
    marked = {mark.view for mark in chart.marks if not mark.erases}
    return tuple(view for view in View if view in marked) or (View.FRONT, View.BACK)


def marks_drawing(
    chart: BodyChart, view: View, atlas: BodyAtlas, width: float, height: float
) -> PatternDrawing:
    """All marks of one view over a figure ``width`` x ``height`` points in size."""
    canvas = _View(atlas.of(chart).views[view], width, height)
    marks = [_sound(mark) for mark in chart.marks if mark.view is view and drawable(mark)]
    parts = [canvas.figure_clip()]
    for index, mark in enumerate(marks):
        if not mark.erases:
            erased = [later for later in marks[index + 1 :] if later.erases]
            parts.append(canvas.painted(mark, erased))
    operators = "\n".join(["q", *parts, "Q"])
    arrows = [canvas.arrow(mark) for mark in marks if isinstance(mark.shape, SpreadArrow)]
    points = [canvas.pin(mark) for mark in marks if isinstance(mark.shape, Pin)]
    operators = "\n".join([operators, *arrows, *points])
    key = hashlib.sha256(operators.encode()).hexdigest()[:24]
    kinds = tuple(kind for kind in SymptomKind if any(mark.kind is kind for mark in marks))
    return PatternDrawing(key, width, height, operators, kinds)


def _sound(mark: Mark) -> Mark:
    """The mark without damaged points, which have no place in a PDF."""
    shape = mark.shape
    if not isinstance(shape, BrushStroke | Outline):
        return mark
    return replace(mark, shape=replace(shape, points=finite(shape.points)))


class _View:
    """Turns shapes in 0..1 of a view's box into paths in points, y up."""

    def __init__(self, atlas: ViewAtlas, width: float, height: float) -> None:
        self._atlas, self._width, self._height = atlas, width, height

    def _at(self, point: Point) -> tuple[float, float]:
        return point[0] * self._width, (1 - point[1]) * self._height

    def _polygon(self, points: Sequence[Point]) -> str:
        return polyline([self._at(point) for point in points]) + " h" if points else ""

    def figure_clip(self) -> str:
        """Limits what follows to the figure: its regions tile it."""
        paths = [self._polygon(ring) for r in self._atlas.regions for ring in r.polygons]
        return " ".join([*paths, "W n"]) if paths else ""

    def painted(self, mark: Mark, erasers: Sequence[Mark]) -> str:
        """The area of a mark with tint, pattern and outline, without what was erased later."""
        shape = mark.shape
        if isinstance(shape, (SpreadArrow, Pin)):
            return ""
        clips = [self._outside(eraser) for eraser in erasers]
        color, tint = KIND_COLORS[mark.kind], _tinted(KIND_COLORS[mark.kind])
        if isinstance(shape, BrushStroke):
            body = self._stroke(shape, mark.kind, color, tint)
        else:
            path = self._area(shape)
            body = (
                f"{_source(tint)} rg {path} f /Pattern cs /{mark.kind.value} scn {path} f "
                f"{_source(color)} RG 0.8 w {path} S"
            )
        return "\n".join(["q", *clips, body, "Q"])

    def _area(self, shape: RegionFill | Outline) -> str:
        if isinstance(shape, Outline):
            return self._polygon(shape.points)
        rings = [
            ring
            for region in self._atlas.regions
            if region.within(shape.region, shape.side)
            for ring in region.polygons
        ]
        return " ".join(self._polygon(ring) for ring in rings) or "0 0 0 0 re"

    def _stroke(self, shape: BrushStroke, kind: SymptomKind, color: Color, tint: Color) -> str:
        points = [self._at(point) for point in shape.points]
        if len(points) == 1:
            points.append((points[0][0] + 0.01, points[0][1]))
        path, width = polyline(points), max(shape.width * self._height, 1.5)
        return (
            f"1 J 1 j {_source(color)} RG {number(width)} w {path} S "
            f"{_source(tint)} RG {number(max(width - 1.6, 0.8))} w {path} S "
            f"/Pattern CS /{kind.value} SCN {path} S"
        )

    def _outside(self, eraser: Mark) -> str:
        """Clips away an eraser's area: everything but each of its pieces, one after the other."""
        page = f"-9 -9 {number(self._width + 18)} {number(self._height + 18)} re"
        shape = eraser.shape
        if isinstance(shape, BrushStroke):
            radius = shape.width * self._height / 2
            points = [self._at(point) for point in shape.points]
            pairs = list(pairwise(points)) or [(points[0], points[0])]
            pieces = [_capsule(start, end, radius) for start, end in pairs]
        elif isinstance(shape, (Outline, RegionFill)):
            pieces = [self._area(shape)]
        else:
            return ""
        return " ".join(f"{page} {piece} W* n" for piece in pieces)

    def arrow(self, mark: Mark) -> str:
        """A spread arrow with a light casing, so that it shows on any pattern."""
        shape = mark.shape
        if not isinstance(shape, SpreadArrow):
            return ""
        (x, y), (a, b) = self._at(shape.start), self._at(shape.end)
        angle = atan2(b - y, a - x)
        wings = [
            (a - 6 * cos(angle + turn), b - 6 * sin(angle + turn)) for turn in (pi / 7, -pi / 7)
        ]
        head = polyline([(a, b), *wings]) + " h"
        back = (a - 4 * cos(angle), b - 4 * sin(angle))
        line, color = polyline([(x, y), back]), _source(KIND_COLORS[mark.kind])
        return f"1 J 1 1 1 RG 3.4 w {line} S {head} S {color} RG {color} rg 1.6 w {line} S {head} f"

    def pin(self, mark: Mark) -> str:
        """A pin: a ringed dot."""
        shape = mark.shape
        if not isinstance(shape, Pin):
            return ""
        x, y = self._at(shape.at)
        color = _source(KIND_COLORS[mark.kind])
        ring, dot = ellipse(x, y, 3.4, 3.4), ellipse(x, y, 1.5, 1.5)
        return f"1 1 1 rg {color} RG 1.1 w {ring} B {color} rg {dot} f"


def _capsule(start: tuple[float, float], end: tuple[float, float], radius: float) -> str:
    """The area within ``radius`` of a segment, as a polygon of half circles."""
    (x, y), (a, b) = start, end
    angle = atan2(b - y, a - x)
    points = []
    for (cx, cy), first in (((a, b), angle - pi / 2), ((x, y), angle + pi / 2)):
        for step in range(9):
            turn = first + pi * step / 8
            points.append((cx + radius * cos(turn), cy + radius * sin(turn)))
    return polyline(points) + " h"
