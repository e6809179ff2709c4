"""A drawing of many marks: the first look is coarse, but of the whole body and of every mark."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pt_chart.charting.clinic_session import OpenVisit
from pt_chart.charting.events import Part
from pt_chart.clinical.bodychart import editing
from pt_chart.clinical.bodychart.editing import Pencil
from pt_chart.clinical.bodychart.marks import BodyChart, BrushStroke, SymptomKind, View
from pt_chart.ui.bodychart.page import BodyChartPage

GRID = 12
"""Cells each way in which two pictures are compared."""


def crowded() -> BodyChart:
    """120 strokes on the back view."""
    chart = BodyChart()
    for n in range(120):
        stroke = BrushStroke(((0.4 + n / 1000, 0.4), (0.42 + n / 1000, 0.45)), 0.01)
        chart = editing.with_mark(chart, View.BACK, stroke, Pencil(SymptomKind.CRAMP))
    return chart


def cells(image: QImage) -> list[int]:
    """The mean brightness of each cell of a picture."""
    small = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(GRID * 8, GRID * 8)
    return [
        sum(small.pixelColor(x * 8 + i, y * 8 + j).value() for i in range(8) for j in range(8))
        // 64
        for y in range(GRID)
        for x in range(GRID)
    ]


def test_the_first_look_fills_the_canvas_as_the_sharp_picture_does(
    page: BodyChartPage, open_visit: OpenVisit, qapp: QApplication
) -> None:
    desk, canvas = open_visit.desk, page.canvas
    desk.edit("Draw", replace(desk.visit, chart=crowded()), parts=(Part.CHART,))
    scene = canvas.scene()
    assert scene is not None
    canvas._looks_first = True
    first = canvas.grab().toImage()
    assert not canvas._layers.current(scene), "this was the first look"
    canvas.sharpen()
    sharp = canvas.grab().toImage()
    assert canvas._layers.current(scene)
    off = [abs(a - b) for a, b in zip(cells(first), cells(sharp), strict=True)]
    assert max(off) < 60
    assert sum(off) / len(off) < 6
