"""Muscles to highlight and the course of the sciatic nerve, in canonical coordinates.

Sketches for orientation: they show where a pull is felt or which line is meant, not exact anatomy.
Course of the nerve: general anatomy (gluteal region, back of the thigh, division above the knee,
tibial branch to the sole, common fibular branch round the fibular neck to the top of the foot).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree

from tools.figures.body import ARM, Body
from tools.figures.rotation import Array

SOFT_EDGE = 0.05
NERVE_SAMPLES = 60
NERVE_NEIGHBORS = 40

# name: (center height, half height, center angle, half angle); angle round the leg axis
LEG_MUSCLES: Mapping[str, tuple[float, float, float, float]] = {
    "hamstring": (-0.265, 0.17, 8, 80),
    "quadriceps": (-0.25, 0.17, 180, 62),
    "calf": (-0.60, 0.125, 0, 85),
    "shin": (-0.63, 0.15, 150, 40),
    "adductors": (-0.19, 0.12, -100, 50),
}
# angle round a point deeper in the pelvis: 0 back, 90 outer side
HIP_MUSCLES: Mapping[str, tuple[float, float, float, float]] = {
    "glute": (-0.005, 0.098, 42, 62),
    "glute_med": (0.035, 0.075, 88, 50),
    "hip_flexor": (-0.02, 0.09, 160, 40),
}
NERVE: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "trunk": (
        (0.022, 0.045, 0.115), (0.034, 0.055, 0.07), (0.060, 0.060, 0.035), (0.086, 0.055, -0.005),
        (0.106, 0.050, -0.05), (0.114, 0.042, -0.11), (0.116, 0.034, -0.25), (0.116, 0.040, -0.40),
    ),
    "tibial": (
        (0.116, 0.040, -0.40), (0.116, 0.040, -0.47), (0.113, 0.034, -0.60), (0.106, 0.030, -0.75),
        (0.092, 0.030, -0.88), (0.092, 0.0, -0.945), (0.105, -0.06, -0.962),
    ),
    "fibular": (
        (0.116, 0.040, -0.40), (0.134, 0.034, -0.445), (0.152, 0.020, -0.50),
        (0.157, -0.012, -0.56), (0.145, -0.035, -0.70), (0.128, -0.050, -0.86),
        (0.124, -0.085, -0.925), (0.128, -0.13, -0.950),
    ),
}  # fmt: skip


def muscle_field(body: Body, name: str) -> Array:
    """Per fine vertex, positive on the muscle. ``name`` is ``hamstring_R``, ``low_back``, ...

    Raises KeyError for an unknown muscle.
    """
    if name == "low_back":
        field = _low_back(body)
    elif name == "abdomen":
        field = _abdomen(body)
    else:
        part, _, side = name.rpartition("_")
        field = _limb_muscle(body, part, side)
    return np.asarray(np.where(body.share(*ARM) > 0.3, -1.0, field))


def _ellipse(z: Array, angle: Array, shape: tuple[float, float, float, float]) -> Array:
    zc, hz, ac, ha = shape
    turn = (angle - ac + 180) % 360 - 180
    return np.asarray((1 - ((z - zc) / hz) ** 2 - (turn / ha) ** 2) * SOFT_EDGE)


def _limb_muscle(body: Body, part: str, side: str) -> Array:
    x, y, z = body.canonical.T
    out = x if side == "L" else -x
    if part in LEG_MUSCLES:
        angle = np.degrees(np.arctan2(out - 0.112, y - 0.004))
        field = _ellipse(z, angle, LEG_MUSCLES[part])
    elif part == "piriformis":
        along = (out - 0.028) / 0.112
        across = z - (0.045 - 0.065 * along)
        half = 0.012 + 0.020 * (1 - np.clip(along, 0, 1))
        field = (1 - ((along - 0.5) / 0.52) ** 2 - (across / half) ** 2) * SOFT_EDGE
        field = np.where(y < 0.0, -1.0, field)
    else:
        angle = np.degrees(np.arctan2(out - 0.03, y))
        field = _ellipse(z, angle, HIP_MUSCLES[part])
    return np.asarray(np.where(out < 0.008, -1.0, field))


def _low_back(body: Body) -> Array:
    x, y, z = body.canonical.T
    field = (1 - ((z - 0.12) / 0.10) ** 2 - (x / 0.15) ** 2) * SOFT_EDGE
    return np.asarray(np.where(y < -0.01, -1.0, field))


def _abdomen(body: Body) -> Array:
    x, y, z = body.canonical.T
    field = (1 - ((z - 0.10) / 0.10) ** 2 - (x / 0.14) ** 2) * SOFT_EDGE
    return np.asarray(np.where(y > -0.01, -1.0, field))


def nerve_lines(body: Body, movement: list[Array], side: str) -> list[Array]:
    """Posed center lines (n, 3) of trunk, tibial and common fibular branch of one side."""
    skin = body.fine_used
    tree = cKDTree(body.canonical[skin])
    stacked = np.array(movement)
    result = []
    for waypoints in NERVE.values():
        points = np.array(waypoints) * [1.0 if side == "L" else -1.0, 1, 1]
        along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
        line = CubicSpline(along, points)(np.linspace(0, along[-1], NERVE_SAMPLES))
        _, near = tree.query(line, k=NERVE_NEIGHBORS)
        line = line + (body.fine_baseline[skin[near]] - body.canonical[skin[near]]).mean(1)
        weights = body.fine_weights[skin[near]].mean(1)
        weights /= weights.sum(1, keepdims=True)
        blended = np.tensordot(weights, stacked, axes=(1, 0))
        result.append(np.einsum("vij,vj->vi", blended[:, :3, :3], line) + blended[:, :3, 3])
    return result
