"""Poses in clinical degrees and the bone rotations they mean.

Signs: flex, abd (abduction), er (external rotation), dorsi (dorsiflexion), ev (eversion), sup
(supination from thumb-forward), elev, prot are positive in the direction named; side and rot of the
spine are positive to the person's left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tools.figures.body import Body
from tools.figures.rotation import Array, about, about_vector, rigid

BASES: Mapping[str, Array] = {
    "stand": np.eye(3),
    "supine": about("x", -90),
    "prone": about("x", 90),
    "left_side": about("y", 90) @ about("x", -90),
    "right_side": about("y", -90) @ about("x", -90),
}

SPINE_SHARES: Mapping[str, Mapping[str, float]] = {
    "lumbar": {"spine05": 0.5, "spine04": 0.5},
    "thoracic": {"spine03": 0.4, "spine02": 0.35, "spine01": 0.25},
    "spine": {"spine05": 0.25, "spine04": 0.25, "spine03": 0.2, "spine02": 0.15, "spine01": 0.15},
    "neck": {"neck01": 0.34, "neck02": 0.33, "neck03": 0.33},
    "head": {"head": 1.0},
}

# Working limits for the solver, degrees: generous healthy ranges, so that no arm flips over.
LIMITS: Mapping[str, tuple[float, float]] = {
    "hip.flex": (-25, 132),
    "hip.abd": (-25, 70),
    "hip.er": (-45, 95),
    "knee.flex": (0, 150),
    "ankle.dorsi": (-65, 30),
    "shoulder.flex": (-60, 180),
    "shoulder.abd": (-45, 180),
    "shoulder.er": (-90, 80),
    "elbow.flex": (2, 148),
    "elbow.sup": (-90, 90),
    "wrist.flex": (-88, 80),
    "wrist.dev": (-30, 30),
}

JOINTS = {
    "hip": {"flex", "abd", "er"},
    "knee": {"flex", "er"},
    "ankle": {"dorsi", "ev", "er"},
    "toes": {"ext"},
    "shoulder": {"flex", "abd", "er"},
    "clavicle": {"elev", "prot"},
    "elbow": {"flex", "sup"},
    "wrist": {"flex", "dev"},
    "fingers": {"curl", "thumb", "spread"},
}
FINGER_CURL = (1.0, 0.95, 0.6)
SCAPULAR_SHARE = 0.12
SCAPULAR_START = 30.0


@dataclass
class Pose:
    """Joint angles by joint (``hip_R``, ``lumbar``, ``root``) and motion (``flex``)."""

    base: str = "stand"
    joints: dict[str, dict[str, float]] = field(default_factory=dict)

    def get(self, joint: str, motion: str) -> float:
        """Angle in degrees, 0 when the pose does not mention it."""
        return self.joints.get(joint, {}).get(motion, 0.0)

    def set(self, joint: str, motion: str, degrees: float) -> None:
        """Set one angle in place."""
        self.joints.setdefault(joint, {})[motion] = degrees

    def copy(self) -> Pose:
        """An independent copy."""
        return Pose(self.base, {k: dict(v) for k, v in self.joints.items()})

    def blend(self, other: Pose, share: float) -> Pose:
        """Pose between this one (0) and the other (1)."""
        mixed = Pose(self.base)
        # in the order written, never that of a set: turns of one bone do not commute
        for joint in dict.fromkeys((*self.joints, *other.joints)):
            motions = (*self.joints.get(joint, {}), *other.joints.get(joint, {}))
            for motion in dict.fromkeys(motions):
                a, b = self.get(joint, motion), other.get(joint, motion)
                mixed.set(joint, motion, (1 - share) * a + share * b)
        return mixed


def problems(pose: Pose) -> list[str]:
    """Names in the pose that the body does not know; empty when all is well."""
    found = [] if pose.base in BASES else [f"unknown base {pose.base!r}"]
    for joint, motions in pose.joints.items():
        name, _, side = joint.partition("_")
        if joint == "root":
            known = {"pitch", "roll", "yaw"}
        elif joint in SPINE_SHARES:
            known = {"flex", "side", "rot"}
        elif name in JOINTS and side in {"L", "R"}:
            known = JOINTS[name]
        else:
            found.append(f"unknown joint {joint!r}")
            continue
        found += [f"unknown motion {joint}.{m}" for m in motions if m not in known]
    return found


class BonePoser:
    """Turns poses into bone transforms for one body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._finger_axes = {
            (side, finger): self._finger_axis(side, finger)
            for side in "LR"
            for finger in range(1, 6)
        }

    def movement(self, pose: Pose) -> list[Array]:
        """Per bone: 4x4 transform from the baseline to the pose, pelvis at the origin."""
        turn = (
            about("z", pose.get("root", "yaw"))
            @ about("y", pose.get("root", "roll"))
            @ about("x", pose.get("root", "pitch"))
            @ BASES[pose.base]
        )
        root = rigid(turn, self.body.baseline_heads[0], np.zeros(3))
        rotations = bone_rotations(pose, self._finger_axes)
        return self.body.skeleton.forward(rotations, self.body.baseline_heads, root)

    def _finger_axis(self, side: str, finger: int) -> Array:
        place = self.body.baseline_heads
        index = self.body.skeleton.index
        knuckles = place[index(f"finger5-1.{side}")] - place[index(f"finger2-1.{side}")]
        axis = knuckles
        if finger == 1:
            along = place[index(f"finger1-3.{side}")] - place[index(f"finger1-1.{side}")]
            axis = np.cross(along, knuckles)
        axis = axis / np.linalg.norm(axis)
        return np.asarray(axis if side == "L" else -axis)


def bone_rotations(pose: Pose, finger_axes: Mapping[tuple[str, int], Array]) -> dict[str, Array]:
    """Local rotation of each bone that the pose moves, about baseline axes."""
    turns: dict[str, Array] = {}

    def add(bone: str, turn: Array) -> None:
        turns[bone] = turn @ turns[bone] if bone in turns else turn

    for joint, motions in pose.joints.items():
        name, _, side = joint.partition("_")
        if joint == "root":
            continue
        if name in SPINE_SHARES:
            for bone, share in SPINE_SHARES[name].items():
                add(bone, _spine_turn(motions, share))
        elif name == "fingers":
            for bone, turn in _finger_turns(motions, side, finger_axes):
                add(bone, turn)
        else:
            for bone, turn in _limb_turns(name, motions, side):
                add(bone, turn)
    return turns


def _spine_turn(motions: Mapping[str, float], share: float) -> Array:
    return (
        about("x", motions.get("flex", 0.0) * share)
        @ about("y", motions.get("side", 0.0) * share)
        @ about("z", motions.get("rot", 0.0) * share)
    )


def _ball_joint(motions: Mapping[str, float], sign: float) -> Array:
    return (
        about("x", -motions.get("flex", 0.0))
        @ about("y", -sign * motions.get("abd", 0.0))
        @ about("z", sign * motions.get("er", 0.0))
    )


def _limb_turns(name: str, motions: Mapping[str, float], side: str) -> list[tuple[str, Array]]:
    sign = 1.0 if side == "L" else -1.0
    angle = motions.get
    if name == "hip":
        return [(f"upperleg01.{side}", _ball_joint(motions, sign))]
    if name == "knee":
        turn = about("x", angle("flex", 0.0)) @ about("z", sign * angle("er", 0.0))
        return [(f"lowerleg01.{side}", turn)]
    if name == "ankle":
        turn = about("x", -angle("dorsi", 0.0)) @ about("y", -sign * angle("ev", 0.0))
        return [(f"foot.{side}", turn @ about("z", sign * angle("er", 0.0)))]
    if name == "toes":
        return [(f"toe{k}-1.{side}", about("x", -angle("ext", 0.0))) for k in range(1, 6)]
    if name == "shoulder":
        raised = max(abs(angle("flex", 0.0)), abs(angle("abd", 0.0))) - SCAPULAR_START
        girdle = about("y", -sign * max(raised, 0.0) * SCAPULAR_SHARE)
        return [(f"upperarm01.{side}", _ball_joint(motions, sign)), (f"shoulder01.{side}", girdle)]
    if name == "clavicle":
        turn = about("y", -sign * angle("elev", 0.0)) @ about("z", -sign * angle("prot", 0.0))
        return [(f"clavicle.{side}", turn)]
    if name == "elbow":
        sup = sign * angle("sup", 0.0)
        return [
            (f"lowerarm01.{side}", about("x", -angle("flex", 0.0))),
            (f"lowerarm02.{side}", about("z", sup * 0.6)),
            (f"wrist.{side}", about("z", sup * 0.4)),
        ]
    turn = about("y", sign * angle("flex", 0.0)) @ about("x", -angle("dev", 0.0))
    return [(f"wrist.{side}", turn)]


def _finger_turns(
    motions: Mapping[str, float], side: str, axes: Mapping[tuple[str, int], Array]
) -> list[tuple[str, Array]]:
    curl = motions.get("curl", 0.0)
    turns = [
        (f"finger{finger}-{part}.{side}", about_vector(axes[side, finger], curl * share))
        for finger in range(2, 6)
        for part, share in enumerate(FINGER_CURL, start=1)
    ]
    thumb = motions.get("thumb", curl * 0.5)
    turns += [(f"finger1-{k}.{side}", about_vector(axes[side, 1], thumb)) for k in (2, 3)]
    return turns
