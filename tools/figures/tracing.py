"""Pixels to polylines: outlines of masks and center lines of thin strokes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.ndimage import gaussian_filter
from skimage import draw, measure, morphology

from tools.figures.rotation import Array, Ints, Mask

Pixel = tuple[int, int]
# scikit-image has no types of its own
find_contours: Callable[[Array, float], list[Array]] = measure.find_contours
thinned: Callable[[Mask], Mask] = morphology.skeletonize
convex_hull: Callable[[Mask], Mask] = morphology.convex_hull_image
polygon_pixels: Callable[[Array, Array, tuple[int, int]], tuple[Ints, Ints]] = draw.polygon
AROUND = ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1))
STRAIGHT_ENOUGH = 0.3


def outlines(mask: Mask, sigma: float = 1.5, smallest: float = 80) -> list[Array]:
    """Closed outlines (x, y) of a mask, holes included, above an area in pixels."""
    soft = gaussian_filter(np.pad(mask.astype(float), 4), sigma)
    found: list[Array] = []
    for contour in find_contours(soft, 0.5):
        line = contour[:, ::-1] - 4 + 0.5
        if np.linalg.norm(line[0] - line[-1]) >= 2:
            continue
        cross = np.dot(line[:-1, 0], line[1:, 1]) - np.dot(line[1:, 0], line[:-1, 1])
        if 0.5 * abs(cross) >= smallest:
            found.append(line[:-1])
    return found


def center_lines(mask: Mask, shortest: int = 14) -> list[Array]:
    """Center lines (x, y) of thin strokes; spurs pruned, straight continuations joined."""
    links = _pixel_links(thinned(mask))
    degree = {p: len(near) for p, near in links.items()}
    lines = [line for line in _walk_all(links, degree) if not _is_spur(line, degree, shortest)]
    lines = _joined(lines)
    result = []
    for line in lines:
        small_ring = line[0] == line[-1] and len(line) < 45
        if len(line) >= shortest and not small_ring:
            result.append(np.array(line, float)[:, ::-1] + 0.5)
    return result


def _pixel_links(skeleton: Mask) -> dict[Pixel, list[Pixel]]:
    pixels = [(int(a), int(b)) for a, b in np.argwhere(skeleton)]
    present = set(pixels)
    links = {}
    for p in pixels:
        near = [(p[0] + a, p[1] + b) for a, b in AROUND if (p[0] + a, p[1] + b) in present]
        side = [q for q in near if q[0] == p[0] or q[1] == p[1]]
        corner = [
            q
            for q in near
            if q not in side and not any(abs(q[0] - f[0]) + abs(q[1] - f[1]) == 1 for f in side)
        ]
        links[p] = side + corner
    return links


def _walk_all(links: dict[Pixel, list[Pixel]], degree: dict[Pixel, int]) -> list[list[Pixel]]:
    seen: set[tuple[Pixel, Pixel]] = set()
    lines = []
    ordered = [p for p in links if degree[p] != 2] + list(links)
    for p in ordered:
        # the walk marks what it has seen, so the list must grow one by one
        for q in links[p]:
            if (p, q) not in seen:
                lines += [_walk(p, q, links, degree, seen)]
    return lines


def _walk(
    p: Pixel,
    q: Pixel,
    links: dict[Pixel, list[Pixel]],
    degree: dict[Pixel, int],
    seen: set[tuple[Pixel, Pixel]],
) -> list[Pixel]:
    line = [p, q]
    seen.update({(p, q), (q, p)})
    while degree[line[-1]] == 2:
        onward = [x for x in links[line[-1]] if x != line[-2]]
        if not onward or (line[-1], onward[0]) in seen:
            break
        seen.update({(line[-1], onward[0]), (onward[0], line[-1])})
        line.append(onward[0])
    return line


def _is_spur(line: list[Pixel], degree: dict[Pixel, int], shortest: int) -> bool:
    free = (degree[line[0]] == 1) + (degree[line[-1]] == 1)
    return free >= 1 and len(line) < shortest * (0.6 if free == 1 else 1)


def _leaving(line: list[Pixel], at_start: bool) -> Array:
    ordered = np.array(line if at_start else line[::-1], float)
    along = ordered[min(8, len(ordered) - 1)] - ordered[0]
    return np.asarray(along / (np.linalg.norm(along) + 1e-9))


def _joined(lines: list[list[Pixel]]) -> list[list[Pixel]]:
    """Join line ends that meet in one pixel and continue straight, best match first."""
    joined = [list(line) for line in lines]
    while True:
        match = _best_join(joined)
        if match is None:
            return joined
        i, i_start, j, j_start = match
        first = joined[i][::-1] if i_start else joined[i]
        second = joined[j] if j_start else joined[j][::-1]
        joined = [line for k, line in enumerate(joined) if k not in (i, j)]
        joined.append(first + second[1:])


def _best_join(lines: list[list[Pixel]]) -> tuple[int, bool, int, bool] | None:
    ends: dict[Pixel, list[tuple[int, bool]]] = {}
    for i, line in enumerate(lines):
        ends.setdefault(line[0], []).append((i, True))
        ends.setdefault(line[-1], []).append((i, False))
    for meeting in ends.values():
        best: tuple[float, tuple[int, bool, int, bool]] | None = None
        for x, (i, i_start) in enumerate(meeting):
            for j, j_start in meeting[x + 1 :]:
                if i == j:
                    continue
                straight = float(-_leaving(lines[i], i_start) @ _leaving(lines[j], j_start))
                if straight > STRAIGHT_ENOUGH and (best is None or straight > best[0]):
                    best = (straight, (i, i_start, j, j_start))
        if best is not None:
            return best[1]
    return None


def snapped(line: Array, outline: list[Array], reach: float = 13.0) -> Array:
    """The line with its ends pulled onto the nearest outline point within reach."""
    result = line
    for at_start in (True, False):
        end = result[0] if at_start else result[-1]
        best: tuple[float, Array] | None = None
        for contour in outline:
            away = np.linalg.norm(contour - end, axis=1)
            i = int(away.argmin())
            if away[i] < reach and (best is None or away[i] < best[0]):
                best = (float(away[i]), contour[i])
        if best is not None:
            parts = [best[1][None], result] if at_start else [result, best[1][None]]
            result = np.vstack(parts)
    return result


def runs_outside(line: Array, covered: Mask, shortest: int = 6) -> list[Array]:
    """Pieces of a closed line that lie outside a mask; the whole ring when it never enters it."""
    height, width = covered.shape
    x = np.clip(line[:, 0].astype(int), 0, width - 1)
    y = np.clip(line[:, 1].astype(int), 0, height - 1)
    free = ~covered[y, x]
    if free.all():
        return [np.vstack([line, line[:1]])]
    start = int(np.flatnonzero(~free)[0])
    order = np.roll(np.arange(len(line)), -start)
    breaks = np.flatnonzero(np.diff(free[order].astype(int))) + 1
    pieces = np.split(order, breaks)
    return [line[p] for p in pieces if free[p[0]] and len(p) >= shortest]
