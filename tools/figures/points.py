"""Named places on a body (palm, heel, thigh at 70 %) that poses and props refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.figures.body import Body
from tools.figures.rotation import Array, transform_points

# name -> (bone that carries the point, next joint, share of the way, offset in the baseline frame
# with x meaning "to the outside")
PLACES: Mapping[str, tuple[str, str, float, tuple[float, float, float]]] = {
    "hip": ("upperleg01", "", 0.0, (0, 0, 0)),
    "thigh": ("upperleg01", "lowerleg01", 0.5, (0, 0, 0)),
    "knee": ("lowerleg01", "", 0.0, (0, 0, 0)),
    "shin": ("lowerleg01", "foot", 0.5, (0, 0, 0)),
    "ankle": ("foot", "", 0.0, (0, 0, 0)),
    "heel": ("foot", "", 0.0, (0, 0.045, -0.06)),
    "sole": ("foot", "toe3-1", 0.5, (0, 0, -0.05)),
    "ball": ("foot", "toe3-1", 1.0, (0, 0, 0)),
    "toe": ("toe2-1", "toe2-2", 1.0, (0, 0, 0)),
    "shoulder": ("upperarm01", "", 0.0, (0, 0, 0)),
    "upperarm": ("upperarm01", "lowerarm01", 0.5, (0, 0, 0)),
    "elbow": ("lowerarm01", "", 0.0, (0, 0, 0)),
    "forearm": ("lowerarm02", "wrist", 0.5, (0, 0, 0)),
    "wrist": ("wrist", "", 0.0, (0, 0, 0)),
    "hand": ("wrist", "finger3-1", 0.8, (0, 0, 0)),
    "fingers": ("finger3-2", "", 0.0, (0, 0, 0)),
    "fingertip": ("finger3-3", "", 0.0, (0, 0, 0)),
    "pelvis": ("root", "", 0.0, (0, 0, 0)),
    "waist": ("spine04", "", 0.0, (0, 0, 0)),
    "chest": ("spine02", "", 0.0, (0, 0, 0)),
    "upper_back": ("spine01", "", 0.0, (0, 0, 0)),
    "neck": ("neck01", "", 0.0, (0, 0, 0)),
    "head": ("head", "", 0.0, (0, 0, 0)),
}
MIDLINE = {"pelvis", "waist", "chest", "upper_back", "neck", "head"}
PALM_TO_GRIP = 0.035


@dataclass(frozen=True)
class Place:
    """A point or direction fixed to one bone, in that body's baseline frame."""

    bone: int
    at: Array

    def under(self, movement: list[Array]) -> Array:
        """World position for the given bone movements."""
        return transform_points(movement[self.bone], self.at)


@dataclass(frozen=True)
class Between:
    """A point on the straight line between two places."""

    first: Place
    second: Place
    share: float

    def under(self, movement: list[Array]) -> Array:
        """World position for the given bone movements."""
        a, b = self.first.under(movement), self.second.under(movement)
        return np.asarray(a * (1 - self.share) + b * self.share)


class Landmarks:
    """Looks places up on one body."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def _head(self, bone: str) -> Array:
        return np.asarray(self.body.baseline_heads[self.body.skeleton.index(bone)])

    def place(self, spec: str | Mapping[str, Any]) -> Place | Between:
        """Resolve ``"heel.R"``, ``{on, t, offset}`` or ``{between = [a, b], t}``.

        ``offset`` is (outward, back, up) in meters in the baseline frame of the bone, so behind
        the thigh stays behind the thigh in every pose. Raises KeyError for an unknown place.
        """
        table: Mapping[str, Any] = {"on": spec} if isinstance(spec, str) else spec
        if "between" in table:
            a, b = (self._single({"on": n}) for n in table["between"])
            return Between(a, b, float(table.get("t", 0.5)))
        return self._single(table)

    def _single(self, table: Mapping[str, Any]) -> Place:
        name, _, side = str(table["on"]).partition(".")
        if name == "grip":
            return self._grip(side, table)
        bone, following, share, offset = PLACES[name]
        suffix = "" if name in MIDLINE else f".{side}"
        start = self._head(bone + suffix)
        share = float(table.get("t", share))
        if following:
            start = start * (1 - share) + self._head(following + suffix) * share
        outward = np.array([-1.0 if side == "R" else 1.0, 1.0, 1.0])
        moved = (np.array(offset) + np.array(table.get("offset", (0, 0, 0)), float)) * outward
        return Place(self.body.skeleton.index(bone + suffix), start + moved * self.body.scale)

    def palm_normal(self, side: str) -> Array:
        """Unit direction out of the palm, baseline frame."""
        along = self._head(f"finger3-1.{side}") - self._head(f"wrist.{side}")
        across = self._head(f"finger5-1.{side}") - self._head(f"finger2-1.{side}")
        normal = np.cross(across, along) * (1.0 if side == "L" else -1.0)
        return np.asarray(normal / np.linalg.norm(normal))

    def finger_direction(self, side: str) -> Array:
        """Unit direction from wrist to middle knuckle, baseline frame."""
        along = self._head(f"finger3-1.{side}") - self._head(f"wrist.{side}")
        return np.asarray(along / np.linalg.norm(along))

    def _grip(self, side: str, table: Mapping[str, Any]) -> Place:
        """Middle of what a closed hand holds: in front of the palm at the knuckles."""
        depth = float(table.get("depth", PALM_TO_GRIP))
        reach = float(table.get("t", 0.95))
        at = self._head(f"wrist.{side}") * (1 - reach) + self._head(f"finger3-1.{side}") * reach
        at = at + self.palm_normal(side) * depth * self.body.scale
        return Place(self.body.skeleton.index(f"wrist.{side}"), at)

    def direction(self, name: str) -> tuple[int, Array]:
        """Bone and baseline vector: ``palm.R``, ``fingers.R``, ``thumb.R``, ``sole.R`` or ``face``.

        Raises KeyError for any other name.
        """
        part, _, side = name.partition(".")
        index = self.body.skeleton.index
        if part == "palm":
            return index(f"wrist.{side}"), self.palm_normal(side)
        if part == "fingers":
            return index(f"wrist.{side}"), self.finger_direction(side)
        if part == "thumb":
            across = np.cross(self.palm_normal(side), self.finger_direction(side))
            return index(f"wrist.{side}"), across * (1.0 if side == "L" else -1.0)
        if part == "sole":
            return index(f"foot.{side}"), np.array([0.0, 0.0, -1.0])
        if part == "face":
            return index("head"), np.array([0.0, -1.0, 0.0])
        raise KeyError(name)
