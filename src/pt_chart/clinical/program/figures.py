"""What content needs to know about exercise pictures, as read from resources/figures/index.toml."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.sides import Side


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn exercise.

    ``frames`` in order, usually ("start", "end"); ``side`` is the side that moves as drawn, None
    when the picture has no side and is never mirrored; ``overlays`` are what is drawn on top and
    needs a line in the legend: "nerve", "muscle"; ``alt`` describes what is drawn, per frame, in
    plain words without a side ("" = the caption does).
    """

    figure: str
    frames: tuple[str, ...]
    side: Side | None = None
    overlays: tuple[str, ...] = ()
    alt: tuple[str, ...] = ()
