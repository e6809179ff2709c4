"""Orthographic camera and the z-buffer that says which triangle each pixel shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit

from tools.figures.rotation import Array, Ints, Mask

PIXELS_PER_METER = 900.0


def _fill_depth(
    points: Array,
    triangles: Ints,
    alpha: Array,
    depth: Array,
    ids: Ints,
    us: Array,
    vs: Array,
    first_id: int,
) -> None:
    """Rasterize triangles; a pixel whose interpolated alpha is negative shows what is behind."""
    height, width = depth.shape
    for t in range(triangles.shape[0]):
        a, b, c = triangles[t, 0], triangles[t, 1], triangles[t, 2]
        if alpha[a] < 0 and alpha[b] < 0 and alpha[c] < 0:
            continue
        ax, ay = points[a, 0], points[a, 1]
        bx, by = points[b, 0], points[b, 1]
        cx, cy = points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-12:
            continue
        x0 = max(int(np.ceil(min(ax, bx, cx) - 0.5)), 0)
        x1 = min(int(np.floor(max(ax, bx, cx) - 0.5)), width - 1)
        y0 = max(int(np.ceil(min(ay, by, cy) - 0.5)), 0)
        y1 = min(int(np.floor(max(ay, by, cy) - 0.5)), height - 1)
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                px, py = x + 0.5, y + 0.5
                u = ((px - ax) * (cy - ay) - (cx - ax) * (py - ay)) / area
                v = ((bx - ax) * (py - ay) - (px - ax) * (by - ay)) / area
                if u < -1e-9 or v < -1e-9 or u + v > 1 + 1e-9:
                    continue
                if alpha[a] * (1 - u - v) + alpha[b] * u + alpha[c] * v < 0:
                    continue
                z = points[a, 2] + u * (points[b, 2] - points[a, 2])
                z += v * (points[c, 2] - points[a, 2])
                if z < depth[y, x]:
                    depth[y, x] = z
                    ids[y, x] = first_id + t
                    us[y, x] = u
                    vs[y, x] = v


_fill_depth_fast = njit(cache=True)(_fill_depth)


class Camera:
    """Azimuth 0 looks at the front (from -y), 90 from the +x side; elevation looks down."""

    def __init__(
        self, azimuth: float, elevation: float = 0.0, pixels_per_meter: float = PIXELS_PER_METER
    ) -> None:
        a, e = np.radians(azimuth), np.radians(elevation)
        back = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
        right = np.array([np.cos(a), np.sin(a), 0.0])
        up = np.cross(back, right)
        self.axes: Array = np.array([right, -up, -back])
        self.toward: Array = back
        self.scale = pixels_per_meter
        self.offset: Array = np.zeros(2)
        self.size = (1, 1)

    def frame(self, points: Array, padding: float) -> None:
        """Fit the picture (width, height in pixels) round the points."""
        flat = (points @ self.axes.T * self.scale)[:, :2]
        self.offset = flat.min(0) - padding
        width, height = np.ceil(flat.max(0) - self.offset + padding).astype(int)
        self.size = (int(width), int(height))

    def project(self, points: Array) -> Array:
        """Pixel x, y and depth (pixels, smaller is nearer) of points (n, 3)."""
        moved: Array = points @ self.axes.T * self.scale
        moved[:, :2] -= self.offset
        return moved


@dataclass(frozen=True)
class Surface:
    """A triangle mesh to draw. ``alpha`` below 0 cuts it away; ``rest`` finds inner edges."""

    material: str
    points: Array
    triangles: Ints
    rest: Array
    alpha: Array | None = None
    actor: int = -1


@dataclass(frozen=True)
class Hits:
    """Per pixel: depth in meters, surface number (-1 none), triangle and barycentric u, v."""

    depth: Array
    surface: Ints
    triangle: Ints
    u: Array
    v: Array


def cast(camera: Camera, surfaces: Sequence[Surface]) -> Hits:
    """Nearest surface at each pixel."""
    width, height = camera.size
    depth = np.full((height, width), np.inf)
    ids = np.full((height, width), -1, np.int64)
    us = np.zeros((height, width))
    vs = np.zeros((height, width))
    starts: list[int] = []
    total = 0
    for s in surfaces:
        alpha = np.ones(len(s.points)) if s.alpha is None else s.alpha.astype(float)
        points = np.ascontiguousarray(camera.project(s.points))
        triangles = np.ascontiguousarray(s.triangles, np.int64)
        _fill_depth_fast(points, triangles, np.ascontiguousarray(alpha), depth, ids, us, vs, total)
        starts.append(total)
        total += len(s.triangles)
    surface = np.searchsorted(np.array(starts), ids, side="right") - 1
    surface[ids < 0] = -1
    local = ids - np.array([*starts, 0])[surface]
    return Hits(depth / camera.scale, surface, np.where(surface < 0, 0, local), us, vs)


def sample(values: Array, surface: Surface, hits: Hits, where: Mask) -> Array:
    """Values on vertices, interpolated at the pixels of the mask ``where``."""
    corners = surface.triangles[hits.triangle[where]]
    u, v = hits.u[where], hits.v[where]
    if values.ndim > 1:
        u, v = u[:, None], v[:, None]
    mixed: Array = (
        values[corners[:, 0]] * (1 - u - v) + values[corners[:, 1]] * u + values[corners[:, 2]] * v
    )
    return mixed


def normals(points: Array, triangles: Ints) -> Array:
    """Area-weighted unit vertex normals."""
    corner = points[triangles]
    face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    summed = np.zeros_like(points)
    for k in range(3):
        np.add.at(summed, triangles[:, k], face)
    return np.asarray(summed / (np.linalg.norm(summed, axis=1, keepdims=True) + 1e-12))
