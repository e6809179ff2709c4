"""One exercise as printed: head, dose, pictures beside numbered steps, cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pt_chart.clinical.program.handout import HandoutExercise, StopLine, TrafficRow
from pt_chart.documents.blocks import (
    Block,
    Columns,
    Heading,
    Panel,
    Paragraph,
    Rule,
    Stack,
    Steps,
)
from pt_chart.documents.handout.dose import DoseStrip
from pt_chart.documents.handout.figures import ROOMY, FigureSource, Pictures, PictureSize
from pt_chart.documents.icons import draw_icon, icon
from pt_chart.documents.labels import Labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import (
    ACCENT,
    BROWN,
    CLOSEST,
    CREAM,
    HAIRLINE,
    INK,
    SIGNAL_COLORS,
    WHITE,
    Scale,
)
from pt_chart.documents.tagging import LIST_PLAIN, Element
from pt_chart.documents.text import Span, break_lines, strong, words_width

STEPS_MINIMUM = 170.0
"""Narrowest column for steps beside the pictures, in points; below it they go underneath."""
LARGE_STEPS_MINIMUM = 190.0
"""The same in large print, where steps stand beside only to keep an exercise on its page."""

SWATCHES = {
    "arrow_swatch": ("arrow", "flecha"),
    "line_swatch": ("line", "nerve", "línea", "nervio"),
}
"""What a legend speaks of, in the languages of handouts; else of a shaded area."""

CLOSE_CUES = 0.25
"""Share of blank space below which the cues stand in one paragraph."""


class ExerciseHead(Block):
    """Number in a disc, name, purpose, and the side as a chip."""

    keep_next = True

    def __init__(self, exercise: HandoutExercise, scale: Scale) -> None:
        self._scale, self._number = scale, str(exercise.number)
        self._one_sided = exercise.one_sided
        self._name = Heading(exercise.name, scale.section)
        self._purpose = Paragraph(exercise.purpose, scale.body)
        self._chip = exercise.side_words
        self._radius = 19.0 if scale.large else 13.5
        self._chip_style = replace(
            scale.body.semibold(), color=WHITE if exercise.one_sided else INK
        )

    def _chip_width(self) -> float:
        if not self._chip:
            return 0.0
        return min(words_width(self._chip, self._chip_style) + 2 * self._scale.body.size * 0.8, 190)

    def _text_width(self, width: float) -> float:
        chip = self._chip_width()
        return width - 2 * self._radius - 10 - (chip + 12 if chip else 0)

    def height(self, width: float) -> float:
        inner = self._text_width(width)
        return max(self._name.height(inner) + self._purpose.height(inner), 2 * self._radius + 2)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        height, radius = self.height(width), self._radius
        middle = top + height / 2
        with sheet.artifact():
            sheet.circle(x + radius, middle, radius, ACCENT)
            style = self._scale.section.colored(WHITE)
            label = break_lines(self._number, style, 99)
            at = x + radius - label[0].width / 2
            sheet.lines(label, at, middle - style.leading / 2, style.size, style.leading)
        inner = self._text_width(width)
        left = x + 2 * radius + 10
        self._name.draw(sheet, left, top, inner, parent)
        self._purpose.draw(sheet, left, top + self._name.height(inner), inner, parent)
        if self._chip:
            self._draw_chip(sheet, x + width, middle, parent)

    def _draw_chip(self, sheet: Sheet, right: float, middle: float, parent: Element) -> None:
        style, chip = self._chip_style, self._chip_width()
        lines = break_lines(self._chip, style, chip - style.size)
        height = len(lines) * style.leading + style.size * 0.72
        with sheet.artifact():
            filled = INK if self._one_sided else None
            sheet.rectangle(
                right - chip + 0.8,
                middle - height / 2,
                chip - 1.6,
                height,
                fill=filled,
                stroke=INK,
                thickness=1.4,
                radius=2.5,
            )
        with sheet.content(parent.child("P")):
            start = middle - len(lines) * style.leading / 2
            widest = max(line.width for line in lines)
            for index, line in enumerate(lines):
                # Words that take two lines start at one edge: centered ones read worse.
                at = right - chip / 2 - (line.width if len(lines) == 1 else widest) / 2
                here = start + index * style.leading
                sheet.lines([line], at, here, style.size, style.leading)


class IconText(Block):
    """An icon with a bold lead and text beside it."""

    def __init__(
        self, name: str, words: Sequence[Span], scale: Scale, *, width: float = 15.0
    ) -> None:
        self._icon, self._size = name, width
        self._text = Paragraph(words, scale.body)

    def height(self, width: float) -> float:
        return max(self._text.height(width - self._size - 7), self._text.style.leading)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        drawing = icon(self._icon)
        high = self._size * drawing.height / drawing.width
        style = self._text.style
        draw_icon(sheet, self._icon, x, top + (style.leading - high) / 2, self._size)
        self._text.draw(sheet, x + self._size + 7, top, width - self._size - 7, parent)


class MiniLight(Block):
    """An exercise's own traffic light: three cells with sign, word and rule, stacked when large.

    ``shared`` gives a cell with more words more of the width.
    """

    def __init__(
        self, rows: Sequence[TrafficRow], words: Labels, scale: Scale, *, shared: bool = False
    ) -> None:
        names = {signal: word for signal, _, word in words.signals}
        self._large = scale.large
        said = [40 + len(names[row.signal] + row.feeling + row.action) for row in rows]
        self._shares = [length / sum(said) if shared else 1 / len(rows) for length in said]
        self._pad = 2 + 3 * scale.air
        self._cells = [
            (
                row.signal,
                IconText(
                    row.signal,
                    [strong(f"{names[row.signal]}:"), Span(f" {row.feeling} "), strong(row.action)],
                    scale,
                    width=scale.body.size * 1.6,
                ),
            )
            for row in rows
        ]

    def _widths(self, width: float) -> list[float]:
        if self._large:
            return [width] * len(self._cells)
        return [width * share for share in self._shares]

    def height(self, width: float) -> float:
        heights = [
            cell.height(inner - 14) + 2 * self._pad
            for (_, cell), inner in zip(self._cells, self._widths(width), strict=True)
        ]
        return sum(heights) if self._large else max(heights)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        whole = self.height(width)
        body = parent.child("L", attributes=LIST_PLAIN)
        for (signal, cell), inner in zip(self._cells, self._widths(width), strict=True):
            height = cell.height(inner - 14) + 2 * self._pad if self._large else whole
            with sheet.artifact():
                fill = SIGNAL_COLORS[signal][1]
                sheet.rectangle(x, top, inner, height, fill=fill, stroke=HAIRLINE, thickness=0.8)
            item = body.child("LI").child("LBody")
            cell.draw(sheet, x + 7, top + self._pad, inner - 14, item)
            if self._large:
                top += height
            else:
                x += inner


class RunInCue(IconText):
    """A cue in large print: its name in bold, the sentence behind it on the same line."""

    def __init__(self, name: str, title: str, text: str, scale: Scale) -> None:
        end = "" if title.endswith("?") else ":"
        words = [strong(f"{title}{end}"), Span(f" {text}")]
        super().__init__(name, words, scale, width=scale.body.size)


class Cue(Block):
    """An icon and a short heading with a sentence below: may feel, too sore, too easy."""

    def __init__(self, name: str, title: str, text: str, scale: Scale) -> None:
        self._icon, self._scale = name, scale
        self._size = scale.body.size * 1.1
        self._title = Heading(title, scale.body.bold(), 3)
        self._text = Paragraph(text, scale.body)

    def height(self, width: float) -> float:
        return self._title.height(width - self._size - 5) + 1 + self._text.height(width)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        leading = self._scale.body.leading
        draw_icon(sheet, self._icon, x, top + (leading - self._size) / 2, self._size)
        inner = width - self._size - 5
        self._title.draw(sheet, x + self._size + 5, top, inner, parent)
        below = top + self._title.height(inner) + 1
        self._text.draw(sheet, x, below, width, parent)


def _legend(text: str, scale: Scale) -> IconText:
    lead, colon, rest = text.partition(":")
    words = [strong(lead), Span(colon + rest)] if colon else [Span(text)]
    lower = text.lower()
    swatch = "shade_swatch"
    for name, clues in SWATCHES.items():
        if any(clue in lower for clue in clues):
            swatch = name
    return IconText(swatch, words, scale, width=scale.body.size * 1.75)


def stop_rules(lines: Sequence[StopLine], words: Labels, scale: Scale) -> Block:
    """The stop rules that exercises share, in one box."""
    icon = scale.body.size * 1.5
    notes: list[Block] = []
    for line in lines:
        numbers = words.listed([str(number) for number in line.exercises])
        lead = words.stop_some.format(numbers=numbers) if numbers else words.stop_any
        spans = [strong(lead), Span(f" {line.text}")]
        notes.append(IconText("stop", spans, scale, width=icon))
    if scale.large:
        return _dashed(Stack([(6, note) for note in notes]))
    pairs = [notes[i : i + 2] for i in range(0, len(notes), 2)]
    rows = [
        Columns(pair, 16) if len(pair) == 2 else Columns([*pair, Stack([])], 16, (430, 60))
        for pair in pairs
    ]
    return _dashed(Stack([(5, row) for row in rows]))


def _stop_note(text: str, words: Labels, scale: Scale) -> Block:
    spans = [strong(words.stop_this), Span(f" {text}")]
    return _dashed(IconText("stop", spans, scale, width=scale.body.size * 1.5))


def _dashed(inner: Block) -> Panel:
    return Panel(
        inner, padding=(5, 9, 6, 9), fill=CREAM, border=BROWN, thickness=0.9, dash="2.6 1.6"
    )


def _cues(exercise: HandoutExercise, words: Labels, scale: Scale) -> Block | None:
    if scale.air < CLOSE_CUES and not scale.large:
        return _flowing_cues(exercise, words, scale)
    kind = RunInCue if scale.large else Cue
    cues: list[Block] = [
        kind(name, title, text, scale)
        for name, title, text in (
            ("feel", words.may_feel, exercise.may_feel),
            ("sore", words.too_sore, exercise.too_sore),
            ("easy", words.too_easy, exercise.too_easy),
        )
        if text
    ]
    if not cues:
        return None
    if scale.large:
        # In a box without lines, so that the cues stay together.
        return Panel(Stack([(6, cue) for cue in cues]), padding=(0, 0, 0, 0))
    return Columns(cues, 14)


def _flowing_cues(exercise: HandoutExercise, words: Labels, scale: Scale) -> Block | None:
    """The three cues as one paragraph, where a page is to be saved."""
    spans: list[Span] = []
    for title, text in (
        (words.may_feel, exercise.may_feel),
        (words.too_sore, exercise.too_sore),
        (words.too_easy, exercise.too_easy),
    ):
        if text:
            end = "" if title.endswith("?") else ":"
            spans += [strong(f"{title}{end}"), Span(f" {text} ")]
    return Paragraph(spans, scale.body) if spans else None


def _guidance(exercise: HandoutExercise, words: Labels, scale: Scale, *, stop: bool) -> Block:
    parts: list[tuple[float, Block]] = [
        (0, Steps(exercise.steps, scale.body, scale.step + 1.4 * scale.air))
    ]
    parts += [(8 if i == 0 else 3, _legend(text, scale)) for i, text in enumerate(exercise.legend)]
    if stop and exercise.stop:
        parts.append((9, _stop_note(exercise.stop, words, scale)))
    return Stack(parts)


def exercise_card(
    exercise: HandoutExercise,
    source: FigureSource,
    words: Labels,
    scale: Scale,
    *,
    width: float,
    sizes: Sequence[PictureSize] = (ROOMY,),
    light_of: int = 0,
) -> Stack:
    """Everything of one exercise, title to "Too easy?", for a column of ``width`` points.

    The lowest card of the picture sizes given, the first of equal ones; its stop note stands
    under the steps or across the page. In large print the stop rules are not said here: the page
    of the traffic light has room for them. ``light_of`` is the number of an earlier exercise
    whose traffic light holds for this one too, 0 = it draws its own.
    """
    kept = replace(exercise, stop="") if scale.large else exercise
    places = (False, True) if kept.stop and kept.figures else (False,)
    ways = (False, True) if scale.large and scale.air <= CLOSEST else (False,)
    cards = [
        _card(
            kept,
            Pictures(kept.figures, source, words, scale, size),
            words,
            scale,
            width,
            across,
            light_of,
            below,
        )
        for size in sizes
        for across in places
        for below in ways
    ]
    return min(cards, key=lambda made: round(made.height(width)))


def _card(
    exercise: HandoutExercise,
    pictures: Pictures,
    words: Labels,
    scale: Scale,
    width: float,
    across: bool,
    light_of: int,
    below: bool,
) -> Stack:
    guidance = _guidance(exercise, words, scale, stop=not across)
    air = scale.air
    parts: list[tuple[float, Block]] = [(0, ExerciseHead(exercise, scale))]
    if exercise.dose:
        parts.append((7 * air, DoseStrip(exercise.dose, scale)))
    parts += _middle(pictures, guidance, scale, width, below=below)
    if across:
        parts.append((8 * air, _stop_note(exercise.stop, words, scale)))
    if exercise.traffic and light_of:
        said = words.traffic_same.format(number=light_of)
        parts.append((9 * air, Paragraph([strong(said)], scale.body)))
    elif exercise.traffic:
        close = air < CLOSEST
        parts.append((9 * air, MiniLight(exercise.traffic, words, scale, shared=close)))
    cues = _cues(exercise, words, scale)
    if cues is not None:
        parts.append((8 * air, Rule(thickness=scale.rule)))
        parts.append((6 * air, cues))
    return Stack(parts)


def _middle(
    pictures: Pictures, guidance: Block, scale: Scale, width: float, *, below: bool
) -> list[tuple[float, Block]]:
    """Pictures with the guidance beside them, or ``below``, as where there is no room beside."""
    air = scale.air
    if not pictures:
        return [(10 * air, guidance)]
    beside = width - pictures.natural_width() - 18
    if scale.large and (below or air > CLOSEST or beside < LARGE_STEPS_MINIMUM):
        return [(12 * air, pictures), (14 * air, guidance)]
    if beside < STEPS_MINIMUM:
        return [(9 * air, pictures), (10 * air, guidance)]
    shares = (pictures.natural_width() + 2, beside)
    return [(9 * air, Columns([pictures, guidance], 16, shares))]
