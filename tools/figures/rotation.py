"""Rotations and rigid transforms as 3x3 and 4x4 matrices; degrees in, column vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


def about(axis: str, degrees: float) -> Array:
    """Right-handed rotation about a coordinate axis ``"x"``, ``"y"`` or ``"z"``."""
    angle = np.radians(degrees)
    c, s = float(np.cos(angle)), float(np.sin(angle))
    if axis == "x":
        return np.array([[1, 0, 0], [0, c, -s], [0, s, c]], float)
    if axis == "y":
        return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], float)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], float)


def about_vector(axis: Array, degrees: float) -> Array:
    """Right-handed rotation about a unit vector (Rodrigues)."""
    angle = np.radians(degrees)
    k = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]], float)
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * (k @ k))


def aligning(source: Array, target: Array) -> Array:
    """Smallest rotation that turns ``source`` into the direction of ``target``."""
    a = source / np.linalg.norm(source)
    b = target / np.linalg.norm(target)
    v = np.cross(a, b)
    k = np.array([[0, -v[2], v[1]], [v[2], 0, -v[0]], [-v[1], v[0], 0]], float)
    return np.asarray(np.eye(3) + k + (k @ k) / (1 + float(a @ b)))


def rigid(rotation: Array, pivot: Array, moved_to: Array | None = None) -> Array:
    """4x4 transform that rotates about ``pivot`` and puts the pivot at ``moved_to``."""
    matrix = np.eye(4)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = (pivot if moved_to is None else moved_to) - rotation @ pivot
    return matrix


def transform_points(matrix: Array, points: Array) -> Array:
    """Apply a 4x4 transform to points of shape (..., 3)."""
    moved: Array = points @ matrix[:3, :3].T + matrix[:3, 3]
    return moved
