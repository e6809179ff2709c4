"""A drawing taken to another figure: another body, or a later version of the same one.

The stored drawing is never converted: it keeps its figure and its look. A converted copy is for
comparing two drawings in one picture.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pt_chart.clinical.bodychart.atlas import BodyAtlas, ViewAtlas
from pt_chart.clinical.bodychart.coverage import finite
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Outline,
    Pin,
    Point,
    RegionFill,
    Shape,
    SpreadArrow,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOFTNESS = 0.02
"""Distance (share of the box) within which one landmark does not outweigh all others."""


def converted(chart: BodyChart, onto: BodyAtlas) -> BodyChart:
    """The drawing as it would lie on another figure; the same one when nothing changes.

    Regions go by their names. Points move with the centers of the regions around them (inverse
    distance weighting after Shepard 1968), so that a mark on the calf stays on the calf.
    """
    of = onto.of(chart)
    if of is onto or (of.body, of.version) == (onto.body, onto.version):
        return chart
    marks = tuple(
        replace(mark, shape=_moved(mark.shape, of.views[mark.view], onto.views[mark.view]))
        for mark in chart.marks
    )
    return replace(chart, marks=marks, body=onto.body, figure_version=onto.version)


def _moved(shape: Shape, of: ViewAtlas, onto: ViewAtlas) -> Shape:
    match shape:
        case BrushStroke() | Outline():
            return replace(shape, points=_mapped(finite(shape.points), of, onto))
        case SpreadArrow():
            start, end = _mapped((shape.start, shape.end), of, onto)
            return SpreadArrow(start, end)
        case Pin():
            return Pin(_mapped((shape.at,), of, onto)[0])
        case RegionFill():
            return shape


def _mapped(points: tuple[Point, ...], of: ViewAtlas, onto: ViewAtlas) -> tuple[Point, ...]:
    old, new = _centers(of), _centers(onto)
    common = [key for key in old if key in new]
    if not common or not points:
        return points
    here = np.array([old[key] for key in common])
    shift = np.array([new[key] for key in common]) - here
    xy = np.asarray(points, dtype=np.float64)
    away = ((xy[:, None, :] - here[None, :, :]) ** 2).sum(axis=2)
    weight = 1.0 / (away + SOFTNESS**2) ** 2
    weight /= weight.sum(axis=1, keepdims=True)
    moved = xy + weight @ shift
    return tuple((float(x), float(y)) for x, y in moved)


def _centers(atlas: ViewAtlas) -> dict[tuple[str, object], NDArray[np.float64]]:
    """The middle of each region in 0..1 of the box, by id and side."""
    rows, columns = atlas.labels.shape
    flat = atlas.labels.ravel()
    counts = np.maximum(atlas.region_pixels, 1)
    ys, xs = np.divmod(np.arange(flat.size), columns)
    size = len(atlas.regions) + 1
    x = (np.bincount(flat, xs, size) / counts + 0.5) / columns
    y = (np.bincount(flat, ys, size) / counts + 0.5) / rows
    return {
        (region.id, region.side): np.array([x[n], y[n]])
        for n, region in enumerate(atlas.regions, 1)
        if atlas.region_pixels[n]
    }
