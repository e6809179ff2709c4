"""Inverse kinematics: joint angles, within limits, that put hands and feet where they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import least_squares

from tools.figures.points import Between, Landmarks, Place
from tools.figures.pose import LIMITS, BonePoser, Pose
from tools.figures.rotation import Array

ARM_JOINTS = ("shoulder_{s}.flex", "shoulder_{s}.abd", "shoulder_{s}.er", "elbow_{s}.flex")
LEG_JOINTS = ("hip_{s}.flex", "hip_{s}.abd", "hip_{s}.er", "knee_{s}.flex")
HAND_JOINTS = ("elbow_{s}.sup", "wrist_{s}.flex")
FOOT_JOINTS = ("ankle_{s}.dorsi",)
ARM_PARTS = {"wrist", "hand", "fingers", "fingertip", "grip", "elbow", "forearm"}
PER_METER = 100.0
PER_DIRECTION = 12.0
STAY_CLOSE = 0.02


@dataclass(frozen=True)
class Goal:
    """One wish: ``point`` at ``target`` along ``axes``, or ``direction`` turned to ``target``."""

    joints: tuple[str, ...]
    weight: float
    axes: Array
    point: Place | Between | None = None
    direction: tuple[int, Array] | None = None
    target: Place | Between | None = None
    fixed: Array | None = None
    shift: Array | None = None

    def residual(self, movement: list[Array]) -> Array:
        """Distance to the wish, roughly in centimeters."""
        if self.direction is not None and self.fixed is not None:
            bone, vector = self.direction
            turned = movement[bone][:3, :3] @ vector
            return np.asarray((turned - self.fixed) * self.axes * PER_DIRECTION * self.weight)
        goal = self.target.under(movement) if self.target is not None else self.fixed
        if self.point is None or goal is None:
            raise ValueError("a goal needs a point and a target, or a direction and a target")
        if self.shift is not None:
            goal = goal + self.shift
        miss = self.point.under(movement) - goal
        return np.asarray(miss * self.axes * PER_METER * self.weight)


def read_goal(spec: Mapping[str, Any], landmarks: Landmarks) -> Goal:
    """Goal from its TOML table. Raises KeyError naming what is unknown.

    Keys: ``point`` and ``to`` (a place, or ``at`` world coordinates), ``aim`` and ``toward``
    (direction), ``axes`` ("xyz"), ``shift`` (world meters), ``weight``, ``joints``.
    """
    axes = np.array([float(a in str(spec.get("axes", "xyz"))) for a in "xyz"])
    weight = float(spec.get("weight", 1.0))
    if "aim" in spec:
        name = str(spec["aim"])
        toward = np.array(spec["toward"], float)
        joints = _joints(spec, name, direction=True)
        vector = toward / np.linalg.norm(toward)
        return Goal(joints, weight, axes, direction=landmarks.direction(name), fixed=vector)
    point = landmarks.place(spec["point"])
    label = spec["point"] if isinstance(spec["point"], str) else spec["point"]["on"]
    joints = _joints(spec, str(label), direction=False)
    shift = np.array(spec["shift"], float) if "shift" in spec else None
    to = spec["to"]
    if isinstance(to, Mapping) and "at" in to:
        return Goal(joints, weight, axes, point, fixed=np.array(to["at"], float), shift=shift)
    return Goal(joints, weight, axes, point, target=landmarks.place(to), shift=shift)


def _joints(spec: Mapping[str, Any], name: str, *, direction: bool) -> tuple[str, ...]:
    if "joints" in spec:
        return tuple(str(j) for j in spec["joints"])
    part, _, side = name.partition(".")
    chosen: tuple[str, ...]
    if direction:
        chosen = FOOT_JOINTS if part == "sole" else HAND_JOINTS
    elif part in ARM_PARTS:
        chosen = ARM_JOINTS
    elif part in {"toe", "ball"}:
        chosen = FOOT_JOINTS
    else:
        chosen = LEG_JOINTS
    return tuple(j.format(s=side) for j in chosen)


def limits_of(joint: str) -> tuple[float, float]:
    """Working limits in degrees for ``hip_R.flex``; a full turn where none are set."""
    name, _, motion = joint.partition(".")
    return LIMITS.get(f"{name.split('_')[0]}.{motion}", (-180.0, 180.0))


def solve(poser: BonePoser, pose: Pose, goals: Sequence[Goal]) -> tuple[Pose, float]:
    """Pose that meets the goals as well as the limits allow, and the worst miss in centimeters."""
    if not goals:
        return pose, 0.0
    solved = pose.copy()
    names = list(dict.fromkeys(j for g in goals for j in g.joints))
    bounds = np.array([limits_of(n) for n in names])
    keys = [tuple(n.split(".")) for n in names]
    wanted = np.array([pose.get(j, m) for j, m in keys])
    start = np.clip(wanted, bounds[:, 0] + 0.5, bounds[:, 1] - 0.5)

    def miss(angles: Array) -> Array:
        for (joint, motion), angle in zip(keys, angles, strict=True):
            solved.set(joint, motion, float(angle))
        movement = poser.movement(solved)
        wishes = np.concatenate([g.residual(movement) for g in goals])
        return np.concatenate([wishes, (angles - start) * STAY_CLOSE])

    found = least_squares(
        miss, start, diff_step=np.array(1e-3), bounds=(bounds[:, 0], bounds[:, 1])
    )
    worst = float(np.abs(miss(found.x)[: 3 * len(goals)]).max())
    return solved, worst
