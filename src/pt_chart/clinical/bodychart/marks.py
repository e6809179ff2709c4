"""Marks on the body chart, as stored: vector strokes in figure coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from pt_chart.clinical.bodychart.kinds import SymptomKind
from pt_chart.clinical.sides import Side

__all__ = [
    "FIGURE_VERSION",
    "SHAPES",
    "SHAPE_NAMES",
    "BodyChart",
    "BrushStroke",
    "Constancy",
    "Depth",
    "Mark",
    "Outline",
    "Pin",
    "Point",
    "RegionFill",
    "Shape",
    "SpreadArrow",
    "SymptomKind",
    "View",
]

FIGURE_VERSION = "1"


class View(StrEnum):
    """A view of the figure. Front, soles and foot tops have RIGHT on the picture's left."""

    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"
    FOOT_TOPS = "foot_tops"
    SOLES = "soles"


class Depth(StrEnum):
    """How deep the symptom feels."""

    SKIN = "skin"
    DEEP = "deep"
    UNSURE = "unsure"


class Constancy(StrEnum):
    """Whether the symptom is always there."""

    CONSTANT = "constant"
    INTERMITTENT = "intermittent"
    UNSURE = "unsure"


Point: TypeAlias = tuple[float, float]
"""x, y in 0..1 of the view's box (x to the right of the picture, y down)."""


@dataclass(frozen=True, slots=True)
class BrushStroke:
    """A free-hand stroke: points and the brush's width, both as a share of the view's height."""

    points: tuple[Point, ...]
    width: float


@dataclass(frozen=True, slots=True)
class RegionFill:
    """A whole named region: its hierarchical id (``thigh_posterior.proximal_medial``) and side."""

    region: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A closed free-hand outline (lasso); the inside is marked."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class SpreadArrow:
    """An arrow from where a symptom starts to where it goes."""

    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class Pin:
    """A pin with a note."""

    at: Point


Shape: TypeAlias = BrushStroke | RegionFill | Outline | SpreadArrow | Pin

SHAPES: Mapping[str, type[Shape]] = MappingProxyType(
    {
        "stroke": BrushStroke,
        "region": RegionFill,
        "outline": Outline,
        "arrow": SpreadArrow,
        "pin": Pin,
    }
)
"""The names of shapes wherever marks are written down; a name never changes."""
SHAPE_NAMES: Mapping[type[Shape], str] = MappingProxyType({kind: n for n, kind in SHAPES.items()})


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: an area of one symptom kind, an arrow or a pin; or an eraser stroke.

    ``erases`` marks a stroke, outline or region that removes what earlier marks left under it on
    the same view. ``intensity`` 0-10, None when not asked. ``id`` is unique within the chart.
    """

    id: int
    view: View
    kind: SymptomKind
    shape: Shape
    intensity: int | None = None
    depth: Depth = Depth.UNSURE
    constancy: Constancy = Constancy.UNSURE
    note: str = ""
    erases: bool = False
    by_patient: bool = False

    @property
    def is_area(self) -> bool:
        """Whether the mark shades an area (no eraser, arrow or pin)."""
        return not self.erases and isinstance(self.shape, BrushStroke | Outline | RegionFill)


@dataclass(frozen=True, slots=True)
class BodyChart:
    """A visit's drawing: marks in the order drawn, on one version of the figure.

    ``confirmed_side`` is the side that was asked about and stands (`charting.drawing_side`).
    """

    marks: tuple[Mark, ...] = ()
    figure_version: str = FIGURE_VERSION
    body: str = "neutral"
    carried_from: str = ""
    confirmed_side: Side | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn."""
        return not any(not mark.erases for mark in self.marks)
