"""Putting blocks on pages: measured first, drawn when the number of pages is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pt_chart.documents.blocks import Block
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import Scale


class DoesNotFit(ValueError):
    """A part that is higher than a whole page and cannot be divided; the message names it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A block in the flow.

    ``gap`` is the space above it unless it starts a page; ``whole`` moves it to the next page
    rather than dividing it, as long as a page can hold it; ``fresh`` starts a new page; ``divider``
    is drawn in the gap, unless the block starts a page.
    """

    block: Block
    gap: float = 0.0
    whole: bool = True
    fresh: bool = False
    name: str = "a part of the document"
    divider: Block | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The text area: top of the first page, top of later pages, and the bottom edge (points)."""

    first_top: float
    later_top: float
    bottom: float


class _Placing:
    """Pages being filled from top to bottom."""

    def __init__(self, width: float, frame: Frame) -> None:
        self.pages: list[list[tuple[float, Block]]] = [[]]
        self._width, self._frame = width, frame
        self._y = frame.first_top

    @property
    def empty(self) -> bool:
        return not self.pages[-1]

    def turn(self) -> None:
        self.pages.append([])
        self._y = self._frame.later_top

    def add(self, item: Item) -> Item | None:
        """Place an item as far as the page holds it; what is left comes back."""
        if item.fresh and not self.empty:
            self.turn()
        top = self._y if self.empty else self._y + item.gap
        height = item.block.height(self._width)
        room = self._frame.bottom - top + 0.01
        if height <= room:
            if item.divider is not None and not self.empty:
                self.pages[-1].append((top - item.gap * 0.4, item.divider))
            self.pages[-1].append((top, item.block))
            self._y = top + height
            return None
        page = self._frame.bottom - self._frame.later_top
        if item.whole and not self.empty and height <= page:
            self.turn()
            return replace(item, fresh=False)
        return self._divide(item, top, room)

    def _divide(self, item: Item, top: float, room: float) -> Item | None:
        head, rest = item.block.split(self._width, room)
        if head is None and self.empty and len(self.pages) > 1:
            raise DoesNotFit(f"{item.name} does not fit on a page; shorten its text")
        if head is not None:
            if item.divider is not None and not self.empty:
                self.pages[-1].append((top - item.gap * 0.4, item.divider))
            self.pages[-1].append((top, head))
        self.turn()
        return None if rest is None else replace(item, block=rest, fresh=False, divider=None)


def place(items: Sequence[Item], width: float, frame: Frame) -> list[list[tuple[float, Block]]]:
    """The blocks of each page with their tops.

    Raises:
        DoesNotFit: an indivisible block is higher than an empty page.
    """
    placing = _Placing(width, frame)
    for item in items:
        rest: Item | None = item
        while rest is not None:
            rest = placing.add(rest)
    return placing.pages[:-1] if placing.empty else placing.pages


AIR = (1.0, 0.75, 0.5, 0.2)
"""Shares of the blank space to try, in order, before a part moves to the next page; in the last
the lines draw together too."""


LEAST_AIR = 0.05
"""What is left of the blank space where a part would else move to another page."""
FINER = (0.3, 0.6, 0.8)
"""Shares of a step between two of them that are tried before the whole step is taken."""


def with_air(
    build: Callable[[Scale], list[Item]],
    scale: Scale,
    width: float,
    frame: Frame,
    pages: int,
) -> list[Item]:
    """Items with as much blank space as keeps them on ``pages`` pages; type never shrinks."""

    def fitting(air: float) -> list[Item] | None:
        items = build(scale.squeezed(air))
        return items if len(place(items, width, frame)) <= pages else None

    before = AIR[0]
    for air in (*AIR, LEAST_AIR):
        items = fitting(air)
        if items is not None:
            # The page that needs little less than the step before keeps most of its rhythm.
            closer = [before - (before - air) * part for part in FINER] if before > air else []
            return next((found for one in closer if (found := fitting(one)) is not None), items)
        before = air
    return build(scale)


def shortest(
    build: Callable[[Scale], list[Item]], scale: Scale, width: float, frame: Frame
) -> list[Item]:
    """Items with the most blank space that still gives the fewest pages."""
    best = build(scale)
    pages = len(place(best, width, frame))
    for air in AIR[1:]:
        items = build(scale.squeezed(air))
        count = len(place(items, width, frame))
        if count < pages:
            best, pages = items, count
    return best


Furniture = Callable[[Sheet, int, int], None]
"""Draws header and footer of page ``index`` (from 0) of ``count``, as artifacts."""


def write(
    sheet: Sheet,
    items: Sequence[Item],
    frame: Frame,
    furniture: Furniture,
    *,
    under: Callable[[Sheet], None] | None = None,
) -> int:
    """Place and draw all items, ``under`` beneath them on each page; returns the page count.

    A sheet that already has pages goes on with a new one, numbered from 1 again.
    """
    pages = place(items, sheet.column, frame)
    for index, blocks in enumerate(pages):
        if index or sheet.used:
            sheet.next_page()
        if under is not None:
            under(sheet)
        for top, block in blocks:
            block.draw(sheet, sheet.left, top, sheet.column, sheet.root)
        furniture(sheet, index, len(pages))
    return len(pages)
