"""Polylines to cubic Bezier path data (Schneider's least-squares fit)."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from tools.figures.rotation import Array

MAX_DEPTH = 12
TANGENT_REACH = 5


def smoothed(points: Array, sigma: float, *, closed: bool = False) -> Array:
    """Gaussian-smoothed polyline; the ends of an open one stay where they are."""
    if len(points) < 4:
        return points
    if closed:
        return np.asarray(gaussian_filter1d(points, sigma, axis=0, mode="wrap"))
    n = min(len(points) - 1, int(4 * sigma))
    before = 2 * points[0] - points[1 : n + 1][::-1]
    after = 2 * points[-1] - points[-n - 1 : -1][::-1]
    padded = np.vstack([before, points, after]).astype(float)
    result = gaussian_filter1d(padded, sigma, axis=0, mode="nearest")[n : n + len(points)]
    result[0], result[-1] = points[0], points[-1]
    return np.asarray(result)


def fit(points: Array, error: float) -> list[Array]:
    """Cubic segments, each of shape (4, 2), that follow the polyline within ``error``."""
    p = np.asarray(points, float)
    p = p[np.r_[True, np.linalg.norm(np.diff(p, axis=0), axis=1) > 1e-6]]
    if len(p) < 2:
        return []
    segments: list[Array] = []
    last = len(p) - 1
    _fit_span(p, (0, last), (_end_tangent(p, 0, 1), _end_tangent(p, last, -1)), error, segments, 0)
    return segments


def _end_tangent(p: Array, i: int, step: int) -> Array:
    reach = min(TANGENT_REACH, len(p) - 1)
    j = min(max(i + step * reach, 0), len(p) - 1)
    along = p[j] - p[i]
    size = float(np.linalg.norm(along))
    return np.asarray(along / size) if size else np.array([1.0, 0.0])


def _fit_span(
    p: Array,
    span: tuple[int, int],
    tangents: tuple[Array, Array],
    error: float,
    segments: list[Array],
    depth: int,
) -> None:
    a, b = span
    q = p[a : b + 1]
    chord = float(np.linalg.norm(q[-1] - q[0]))
    if len(q) == 2 or depth > MAX_DEPTH:
        third = chord / 3
        ends = [q[0], q[0] + tangents[0] * third, q[-1] + tangents[1] * third, q[-1]]
        segments.append(np.array(ends))
        return
    steps = np.linalg.norm(np.diff(q, axis=0), axis=1)
    u = np.r_[0, np.cumsum(steps)] / steps.sum()
    worst = len(q) // 2
    for _ in range(4):
        curve = _least_squares(q, u, tangents, chord, float(steps.sum()))
        at = _point(curve, u)
        miss = ((at - q) ** 2).sum(1)
        worst = int(miss.argmax())
        if miss[worst] < error * error:
            segments.append(curve)
            return
        if miss[worst] > 16 * error * error:
            break
        u = _reparameterized(curve, q, at, u)
    middle = a + min(max(worst, 1), len(q) - 2)
    along = p[min(middle + 3, b)] - p[max(middle - 3, a)]
    size = float(np.linalg.norm(along))
    turn = along / size if size else tangents[0]
    _fit_span(p, (a, middle), (tangents[0], -turn), error, segments, depth + 1)
    _fit_span(p, (middle, b), (turn, tangents[1]), error, segments, depth + 1)


def _least_squares(
    q: Array, u: Array, tangents: tuple[Array, Array], chord: float, length: float
) -> Array:
    b0, b1 = (1 - u) ** 3, 3 * u * (1 - u) ** 2
    b2, b3 = 3 * u * u * (1 - u), u**3
    first = tangents[0] * b1[:, None]
    second = tangents[1] * b2[:, None]
    rest = q - (q[0] * (b0 + b1)[:, None] + q[-1] * (b2 + b3)[:, None])
    cross = (first * second).sum()
    c = np.array([[(first * first).sum(), cross], [cross, (second * second).sum()]])
    x = np.array([(first * rest).sum(), (second * rest).sum()])
    even = np.array([chord / 3, chord / 3])
    arms = np.linalg.solve(c, x) if abs(np.linalg.det(c)) > 1e-9 else even
    if (arms < 1e-3 * chord).any() or (arms > 3 * length).any():
        arms = even
    return np.array([q[0], q[0] + tangents[0] * arms[0], q[-1] + tangents[1] * arms[1], q[-1]])


def _point(curve: Array, u: Array) -> Array:
    v = 1 - u
    weights = np.stack([v**3, 3 * u * v**2, 3 * u * u * v, u**3], axis=1)
    return np.asarray(weights @ curve)


def _reparameterized(curve: Array, q: Array, at: Array, u: Array) -> Array:
    """One Newton step toward the parameters of the nearest points on the curve."""
    steps = 3 * np.diff(curve, axis=0)
    v = 1 - u
    first = np.stack([v**2, 2 * u * v, u**2], axis=1) @ steps
    bends = 2 * np.diff(steps, axis=0)
    second = np.stack([v, u], axis=1) @ bends
    above = ((at - q) * first).sum(1)
    below = (first * first).sum(1) + ((at - q) * second).sum(1)
    safe = np.where(np.abs(below) > 1e-9, below, 1.0)
    return np.asarray(np.clip(np.where(np.abs(below) > 1e-9, u - above / safe, u), 0, 1))


def number(value: float) -> str:
    """One decimal at most, without trailing zero: ``12``, ``3.5``, ``0``."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _pair(point: Array) -> str:
    return f"{number(float(point[0]))} {number(float(point[1]))}"


def curve_data(points: Array, error: float, scale: float, *, closed: bool = False) -> str:
    """Absolute ``M C Z`` path data of a pixel polyline, in picture units; "" if too short."""
    if closed and len(points) and np.linalg.norm(points[0] - points[-1]) > 1e-6:
        points = np.vstack([points, points[:1]])
    segments = fit(points, error)
    if not segments:
        return ""
    body = " ".join(_pair(x * scale) for s in segments for x in s[1:])
    return f"M{_pair(segments[0][0] * scale)}C{body}{'Z' if closed else ''}"
