"""Writing the small SVG subset that the program's own readers understand.

Elements: ``path`` with absolute M, L, C, Z. Attributes: fill, fill-opacity, fill-rule, stroke,
stroke-width, stroke-linecap, stroke-linejoin, stroke-opacity. No text, styles or transforms.
"""

from __future__ import annotations

from collections.abc import Sequence

from tools.figures.bezier import number

INK = "#26292e"


class Drawing:
    """Collects elements in painting order."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._elements: list[str] = []

    def fill(self, data: Sequence[str], color: str, opacity: float = 1.0) -> None:
        """Filled shapes (even-odd); nothing is written when there is no path data."""
        joined = "".join(data)
        if joined:
            see_through = "" if opacity >= 1 else f' fill-opacity="{opacity:g}"'
            self._elements.append(
                f'<path d="{joined}" fill="{color}"{see_through} fill-rule="evenodd"/>'
            )

    def stroke(
        self, data: Sequence[str], width: float, color: str = INK, opacity: float = 1.0
    ) -> None:
        """Round-ended lines; nothing is written when there is no path data."""
        joined = "".join(data)
        if joined:
            see_through = "" if opacity >= 1 else f' stroke-opacity="{opacity:g}"'
            self._elements.append(
                f'<path d="{joined}" fill="none" stroke="{color}" stroke-width="{width:g}"'
                f'{see_through} stroke-linecap="round" stroke-linejoin="round"/>'
            )

    def dot(self, x: float, y: float, rx: float, ry: float, color: str = INK) -> None:
        """A filled ellipse."""
        self._elements.append(
            f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{rx:.2f}" ry="{ry:.2f}"'
            f' fill="{color}"/>'
        )

    @property
    def empty(self) -> bool:
        """True while nothing has been drawn."""
        return not self._elements

    def text(self) -> str:
        """The whole SVG document."""
        w, h = f"{self.width:.0f}", f"{self.height:.0f}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}"'
            f' width="{w}" height="{h}">\n' + "\n".join(self._elements) + "\n</svg>\n"
        )
