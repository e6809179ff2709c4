"""Face features as polylines that move rigidly with the head."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.ndimage import gaussian_filter1d

from tools.figures.body import Body, load_body
from tools.figures.rotation import Array

Feature = tuple[str, Array]


def _line(height: Callable[[Array], Array], start: float, end: float, count: int = 14) -> Array:
    x = np.linspace(start, end, count)
    return np.asarray(np.c_[x, np.zeros(count), height(x)])


def _sketch() -> list[Feature]:
    """Features of the neutral face: x and z in canonical meters, y still unknown."""
    features: list[Feature] = []
    for side in (1, -1):

        def brow(x: Array) -> Array:
            return np.asarray(0.7605 - 21 * (np.abs(x) - 0.030) ** 2)

        def lid(x: Array) -> Array:
            return np.asarray(0.7425 - 22 * (np.abs(x) - 0.032) ** 2)

        features.append(("brow", _line(brow, side * 0.017, side * 0.047)))
        features.append(("lid", _line(lid, side * 0.0195, side * 0.0455)))
        features.append(("eye", np.array([[side * 0.0325, 0.0, 0.7375]])))
    features.append(("nose", _line(lambda x: 0.6865 + 16 * x * x, -0.011, 0.011)))
    features.append(("mouth", _line(lambda x: 0.6635 + 6 * x * x, -0.024, 0.024)))
    return features


def face_features(body: Body) -> list[Feature]:
    """Named polylines (n, 3) on the face of this body, in its baseline."""
    neutral = load_body("neutral")
    front = neutral.used[
        (neutral.baseline[neutral.used, 2] > 0.61) & (neutral.baseline[neutral.used, 1] < -0.085)
    ]
    canonical = neutral.baseline[front]
    own = body.baseline[front]
    result: list[Feature] = []
    for name, sketch in _sketch():
        placed = np.empty_like(sketch)
        for i, point in enumerate(sketch):
            away = (canonical[:, 0] - point[0]) ** 2 + (canonical[:, 2] - point[2]) ** 2
            near = np.argsort(away, kind="stable")[:12]
            moved = (own[near] - canonical[near]).mean(0)
            placed[i] = [point[0] + moved[0], own[near, 1].min(), point[2] + moved[2]]
        if name != "mouth":
            placed[:, 1] = np.maximum(placed[:, 1], np.median(placed[:, 1]) - 0.006)
        if len(placed) > 3:
            placed[:, 1] = gaussian_filter1d(placed[:, 1], 2, mode="nearest")
        result.append((name, placed))
    return result
