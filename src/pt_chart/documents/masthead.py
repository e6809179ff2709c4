"""The head of a first page, and the running header and footer of all documents."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, replace
from io import BytesIO

from pt_chart.clinical.people import Clinic
from pt_chart.documents.blocks import (
    Block,
    Columns,
    EndAligned,
    Lowest,
    Paragraph,
    Rule,
    Space,
    Stack,
)
from pt_chart.documents.flow import Frame, Furniture
from pt_chart.documents.labels import Labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import ACCENT, HAIRLINE, SECONDARY, Scale, TextStyle
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Line, Span, break_lines, strong, words_width

TOP = 30.0
"""Top of the first page's masthead."""
LINE = 510.0
"""Points that the two halves of a masthead share, about the text's width."""
MOST_OF_KIND = 0.45
"""Share of it that the kind of document may take at most."""
SMALLER = (1.15, 1.0)
"""Sizes of the clinic's name beside the furniture, where its own takes another line."""
WIDEST_LOGO = 110.0
"""Points that a wide logo may take beside the clinic's name."""


def frame(sheet: Sheet, scale: Scale, last: Identity | None = None) -> Frame:
    """The text area of a document in a scale; ``last`` as in `running`."""
    later = 54.0 if scale.large else 44.0
    return Frame(TOP, later, sheet.page_height - _bottom(scale, last))


def masthead(clinic: Clinic, right: tuple[str, str], scale: Scale) -> Block:
    """Logo and clinic on the left; document kind and a second line on the right; an accent rule."""
    head = replace(scale.furniture.bold(), color=ACCENT)
    size = 1.35 if scale.large else 1.32
    name = replace(head, size=head.size * size, leading=head.leading * size)
    small = scale.furniture.colored(SECONDARY)
    place = " · ".join(part for part in (clinic.address, clinic.phone) if part)
    # A name that takes two lines is set smaller on the same leading, where that saves one.
    left: Block = Lowest(
        [
            Stack([(0, Paragraph(clinic.name, style)), (0, Paragraph(place, small))])
            for style in (name, *(replace(name, size=head.size * part) for part in SMALLER))
        ]
    )
    if clinic.logo:
        high = name.leading * 1.2 if scale.large else name.leading + small.leading
        left = WithLogo(clinic.logo, left, high)
    kind, second = right
    drop = Space(name.leading - scale.furniture.leading)
    end = Stack(
        [(0, drop), (0, EndAligned(kind, scale.furniture.bold())), (0, EndAligned(second, small))]
    )
    thickness = 1.5 if scale.large else 2.0
    said = max(words_width([strong(kind)], scale.furniture), words_width(second, small))
    room = min(said * 1.05 + 4, MOST_OF_KIND * LINE)  # the column of A4 is narrower
    columns = Columns([left, end], 12, (LINE - room, room))
    return Stack([(0, columns), (6, Rule(ACCENT, thickness))])


class WithLogo(Block):
    """A clinic's logo before its name and address, no higher than two of their lines.

    It says nothing that the name beside it does not say: an artifact for screen readers.
    """

    def __init__(self, logo: str, words: Block, height: float) -> None:
        from reportlab.lib.utils import ImageReader

        self._image = ImageReader(BytesIO(b64decode(logo)))
        wide, high = map(float, self._image.getSize())
        self._scale = min(height / high, WIDEST_LOGO / wide)
        self._size = (wide * self._scale, high * self._scale)
        self._words, self._high = words, height

    def _inset(self) -> float:
        return self._size[0] + 9

    def height(self, width: float) -> float:
        return max(self._words.height(width - self._inset()), self._high)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        wide, high = self._size
        with sheet.artifact():
            sheet.photo(self._image, x, top + (self._high - high) / 2, wide, high)
        self._words.draw(sheet, x + self._inset(), top, width - self._inset(), parent)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose page it is: a name in bold, then what tells it from others.

    ``spare`` is the part of the rest that goes where the name is whole without it, "" = none.
    """

    name: str
    rest: tuple[str, ...]
    spare: str = ""

    def fitted(self, style: TextStyle, room: float) -> Line:
        """One line of at most ``room`` points.

        A name that is too long ends in an ellipsis; then the last of the rest goes, so that the
        line always fits and always tells that something is missing.
        """
        rest = [part for part in self.rest if part]
        fewer = [part for part in rest if part != self.spare]
        if self._width(rest, style) > room >= self._width(fewer, style):
            rest = fewer
        while True:
            tail = " · ".join(("", *rest) if self.name else rest)
            name = self.name
            while True:
                spans = [strong(name), Span(tail, color=SECONDARY)]
                line = break_lines(spans, style, float("inf"))[0]
                if line.width <= room or len(name) <= SHORTEST_NAME:
                    break
                name = f"{name.rstrip(ELLIPSIS)[:-1].rstrip()}{ELLIPSIS}"
            if line.width <= room or not rest:
                return line
            rest = [*rest[:-2], ELLIPSIS] if rest[-1] == ELLIPSIS else [*rest[:-1], ELLIPSIS]
            if rest == [ELLIPSIS]:
                return break_lines([strong(name)], style, float("inf"))[0]

    def _width(self, rest: list[str], style: TextStyle) -> float:
        return words_width([strong(self.name), Span("".join(f" · {one}" for one in rest))], style)


SHORTEST_NAME = 12
"""Characters of a name that are left when it has to be cut."""
ELLIPSIS = "\u2026"


def identity(name: str, rest: tuple[str, ...], *, spare: str = "") -> Identity:
    """A name in bold with further identifiers behind it."""
    return Identity(name, rest, spare)


def running(
    scale: Scale,
    words: Labels,
    header: Identity,
    first_footer: Identity,
    later_footer: Identity,
    *,
    last: Identity | None = None,
    above: float = 8.0,
) -> Furniture:
    """Header from the second page on, footer and page x of y on every page.

    ``last`` is a second line of the footer: who signed, and the verification code. The area of
    the pages must be `frame` of the same ``last``. ``above`` is the space over the footer's rule.
    """

    def draw(sheet: Sheet, index: int, count: int) -> None:
        style = scale.furniture
        rule = 0.8 if scale.large else 0.6
        foot = sheet.page_height - _bottom(scale, last) + above
        page = words.page.format(index=index + 1, count=count)
        with sheet.artifact("Pagination"):
            number = break_lines(page, style.semibold(), sheet.column)[0]
            room = sheet.column - number.width - 12
            if index:
                top = 38.0 if not scale.large else 42.0
                head = header.fitted(style, sheet.column)
                sheet.lines([head], sheet.left, top - style.leading - 4, style.size, style.leading)
                sheet.rule(sheet.left, top, sheet.column, HAIRLINE, rule)
            footer = later_footer if index else first_footer
            sheet.rule(sheet.left, foot, sheet.column, HAIRLINE, rule)
            line = footer.fitted(style, room)
            sheet.lines([line], sheet.left, foot + 4, style.size, style.leading)
            x = sheet.left + sheet.column - number.width
            sheet.lines([number], x, foot + 4, style.size, style.leading)
            if last:
                below = foot + 4 + style.leading
                said = last.fitted(style, sheet.column)
                sheet.lines([said], sheet.left, below, style.size, style.leading)

    return draw


def _bottom(scale: Scale, last: Identity | None) -> float:
    return scale.bottom + (scale.furniture.leading if last else 0.0)
