"""Sizes, colors and weights of the printed pages (points; see docs for the grid)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from pt_chart.documents.faces import Weight

Color: TypeAlias = tuple[float, float, float]
"""Red, green, blue, each 0-1."""


def rgb(code: str) -> Color:
    """A color from six hexadecimal digits."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


WHITE = rgb("FFFFFF")
INK = rgb("1A1E24")
SECONDARY = rgb("444D58")
ACCENT = rgb("0B4F6C")
TINT = rgb("EDF3F6")
TINT_LINE = rgb("9DB8C6")
GO, GO_FILL = rgb("17532D"), rgb("EFF6F1")
SLOW, SLOW_FILL = rgb("573500"), rgb("FFF3D9")
STOP, STOP_FILL = rgb("9B1420"), rgb("FBECED")
SIGNAL_COLORS = {"go": (GO, GO_FILL), "slow": (SLOW, SLOW_FILL), "stop": (STOP, STOP_FILL)}
"""Text color and fill of the three signals; shape and word carry the meaning."""
CREAM, BROWN = rgb("FFF7E8"), rgb("7A4E00")
HAIRLINE, GRID = rgb("B4BCC5"), rgb("7C8792")
STRIPE = rgb("D9DEE3")

MARGIN = 45.0
GUTTER = 12.0
PAPERS: dict[str, tuple[float, float]] = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}


TIGHT_LEADING = 1.25
"""Distance of lines over type size in large print that has to be kept short."""


CLOSEST = 0.25
"""Share of blank space below which the lines of normal print draw together too."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a run of text is set: size and leading in points, weight, color.

    ``longest`` = characters that a line may have, however wide its column is; 0 = no limit.
    """

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    color: Color = INK
    longest: int = 0

    def bold(self) -> TextStyle:
        """The same size in bold."""
        return replace(self, weight=Weight.BOLD)

    def semibold(self) -> TextStyle:
        """The same size in semibold."""
        return replace(self, weight=Weight.SEMIBOLD)

    def colored(self, color: Color) -> TextStyle:
        """The same size and weight in another color."""
        return replace(self, color=color)


@dataclass(frozen=True, slots=True)
class Scale:
    """The type scale and spacing of one kind of document.

    ``step`` is the space between list items, ``gap`` between sections, ``under`` below a
    heading, ``rule`` the thickness of hairlines; ``large`` tells builders to stack what normal
    print sets side by side; ``air`` is the share of other blank space that is kept.
    """

    body: TextStyle
    title: TextStyle
    section: TextStyle
    message: TextStyle
    value: TextStyle
    caption: TextStyle
    furniture: TextStyle
    table: TextStyle
    step: float
    gap: float
    under: float
    rule: float
    bottom: float
    large: bool = False
    air: float = 1.0

    def squeezed(self, air: float) -> Scale:
        """The same type with blank space reduced to a share; type itself never shrinks.

        In large print, and in the closest setting, the lines draw together a little too, to no
        less than 1.25 of the size.
        """
        body, caption = self.body, self.caption
        if air < (1 if self.large else CLOSEST):
            body = replace(body, leading=body.size * TIGHT_LEADING)
            caption = replace(caption, leading=min(caption.leading, caption.size * TIGHT_LEADING))
        return replace(
            self,
            step=self.step * air,
            gap=self.gap * air,
            under=self.under * air,
            air=air,
            body=body,
            caption=caption,
        )


READABLE = 70
"""Characters a line of running text has at most: longer ones are hard to come back from."""


def _scale(
    body: tuple[float, float],
    title: tuple[float, float],
    section: tuple[float, float],
    message: tuple[float, float],
    value: tuple[float, float],
    caption: tuple[float, float],
    furniture: tuple[float, float],
    table: tuple[float, float],
    spacing: tuple[float, float, float, float, float],
    *,
    large: bool = False,
    longest: int = 0,
) -> Scale:
    step, gap, under, rule, bottom = spacing
    return Scale(
        TextStyle(*body, longest=longest),
        TextStyle(*title, Weight.BOLD),
        TextStyle(*section, Weight.BOLD),
        TextStyle(*message),
        TextStyle(*value, Weight.BOLD),
        TextStyle(*caption),
        TextStyle(*furniture),
        TextStyle(*table),
        step,
        gap,
        under,
        rule,
        bottom,
        large,
    )


NORMAL = _scale(
    body=(12, 16),
    title=(23, 27),
    section=(15.5, 19),
    message=(13.5, 18.5),
    value=(13.5, 15.5),
    caption=(12, 14.5),
    furniture=(9.5, 12),
    table=(11, 14),
    spacing=(3.2, 13, 4, 0.6, 43),
    longest=READABLE,
)
LARGE = _scale(
    body=(18, 25),
    title=(30, 35),
    section=(23, 28),
    message=(21, 28),
    value=(20, 23.5),
    caption=(18, 23),
    furniture=(12, 15),
    table=(18, 23),
    spacing=(7, 16, 5, 1.5, 46),
    large=True,
)
CARD = _scale(
    body=(13.5, 18.5),
    title=(30, 35),
    section=(16, 20),
    message=(16, 21.5),
    value=(14, 17),
    caption=(12, 15),
    furniture=(9.5, 12),
    table=(12, 15),
    spacing=(3.5, 12, 3, 0.8, 44),
)
CLINICIAN = _scale(
    body=(10, 13.2),
    title=(19, 23),
    section=(12.5, 15.5),
    message=(10.5, 14),
    value=(14, 17),
    caption=(9.5, 12),
    furniture=(9.5, 12),
    table=(9.5, 12.2),
    spacing=(2.5, 8, 3, 0.6, 44),
)

DENSE = _scale(
    body=(9, 11.6),
    title=(15, 18),
    section=(11, 13.5),
    message=(9.5, 12.2),
    value=(12, 15),
    caption=(8.5, 10.6),
    furniture=(8.5, 10.6),
    table=(8.5, 10.6),
    spacing=(1.5, 6, 2, 0.6, 44),
)
"""One page of evidence for a colleague: more of it in smaller print."""
