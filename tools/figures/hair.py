"""Hair: the scalp inflated above a hairline, with volume, plus a bun or a bob where asked.

The hairline is a height over the angle round the head (0 = front, 90 = ear, 180 = nape), in
canonical coordinates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.spatial import cKDTree

from tools.figures.body import Body, load_body
from tools.figures.camera import normals
from tools.figures.clothing import smooth_step
from tools.figures.rotation import Array, Ints
from tools.figures.shapes import Mesh, ellipsoid

ANGLES = (0, 25, 45, 56, 66, 78, 90, 104, 120, 140, 180)
CROWN_AXIS_Y = -0.02
EAR_HALF_WIDTH = 0.0815


@dataclass(frozen=True)
class Style:
    """Hairline heights at ``ANGLES``, thickness on top and sides, size of waves (meters)."""

    line: tuple[float, ...]
    top: float = 0.018
    sides: float = 0.006
    waves: float = 0.0
    covers_ears: bool = False
    fringe: float = 0.0035
    strands: tuple[float, float] | None = None  # tilt over the horizon where they start and end


NORMAL_LINE = (0.812, 0.808, 0.797, 0.772, 0.735, 0.728, 0.764, 0.764, 0.728, 0.695, 0.678)
RECEDING_LINE = (0.846, 0.836, 0.812, 0.792, 0.742, 0.732, 0.764, 0.764, 0.728, 0.695, 0.682)
LONG_LINE = (0.815, 0.808, 0.790, 0.755, 0.715, 0.690, 0.672, 0.662, 0.655, 0.650, 0.650)
BUN_LINE = (0.818, 0.812, 0.800, 0.778, 0.755, 0.752, 0.766, 0.762, 0.732, 0.702, 0.684)

STYLES: Mapping[str, Style] = {
    "short": Style(
        NORMAL_LINE, top=0.024, sides=0.009, waves=0.004, fringe=0.006, strands=(66, 24)
    ),
    "cropped": Style(NORMAL_LINE, top=0.009, sides=0.004),
    "curly": Style(NORMAL_LINE, top=0.040, sides=0.030, waves=0.007, covers_ears=True),
    "receding": Style(RECEDING_LINE, top=0.017, sides=0.010, waves=0.003, strands=(58, 20)),
    "bob": Style(
        LONG_LINE, 0.022, 0.022, waves=0.002, covers_ears=True, fringe=0.005, strands=(64, -18)
    ),
    "bun": Style(BUN_LINE, top=0.013, sides=0.006, waves=0.001, strands=(62, 22)),
}
STRAND_ANGLES = (-160, -128, -96, -64, -34, -10, 22, 50, 80, 112, 144)
STRAND_SWEEP, STRAND_SAMPLES = 16.0, 10
STRAND_NEIGHBORS = 6
STRAND_REACH = 0.12  # chord on the unit sphere; beyond it there is no hair
HEAD_MIDDLE_Z = 0.75
# high enough that it shows beside a pillow
BUN_CENTER = np.array([0.0, 0.012, 0.888])
BUN_RADII = (0.040, 0.038, 0.036)


def hair_field(body: Body, style: str) -> Array:
    """Positive where hair grows, in canonical coordinates, meters."""
    x, y, z = body.canonical.T
    chosen = STYLES[style]
    around = np.degrees(np.arctan2(np.abs(x), -(y - CROWN_AXIS_Y)))
    jagged = np.sin(np.radians(around) * 13) * np.sin(np.radians(around) * 5 + 1)
    field = z - np.interp(around, ANGLES, chosen.line) + chosen.fringe * jagged
    if not chosen.covers_ears:
        beside = EAR_HALF_WIDTH - np.abs(x) + 0.02 * (z > 0.775) + 0.02 * (y > 0.03)
        field = np.minimum(field, beside)
    return np.asarray(np.where(z > 0.6, field, -1.0))


def hair_points(body: Body, fine: Array, style: str) -> Array:
    """Posed fine vertices moved outward by the thickness of the hair."""
    chosen = STYLES[style]
    field = hair_field(body, style)
    x, y, z = body.canonical.T
    high = smooth_step(z, 0.74, 0.83)
    thick = chosen.sides * (1 - high) + chosen.top * high
    angle = np.arctan2(x, -(y - CROWN_AXIS_Y))
    tilt = np.arctan2(z - HEAD_MIDDLE_Z, np.hypot(x, y - CROWN_AXIS_Y))
    bumps = np.sin(11 * angle) * np.cos(6 * tilt) + np.sin(7 * tilt + 2 * angle)
    grown = 0.002 + (thick + chosen.waves * bumps) * smooth_step(field, 0, 0.035)
    out = _calm_normals(body, fine)
    return np.asarray(fine + out * grown[:, None])


def strands(body: Body, fine: Array, style: str) -> list[Array]:
    """Posed lines (n, 3) along the hair, from near the crown outward; none for some styles."""
    chosen = STYLES[style]
    if chosen.strands is None:
        return []
    grown = np.flatnonzero(hair_field(body, style) > 0.004)
    points = hair_points(body, fine, style)[grown]
    x, y, z = body.canonical[grown].T
    out = np.stack([x, y - CROWN_AXIS_Y, z - HEAD_MIDDLE_Z], axis=1)
    tree = cKDTree(out / np.linalg.norm(out, axis=1, keepdims=True))
    result = []
    for angle in STRAND_ANGLES:
        turn = np.radians(np.linspace(angle, angle + STRAND_SWEEP, STRAND_SAMPLES))
        tilt = np.radians(np.linspace(*chosen.strands, STRAND_SAMPLES))
        way = np.stack(
            [np.sin(turn) * np.cos(tilt), -np.cos(turn) * np.cos(tilt), np.sin(tilt)], axis=1
        )
        found = tree.query(way, k=STRAND_NEIGHBORS)
        away, near = np.asarray(found[0], float), np.asarray(found[1], int)
        line = points[near].mean(1)[away[:, 0] < STRAND_REACH]
        if len(line) > STRAND_SAMPLES // 2:
            result.append(np.asarray(gaussian_filter1d(line, 1.0, axis=0, mode="nearest")))
    return result


def _calm_normals(body: Body, fine: Array) -> Array:
    """Normals that point away from the head's middle where ears would spoil them."""
    own = normals(fine, body.fine_triangles)
    head = body.share("head") > 0.5
    if not head.any():
        return own
    away = fine - fine[head].mean(0)
    away /= np.linalg.norm(away, axis=1, keepdims=True) + 1e-9
    mixed = 0.35 * own + 0.65 * away
    return np.asarray(mixed / (np.linalg.norm(mixed, axis=1, keepdims=True) + 1e-9))


def bun(body: Body) -> Mesh:
    """A knot on the crown, in this body's baseline."""
    shift = head_shift(body)
    points, triangles = ellipsoid(BUN_CENTER + shift, BUN_RADII)
    return points, triangles


def head_shift(body: Body) -> Array:
    """Mean displacement of this body's head against the neutral one, baseline meters."""
    neutral = load_body("neutral")
    scalp: Ints = np.flatnonzero((neutral.baseline[:, 2] > 0.78) & ~neutral.unused)
    return np.asarray((body.baseline[scalp] - neutral.baseline[scalp]).mean(0))
