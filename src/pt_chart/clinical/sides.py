"""Sides of the body, always spelled out."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """A side of the body as the patient has it (anatomical, never the viewer's)."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    # Keys of findings are hashed all the time; Enum's own hash is written in Python.
    __hash__ = str.__hash__

    @property
    def mirrored(self) -> Side:
        """The other side; both stays both."""
        return _MIRROR[self]

    @property
    def spelled(self) -> str:
        """The side as the window and the paper print it: LEFT, RIGHT or BOTH."""
        return self.value.upper()

    def before(self, words: str, link: str = " ") -> str:
        """The side in front of words, said once where they begin with it: "RIGHT leg pain"."""
        first, _, rest = words.strip().partition(" ")
        told = rest if first.casefold() == self.value and rest else words.strip()
        return f"{self.spelled}{link}{told}"

    @property
    def each(self) -> tuple[Side, ...]:
        """The single sides that this side stands for."""
        return (Side.LEFT, Side.RIGHT) if self is Side.BOTH else (self,)


_MIRROR = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}
