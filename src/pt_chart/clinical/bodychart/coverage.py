"""Which label pixels a mark covers."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.bodychart.atlas import ViewAtlas
from pt_chart.clinical.bodychart.marks import BrushStroke, Outline, Point, RegionFill, Shape

Mask = NDArray[np.bool_]


@lru_cache(maxsize=512)
def mask_of(shape: Shape, atlas: ViewAtlas) -> Mask:
    """A read-only (rows, columns) mask of the figure pixels that a shape covers.

    Arrows and pins cover nothing. Points outside the figure simply cover nothing there.
    """
    match shape:
        case BrushStroke():
            mask = _stroke(shape, atlas)
        case Outline():
            mask = _inside(shape.points, atlas)
        case RegionFill():
            mask = _region(shape, atlas)
        case _:
            mask = np.zeros(atlas.labels.shape, dtype=np.bool_)
    mask &= atlas.labels > 0
    mask.setflags(write=False)
    return mask


def _region(fill: RegionFill, atlas: ViewAtlas) -> Mask:
    wanted = [n for n, r in enumerate(atlas.regions, 1) if r.within(fill.region, fill.side)]
    return np.isin(atlas.labels, wanted)


def _pixels(points: tuple[Point, ...], atlas: ViewAtlas) -> NDArray[np.float64]:
    """Points as (n, 2) x, y in label pixels; non-finite ones dropped, close ones thinned."""
    rows, columns = atlas.labels.shape
    xy = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    xy = xy[np.isfinite(xy).all(axis=1)] * (columns, rows)
    if len(xy) > 2:
        cells = np.floor(xy)
        keep = np.ones(len(xy), dtype=bool)
        keep[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
        xy = xy[keep]
    return xy


def _stroke(stroke: BrushStroke, atlas: ViewAtlas) -> Mask:
    rows, columns = atlas.labels.shape
    mask = np.zeros((rows, columns), dtype=np.bool_)
    xy = _pixels(stroke.points, atlas)
    if not len(xy):
        return mask
    # Label pixels may not be square on the figure; measure distances in row heights.
    stretch = atlas.aspect * rows / columns
    radius = max(stroke.width * rows / 2, 0.5)
    starts, ends = xy, np.vstack([xy[1:], xy[-1:]])
    for (ax, ay), (bx, by) in zip(starts, ends, strict=True):
        reach = radius / stretch + 1
        left, right = int(min(ax, bx) - reach), int(max(ax, bx) + reach) + 1
        top, bottom = int(min(ay, by) - radius - 1), int(max(ay, by) + radius + 1) + 1
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, columns), min(bottom, rows)
        if left >= right or top >= bottom:
            continue
        xs = (np.arange(left, right) + 0.5 - ax) * stretch
        ys = (np.arange(top, bottom) + 0.5 - ay)[:, None]
        dx, dy = (bx - ax) * stretch, by - ay
        length = dx * dx + dy * dy
        along = np.clip((xs * dx + ys * dy) / length, 0, 1) if length else np.zeros(1)
        near = (xs - along * dx) ** 2 + (ys - along * dy) ** 2 <= radius * radius
        mask[top:bottom, left:right] |= near
    return mask


def _inside(points: tuple[Point, ...], atlas: ViewAtlas) -> Mask:
    """Even-odd fill of a closed outline, sampled at pixel centers."""
    rows, columns = atlas.labels.shape
    xy = _pixels(points, atlas)
    mask = np.zeros((rows, columns), dtype=np.bool_)
    if len(xy) < 3:
        return mask
    ax, ay = xy[:, 0], xy[:, 1]
    bx, by = np.roll(ax, -1), np.roll(ay, -1)
    centers = np.arange(columns) + 0.5
    for row in range(max(int(ay.min()), 0), min(int(ay.max()) + 1, rows)):
        y = row + 0.5
        crossing = (ay <= y) != (by <= y)
        if not crossing.any():
            continue
        fraction = (y - ay[crossing]) / (by[crossing] - ay[crossing])
        xs = np.sort(ax[crossing] + fraction * (bx[crossing] - ax[crossing]))
        mask[row] = np.searchsorted(xs, centers) % 2 == 1
    return mask
