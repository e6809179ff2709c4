"""How close a handout is set: the settings to try, and giving room back where a page has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pt_chart.documents.blocks import Block, Rule
from pt_chart.documents.flow import Frame, Item
from pt_chart.documents.handout.figures import (
    ABREAST,
    LARGE_ROOMY,
    LARGE_SMALL,
    LARGE_SNUG,
    LARGE_TIGHT,
    ROOMY,
    SMALL,
    SMALL_APART,
    SNUG,
    TIGHT,
    PictureSize,
)


@dataclass(frozen=True, slots=True)
class Snugness:
    """How close a handout is set.

    ``air`` is the share of blank space that is kept, ``pictures`` the sizes that may be taken,
    ``questions`` the lines to write on, ``again`` whether phone numbers and address, which stand
    on the first page and at the foot of every page, are said once more at the end, ``lights``
    whether a traffic light that an earlier exercise has too is drawn again.
    """

    air: float
    pictures: tuple[PictureSize, ...]
    questions: int
    again: bool
    lights: bool = True


NORMAL_LEVELS = (
    Snugness(1.0, (ROOMY,), 3, again=True),
    Snugness(0.75, (ROOMY, SNUG), 3, again=True),
    Snugness(0.5, (ROOMY, SNUG, TIGHT), 3, again=True),
    Snugness(0.5, (ROOMY, SNUG, TIGHT, ABREAST), 2, again=True),
    Snugness(0.5, (ROOMY, SNUG, TIGHT, ABREAST), 2, again=False),
    Snugness(0.25, (ROOMY, SNUG, TIGHT, ABREAST), 2, again=False),
    Snugness(0.2, (ROOMY, SNUG, TIGHT, ABREAST, SMALL), 2, again=False),
    Snugness(0.1, (ROOMY, SNUG, TIGHT, ABREAST, SMALL, SMALL_APART), 2, again=False),
    Snugness(0.1, (ROOMY, SNUG, TIGHT, ABREAST, SMALL, SMALL_APART), 2, again=False, lights=False),
)
BETWEEN_LEVELS = tuple(
    Snugness(air, (ROOMY, SNUG, TIGHT, ABREAST, SMALL), 2, again=False)
    for air in (0.75, 0.5, 0.35, 0.2)
)
"""Settings between those, for a page that has room to spare once the pages are counted."""
LARGE_LEVELS = (
    Snugness(1.0, (LARGE_ROOMY,), 4, again=False),
    Snugness(0.75, (LARGE_SNUG,), 3, again=False),
    Snugness(0.5, (LARGE_TIGHT,), 2, again=False),
    Snugness(0.25, (LARGE_TIGHT,), 2, again=False),
    Snugness(0.25, (LARGE_TIGHT,), 0, again=False),
    Snugness(0.1, (LARGE_TIGHT, LARGE_SMALL), 0, again=False),
    Snugness(0.0, (LARGE_TIGHT, LARGE_SMALL), 0, again=False),
)
"""Settings to try in order: the roomiest that gives the fewest pages is taken; type never
shrinks."""

Roomier: TypeAlias = tuple[Callable[[Snugness], list[Item]], Sequence[Snugness]]
"""What sets the exercises at a level, and the levels to try in order."""


def relaxed(
    cards: list[Item],
    roomier: Roomier,
    pages: Sequence[Sequence[tuple[float, Block]]],
    page: tuple[float, Frame],
) -> list[Item]:
    """The exercises with more room on the pages that they have to themselves."""
    width, area = page
    relaxed = list(cards)
    room = area.bottom - area.later_top
    for blocks in pages:
        ids = {id(block) for _, block in blocks if not isinstance(block, Rule)}
        mine = [index for index, card in enumerate(cards) if id(card.block) in ids]
        if not mine:
            continue
        if id(blocks[0][1]) == id(cards[mine[0]].block):
            relaxed[mine[0]] = replace(relaxed[mine[0]], fresh=True)
        if len(mine) < len(ids):
            continue
        made, levels = roomier
        for level in levels:
            group = [made(level)[index] for index in mine]
            gaps = sum(item.gap for item in group[1:])
            if sum(item.block.height(width) for item in group) + gaps <= room:
                relaxed[mine[0] : mine[-1] + 1] = [replace(group[0], fresh=True), *group[1:]]
                break
    return relaxed


def relaxed_beside(
    cards: list[Item],
    roomier: Roomier,
    pages: Sequence[Sequence[tuple[float, Block]]],
    fits: Callable[[list[Item]], bool],
) -> list[Item]:
    """The exercises with more room on the page that they share with what comes after them.

    ``fits`` tells whether the whole still takes as few pages.
    """
    held = [{id(block) for _, block in blocks} for blocks in pages]
    shared = next((ids for ids in held if cards and id(cards[-1].block) in ids), set())
    mine = [index for index, card in enumerate(cards) if id(card.block) in shared]
    if not mine or mine[0] == 0:
        return cards
    made, levels = roomier
    for level in levels:
        group = made(level)[mine[0] :]
        tried = [*cards[: mine[0]], replace(group[0], fresh=cards[mine[0]].fresh), *group[1:]]
        if fits(tried):
            return tried
    return cards
