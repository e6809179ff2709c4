"""Simple solids for props: boxes, tubes, ellipsoids, cushions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.spatial import ConvexHull

from tools.figures.rotation import Array, Ints, about

Mesh = tuple[Array, Ints]


def box(center: Sequence[float], size: Sequence[float], yaw: float = 0.0) -> tuple[Array, Ints]:
    """Box with separate corners per face, so that its edges can be told apart."""
    half = np.array(size, float) / 2
    signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], float)
    corners = (signs * half) @ about("z", yaw).T + np.array(center, float)
    faces = [
        [0, 1, 3, 2],
        [4, 6, 7, 5],
        [0, 4, 5, 1],
        [2, 3, 7, 6],
        [0, 2, 6, 4],
        [1, 5, 7, 3],
    ]
    points = np.vstack([corners[f] for f in faces])
    triangles = [[4 * k + i for i in t] for k in range(6) for t in ([0, 1, 2], [0, 2, 3])]
    return points, np.array(triangles, np.int64)


def box_faces(points: Array) -> Array:
    """Rest coordinates that keep each box face apart: every edge between faces gets a line."""
    return np.asarray(np.repeat(np.arange(len(points) // 4), 4)[:, None] * np.array([[10.0, 0, 0]]))


def tube(path: Array, radius: float, sides: int = 12) -> Mesh:
    """Closed tube along a path of shape (n, 3)."""
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    u = np.cross(tangent, [0.3, 0.2, 1.0])
    u /= np.linalg.norm(u, axis=1, keepdims=True)
    w = np.cross(tangent, u)
    a = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(a)[None, :, None] * u[:, None] + np.sin(a)[None, :, None] * w[:, None]
    points = (path[:, None] + radius * ring).reshape(-1, 3)
    return _closed_rings(points, len(path), sides, path[0], path[-1])


def _closed_rings(points: Array, rings: int, sides: int, first: Array, last: Array) -> Mesh:
    triangles = []
    for i in range(rings - 1):
        for j in range(sides):
            p, q = i * sides + j, i * sides + (j + 1) % sides
            triangles += [[p, q, p + sides], [q, q + sides, p + sides]]
    count = len(points)
    for j in range(sides):
        k = (j + 1) % sides
        triangles.append([count, j, k])
        triangles.append([count + 1, (rings - 1) * sides + j, (rings - 1) * sides + k])
    return np.vstack([points, first[None], last[None]]), np.array(triangles, np.int64)


def ellipsoid(center: Array, radii: Sequence[float], rings: int = 14, sides: int = 28) -> Mesh:
    """Closed ellipsoid with its poles along z."""
    levels = np.linspace(-np.pi / 2, np.pi / 2, rings + 2)[1:-1]
    a = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    rows = [
        np.c_[np.cos(t) * np.cos(a), np.cos(t) * np.sin(a), np.full(sides, np.sin(t))]
        for t in levels
    ]
    size = np.array(radii, float)
    points = np.vstack(rows) * size + center
    pole = np.array([0.0, 0.0, size[2]])
    return _closed_rings(points, rings, sides, center - pole, center + pole)


def cushion(center: Sequence[float], size: Sequence[float], yaw: float = 0.0) -> Mesh:
    """Soft block: rounded outline, bulging middle; ``size`` is the full length, width, height."""
    a = np.linspace(0, 2 * np.pi, 44, endpoint=False)
    outline = np.c_[
        np.sign(np.cos(a)) * np.abs(np.cos(a)) ** 0.45,
        np.sign(np.sin(a)) * np.abs(np.sin(a)) ** 0.45,
    ]
    half = np.array(size, float) / 2
    rows = []
    for height, reach in ((-1, 0.84), (-0.6, 0.96), (0, 1.0), (0.6, 0.96), (1, 0.82)):
        flat = outline * half[:2] * reach
        rows.append(np.c_[flat, np.full(len(a), height * half[2])])
    points = np.vstack(rows) @ about("z", yaw).T + np.array(center, float)
    up = np.array([0.0, 0.0, half[2]])
    middle = np.array(center, float)
    return _closed_rings(points, len(rows), len(a), middle - up, middle + up)


def wrapped(points: Array, thickness: float) -> Mesh:
    """Convex skin round points (n, 3), ``thickness`` meters outside them."""
    hull = ConvexHull(points)
    corners = points[hull.simplices]
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inward = (face * hull.equations[:, :3]).sum(1) < 0
    triangles: Ints = np.asarray(hull.simplices, np.int64)
    triangles[inward] = triangles[inward][:, ::-1]
    away = points - points[hull.vertices].mean(0)
    return points + away / np.linalg.norm(away, axis=1, keepdims=True) * thickness, triangles
