"""What content asks of an exercise picture; `definitions.figures` offers such pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pt_chart.clinical.sides import Side


class Frame(Protocol):
    """One frame of a picture; ``caption`` and ``alt`` may hold ``{side}``."""

    @property
    def id(self) -> str:
        """The frame's name: start, end."""

    @property
    def caption(self) -> str:
        """What the frame shows in a few words."""

    @property
    def alt(self) -> str:
        """What is drawn, for somebody who cannot see it."""


class Picture(Protocol):
    """A drawn exercise: its frames in order and the legend of what is drawn over it."""

    @property
    def id(self) -> str:
        """The figure's id."""

    @property
    def frames(self) -> Sequence[Frame]:
        """The frames in order."""

    @property
    def legend(self) -> tuple[str, ...]:
        """Overlays in words."""

    def mirrored_for(self, side: Side) -> bool:
        """Whether the picture is shown mirrored for a treated side."""
