"""One point that stands for an area: where a pin or the end of an arrow goes."""

from __future__ import annotations

from collections.abc import Sequence

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.bodychart.marks import (
    BrushStroke,
    Outline,
    Pin,
    Point,
    RegionFill,
    Shape,
    SpreadArrow,
)


def middle_of(region: Region) -> Point:
    """The mean of the corners of a region's largest part, in 0..1 of the view's box."""
    return _mean(max(region.polygons, key=len, default=((0.5, 0.5),)))


def middle_of_shape(shape: Shape, atlas: ViewAtlas) -> Point:
    """A point of a shape: a stroke's middle, an outline's or a region's mean, a pin's place.

    A region that the view does not have, and a shape without points, give the view's middle.
    """
    match shape:
        case BrushStroke(points=points) if points:
            return points[len(points) // 2]
        case Outline(points=points) if points:
            return _mean(points)
        case RegionFill(region=name, side=side):
            found = [r for r in atlas.regions if (r.id, r.side) == (name, side)]
            return middle_of(found[0]) if found else (0.5, 0.5)
        case Pin(at=at):
            return at
        case SpreadArrow(start=start):
            return start
        case _:
            return (0.5, 0.5)


def _mean(points: Sequence[Point]) -> Point:
    return (
        sum(point[0] for point in points) / len(points),
        sum(point[1] for point in points) / len(points),
    )
