"""Composing a handout: order of parts, page breaks, header and footer."""

from __future__ import annotations

from dataclasses import replace

from pt_chart.clinical.program.handout import HandoutContent
from pt_chart.documents.blocks import Block, Heading, Rule
from pt_chart.documents.faces import missing_characters
from pt_chart.documents.flow import AIR, Frame, Furniture, Item, shortest, with_air, write
from pt_chart.documents.handout.daily import each_day, flare_plan
from pt_chart.documents.handout.exercise import exercise_card
from pt_chart.documents.handout.figures import FigureSource
from pt_chart.documents.handout.front import (
    PhoneRow,
    TrafficLight,
    explanation,
    help_box,
    identifiers,
    main_message,
    section,
)
from pt_chart.documents.handout.week import made_by, next_visit, week
from pt_chart.documents.labels import Labels, labels
from pt_chart.documents.masthead import frame, identity, masthead, running
from pt_chart.documents.sheet import Rendered, Sheet
from pt_chart.documents.style import ACCENT, LARGE, NORMAL, Scale

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
    pages = draw(sheet, content, figures, large=large)
    return Rendered(sheet.save(), pages, missing_characters(content))


def draw(
    sheet: Sheet, content: HandoutContent, figures: FigureSource, *, large: bool = False
) -> int:
    """Add a handout's pages to a sheet and return how many; raises as `compose` does."""
    words = labels(content.language)
    scale = LARGE if large else NORMAL
    area = frame(sheet, scale)

    def front(tight: Scale) -> list[Item]:
        return _front(content, words, tight)

    opening = [
        *with_air(front, scale, sheet.column, area, 3 if large else 1),
        *_exercises(content, figures, words, scale, (sheet.column, area)),
    ]

    def whole(tight: Scale) -> list[Item]:
        return [*opening, *_back(content, words, tight)]

    items = shortest(whole, scale, sheet.column, area)
    return write(sheet, items, area, _furniture(content, words, scale))


def _front(content: HandoutContent, words: Labels, scale: Scale) -> list[Item]:
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
    light = TrafficLight(content.traffic, words, scale)
    traffic = [Item(section(words.traffic, light, scale), scale.gap, name="the traffic light")]
    warning = help_box(content, words, scale)
    name = "the warning signs"
    if not content.traffic:
        traffic = []
    if not scale.large:
        return [*items, *traffic, Item(warning, scale.gap, name=name)]
    # In large print the warnings start a page of their own, before everything to do.
    items.append(Item(warning, fresh=True, name=name))
    calls = PhoneRow(content, words, scale)
    if not calls.empty:
        items.append(Item(calls, scale.gap, name="the phone numbers"))
    return [*items, *traffic]


def _exercises(
    content: HandoutContent,
    figures: FigureSource,
    words: Labels,
    scale: Scale,
    page: tuple[float, Frame],
) -> list[Item]:
    """The exercises, two a page where that fits, one a page in large print."""
    width, area = page
    room = area.bottom - area.later_top
    items: list[Item] = []
    queue = list(content.exercises)

    def cards(count: int, air: float, *, compact: bool = False) -> list[Block]:
        tight = scale.squeezed(air)
        return [
            exercise_card(e, figures, words, tight, width=width, compact=compact)
            for e in queue[:count]
        ]

    while queue:
        count = 1 if scale.large else min(2, len(queue))
        chosen = cards(count, 1.0)
        gap = BETWEEN
        for air in AIR:
            chosen = cards(count, air, compact=air < 1)
            gap = max(BETWEEN * air, 14)
            if sum(card.height(width) + gap for card in chosen) - gap <= room:
                break
        else:
            count = 1
            chosen = cards(1, 1.0)
        for index, card in enumerate(chosen):
            exercise = queue[index]
            name = f"exercise {exercise.number}, {exercise.name}"
            line = Rule(ACCENT, 2.0) if index else None
            items.append(Item(card, gap if index else 0, fresh=not index, name=name, divider=line))
        del queue[:count]
    return items


def _back(content: HandoutContent, words: Labels, scale: Scale) -> list[Item]:
    items = []
    daily = each_day(content, words, scale)
    if daily is not None:
        line = Rule(ACCENT, 1.5)
        name = "the advice for each day"
        items.append(Item(daily, scale.gap + 9, whole=False, name=name, divider=line))
    flare = flare_plan(content, words, scale)
    if flare is not None:
        items.append(Item(flare, scale.gap + 2, name="the flare plan"))
    if content.exercises:
        items.append(Item(week(content, words, scale), scale.gap, name="the week's log"))
    items.append(Item(next_visit(content, words, scale), scale.gap, name="the next visit"))
    calls = PhoneRow(content, words, scale)
    if not calls.empty:
        block = section(words.who_to_call, calls, scale)
        items.append(Item(block, scale.gap, name="the phone numbers"))
    items.append(Item(made_by(content, words, scale), scale.gap, name="who made the plan"))
    return items


def _furniture(content: HandoutContent, words: Labels, scale: Scale) -> Furniture:
    record = (
        words.record_short.format(number=content.record_number) if content.record_number else ""
    )
    clinic = content.clinic
    any_hour = words.any_hour.format(phone=clinic.any_hour) if clinic.any_hour else ""
    # In large print one line holds one number: the one that answers at night.
    numbers = (clinic.phone, any_hour)
    return running(
        scale,
        words,
        identity(content.patient_name, (record, content.date, content.side_words)),
        identity(content.patient_name, (record, content.date)),
        identity(clinic.name, (any_hour or clinic.phone,) if scale.large else numbers),
    )
