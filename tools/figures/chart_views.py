"""The six body-chart views: pose, camera, what is left out, inner lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.figures.pose import Pose

Joints = dict[str, dict[str, float]]
Line = tuple[tuple[float, float], ...]


def _both(joints: Joints) -> Joints:
    return {f"{name}_{side}": dict(v) for name, v in joints.items() for side in "LR"}


STANDING: Joints = _both(
    {
        "shoulder": {"abd": 20},
        "elbow": {"flex": 4, "sup": 75},
        "hip": {"abd": 4, "er": 10},
        "fingers": {"curl": 6},
    }
)
FRONT = {**STANDING, **_both({"ankle": {"dorsi": -38}})}
BACK = {**STANDING, **_both({"elbow": {"flex": 4, "sup": 10}})}
SIDE = _both({"shoulder": {"flex": 38, "abd": 4}, "elbow": {"flex": 30}, "fingers": {"curl": 10}})
FEET = _both({"hip": {"abd": -2.5}})


@dataclass(frozen=True)
class View:
    """One view. ``left_at`` says where the person's left is in the picture."""

    azimuth: float
    elevation: float
    joints: Joints
    left_at: str
    excluded: tuple[str, ...] = ()
    hidden_side: str = ""
    feet_only: bool = False
    lines: tuple[Line, ...] = ()

    @property
    def pose(self) -> Pose:
        """A fresh pose of this view."""
        return Pose(joints={k: dict(v) for k, v in self.joints.items()})


def _mirrored(*lines: Line) -> tuple[Line, ...]:
    return tuple(lines) + tuple(tuple((-x, z) for x, z in line) for line in lines)


FRONT_LINES = (
    *_mirrored(
        ((0.018, 0.500), (0.07, 0.512), (0.125, 0.530), (0.155, 0.525)),
        ((0.095, -0.425), (0.09, -0.455), (0.10, -0.485), (0.122, -0.49)),
        ((0.155, 0.055), (0.10, -0.005), (0.035, -0.062)),
        ((0.05, 0.285), (0.10, 0.272), (0.145, 0.30)),
        ((0.108, -0.86), (0.116, -0.872), (0.126, -0.868)),
    ),
    ((0.0, 0.140), (0.0015, 0.128)),
    ((0.0, 0.46), (0.0, 0.36)),
)
BACK_LINES = (
    *_mirrored(
        ((0.030, -0.088), (0.075, -0.102), (0.135, -0.088)),
        ((0.088, -0.452), (0.116, -0.457), (0.140, -0.452)),
        ((0.075, 0.44), (0.068, 0.36), (0.085, 0.30), (0.115, 0.31)),
        ((0.070, -0.60), (0.095, -0.655), (0.116, -0.640), (0.140, -0.665), (0.160, -0.61)),
        ((0.105, -0.86), (0.108, -0.91)),
        ((0.127, -0.86), (0.124, -0.91)),
        ((0.042, 0.098), (0.045, 0.090)),
    ),
    ((0.0, 0.035), (0.0, -0.02), (0.0, -0.075)),
    ((0.0, 0.50), (0.0, 0.42)),
    ((0.0, 0.36), (0.0, 0.26)),
    ((0.0, 0.22), (0.0, 0.10)),
)
# (y, z): iliac crest, edge of the buttock, knee cap, outer hamstring, calf, ankle bone
SIDE_LINES = (
    ((-0.055, 0.075), (-0.01, 0.105), (0.05, 0.100)),
    ((0.055, -0.02), (0.075, -0.065), (0.125, -0.085)),
    ((-0.030, -0.425), (-0.018, -0.455), (-0.030, -0.490)),
    ((0.030, -0.36), (0.036, -0.42), (0.030, -0.47)),
    ((0.035, -0.60), (0.022, -0.66), (0.028, -0.70)),
    ((0.020, -0.868), (0.030, -0.880), (0.040, -0.868)),
)
BEHIND = (
    "calf", "popliteal", "buttock", "low_back", "sacrum", "thigh_posterior", "head.back",
    "trunk.upper_back", "heel", "ankle.back", "sole", "neck.back",
)  # fmt: skip
BEFORE = (
    "shin", "knee", "thigh_anterior", "groin", "trunk.abdomen", "trunk.chest", "head.face",
    "neck.front", "ankle.front", "foot_dorsum", "toes", "sole",
)  # fmt: skip

NOT_BESIDE = ("perineum", "sole", "sacrum")
FROM_ABOVE = (
    "sole", "heel.under", "calf", "shin", "ankle.back", "ankle.medial", "ankle.lateral",
)  # fmt: skip
FROM_BELOW = ("foot_dorsum", "ankle", "calf", "shin")

VIEWS: Mapping[str, View] = {
    "front": View(0, 0, FRONT, "right", BEHIND, lines=FRONT_LINES),
    "back": View(180, 0, BACK, "left", BEFORE, lines=BACK_LINES),
    "left": View(
        90, 0, SIDE, "", ("perineum", "sole", "sacrum"), hidden_side="R", lines=SIDE_LINES
    ),
    "right": View(
        -90, 0, SIDE, "", ("perineum", "sole", "sacrum"), hidden_side="L", lines=SIDE_LINES
    ),
    "foot_tops": View(0, 90, FEET, "right", FROM_ABOVE, feet_only=True),
    "soles": View(0, -90, FEET, "right", FROM_BELOW, feet_only=True),
}
