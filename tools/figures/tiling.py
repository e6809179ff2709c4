"""A label image to polygons that tile it: every shared border is traced and smoothed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage as ndi
from shapely.geometry import LineString, Point
from shapely.ops import polygonize, unary_union
from shapely.strtree import STRtree

from tools.figures.bezier import smoothed
from tools.figures.rotation import Array, Ints, Mask

Corner = tuple[int, int]


class TilingError(Exception):
    """The polygons overlap or leave gaps; the message says which check failed."""


def cleaned(labels: Ints, count: int, mask: Mask, sigma: float = 3.0, smallest: int = 220) -> Ints:
    """Majority-smoothed labels inside the mask, crumbs given to their neighbors."""
    soft = [ndi.gaussian_filter((labels == k).astype(float), sigma) for k in range(1, count + 1)]
    result = np.where(mask, np.stack(soft).argmax(0) + 1, 0)
    for _ in range(3):
        crumbs = _crumbs(result, count, smallest)
        if not crumbs.any():
            break
        unknown = (result == 0) | crumbs
        near = ndi.distance_transform_edt(unknown, return_distances=False, return_indices=True)
        result = np.where(crumbs, result[near[0], near[1]], result)
        result[~mask] = 0
    return np.asarray(result, np.int64)


def _crumbs(labels: Ints, count: int, smallest: int) -> Mask:
    found = np.zeros(labels.shape, bool)
    for k in range(1, count + 1):
        pieces, n = ndi.label(labels == k)
        if n:
            sizes = ndi.sum(labels == k, pieces, np.arange(n + 1))
            found |= (sizes < smallest)[pieces] & (pieces > 0)
    return found


def _corner_links(labels: Ints) -> dict[Corner, list[Corner]]:
    padded = np.pad(labels, 1)
    links: dict[Corner, list[Corner]] = {}

    def add(a: Corner, b: Corner) -> None:
        links.setdefault(a, []).append(b)
        links.setdefault(b, []).append(a)

    rows, columns = np.where(padded[:, :-1] != padded[:, 1:])
    for r, c in zip(rows.tolist(), columns.tolist(), strict=True):
        add((c + 1, r), (c + 1, r + 1))
    rows, columns = np.where(padded[:-1] != padded[1:])
    for r, c in zip(rows.tolist(), columns.tolist(), strict=True):
        add((c, r + 1), (c + 1, r + 1))
    return links


def _arcs(labels: Ints) -> list[Array]:
    """Borders between labels as polylines of pixel corners (x, y), split where three meet."""
    links = _corner_links(labels)
    seen: set[tuple[Corner, Corner]] = set()
    arcs: list[Array] = []

    def walk(p: Corner, q: Corner) -> list[Corner]:
        line = [p, q]
        seen.update({(p, q), (q, p)})
        while len(links[line[-1]]) == 2 and line[-1] != p:
            onward = [r for r in links[line[-1]] if r != line[-2]]
            if not onward or (line[-1], onward[0]) in seen:
                break
            seen.update({(line[-1], onward[0]), (onward[0], line[-1])})
            line.append(onward[0])
        return line

    for p in [p for p in links if len(links[p]) != 2] + list(links):
        for q in links[p]:
            if (p, q) not in seen:
                arcs += [np.array(walk(p, q), float) - 1]
    return arcs


def polygons_of(labels: Ints, tolerance: float = 0.6) -> Mapping[int, Any]:
    """Shapely geometry per label (> 0), in pixel coordinates."""
    arcs = _arcs(labels)
    ends: Counter[tuple[float, ...]] = Counter()
    for arc in arcs:
        ends.update([tuple(arc[0]), tuple(arc[-1])])
    nodes = {point for point, count in ends.items() if count > 2}
    lines = []
    for arc in arcs:
        ring = bool((arc[0] == arc[-1]).all()) and tuple(arc[0]) not in nodes
        if ring:
            line = smoothed(arc[:-1], min(3, len(arc) / 20), closed=True)
            line = np.vstack([line, line[:1]])
        else:
            line = smoothed(arc, 3) if len(arc) > 6 else arc
        lines.append(LineString(line).simplify(tolerance))
    height, width = labels.shape
    pieces: dict[int, list[Any]] = {}
    for polygon in polygonize(unary_union(lines)):
        inside = polygon.representative_point()
        row = min(max(int(inside.y), 0), height - 1)
        column = min(max(int(inside.x), 0), width - 1)
        label = int(labels[row, column])
        if label > 0:
            pieces.setdefault(label, []).append(polygon)
    return {label: unary_union(found) for label, found in pieces.items()}


@dataclass(frozen=True)
class TilingCheck:
    """Sum of areas / union, union / pixel mask, and random points not in exactly one region."""

    sum_over_union: float
    union_over_mask: float
    misplaced: int


def check_tiling(shapes: Sequence[Any], mask_area: float, points: int = 2000) -> TilingCheck:
    """Measure a tiling. Raises TilingError when it has overlaps, gaps or invalid polygons."""
    if not all(s.is_valid for s in shapes):
        raise TilingError("a region polygon crosses itself")
    union = unary_union(list(shapes))
    tree = STRtree(list(shapes))
    random = np.random.default_rng(1)
    x0, y0, x1, y1 = union.bounds
    misplaced = tried = 0
    while tried < points:
        point = Point(random.uniform(x0, x1), random.uniform(y0, y1))
        if not union.contains(point):
            continue
        tried += 1
        hits = sum(1 for i in tree.query(point) if shapes[i].contains(point))
        misplaced += hits != 1
    total = sum(s.area for s in shapes)
    check = TilingCheck(total / union.area, union.area / mask_area, misplaced)
    if abs(check.sum_over_union - 1) > 1e-6 or check.union_over_mask < 0.99 or misplaced:
        raise TilingError(f"regions do not tile the figure: {check}")
    return check
