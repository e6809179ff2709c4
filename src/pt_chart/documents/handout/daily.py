"""Advice for each day, what to leave out, and the flare plan."""

from __future__ import annotations

from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.documents.blocks import Block, Columns, Heading, Panel, Paragraph, Stack, Steps
from pt_chart.documents.handout.front import section
from pt_chart.documents.icons import TOPIC_ICONS, draw_icon
from pt_chart.documents.labels import Labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import BROWN, CREAM, Scale
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, strong

CLOSE = 0.75
"""Share of blank space below which a topic's name stands on the line of its text."""


class Advice(Block):
    """A topic of the day with its icon; ``run_in`` sets its name on the line of its text."""

    def __init__(
        self, name: str, title: str, text: str, scale: Scale, *, run_in: bool = False
    ) -> None:
        self._icon = name
        self._size = scale.body.size * 1.6
        self._inset = self._size + 13
        self._text: Block = Stack(
            [(0, Heading(title, scale.body.bold(), 3)), (0, Paragraph(text, scale.body))]
        )
        if run_in:
            self._text = Paragraph([strong(f"{title}: "), Span(text)], scale.body)

    def height(self, width: float) -> float:
        return self._text.height(width - self._inset)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        draw_icon(sheet, self._icon, x + 2, top + 1, self._size)
        self._text.draw(sheet, x + self._inset, top, width - self._inset, parent)


def each_day(content: HandoutContent, words: Labels, scale: Scale) -> Block | None:
    """Sitting, work, driving, sleep, walking; then what to leave out and why."""
    close = scale.air < CLOSE
    items = [
        Advice(icon if icon in TOPIC_ICONS else "note", heading, text, scale, run_in=close)
        for icon, heading, text in ((i.icon, i.heading, i.text) for i in content.each_day)
    ]
    last: list[Advice] = []
    if content.leave_out:
        text = " ".join(content.leave_out)
        last = [Advice("no", words.leave_out, text, scale, run_in=close)]
    if not items and not last:
        return None
    if scale.large:
        rows: list[Block] = [*items, *last]
    else:
        # A long note on what to leave out has the width of the page where a pair is full.
        if last and len(items) % 2:
            items += [last.pop()]
        pairs = [items[i : i + 2] for i in range(0, len(items), 2)]
        filler = Stack([])
        rows = [Columns(pair if len(pair) == 2 else [*pair, filler], 18) for pair in pairs]
        rows += last
    return section(words.each_day, Stack([(scale.gap - 2, row) for row in rows]), scale)


def flare_plan(content: HandoutContent, words: Labels, scale: Scale) -> Block | None:
    """What to do on a bad day; when to call stands beside the steps."""
    if not content.flare_plan:
        return None
    numbered = Steps(content.flare_plan, scale.body, scale.step + 1.4)
    inner: Block = numbered
    if content.flare_call:
        lead = Heading(words.call_us_if, scale.body.bold(), 3)
        when = content.flare_call
        if when.lower().startswith(words.call_us_if.lower()):
            when = when[len(words.call_us_if) :].strip()
        note: Block = Stack([(0, lead), (0, Paragraph(when, scale.body))])
        if scale.large:
            note = Paragraph([strong(words.call_us_if), Span(f" {when}")], scale.body)
            inner = Stack([(0, numbered), (10, note)])
        else:
            inner = Columns([numbered, note], 20, (350, 130))
    box = Panel(
        inner,
        padding=(max(9 * scale.air, 3), 13, max(10 * scale.air, 4.5), 13),
        fill=CREAM,
        border=BROWN,
        thickness=1.6,
        dash="4.5 2.5",
    )
    return section(words.flare, box, scale)
