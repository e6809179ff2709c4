"""The handout on one page: why, traffic light, when to get help, exercises with boxes, bad day.

It says less than the whole handout, never in smaller type: steps and stop rules in their brief
wording, every warning sign whole. What does not fit is refused with a reason, not clipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.documents.blocks import (
    Block,
    Bullets,
    Columns,
    EndAligned,
    Heading,
    Lowest,
    Panel,
    Paragraph,
    Rule,
    Stack,
)
from pt_chart.documents.faces import HARD_SPACE
from pt_chart.documents.flow import DoesNotFit, Frame, Item, place, write
from pt_chart.documents.handout.exercise import MiniLight
from pt_chart.documents.handout.exercise_row import ExerciseRow
from pt_chart.documents.handout.figures import FigureSource, PictureSize
from pt_chart.documents.handout.front import NO_NAME
from pt_chart.documents.labels import Labels, phones
from pt_chart.documents.masthead import Identity, identity, running
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, NORMAL, READABLE, STOP, TINT, WHITE, Scale
from pt_chart.documents.text import Span, Words, strong, words_width

MARGIN = 36.0
"""Half an inch on the left and right, in points."""
TOP = 20.0
NO_VISIT_SHORT = "_" * 16
"""Where the next visit is written by hand."""
WIDEST_BESIDE = 320.0
"""Points that name, date and therapist may take beside the title."""
ROOM_OF_NUMBER = 90.0
"""Points at the foot for "Page 1 of 1"."""
APART = f"{HARD_SPACE * 2} "
"""Between two identifiers on one line."""

LEADING = 14.43
"""Points from line to line, 1.2 of the type's size."""
ONE_PAGE = replace(
    NORMAL.squeezed(0.5),
    body=replace(NORMAL.body, leading=LEADING, longest=READABLE),
    caption=replace(NORMAL.caption, leading=14.0),
    title=replace(NORMAL.title, size=17.0, leading=20.0),
    section=replace(NORMAL.section, size=13.5, leading=15.5),
    bottom=35.0,
)


CLOSE_TITLE = replace(ONE_PAGE.title, size=15.5, leading=18.0)


@dataclass(frozen=True, slots=True)
class _Setting:
    """How much is said: size of the pictures, captions in words, the ways to do more or less,
    the share of blank space, steps of the plan for a bad day, characters of a line (0 = all that
    the page is wide), points from line to line."""

    pictures: PictureSize
    captions: bool
    ways: bool
    air: float
    bad_day: int = 2
    longest: int = READABLE
    leading: float = LEADING


def _abreast(upright: float, lying: float) -> PictureSize:
    return PictureSize(upright, lying, stacked=False, overhang=34.0)


SETTINGS = (
    _Setting(_abreast(122.0, 150.0), captions=True, ways=True, air=1.0),
    _Setting(_abreast(104.0, 143.0), captions=True, ways=True, air=0.5),
    _Setting(_abreast(96.0, 130.0), captions=True, ways=True, air=0.5),
    _Setting(_abreast(84.0, 118.0), captions=True, ways=True, air=0.3),
    _Setting(_abreast(96.0, 130.0), captions=True, ways=False, air=1.0),
    _Setting(_abreast(84.0, 118.0), captions=True, ways=False, air=0.5),
    _Setting(_abreast(72.0, 104.0), captions=True, ways=False, air=0.3),
    _Setting(_abreast(84.0, 118.0), captions=False, ways=False, air=0.5),
    _Setting(_abreast(72.0, 104.0), captions=False, ways=False, air=0.3),
    _Setting(_abreast(62.0, 92.0), captions=False, ways=False, air=0.15, bad_day=1),
    _Setting(_abreast(62.0, 92.0), captions=False, ways=False, air=0.15, bad_day=1, longest=0),
    _Setting(_abreast(58.0, 84.0), captions=False, ways=False, air=0.0, bad_day=1, longest=0),
    _Setting(
        _abreast(58.0, 84.0),
        captions=False,
        ways=False,
        air=0.0,
        bad_day=1,
        longest=0,
        leading=13.6,
    ),
)
"""What to try in order; the first that fits is taken."""


def draw_one_page(
    sheet: Sheet, content: HandoutContent, figures: FigureSource, words: Labels
) -> int:
    """Add the page; returns 1.

    Raises:
        DoesNotFit: more than one page holds at 12 points; the message says how many exercises do.
    """
    before, sheet.margin = sheet.margin, MARGIN
    try:
        foot, last = _foot_lines(content, words, sheet.column)
        below = ONE_PAGE.bottom + (ONE_PAGE.furniture.leading if last else 0.0)
        area = Frame(TOP, TOP, sheet.page_height - below)
        items = _fitting(content, figures, words, (sheet.column, area))
        if items is None:
            raise DoesNotFit(_why_not(content, figures, words, (sheet.column, area)))
        furniture = running(ONE_PAGE, words, foot, foot, foot, last=last, above=4.0)
        return write(sheet, items, area, furniture)
    finally:
        sheet.margin = before


def _foot_lines(
    content: HandoutContent, words: Labels, column: float
) -> tuple[Identity, Identity | None]:
    """Whose page, and whose clinic: on one line, or on two where the names are long."""
    record = words.record_short.format(number=content.record_number)
    mark = words.unreviewed_short if content.unreviewed else ""
    named = content.patient_name or f"{words.name} {NO_NAME}"
    who = (record if content.record_number else "", content.date)
    whole = [strong(named), Span("".join(f" · {one}" for one in (*who, content.clinic.name, mark)))]
    if words_width(whole, ONE_PAGE.furniture) <= column - ROOM_OF_NUMBER:
        return identity(named, (*who, content.clinic.name, mark)), None
    return identity(named, who), identity(content.clinic.name, (mark,))


def _fitting(
    content: HandoutContent, figures: FigureSource, words: Labels, page: tuple[float, Frame]
) -> list[Item] | None:
    """Everything on one page, as roomy as it can be; None when it is too much."""
    width, area = page
    for setting in SETTINGS:
        items = _items(content, figures, words, setting)
        try:
            pages = place(items, width, area)
        except DoesNotFit:
            continue
        if len(pages) == 1:
            return items
    return None


def _why_not(
    content: HandoutContent, figures: FigureSource, words: Labels, page: tuple[float, Frame]
) -> str:
    count = len(content.exercises)
    for kept in range(count - 1, 0, -1):
        fewer = replace(content, exercises=content.exercises[:kept])
        if _fitting(fewer, figures, words, page) is not None:
            some = "the first exercise fits" if kept == 1 else f"the first {kept} exercises fit"
            return (
                f"These {count} exercises do not fit on one page in readable type; {some}. Take "
                "the normal edition, or leave exercises out."
            )
    return "One page does not hold this in readable type: take the normal edition."


def _items(
    content: HandoutContent, figures: FigureSource, words: Labels, setting: _Setting
) -> list[Item]:
    air = setting.air
    scale = replace(
        ONE_PAGE,
        gap=ONE_PAGE.gap * air,
        step=ONE_PAGE.step * air,
        air=air,
        body=replace(ONE_PAGE.body, longest=setting.longest, leading=setting.leading),
        title=ONE_PAGE.title if setting.longest else CLOSE_TITLE,
    )
    gap = max(scale.gap, 1.5)
    items = [
        Item(_head(content, words, scale), name="the title"),
        Item(_message(content, words, scale), gap, name="the main message"),
        *_care(content, words, scale, gap),
        Item(_light(content, words, scale), gap, name="the traffic light"),
    ]
    items.append(Item(_help(content, words, scale), gap, name="the warning signs"))
    for exercise in content.exercises:
        row = ExerciseRow(
            exercise,
            figures,
            words,
            scale,
            setting.pictures,
            captions=setting.captions,
            ways=setting.ways,
        )
        items.append(Item(Rule(ACCENT, 1.4), gap))
        items.append(
            Item(row, 1.5 + 2.5 * air, name=f"exercise {exercise.number}, {exercise.name}")
        )
    items.append(Item(Rule(ACCENT, 1.4), gap))
    items.append(Item(_foot(content, words, scale, setting.bad_day), 2, name="the bad day"))
    return items


def _head(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    """The title; whose page it is and by whom beside it or below, whichever is lower."""
    name = [Span(f"{words.name} "), strong(content.patient_name or NO_NAME)]
    dated = Span(f"{APART}{words.date} {content.date}")
    lines: list[Words] = [[*name, dated] if content.date else name]
    if content.therapist:
        lines.append(words.your_therapist.format(name=content.therapist))
    room = max(words_width(line, scale.body) for line in lines) + 1
    who = Stack([(0, EndAligned(line, scale.body)) for line in lines])
    title = Heading(content.title, scale.title, 1)
    beside = Columns([title, who], 12, (500 - room, room))
    spans = [*name, dated] if content.date else name
    if content.therapist:
        spans = [*spans, Span(f"{APART}{words.your_therapist.format(name=content.therapist)}")]
    below = Stack([(0, title), (0, Paragraph(spans, scale.body))])
    return Stack(
        [(0, Lowest([beside, below] if room < WIDEST_BESIDE else [below])), (3, Rule(ACCENT, 2.0))]
    )


def _message(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    spans = [strong(f"{words.main_message}: ", ACCENT), Span(content.main_message)]
    inner = Paragraph(spans, scale.body)
    return Panel(inner, padding=(1, 8, 2, 11), fill=TINT, bar=ACCENT)


def _care(content: HandoutContent, words: Labels, scale: Scale, gap: float) -> list[Item]:
    """What the flag, the surgeon or a risk say, and what to leave out: no edition goes without."""
    spans: list[Span] = []
    if content.care:
        spans += [strong(f"{words.take_care}:"), Span(f" {' '.join(content.care)} ")]
    if content.leave_out:
        spans += [strong(f"{words.leave_out}:"), Span(f" {' '.join(content.leave_out)}")]
    if not spans:
        return []
    return [Item(Paragraph(spans, scale.body), gap, name="what to take care of")]


def _light(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    """The traffic light in short, the own rules of exercises, the signs to stop at."""
    some = words.listed([str(number) for number in content.traffic_for])
    title = words.traffic_some.format(numbers=some) if some else words.traffic
    parts: list[tuple[float, Block]] = [(0, Heading(title, scale.body.bold()))]
    if content.traffic_brief:
        parts.append((1, MiniLight(content.traffic_brief, words, scale, shared=True)))
    rules = [Paragraph(rule, scale.body) for rule in _rules(content, words)]
    ways: list[Block] = [Stack([(1, rule) for rule in rules])]
    if len(rules) > 1:
        ways.append(Columns([Stack([(1, rule) for rule in rules[:-1]]), rules[-1]], 14))
    if rules:
        parts.append((2, Lowest(ways)))
    return Stack(parts)


def _rules(content: HandoutContent, words: Labels) -> Iterator[list[Span]]:
    """The own rules of exercises, then the signs to stop at, each said once."""
    own: dict[str, list[str]] = {}
    for exercise in content.exercises:
        if exercise.brief_traffic:
            own.setdefault(exercise.brief_traffic, []).append(str(exercise.number))
    for text, numbers in own.items():
        yield [strong(f"{words.exercise} {words.listed(numbers)}:"), Span(f" {text}")]
    signs: list[Span] = []
    for line in content.stop_brief:
        numbers = [str(number) for number in line.exercises]
        lead = words.stop_some.format(numbers=words.listed(numbers)) if numbers else words.stop_any
        space = " " if signs else ""
        signs += [strong(f"{space}{lead}"), Span(f" {words.stop_signs} {line.text}.")]
    if signs:
        yield signs


def _balanced(signs: Sequence[str]) -> int:
    """How many of the signs stand in the first of two columns of about the same length."""
    whole = sum(map(len, signs))
    counts = range(len(signs) + 1)
    return min(counts, key=lambda count: abs(2 * sum(map(len, signs[:count])) - whole))


def _help(content: HandoutContent, words: Labels, scale: Scale) -> Block:
    """The warning signs, all of them, under their lead; whom to call."""
    full = content.warning_grade == "full"
    color = STOP if full else ACCENT
    title = content.warning_lead or (words.help_now if full else words.call_us)
    signs = content.warning_signs
    half = _balanced(signs)
    ways: list[Block] = [Bullets(signs, scale.body, 0, color)]
    if 0 < half < len(signs):
        pair = (Bullets(part, scale.body, 0, color) for part in (signs[:half], signs[half:]))
        ways.append(Columns(list(pair), 12))
    parts: list[tuple[float, Block]] = [(0, Lowest(ways))]
    said = content.warning_lead + content.same_day
    calls = [one for one in phones(content.clinic, words) if one[1] not in said]
    numbers = [Paragraph([Span(f"{label} "), strong(one)], scale.body) for label, one in calls]
    lead = Paragraph([strong(f"{words.call}:")], scale.body)
    whom: Block = Stack([(0, lead), *((0, number) for number in numbers)])
    if content.same_day and calls:
        soon = Paragraph(content.same_day, scale.body)
        widest = max(words_width(number.words, scale.body) for number in numbers) + 2
        parts.append((1, Columns([soon, whom], 12, (500 - widest, widest))))
    elif content.same_day or calls:
        parts.append((1, whom if calls else Paragraph(content.same_day, scale.body)))
    head = Panel(
        Heading(title, scale.body.bold().colored(WHITE if full else ACCENT)),
        padding=(1, 8, 2, 8),
        fill=STOP if full else TINT,
    )
    body = Panel(Stack(parts), padding=(1, 7, 2, 8))
    return Panel(Stack([(0, head), (0, body)]), padding=(1, 1, 1, 1), border=color, thickness=2.0)


def _foot(content: HandoutContent, words: Labels, scale: Scale, steps: int) -> Block:
    spans: list[Span] = []
    if content.flare_plan:
        spans.append(Span(f"{' '.join(content.flare_plan[:steps])} "))
    if content.flare_plan and content.flare_call:
        said = content.flare_call
        lead = "" if said.lower().startswith(words.call_us_if.lower()) else f"{words.call_us_if} "
        spans.append(Span(f"{lead}{said.rstrip('.')}. "))
    when = f"{content.next_visit}." if content.next_visit else NO_VISIT_SHORT
    lead = f"{words.next_visit}: ".replace(" ", HARD_SPACE)  # the line stands behind its words
    spans += [strong(lead), Span(when)]
    if not content.flare_plan:
        return Paragraph(spans, scale.body)
    head = Heading(words.flare, scale.body.bold())
    return Columns([head, Paragraph(spans, scale.body)], 12, (104, 424))
