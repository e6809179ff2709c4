"""Shirt and shorts: the body mesh inflated a little and cut per pixel by a smooth field.

A field is positive where the cloth is; all are functions of canonical coordinates.
"""

from __future__ import annotations

import numpy as np

from tools.figures.body import ARM, Body, load_body
from tools.figures.camera import normals
from tools.figures.rotation import Array

SHIRT_HEM = 0.03
SLEEVE_HEM = 0.335
SHORTS_HEM = -0.235
TROUSER_HEM = -0.87
WAIST = 0.13
NECK_CENTER = np.array([0.0, 0.0, 0.615])
NECK_RADIUS = 0.098
SMOOTHING_ROUNDS = 8


def smooth_step(values: Array, low: float, high: float) -> Array:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def shirt_field(body: Body) -> Array:
    """Signed distance-like field of a short-sleeved shirt, meters."""
    z = body.canonical[:, 2]
    arm = smooth_step(body.share(*ARM), 0.3, 0.7)
    below = z - (SHIRT_HEM + (SLEEVE_HEM - SHIRT_HEM) * arm)
    from_neck = np.linalg.norm((body.canonical - NECK_CENTER) / [1, 1.05, 1], axis=1)
    neckline = np.minimum(from_neck - NECK_RADIUS, 0.60 - z)
    return np.asarray(np.where(z > 0.45, np.minimum(below, neckline), below))


def shorts_field(body: Body, *, trousers: bool = False) -> Array:
    """Signed field of shorts or trousers, meters."""
    z = body.canonical[:, 2]
    hem = TROUSER_HEM if trousers else SHORTS_HEM
    return np.asarray(np.where(body.share(*ARM) > 0.15, -1.0, np.minimum(z - hem, WAIST - z)))


def draped(body: Body, points: Array, rounds: int = SMOOTHING_ROUNDS) -> Array:
    """Coarse vertices with the clothed part smoothed (Taubin), so that no anatomy shows through."""
    height = load_body("neutral").baseline[:, 2]
    clothed = ((height < 0.56) & (height > -0.26) & ~body.unused)[:, None]
    moved = points.copy()
    for _ in range(rounds):
        for factor in (0.6, -0.62):
            moved = np.where(clothed, moved + factor * (body.neighbors @ moved - moved), moved)
    return moved


def shirt_points(body: Body, points: Array) -> Array:
    """Fine vertices of the shirt over posed coarse ``points``."""
    cloth = np.asarray(body.subdivide @ draped(body, points))
    z = body.canonical[:, 2]
    arm = body.share(*ARM)
    ease = 0.005 + 0.007 * np.clip((0.56 - z) / 0.08, 0, 1)
    ease += 0.006 * np.clip((0.16 - z) / 0.13, 0, 1) * (arm < 0.5)
    ease += 0.004 * (arm > 0.5) * np.clip((0.42 - z) / 0.08, 0, 1)
    return np.asarray(cloth + normals(cloth, body.fine_triangles) * ease[:, None])


def shorts_points(body: Body, points: Array, *, trousers: bool = False) -> Array:
    """Fine vertices of the shorts over posed coarse ``points``."""
    cloth = np.asarray(body.subdivide @ draped(body, points))
    z = body.canonical[:, 2]
    hem = TROUSER_HEM if trousers else SHORTS_HEM
    ease = 0.005 + 0.006 * np.clip(1 - (z - hem) / 0.2, 0, 1)
    return np.asarray(cloth + normals(cloth, body.fine_triangles) * ease[:, None])
