"""The handout on one page: why, traffic light, exercises with boxes for the week, when to get help.

It says less than the whole handout, never in smaller type: what does not fit is refused with a
reason, not clipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pt_chart.clinical.program.handout import HandoutContent, HandoutExercise, StopLine, TrafficRow
from pt_chart.documents.blocks import (
    Block,
    Bullets,
    Columns,
    Heading,
    Panel,
    Paragraph,
    Rule,
    Stack,
    Steps,
)
from pt_chart.documents.flow import DoesNotFit, Frame, Item, place, write
from pt_chart.documents.handout.exercise import MiniLight
from pt_chart.documents.handout.figures import FigureSource, Pictures, PictureSize
from pt_chart.documents.handout.week import active_days
from pt_chart.documents.labels import Labels, phones
from pt_chart.documents.masthead import identity, running
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, NORMAL, STOP, TINT, Scale
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Line, Piece, Span, measure, strong

MOST_EXERCISES = 3
TOP = 24.0
DAY = 30.0
"""Points of width of a day in the row of boxes."""


MORE_THAN_ONE = re.compile(r"[.;,] | and | y | then | luego ")
"""What a step of more than one action may hold."""


@dataclass(frozen=True, slots=True)
class _Try:
    """A picture size, and whether what is easier and harder is said and steps stand singly."""

    pictures: PictureSize
    whole: bool


TRIES = (
    _Try(PictureSize(122.0, 150.0, stacked=False, overhang=30.0), whole=True),
    _Try(PictureSize(104.0, 143.0, stacked=False, overhang=40.0), whole=True),
    _Try(PictureSize(104.0, 143.0, stacked=False, overhang=40.0), whole=False),
    _Try(PictureSize(90.0, 124.0, stacked=False, overhang=48.0), whole=False),
    _Try(PictureSize(76.0, 104.0, stacked=False, overhang=56.0), whole=False),
)
"""What to try in order; the first that fits is taken."""
TOGETHER = 44
"""Characters up to which two steps of one action each stand on one line, where room is short."""

ONE_PAGE = replace(
    NORMAL.squeezed(0.5),
    body=replace(NORMAL.body, leading=14.6),
    caption=replace(NORMAL.caption, leading=14.0),
    title=replace(NORMAL.title, size=17.0, leading=20.0),
    section=replace(NORMAL.section, size=13.5, leading=16.0),
    bottom=34.0,
)


def draw_one_page(
    sheet: Sheet, content: HandoutContent, figures: FigureSource, words: Labels
) -> int:
    """Add the page; returns 1.

    Raises:
        DoesNotFit: more than three exercises, or more words than one page holds at 12 points.
    """
    count = len(content.exercises)
    if count > MOST_EXERCISES:
        raise DoesNotFit(
            f"One page holds up to {MOST_EXERCISES} exercises and this program has {count}: take "
            "the normal edition, or leave exercises out."
        )
    area = Frame(TOP, TOP, sheet.page_height - ONE_PAGE.bottom)
    record = words.record_short.format(number=content.record_number)
    who = (record if content.record_number else "", content.date, content.clinic.name)
    line = identity(content.patient_name, who)
    for one in TRIES:
        for air in (1.0, 0.5, 0.15):
            scale = replace(ONE_PAGE, gap=ONE_PAGE.gap * air, step=ONE_PAGE.step * air)
            items = _items(content, figures, words, scale, one)
            if len(place(items, sheet.column, area)) == 1:
                return write(sheet, items, area, running(scale, words, line, line, line))
    raise DoesNotFit(
        "These exercises have more steps than one page holds in readable type: take the normal "
        "edition, or leave an exercise out."
    )


def _items(
    content: HandoutContent,
    figures: FigureSource,
    words: Labels,
    scale: Scale,
    setting: _Try,
) -> list[Item]:
    gap = scale.gap
    light = Heading(words.traffic, scale.section)
    items = [
        Item(_head(content, words, scale), name="the title"),
        Item(_message(content, words, scale), gap, name="the main message"),
    ]
    if content.traffic:
        short = tuple(TrafficRow(*row) for row in words.short_light)
        rows = MiniLight(short, words, scale)
        items.append(Item(Stack([(0, light), (2, rows)]), gap, name="the traffic light"))
    own = [StopLine((one.number,), one.stop) for one in content.exercises if one.stop]
    for line in (*content.stop_all, *own):
        numbers = words.listed([str(number) for number in line.exercises])
        lead = words.stop_some.format(numbers=numbers) if numbers else words.stop_any
        rule = Paragraph([strong(lead), Span(f" {line.text}")], scale.body)
        items.append(Item(rule, gap * 0.6, name="a stop rule"))
    items.append(Item(_help(content, words, scale), gap, name="the warning signs"))
    for exercise in content.exercises:
        block = _exercise(exercise, figures, words, scale, setting)
        items.append(Item(Rule(ACCENT, 1.4), gap))
        items.append(Item(block, 3, name=f"exercise {exercise.number}, {exercise.name}"))
    items.append(Item(Rule(ACCENT, 1.4), gap))
    items.append(Item(_foot(content, words, scale), 3, name="the bad day"))
    if content.unreviewed and words.unreviewed:
        items.append(Item(Paragraph(words.unreviewed, scale.body), 2, name="the translation"))
    return items


def _head(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    pairs = ((words.name, content.patient_name), (words.date, content.date))
    spans: list[Span] = []
    for label, value in pairs:
        if value:
            spans += [Span(f"{label} "), strong(value), Span("   ")]
    if content.therapist:
        spans.append(Span(words.your_therapist.format(name=content.therapist)))
    title = Heading(content.title, scale.title, 1)
    return Stack([(0, title), (0, Paragraph(spans, scale.body)), (3, Rule(ACCENT, 2.0))])


def _message(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    spans = [strong(f"{words.main_message}: ", ACCENT), Span(content.main_message)]
    inner = Paragraph(spans, scale.body)
    return Panel(inner, padding=(3, 10, 4, 12), fill=TINT, bar=ACCENT)


def _balanced(signs: Sequence[str]) -> int:
    """How many of the signs stand in the first of two columns of about the same length."""
    whole = sum(map(len, signs))
    counts = range(len(signs) + 1)
    return min(counts, key=lambda count: abs(2 * sum(map(len, signs[:count])) - whole))


def _help(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    full = content.warning_grade == "full"
    color = STOP if full else ACCENT
    title = words.help_now if full else words.call_us
    half = _balanced(content.warning_signs)
    left, right = content.warning_signs[:half], content.warning_signs[half:]
    signs: list[Block] = [Bullets(left, scale.body, 1.0, color)]
    if right:
        signs.append(Bullets(right, scale.body, 1.0, color))
    parts: list[tuple[float, Block]] = [(0, Heading(title, scale.section.colored(color)))]
    if content.warning_lead:
        parts.append((1, Paragraph([strong(content.warning_lead)], scale.body)))
    parts.append((2, Columns(signs, 14) if right else signs[0]))
    if content.same_day:
        parts.append((2, Paragraph(content.same_day, scale.body)))
    said = content.warning_lead + content.same_day
    calls = [one for one in phones(content.clinic, words) if one[1] not in said]
    if calls:
        spans: list[Span] = [strong(f"{words.call}: ")]
        for index, (label, number) in enumerate(calls):
            spans += [Span(f"{'; ' if index else ''}{label} "), strong(number)]
        parts.append((2, Paragraph([*spans, Span(".")], scale.body)))
    return Panel(Stack(parts), padding=(4, 9, 5, 9), border=color, thickness=2.0)


def _dose_words(exercise: HandoutExercise) -> str:
    """The dose in words; one set goes without saying."""
    parts = [p for p in exercise.dose if not (p.icon == "layers" and p.value == "1")]
    return ", ".join(f"{part.value} {part.unit}" for part in parts)


def _together(steps: Sequence[str]) -> list[str]:
    """Short steps of one action each, two on a line."""
    out: list[str] = []
    single = False
    for step in steps:
        one = not MORE_THAN_ONE.search(step)
        if single and one and len(out[-1]) + len(step) <= TOGETHER:
            out[-1] = f"{out[-1]} {step}"
            single = False
        else:
            out.append(step)
            single = one
    return out


class _Week(Block):
    """The days of the week with a box for every active one."""

    def __init__(self, exercise: HandoutExercise, words: Labels, scale: Scale) -> None:
        self._days = active_days(exercise.days_per_week) if exercise.bouts_per_day else ()
        self._words, self._style = words, scale.body
        self._box = replace(scale.body, size=16.0, leading=16.0)

    def height(self, _width: float) -> float:
        return self._style.leading + self._box.leading if self._days else 0.0

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        if not self._days:
            return
        boxes = ["□" if day in self._days else "\u2013" for day in range(7)]
        for texts, style in ((self._words.days, self._style), (boxes, self._box)):
            with sheet.content(parent.child("P")):
                for index, text in enumerate(texts):
                    # The space keeps the words apart for readers and copying.
                    length = measure(text, style)
                    line = Line([Piece(0.0, f"{text} ", style.weight, style.color)], length)
                    at = x + (index + 0.5) * width / 7 - length / 2
                    sheet.lines([line], at, top, style.size, style.leading)
            top += style.leading


def _exercise(
    exercise: HandoutExercise,
    figures: FigureSource,
    words: Labels,
    scale: Scale,
    setting: _Try,
) -> Block:
    name = Heading(f"{exercise.number}  {exercise.name}", scale.section.colored(ACCENT))
    side = [strong(exercise.side_words)] if exercise.side_words else []
    dose = Paragraph([*side, Span(f"{': ' if side else ''}{_dose_words(exercise)}.")], scale.body)
    week = _Week(exercise, words, scale)
    head = Columns([Stack([(0, name), (1, dose)]), week], 10, (512 - 7 * DAY, 7 * DAY))
    steps = exercise.steps if setting.whole else _together(exercise.steps)
    notes: list[tuple[float, Block]] = [(0, Steps(steps, scale.body, scale.step))]
    for lead, text in ((words.too_sore, exercise.too_sore), (words.too_easy, exercise.too_easy)):
        if text and setting.whole:
            notes.append((1, Paragraph([strong(lead), Span(f" {text}")], scale.body)))
    guidance = Stack(notes)
    if not exercise.figures:
        return Stack([(0, head), (3, guidance)])
    pictures = Pictures(exercise.figures, figures, words, scale, setting.pictures)
    room = pictures.natural_width()
    return Stack([(0, head), (3, Columns([pictures, guidance], 14, (room, 508 - room)))])


def _foot(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    spans: list[Span] = []
    if content.flare_plan:
        spans.append(Span(f"{' '.join(content.flare_plan[:2])} "))
    if content.next_visit:
        spans += [strong(f"{words.next_visit}: "), Span(f"{content.next_visit}.")]
    if not content.flare_plan:
        return Paragraph(spans, scale.body)
    head = Heading(words.flare, scale.body.bold())
    return Columns([head, Paragraph(spans, scale.body)], 12, (110, 400))
