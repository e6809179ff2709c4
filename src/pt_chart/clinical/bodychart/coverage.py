"""Which label pixels a mark covers, kept as small pieces so that hundreds of marks stay cheap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.bodychart.marks import BrushStroke, Outline, Point, RegionFill, Shape

Mask = NDArray[np.bool_]

SPACING = 0.5
"""Points of a stroke nearer than this share of its radius say nothing about what it covers."""

STRAIGHT = 0.2
"""Label pixels by which a point may lie off the line and still be left out."""
FEW = 24
TOUCHED_SHARE_OF_MARK = 0.10
TOUCHED_SHARE_OF_REGION = 0.20
LEAST_SHARE_OF_MARK = 0.05
MOST_OF_REGION = 0.50
"""A region counts as touched when a mark has a tenth of its area there; when the mark fills a
fifth of it with at least a twentieth of the mark, so that the brush's edge on a thin region does
not count; or when it fills half of it, so that a large area counts the small regions inside it.
The region between the legs counts from a fifth of it whatever the mark's size: there a question
too many is better than one too few."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """Figure pixels under a shape: ``bits`` lies at (``top``, ``left``) of the label image."""

    atlas: ViewAtlas
    top: int
    left: int
    bits: Mask
    among: NDArray[np.bool_] | None = None
    """Of what was rubbed out in part: the regions that counted before, index as ``by_region``."""

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

    @cached_property
    def counted(self) -> NDArray[np.bool_]:
        """Whether each region counts as touched; rubbing out never adds one."""
        whole, covered = self.atlas.region_pixels, self.by_region
        of_mark = covered >= max(TOUCHED_SHARE_OF_MARK * self.size, 1)
        some = covered >= max(LEAST_SHARE_OF_MARK * self.size, 1)
        fifth = covered >= np.maximum(TOUCHED_SHARE_OF_REGION * whole, 1)
        some = fifth & (some | self.atlas.middle)
        most = covered >= np.maximum(MOST_OF_REGION * whole, 1)
        found: NDArray[np.bool_] = of_mark | some | most
        return found if self.among is None else found & self.among

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """The regions that count as touched."""
        return tuple(self.atlas.regions[n - 1] for n in np.flatnonzero(self.counted) if n)

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
        return Coverage(self.atlas, self.top, self.left, bits, self.counted)


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
    return tuple(p for p in points if len(p) == 2 and isfinite(p[0]) and isfinite(p[1]))


def sound_width(width: float) -> bool:
    """Whether a brush may be so wide: at most the height of the view."""
    return isfinite(width) and 0 < width <= 1


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
    spaced = xy[[*kept, len(xy) - 1]]
    # Looking for straight parts costs more than it saves while the points are few.
    return _straightened(_straightened(spaced)) if len(spaced) > FEW else spaced


def _straightened(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without every second point, where it lies on the line between its neighbors."""
    if len(xy) < 3:
        return xy
    before, middle, after = xy[:-2:2], xy[1:-1:2], xy[2::2]
    along, away = after - before, middle - before
    off = np.abs(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0])
    length = np.hypot(along[:, 0], along[:, 1])
    between = (away * along).sum(axis=1)
    straight = (off <= STRAIGHT * length) & (between >= 0) & (between <= length * length)
    kept = np.ones(len(xy), dtype=np.bool_)
    kept[1 : 2 * len(middle) : 2] = ~straight
    return xy[kept]


def _stroke(stroke: BrushStroke, atlas: ViewAtlas) -> Coverage:
    """Row by row: a piece of a round stroke is convex, so each row of it is one span."""
    rows, columns = atlas.labels.shape
    xy = _pixels(stroke.points, atlas)
    if not len(xy) or not sound_width(stroke.width):
        return _nothing(atlas)
    # Label pixels may not be square on the figure; measure distances in row heights.
    stretch = atlas.aspect * rows / columns
    radius = min(max(stroke.width * rows / 2, 0.5), rows)
    # Far outside there is nothing to cover: what lies a figure away is brought to its edge.
    xy = np.minimum(np.maximum(xy, (-columns, -rows)), (2 * columns, 2 * rows))
    xy = _spaced(xy, max(1.0, SPACING * radius))
    top = max(int(xy[:, 1].min() - radius), 0)
    bottom = min(int(xy[:, 1].max() + radius) + 2, rows)
    left = max(int(xy[:, 0].min() - radius / stretch), 0)
    right = min(int(xy[:, 0].max() + radius / stretch) + 2, columns)
    if top >= bottom or left >= right:
        return _nothing(atlas)
    xy[:, 0] *= stretch
    centers = np.arange(top, bottom) + 0.5
    first, last = _spans(xy[:-1] if len(xy) > 1 else xy, xy[1:] if len(xy) > 1 else xy,
                         radius, centers)  # fmt: skip
    bits = _filled(first / stretch - left, last / stretch - left, right - left)
    bits &= atlas.labels[top:bottom, left:right] > 0
    return _cropped(bits, atlas, top, left)


def _spans(
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
    radius: float,
    rows: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where each row (by its center) enters and leaves each piece; (rows, pieces), NaN-free.

    A row that misses a piece has an entry of +inf and an exit of -inf.
    """
    y = rows[:, None]
    every = np.vstack([starts, ends[-1:]])
    inside = radius * radius - (y - every[:, 1]) ** 2
    half = np.sqrt(np.maximum(inside, 0.0))
    missed = inside < 0
    near = np.where(missed, np.inf, every[:, 0] - half)
    far = np.where(missed, -np.inf, every[:, 0] + half)
    first = np.minimum(near[:, :-1], near[:, 1:])
    last = np.maximum(far[:, :-1], far[:, 1:])
    along = ends - starts
    level = np.abs(along[:, 1]) < 1e-6
    rise = np.where(level, np.inf, along[:, 1])
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-12)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * (radius / length)[:, None]
    for edge in (starts + across, starts - across):
        share = (y - edge[:, 1]) / rise
        x = edge[:, 0] + share * along[:, 0]
        missed = (share < 0) | (share > 1) | level
        first = np.minimum(first, np.where(missed, np.inf, x))
        last = np.maximum(last, np.where(missed, -np.inf, x))
    return first, last


def _filled(first: NDArray[np.float64], last: NDArray[np.float64], columns: int) -> Mask:
    """Pixels whose center lies between an entry and an exit of their row."""
    begin = np.ceil(np.minimum(np.maximum(first - 0.5, 0.0), columns)).astype(np.intp)
    stop = np.floor(np.minimum(np.maximum(last + 0.5, 0.0), columns)).astype(np.intp)
    width = columns + 1
    row = np.arange(len(first))[:, None] * width
    real = stop > begin
    size = len(first) * width
    steps = np.bincount((row + begin)[real], minlength=size)
    steps = steps - np.bincount((row + stop)[real], minlength=size)
    inside: Mask = np.cumsum(steps.reshape(len(first), width), axis=1)[:, :columns] > 0
    return inside


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
