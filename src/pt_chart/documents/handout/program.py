"""Composing a handout: order of parts, page breaks, header and footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from pt_chart.clinical.program.handout import HandoutContent, StopLine
from pt_chart.documents.blocks import Heading, Paragraph, Rule, Stack
from pt_chart.documents.faces import missing_characters
from pt_chart.documents.flow import AIR, Frame, Furniture, Item, place, write
from pt_chart.documents.handout.daily import each_day, flare_plan
from pt_chart.documents.handout.drawing import Bodies, with_drawing
from pt_chart.documents.handout.exercise import exercise_card, stop_rules
from pt_chart.documents.handout.figures import FigureSource
from pt_chart.documents.handout.front import (
    NO_NAME,
    PhoneRow,
    explanation,
    help_box,
    identifiers,
    light_section,
    main_message,
    section,
)
from pt_chart.documents.handout.one_page import draw_one_page
from pt_chart.documents.handout.snugness import (
    BETWEEN_LEVELS,
    LARGE_LEVELS,
    NORMAL_LEVELS,
    Snugness,
    relaxed,
    relaxed_beside,
)
from pt_chart.documents.handout.week import made_by, next_visit, week
from pt_chart.documents.labels import Labels, labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.sheet import Rendered, Sheet
from pt_chart.documents.style import ACCENT, CLOSEST, LARGE, NORMAL, SECONDARY, Scale

FIRST_PAGE_AIR = (1.0, 0.85, 0.75, 0.65, 0.5, 0.35, 0.27, 0.2)
"""Shares of blank space to try on the first page; the last takes its rhythm from it."""
BETWEEN = 20.0
"""Points between two exercises on one page, with a rule in them."""


def render(
    content: HandoutContent,
    figures: FigureSource,
    *,
    paper: str = "letter",
    large: bool = False,
) -> bytes:
    """The handout as PDF: see `compose`."""
    return compose(content, figures, paper=paper, large=large).pdf


def compose(
    content: HandoutContent,
    figures: FigureSource,
    *,
    paper: str = "letter",
    large: bool = False,
) -> Rendered:
    """Lay a handout out on ``paper`` ("letter" or "a4"), in 12 point or, ``large``, 18 point.

    The same content gives the same bytes. The document's title names the kind of document, never
    the patient. ``missing`` lists characters that the typeface lacks and that print as codes.

    Raises:
        ValueError: unknown paper, or a language without a translation of the fixed words.
        KeyError: a figure that the source does not have.
        SvgError: a figure that cannot be drawn.
        DoesNotFit: a part that no page can hold; the message names it.
    """
    sheet = Sheet(paper, title=labels(content.language).program, language=content.language)
    pages = draw(sheet, content, figures, size="large" if large else "normal")
    return Rendered(sheet.save(), pages, missing_characters(content))


def draw(
    sheet: Sheet,
    content: HandoutContent,
    figures: FigureSource,
    *,
    size: str = "normal",
    bodies: Bodies | None = None,
) -> int:
    """Add a handout's pages to a sheet and return how many; raises as `compose` does.

    ``size`` is "normal", "large" or "one_page". The body chart is drawn from ``bodies`` where the
    normal size has room for it without another page.
    """
    words = labels(content.language)
    if size == "one_page":
        return draw_one_page(sheet, content, figures, words)
    scale = LARGE if size == "large" else NORMAL
    area = frame(sheet, scale)
    items = _fewest_pages(content, figures, words, scale, (sheet.column, area))
    if bodies is not None and size == "normal":
        items = with_drawing(items, content, bodies, words, scale, (sheet.column, area))
    return write(sheet, items, area, _furniture(content, words, scale))


def _fewest_pages(
    content: HandoutContent,
    figures: FigureSource,
    words: Labels,
    scale: Scale,
    page: tuple[float, Frame],
) -> list[Item]:
    """Everything in order, as roomy as the fewest pages allow."""
    stops = _said_once(content, scale)
    made = [
        _arranged(content, figures, words, scale, page, opening, () if said else stops)
        for opening, said in _openings(content, stops, words, scale, page)
    ]
    return min(made, key=lambda items: len(place(items, *page)) if len(made) > 1 else 0)


def _arranged(
    content: HandoutContent,
    figures: FigureSource,
    words: Labels,
    scale: Scale,
    page: tuple[float, Frame],
    opening: Sequence[Item],
    left: Sequence[StopLine],
) -> list[Item]:
    """The exercises and the rest behind an opening; ``left`` are stop rules still to be said."""
    width, area = page
    levels = LARGE_LEVELS if scale.large else NORMAL_LEVELS

    @cache
    def cards(level: Snugness) -> list[Item]:
        tight = scale.squeezed(level.air)
        return _exercises(content, figures, words, tight, level, page, left)

    def whole(level: Snugness, exercises: Sequence[Item]) -> list[Item]:
        return [*opening, *exercises, *_back(content, words, scale.squeezed(level.air), level)]

    def cost(level: Snugness) -> tuple[int, int]:
        """Pages, and exercises that no page holds in one piece."""
        return len(place(whole(level, cards(level)), width, area)), torn(cards(level))

    def torn(made: Sequence[Item]) -> int:
        room = area.bottom - area.later_top
        return sum(card.block.height(width) > room for card in made)

    least = cost(levels[-1])
    chosen = next(
        level
        for level in levels
        if level is levels[-1] or all(a <= b for a, b in zip(cost(level), least, strict=True))
    )
    roomier = levels[: levels.index(chosen)]
    if not scale.large:
        roomier = (*roomier, *(one for one in BETWEEN_LEVELS if one.air > chosen.air))
    kept = whole(chosen, cards(chosen))
    pages = place(kept, width, area)
    done = relaxed(cards(chosen), (cards, roomier), pages, page)
    if len(place(whole(chosen, done), width, area)) > least[0]:
        done = cards(chosen)  # more room on one page pushed what follows over the last one
    done = relaxed_beside(
        done, (cards, roomier), pages,
        lambda tried: torn(tried) <= torn(cards(chosen))
        and len(place(whole(chosen, tried), width, area)) <= least[0],
    )  # fmt: skip
    # What comes after the exercises has the room that its own pages leave.
    for level in levels[: levels.index(chosen)]:
        items = whole(level, done)
        if len(place(items, width, area)) <= least[0]:
            return items
    return whole(chosen, done)


def _said_once(content: HandoutContent, scale: Scale) -> tuple[StopLine, ...]:
    """The stop rules for the page of the traffic light: the shared ones, in large print all."""
    own = [StopLine((one.number,), one.stop) for one in content.exercises if one.stop]
    return (*content.stop_all, *own) if scale.large else content.stop_all


def _openings(
    content: HandoutContent,
    stops: Sequence[StopLine],
    words: Labels,
    scale: Scale,
    page: tuple[float, Frame],
) -> list[tuple[list[Item], bool]]:
    """The pages before the exercises, and whether the shared stop rules stand there.

    In normal print they stand there where the first page keeps its rhythm; where it would be
    squeezed there are two ways, the roomy one first.
    """
    width, area = page

    def pages(items: Sequence[Item]) -> int:
        return len(place(items, width, area))

    def best(airs: Sequence[float], said: Sequence[StopLine]) -> list[Item]:
        """The roomiest of the fewest pages."""
        made = [(first, air) for first in orders for air in airs]
        built = cache(
            lambda way: _front(content, words, scale.squeezed(way[1]), said, phones_first=way[0])
        )
        least = min(pages(built((first, airs[-1]))) for first in orders)
        return next(built(way) for way in made if pages(built(way)) <= least)

    orders = (False, True) if scale.large else (False,)
    if not stops:
        return [(best(FIRST_PAGE_AIR, ()), True)]
    if scale.large:
        return [(best(AIR, stops), True)]
    plain = best(FIRST_PAGE_AIR, ())
    roomy = best(FIRST_PAGE_AIR[:-1], stops)
    if pages(roomy) <= pages(plain):
        return [(roomy, True)]
    squeezed = best(FIRST_PAGE_AIR[-1:], stops)
    if pages(squeezed) > pages(plain):
        return [(plain, False)]
    return [(plain, False), (squeezed, True)]


def _front(
    content: HandoutContent,
    words: Labels,
    scale: Scale,
    stops: Sequence[StopLine] = (),
    *,
    phones_first: bool,
) -> list[Item]:
    """The head of the sheet; ``phones_first`` puts the numbers of large print on its first page."""
    therapist = words.your_therapist.format(name=content.therapist) if content.therapist else ""
    head = masthead(content.clinic, (words.program, therapist), scale)
    air = scale.air
    whose = Item(identifiers(content, words, scale), 4 * air, name="the patient's name")
    message = main_message(content.main_message, words, scale)
    lead = Item(message, 13 * air, name="the main message")
    items = [
        Item(head, name="the head of the first page"),
        Item(Heading(content.title, scale.title, 1), 12 * air, name="the title"),
        # In large print two rows of identifiers would push the message out of the first third.
        *((lead, replace(whose, gap=8 * air)) if scale.large else (whose, lead)),
    ]
    if content.what_is_going_on or content.what_to_expect:
        block = explanation(content, words, scale)
        items.append(Item(block, scale.gap, not scale.large, name="the explanation"))
    light = light_section(content, stops, words, scale)
    traffic = [Item(light, scale.gap, name="the traffic light")] if light is not None else []
    warning = help_box(content, words, scale)
    name = "the warning signs"
    if not scale.large:
        return [*items, *traffic, Item(warning, scale.gap, name=name)]
    # In large print the warnings start a page of their own, before everything to do.
    calls = PhoneRow(content, words, scale)
    numbers = [] if calls.empty else [Item(calls, scale.gap, name="the phone numbers")]
    before, after = (numbers, []) if phones_first else ([], numbers)
    return [*items, *before, Item(warning, fresh=True, name=name), *after, *traffic]


def _exercises(
    content: HandoutContent,
    figures: FigureSource,
    words: Labels,
    scale: Scale,
    level: Snugness,
    page: tuple[float, Frame],
    stops: Sequence[StopLine],
) -> list[Item]:
    """The exercises, each whole, as many a page as fit; shared stop rules above the first."""
    width, area = page
    items: list[Item] = []
    for index, exercise in enumerate(content.exercises):
        before = () if level.lights else content.exercises[:index]
        same = next((one.number for one in before if one.traffic == exercise.traffic), 0)
        card = exercise_card(
            exercise, figures, words, scale, width=width, sizes=level.pictures, light_of=same
        )
        if stops and not index:
            head = Heading(words.stops, scale.section)
            rules = stop_rules(stops, words, scale)
            card = Stack([(0, head), (3, rules), (14 * level.air, card)])
        name = f"exercise {exercise.number}, {exercise.name}"
        # One that no page can hold starts at the top of one, so that it is divided only once.
        high = card.height(width) > area.bottom - area.later_top
        line = Rule(ACCENT, 2.0) if index else None
        gap = max(BETWEEN * level.air, 14 if level.air > CLOSEST else 8)
        items.append(Item(card, gap, fresh=high or not index, name=name, divider=line))
    return items


def _back(content: HandoutContent, words: Labels, scale: Scale, level: Snugness) -> list[Item]:
    items = []
    daily = each_day(content, words, scale)
    if daily is not None:
        line = Rule(ACCENT, 1.5)
        name = "the advice for each day"
        items.append(Item(daily, scale.gap + 9, scale.large, name=name, divider=line))
    flare = flare_plan(content, words, scale)
    if flare is not None:
        items.append(Item(flare, scale.gap + 2, name="the flare plan"))
    if content.exercises:
        items.append(Item(week(content, words, scale), scale.gap, name="the week's log"))
    visit = next_visit(content, words, scale, level.questions)
    items.append(Item(visit, scale.gap, name="the next visit"))
    calls = PhoneRow(content, words, scale)
    if level.again and not calls.empty:
        block = section(words.who_to_call, calls, scale)
        items.append(Item(block, scale.gap, name="the phone numbers"))
    if content.unreviewed and words.unreviewed:
        mark = Paragraph(words.unreviewed, scale.caption.colored(SECONDARY))
        items.append(Item(mark, scale.gap * 0.6, name="the mark of the translation"))
    items.append(
        Item(
            made_by(content, words, scale, address=level.again),
            max(scale.gap, 7.0),
            name="who made the plan",
        )
    )
    return items


def _furniture(content: HandoutContent, words: Labels, scale: Scale) -> Furniture:
    record = (
        words.record_short.format(number=content.record_number) if content.record_number else ""
    )
    clinic = content.clinic
    any_hour = words.any_hour.format(phone=clinic.any_hour) if clinic.any_hour else ""
    who = content.patient_name or f"{words.name} {NO_NAME}"
    # In large print one line holds one number: the one that answers at night.
    numbers = (any_hour or clinic.phone,) if scale.large else (clinic.phone, any_hour)
    return running(
        scale,
        words,
        identity(who, (record, content.date, content.side_words)),
        identity(who, (record, content.date)),
        identity(clinic.name, numbers, spare=clinic.phone if any_hour else ""),
    )
