"""Which label pixels a mark covers, kept as small pieces so that hundreds of marks stay cheap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.bodychart.atlas import ViewAtlas
from pt_chart.clinical.bodychart.marks import BrushStroke, Outline, Point, RegionFill, Shape

Mask = NDArray[np.bool_]

SPACING = 0.35
"""Points of a stroke nearer than this share of its radius say nothing about what it covers."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """Figure pixels under a shape: ``bits`` lies at (``top``, ``left``) of the label image."""

    atlas: ViewAtlas
    top: int
    left: int
    bits: Mask

    @cached_property
    def size(self) -> int:
        """How many figure pixels are covered."""
        return int(np.count_nonzero(self.bits))

    @property
    def window(self) -> tuple[slice, slice]:
        """Where the piece lies in the label image."""
        rows, columns = self.bits.shape
        return slice(self.top, self.top + rows), slice(self.left, self.left + columns)

    @cached_property
    def by_region(self) -> NDArray[np.int64]:
        """Covered pixels per region, index as in the label image (0 = outside, never covered)."""
        labels = self.atlas.labels[self.window][self.bits]
        return np.bincount(labels, minlength=len(self.atlas.regions) + 1)

    def without(self, other: Coverage) -> Coverage:
        """What is left after rubbing out another piece of the same view."""
        rows, columns = self.bits.shape
        top, left = max(self.top, other.top), max(self.left, other.left)
        bottom = min(self.top + rows, other.top + other.bits.shape[0])
        right = min(self.left + columns, other.left + other.bits.shape[1])
        if top >= bottom or left >= right:
            return self
        mine = slice(top - self.top, bottom - self.top), slice(left - self.left, right - self.left)
        theirs = (
            slice(top - other.top, bottom - other.top),
            slice(left - other.left, right - other.left),
        )
        if not (self.bits[mine] & other.bits[theirs]).any():
            return self
        bits = self.bits.copy()
        bits[mine] &= ~other.bits[theirs]
        return Coverage(self.atlas, self.top, self.left, bits)


def union_of(pieces: Iterable[Coverage], atlas: ViewAtlas) -> Mask:
    """All pieces of one view together, as a mask of the whole label image."""
    whole = np.zeros(atlas.labels.shape, dtype=np.bool_)
    for piece in pieces:
        whole[piece.window] |= piece.bits
    return whole


@lru_cache(maxsize=4096)
def coverage_of(shape: Shape, atlas: ViewAtlas) -> Coverage:
    """The figure pixels that a shape covers.

    Arrows and pins cover nothing. Points outside the figure simply cover nothing there, points
    that are no numbers are left out.
    """
    match shape:
        case BrushStroke():
            found = _stroke(shape, atlas)
        case Outline():
            found = _inside(shape.points, atlas)
        case RegionFill():
            found = _region(shape, atlas)
        case _:
            found = _nothing(atlas)
    found.bits.setflags(write=False)
    return found


def mask_of(shape: Shape, atlas: ViewAtlas) -> Mask:
    """The same as a mask of the whole label image."""
    return union_of([coverage_of(shape, atlas)], atlas)


def finite(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points that are numbers, in order."""
    return tuple(p for p in points if len(p) == 2 and np.isfinite(p[0]) and np.isfinite(p[1]))


def _nothing(atlas: ViewAtlas) -> Coverage:
    return Coverage(atlas, 0, 0, np.zeros((0, 0), dtype=np.bool_))


def _cropped(mask: Mask, atlas: ViewAtlas, top: int = 0, left: int = 0) -> Coverage:
    rows = np.flatnonzero(mask.any(axis=1))
    if not len(rows):
        return _nothing(atlas)
    columns = np.flatnonzero(mask.any(axis=0))
    bits = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].copy()
    return Coverage(atlas, top + int(rows[0]), left + int(columns[0]), bits)


def _region(fill: RegionFill, atlas: ViewAtlas) -> Coverage:
    wanted = np.array([False, *(r.within(fill.region, fill.side) for r in atlas.regions)])
    return _cropped(wanted[atlas.labels], atlas)


def _pixels(points: tuple[Point, ...], atlas: ViewAtlas) -> NDArray[np.float64]:
    rows, columns = atlas.labels.shape
    return np.asarray(finite(points), dtype=np.float64).reshape(-1, 2) * (columns, rows)


def _spaced(xy: NDArray[np.float64], apart: float) -> NDArray[np.float64]:
    """Without points nearer than ``apart`` to the last one kept; both ends stay."""
    if len(xy) < 3:
        return xy
    kept = [0]
    last_x, last_y = xy[0]
    for index, (x, y) in enumerate(xy[1:-1].tolist(), 1):
        if (x - last_x) ** 2 + (y - last_y) ** 2 >= apart * apart:
            kept.append(index)
            last_x, last_y = x, y
    return xy[[*kept, len(xy) - 1]]


def _stroke(stroke: BrushStroke, atlas: ViewAtlas) -> Coverage:
    rows, columns = atlas.labels.shape
    xy = _pixels(stroke.points, atlas)
    if not len(xy) or not np.isfinite(stroke.width):
        return _nothing(atlas)
    # Label pixels may not be square on the figure; measure distances in row heights.
    stretch = atlas.aspect * rows / columns
    radius = min(max(stroke.width * rows / 2, 0.5), rows)
    # Far outside there is nothing to cover: what lies a figure away is brought to its edge.
    xy = np.clip(xy, (-columns, -rows), (2 * columns, 2 * rows))
    xy = _spaced(xy, max(1.0, SPACING * radius))
    mask = np.zeros((rows, columns), dtype=np.bool_)
    starts, ends = xy.tolist(), np.vstack([xy[1:], xy[-1:]]).tolist()
    for (ax, ay), (bx, by) in zip(starts, ends, strict=True):
        _capsule(mask, (ax, ay), (bx, by), radius, stretch)
    mask &= atlas.labels > 0
    return _cropped(mask, atlas)


def _capsule(mask: Mask, start: Point, end: Point, radius: float, stretch: float) -> None:
    """Set the pixels within ``radius`` of a segment."""
    (ax, ay), (bx, by) = start, end
    rows, columns = mask.shape
    reach = radius / stretch + 1
    left, right = max(int(min(ax, bx) - reach), 0), min(int(max(ax, bx) + reach) + 1, columns)
    top, bottom = (
        max(int(min(ay, by) - radius - 1), 0),
        min(int(max(ay, by) + radius + 1) + 1, rows),
    )
    if left >= right or top >= bottom:
        return
    xs = (np.arange(left, right) + 0.5 - ax) * stretch
    ys = (np.arange(top, bottom) + 0.5 - ay)[:, None]
    dx, dy = (bx - ax) * stretch, by - ay
    length = dx * dx + dy * dy
    along = np.clip((xs * dx + ys * dy) / length, 0, 1) if length else np.zeros(1)
    mask[top:bottom, left:right] |= (xs - along * dx) ** 2 + (ys - along * dy) ** 2 <= radius**2


def _inside(points: tuple[Point, ...], atlas: ViewAtlas) -> Coverage:
    """Even-odd fill of a closed outline, sampled at pixel centers."""
    rows, columns = atlas.labels.shape
    xy = _pixels(points, atlas)
    if len(xy) < 3:
        return _nothing(atlas)
    xy = np.clip(xy, (-columns, -rows), (2 * columns, 2 * rows))
    mask = np.zeros((rows, columns), dtype=np.bool_)
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
    mask &= atlas.labels > 0
    return _cropped(mask, atlas)
