"""Which named region a point of the body surface belongs to, in canonical coordinates."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from tools.figures.rotation import Array, Mask

CATALOG = Path(__file__).parents[2] / "resources" / "figures" / "body" / "regions.toml"
MIDLINE = {"perineum"}
LEG_AXIS_X, LEG_AXIS_Y = 0.116, 0.004


@dataclass(frozen=True)
class Region:
    """One entry of the catalog; ``reach`` grows down the leg, -1 is not on the leg path."""

    id: str
    label: str
    parent: str
    reach: int
    below_knee: bool


@lru_cache(maxsize=1)
def read_catalog() -> Mapping[str, Region]:
    """All regions by id, in file order."""
    with CATALOG.open("rb") as file:
        tables = tomllib.load(file)["region"]
    return {k: Region(id=k, **{n: t[n] for n in FIELDS}) for k, t in tables.items()}


FIELDS = ("label", "parent", "reach", "below_knee")


@dataclass(frozen=True)
class SurfacePoints:
    """Points on the skin: canonical position and normal (n, 3), shares of arm, foot and toes."""

    at: Array
    normal: Array
    arm: Array
    foot: Array
    toes: Array  # (n, 5), great toe first

    @property
    def outward(self) -> Array:
        """Distance from the midline, meters."""
        return np.abs(self.at[:, 0])

    @property
    def around_leg(self) -> Array:
        """Angle round the leg, degrees: 0 back, 90 outer side, 180 front, -90 inner side."""
        return np.degrees(np.arctan2(self.outward - LEG_AXIS_X, self.at[:, 1] - LEG_AXIS_Y))


def _choose(*cases: tuple[Mask, str], other: str) -> Array:
    conditions = [c for c, _ in cases]
    names = np.array([n for _, n in cases] + [other], dtype=object)
    index = np.select(conditions, list(range(len(cases))), default=len(cases))
    return np.asarray(names[index])


def _joined(*parts: Array | str) -> Array:
    total: Array = np.asarray(parts[0], dtype=object)
    for part in parts[1:]:
        total = total + np.asarray(part, dtype=object)
    return total


def classify(p: SurfacePoints) -> Array:
    """Region id of each point (array of str objects)."""
    _, y, z = p.at.T
    xs, around = p.outward, np.abs(p.around_leg)
    front = y < -0.012 + 0.10 * np.clip(z - 0.25, 0, 0.3)
    crease = -0.075 + (xs - 0.02) * 1.05
    names = np.where(front, _front_trunk(z, crease), _back_trunk(xs, z))
    hip = (np.abs(y) < 0.062) & (xs > 0.118) & (z < 0.085) & (z > -0.12)
    names[hip] = "hip_lateral"
    thigh = (z < np.where(front, crease - 0.03, -0.105)) & (z < -0.02) & ~hip & (z > -0.40)
    names[thigh] = _thigh(p.around_leg, z)[thigh]
    saddle = (xs < 0.032) & (z > -0.135) & (z < np.where(front, -0.035, -0.03))
    names[saddle & (p.arm < 0.5)] = "perineum"
    inner = np.where(p.around_leg > 0, "lateral", "medial")
    knee = (z <= -0.40) & (z > -0.515)
    names[knee] = _joined(np.where(around < 80, "popliteal.", "knee."), inner)[knee]
    shank = (z <= -0.515) & (z > -0.845)
    level = np.where(z > -0.67, "proximal_", "distal_")
    names[shank] = _joined(np.where(around < 85, "calf.", "shin."), level, inner)[shank]
    ankle = (z <= -0.845) & (z > -0.915)
    names[ankle] = _ankle(p.around_leg)[ankle]
    foot = (z <= -0.915) | ((p.foot > 0.6) & (z < -0.87) & (y < -0.055))
    names[foot] = _foot(p)[foot]
    shoulder = (z > 0.43) & (xs > 0.115) & (p.arm <= 0.5)
    names[shoulder] = "arm.shoulder"
    half = np.where(y < -0.012 + 0.05 * np.clip((z - 0.5) / 0.1, 0, 1), "front", "back")
    neck = (z > 0.548 + 0.32 * y) & (xs < 0.10)
    names[neck] = _joined("neck.", half)[neck]
    head = (z > 0.612 + 0.25 * (y + 0.12)) & (xs < 0.13)
    names[head] = np.where(y < -0.01, "head.face", "head.back")[head]
    arm = p.arm > 0.5
    names[arm] = _arm(z)[arm]
    return np.asarray(names)


def _front_trunk(z: Array, crease: Array) -> Array:
    return _choose(
        (z > 0.275, "trunk.chest"),
        (z > np.maximum(0.145, crease + 0.045), "trunk.abdomen_upper"),
        (z > crease + 0.045, "trunk.abdomen_lower"),
        (z > crease - 0.03, "groin"),
        other="thigh_anterior.proximal_medial",
    )


def _back_trunk(xs: Array, z: Array) -> Array:
    buttock = _joined(
        "buttock.",
        np.where(z > -0.002, "upper_", "lower_"),
        np.where(xs < 0.088, "medial", "lateral"),
    )
    sacral = (xs < 0.012 + 0.040 * np.clip((z - 0.0) / 0.09, 0, 1)) & (z > 0.0)
    named = _choose(
        (z > 0.27, "trunk.upper_back"),
        (z > 0.10, "low_back"),
        (sacral, "sacrum"),
        other="",
    )
    return np.asarray(np.where(named == "", buttock, named))


def _thigh(around: Array, z: Array) -> Array:
    wide = np.abs(around)
    level = _choose((z > -0.205, "proximal"), (z > -0.305, "middle"), other="distal")
    half = _choose((z > -0.26, "proximal"), other="distal")
    inner = np.where(around > 0, "_lateral", "_medial")
    return np.asarray(
        np.select(
            [wide < 48, wide > 132, around > 0],
            [
                _joined("thigh_posterior.", level, inner),
                _joined("thigh_anterior.", level, inner),
                _joined("thigh_lateral.", half),
            ],
            default=_joined("thigh_medial.", half),
        )
    )


def _ankle(around: Array) -> Array:
    wide = np.abs(around)
    return _choose(
        (wide < 35, "ankle.back"),
        (wide > 130, "ankle.front"),
        (around > 0, "ankle.lateral"),
        other="ankle.medial",
    )


def _foot(p: SurfacePoints) -> Array:
    _, y, z = p.at.T
    across = p.outward - LEG_AXIS_X + 0.12 * y
    under = (p.normal[:, 2] < -0.35) | ((z < -0.975) & (p.normal[:, 2] < -0.15))
    toe = p.toes.sum(1) > 0.5
    which = p.toes.argmax(1)
    return _choose(
        (toe & (which == 0), "toes.great"),
        (toe & (which == 4), "toes.little"),
        (toe, "toes.middle"),
        ((y > 0.0) & under, "heel.under"),
        (y > 0.018, "heel.back"),
        (under & (y < -0.105), "sole.ball"),
        (under & (across > 0), "sole.lateral"),
        (under, "sole.medial"),
        (across > 0.024, "foot_lateral"),
        (across < -0.024, "foot_medial"),
        (across > 0.0, "foot_dorsum.lateral"),
        other="foot_dorsum.medial",
    )


def _arm(z: Array) -> Array:
    return _choose(
        (z > 0.395, "arm.shoulder"),
        (z > 0.235, "arm.upper"),
        (z > 0.165, "arm.elbow"),
        (z > -0.035, "arm.forearm"),
        (z > -0.068, "hand.wrist"),
        other="hand.whole",
    )
