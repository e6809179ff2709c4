"""The patient's own body chart on the handout: where it is felt, in a picture and in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.marks import View
from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.documents.blocks import Block, Columns, Heading, Paragraph, Stack
from pt_chart.documents.flow import Frame, Item, place
from pt_chart.documents.labels import Labels
from pt_chart.documents.report.chart import ChartViews
from pt_chart.documents.style import Scale

HEIGHTS = (150.0, 124.0, 100.0)
"""Points of height of a standing figure, to be tried in order."""
LETTERS = 9.0
"""Size of LEFT and RIGHT: nothing on a patient's paper is smaller."""
MOST_WIDTH = 330.0
BEFORE = ("the week's log", "the next visit", "who made the plan", "the explanation")
"""Where the chart may stand, best first: after the flare plan, near the end, or on page 1."""


class Bodies(Protocol):
    """Where the figures of the body chart and its regions come from."""

    @property
    def atlas(self) -> BodyAtlas:
        """The regions of the body chart."""
        ...

    def body_svg(self, view: View, body: str = "neutral") -> bytes:
        """The line drawing of one view of a body."""
        ...


def with_drawing(
    items: list[Item],
    content: HandoutContent,
    bodies: Bodies,
    words: Labels,
    scale: Scale,
    page: tuple[float, Frame],
) -> list[Item]:
    """The handout with the drawing where it adds no page; without it where there is no room."""
    if content.drawing is None or not words.drawing:
        return items
    width, area = page
    least = len(place(items, width, area))
    names = [item.name for item in items]
    for height in HEIGHTS:
        block = _block(content, bodies, words, scale, height, width)
        if block is None:
            continue
        made = Item(block, scale.gap, name="the body chart")
        for name in (name for name in BEFORE if name in names):
            at = names.index(name)
            tried = [*items[:at], made, *items[at:]]
            if len(place(tried, width, area)) <= least:
                return tried
        for at in [at for at, name in enumerate(names) if name.startswith("exercise ")][:1]:
            # On top of the page of the first exercise, where that page has room.
            first = replace(items[at], fresh=False)
            tried = [*items[:at], replace(made, fresh=True), first, *items[at + 1 :]]
            if len(place(tried, width, area)) <= least:
                return tried
    return items


def _block(
    content: HandoutContent,
    bodies: Bodies,
    words: Labels,
    scale: Scale,
    height: float,
    width: float,
) -> Block | None:
    """Picture beside words; None where the marked views are too wide for that."""
    chart = content.drawing
    if chart is None:
        return None
    alt = f"{words.drawing}. {content.drawing_words}"
    views = ChartViews(chart, bodies.atlas, bodies, scale, alt, height=height, sides=LETTERS)
    natural = views.natural_width()
    if natural > MOST_WIDTH:
        return None
    head = Heading(words.drawing, scale.section)
    said = Stack([(0, head), (scale.under, Paragraph(content.drawing_words, scale.body))])
    return Columns([said, views], 14, (width - 14 - natural, natural))
