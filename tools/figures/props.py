"""Things in the picture: mat, pillow, chair, table, wall, strap, weights, ball, packs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.interpolate import CubicSpline

from tools.figures.body import FOOT, HEAD
from tools.figures.camera import Surface
from tools.figures.person import Person
from tools.figures.rotation import Array, about
from tools.figures.shapes import Mesh, box, box_faces, cushion, ellipsoid, tube, wrapped

Spec = Mapping[str, Any]
CHAIR_DEPTH, CHAIR_WIDTH = 0.44, 0.46
LEG_THICKNESS = 0.035
SHOE_SHARE, SHOE_WALL = 0.8, 0.012


@dataclass
class Setting:
    """Where props stand: the person now, the person in the first frame, floor and seat."""

    person: Person
    first: Person
    points: Array
    seat: float
    ground: float
    serial: int = 0

    def place(self, spec: Any, person: Person | None = None) -> Array:
        """World position of a named place, or of ``{at = [x, y, z]}``."""
        if isinstance(spec, Mapping) and "at" in spec:
            return np.array(spec["at"], float)
        who = person or self.person
        return who.model.landmarks.place(spec).under(who.movement)

    def solid(self, material: str, mesh: Mesh, *, faces: bool = False) -> Surface:
        """Surface with rest coordinates of its own, so that it stands out from all others."""
        points, triangles = mesh
        self.serial += 1
        rest = box_faces(points) if faces else np.zeros_like(points)
        return Surface(material, points, triangles, rest + 1e5 + 500.0 * self.serial)

    def block(
        self, material: str, center: Sequence[float], size: Sequence[float], yaw: float = 0.0
    ) -> Surface:
        """A box."""
        return self.solid(material, box(center, size, yaw), faces=True)


def mat(setting: Setting, spec: Spec) -> list[Surface]:
    """Exercise mat under a lying person, top at the ground."""
    length, width = spec.get("length", 1.98), spec.get("width", 0.62)
    low, high = setting.points.min(0), setting.points.max(0)
    middle = spec.get("center", (low[1] + high[1]) / 2)
    height = setting.ground - 0.011
    return [setting.block("mat", [spec.get("x", 0.0), middle, height], [width, length, 0.02])]


def pillow(setting: Setting, spec: Spec) -> list[Surface]:
    """Pillow under the head, as high as the gap below it needs."""
    person = setting.person if spec.get("follows") else setting.first
    fine = person.fine()
    head = np.flatnonzero(person.model.body.share(*HEAD) > 0.6)
    head = np.intersect1d(head, person.model.body.fine_used)
    center, lowest = fine[head].mean(0), fine[head, 2].min()
    sink = spec.get("sink", 0.035)
    height = max(lowest - setting.ground, 0.02) + sink
    size = (*spec.get("size", (0.42, 0.34)), height)
    shift = spec.get("shift", (0.0, 0.02))
    at = [center[0] + shift[0], center[1] + shift[1], setting.ground + height / 2]
    return [setting.solid("pillow", cushion(at, size))]


def support(setting: Setting, spec: Spec) -> list[Surface]:
    """Cushion or roll of a given size at a place: ``on``, ``size``, ``shift``, ``material``."""
    at = setting.place(spec["on"]) + np.array(spec.get("shift", (0, 0, 0)), float)
    size = spec["size"]
    if spec.get("rests"):
        at[2] = setting.ground + size[2] / 2
    material = spec.get("material", "pillow")
    if spec.get("shape") == "roll":
        half = np.array([size[0] / 2, 0, 0])
        path = np.linspace(at - half, at + half, 5)
        return [setting.solid(material, tube(path, size[2] / 2, 24))]
    return [setting.solid(material, cushion(at, size, spec.get("yaw", 0.0)))]


def chair(setting: Setting, spec: Spec) -> list[Surface]:
    """Chair under the pelvis, back behind the person; ``behind`` moves the seat back (m)."""
    at = setting.place("pelvis", setting.first)
    y = at[1] - 0.10 + spec.get("behind", 0.0)
    x, top = at[0], setting.seat + 0.006
    wood = spec.get("material", "wood")
    parts = [setting.block(wood, [x, y, top - 0.02], [CHAIR_WIDTH, CHAIR_DEPTH, 0.04])]
    for side in (-1, 1):
        for end in (-1, 1):
            post = [x + side * (CHAIR_WIDTH / 2 - 0.025), y + end * (CHAIR_DEPTH / 2 - 0.025)]
            middle = (top - 0.04) / 2
            size = [LEG_THICKNESS, LEG_THICKNESS, top - 0.04]
            parts.append(setting.block(wood, [*post, middle], size))
    if spec.get("back", True):
        rear = y + CHAIR_DEPTH / 2 - 0.015
        for side in (-1, 1):
            post = [x + side * (CHAIR_WIDTH / 2 - 0.02), rear, top + 0.22]
            parts.append(setting.block(wood, post, [LEG_THICKNESS, 0.03, 0.44]))
        parts.append(setting.block(wood, [x, rear, top + 0.36], [CHAIR_WIDTH, 0.025, 0.16]))
    return parts


def table(setting: Setting, spec: Spec) -> list[Surface]:
    """Treatment table; top at the seat or at the lying height."""
    low, high = setting.points.min(0), setting.points.max(0)
    length, width = spec.get("length", 1.95), spec.get("width", 0.68)
    top = setting.seat if spec.get("seated") else setting.ground
    if spec.get("standing"):
        top = float(spec["height"])
    x, y = spec.get("center", (0.0, (low[1] + high[1]) / 2))
    if spec.get("seated"):
        y = setting.place("pelvis", setting.first)[1] + length / 2 - spec.get("front", 0.34)
    parts = [setting.block("table", [x, y, top - 0.04], [width, length, 0.08])]
    for side in (-1, 1):
        for end in (-1, 1):
            post = [x + side * (width / 2 - 0.05), y + end * (length / 2 - 0.12)]
            parts.append(
                setting.block("frame", [*post, (top - 0.08) / 2], [0.05, 0.05, top - 0.08])
            )
    return parts


def rail_chair(setting: Setting, spec: Spec) -> list[Surface]:
    """A chair to hold on to: its back faces the person, in front or at one side."""
    x, y = spec.get("at", (0.0, -0.36))
    height, yaw = spec.get("height", 0.92), spec.get("yaw", 0.0)
    turn = about("z", yaw)
    origin = np.array([x, y, 0.0])

    def put(at: Sequence[float], size: Sequence[float]) -> Surface:
        center = origin + turn @ np.array(at, float)
        return setting.block("wood", list(center), size, yaw)

    parts = [
        put([0, -0.2, 0.45], [0.44, 0.42, 0.04]),
        put([0, 0, height - 0.07], [0.44, 0.03, 0.14]),
    ]
    for side in (-1, 1):
        parts.append(put([side * 0.20, 0, height / 2], [LEG_THICKNESS, LEG_THICKNESS, height]))
        parts.append(put([side * 0.20, -0.39, 0.215], [LEG_THICKNESS, LEG_THICKNESS, 0.43]))
    return parts


def block(setting: Setting, spec: Spec) -> list[Surface]:
    """A plain box: wall, step, door frame. ``center`` and ``size`` in meters, or ``on`` a place."""
    center = np.array(spec.get("center", (0, 0, 0)), float)
    if "on" in spec:
        center = center + setting.place(spec["on"], setting.first)
    size = spec["size"]
    if spec.get("rests"):
        center[2] = setting.ground + size[2] / 2
    return [setting.block(spec.get("material", "wood"), list(center), size, spec.get("yaw", 0.0))]


def stool(setting: Setting, spec: Spec) -> list[Surface]:
    """Seat without a back whose top is at a place: ``on``, ``shift``, ``size`` (width, depth)."""
    at = setting.place(spec["on"]) + np.array(spec.get("shift", (0, 0, 0)), float)
    width, depth = spec.get("size", (0.42, 0.42))
    top = float(at[2]) - setting.ground
    parts = [setting.block("wood", [at[0], at[1], at[2] - 0.02], [width, depth, 0.04])]
    for side in (-1, 1):
        for end in (-1, 1):
            post = [at[0] + side * (width / 2 - 0.03), at[1] + end * (depth / 2 - 0.03)]
            height = setting.ground + (top - 0.04) / 2
            size = [LEG_THICKNESS, LEG_THICKNESS, top - 0.04]
            parts.append(setting.block("wood", [*post, height], size))
    return parts


def wheel(setting: Setting, spec: Spec) -> list[Surface]:
    """A flywheel standing in the y-z plane: center ``at``, ``radius``."""
    center = np.array(spec["at"], float)
    half = np.array([0.02, 0.0, 0.0])
    disk = tube(np.linspace(center - half, center + half, 3), float(spec["radius"]), 40)
    return [setting.solid("frame", disk)]


def _grips(setting: Setting, sides: str) -> list[Array]:
    return [setting.place({"on": f"grip.{s}"}) for s in sides]


def foot_strap(setting: Setting, spec: Spec) -> list[Surface]:
    """Strap round the ball of a foot, both ends in the hands."""
    side, person = spec["side"], setting.person
    material = spec.get("material", "strap")
    ball = setting.place(f"ball.{side}")
    foot = person.movement[person.model.body.skeleton.index(f"foot.{side}")][:3, :3]
    down, across = foot @ np.array([0, 0, -1.0]), foot @ np.array([1.0, 0, 0])
    loop = [
        ball + across * 0.052,
        ball + across * 0.047 + down * 0.030,
        ball + down * 0.036,
        ball - across * 0.047 + down * 0.030,
        ball - across * 0.052,
    ]
    parts = [setting.solid(material, tube(np.array(loop), 0.012))]
    hands = _grips(setting, spec.get("hands", "LR"))
    signs = (1.0, -1.0) if len(hands) == 2 else (0.0,)
    for hand, sign in zip(hands, signs, strict=True):
        edge = ball + across * sign * 0.05
        tail = hand + (hand - edge) / np.linalg.norm(hand - edge) * 0.11
        path = np.array([tail, hand, hand * 0.5 + edge * 0.5, edge])
        parts.append(setting.solid(material, tube(path, 0.010)))
    return parts


def line(setting: Setting, spec: Spec) -> list[Surface]:
    """Band, strap or stick through places: ``through`` (list), ``radius``, ``material``."""
    points = np.array([setting.place(p) for p in spec["through"]])
    if spec.get("curved") and len(points) > 2:
        along = np.linspace(0, 1, len(points))
        points = CubicSpline(along, points)(np.linspace(0, 1, 24))
    elif len(points) == 2:
        points = np.linspace(points[0], points[1], 6)
        extend = float(spec.get("extend", 0.0))
        way = (points[-1] - points[0]) / np.linalg.norm(points[-1] - points[0])
        if extend:
            points = np.vstack([points[0] - way * extend, points, points[-1] + way * extend])
    return [setting.solid(spec.get("material", "band"), tube(points, spec.get("radius", 0.011)))]


def dumbbells(setting: Setting, spec: Spec) -> list[Surface]:
    """A dumbbell in each hand, across the palm."""
    parts = []
    for side in spec.get("hands", "LR"):
        model = setting.person.model
        grip = setting.place({"on": f"grip.{side}", "depth": 0.028})
        bone, thumb = model.landmarks.direction(f"thumb.{side}")
        axis = setting.person.movement[bone][:3, :3] @ thumb
        parts.append(setting.solid("steel", _rod(grip, axis, 0.09, 0.014)))
        ends = [grip + axis * end * 0.105 for end in (-1, 1)]
        parts += [setting.solid("steel", _rod(end, axis, 0.03, 0.048)) for end in ends]
    return parts


def _rod(center: Array, axis: Array, half: float, radius: float) -> Mesh:
    return tube(np.linspace(center - axis * half, center + axis * half, 4), radius, 26)


def ball(setting: Setting, spec: Spec) -> list[Surface]:
    """A ball at a place."""
    at = setting.place(spec["on"]) + np.array(spec.get("shift", (0, 0, 0)), float)
    radius = float(spec["radius"])
    sphere = ellipsoid(at, (radius, radius, radius))
    return [setting.solid(spec.get("material", "ball"), sphere)]


def shoes(setting: Setting, spec: Spec) -> list[Surface]:
    """A plain shoe over each foot of ``sides``."""
    body, fine = setting.person.model.body, setting.person.fine()
    parts = []
    for side in spec.get("sides", "LR"):
        foot = np.flatnonzero(body.share(*FOOT, side=side) > SHOE_SHARE)
        parts.append(setting.solid("shoe", wrapped(fine[foot], SHOE_WALL)))
    return parts


KINDS: Mapping[str, Callable[[Setting, Spec], list[Surface]]] = {
    "mat": mat,
    "pillow": pillow,
    "support": support,
    "chair": chair,
    "table": table,
    "rail_chair": rail_chair,
    "block": block,
    "stool": stool,
    "wheel": wheel,
    "foot_strap": foot_strap,
    "line": line,
    "dumbbells": dumbbells,
    "ball": ball,
    "shoes": shoes,
}


def build_props(setting: Setting, specs: Sequence[Spec]) -> list[Surface]:
    """Surfaces of all props of a frame. Raises KeyError for an unknown kind."""
    return [surface for spec in specs for surface in KINDS[spec["kind"]](setting, spec)]
