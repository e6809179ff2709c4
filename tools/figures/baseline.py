"""From the modeled pose to the anatomical baseline: limbs hang straight, fingers level, feet on."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tools.figures.rotation import Array, aligning

ARM_LEAN = 0.10
FOOT_TURN_OUT = 0.12
FINGER_STRAIGHTENING = {1: 0.45, 2: 0.8, 4: 0.8, 5: 0.8}


def baseline_rotations(names: tuple[str, ...], heads: Array) -> dict[str, Array]:
    """Local bone rotations (rest frame) that straighten arms and legs of both sides."""
    place = {name: heads[i] for i, name in enumerate(names)}
    rotations: dict[str, Array] = {}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        rotations.update(_arm(place, side, sign))
        rotations.update(_leg(place, side, sign))
    return rotations


def _arm(place: dict[str, Array], side: str, sign: float) -> dict[str, Array]:
    down = np.array([sign * ARM_LEAN, 0.0, -1.0])
    rotations: dict[str, Array] = {}
    world = np.eye(3)
    chain = ("upperarm01", "lowerarm01", "wrist", "finger3-1")
    for bone, following in pairwise(chain):
        along = world @ (place[f"{following}.{side}"] - place[f"{bone}.{side}"])
        turn = aligning(along, down)
        rotations[f"{bone}.{side}"] = world.T @ turn @ world
        world = turn @ world
    middle = _finger_direction(place, world, 3, side)
    for finger, share in FINGER_STRAIGHTENING.items():
        own = _finger_direction(place, world, finger, side)
        turn = aligning(own, own * (1 - share) + middle * share)
        rotations[f"finger{finger}-1.{side}"] = world.T @ turn @ world
    return rotations


def _finger_direction(place: dict[str, Array], world: Array, finger: int, side: str) -> Array:
    along = world @ (place[f"finger{finger}-3.{side}"] - place[f"finger{finger}-1.{side}"])
    return np.asarray(along / np.linalg.norm(along))


def _leg(place: dict[str, Array], side: str, sign: float) -> dict[str, Array]:
    down = np.array([0.0, 0.0, -1.0])
    thigh = aligning(place[f"lowerleg01.{side}"] - place[f"upperleg01.{side}"], down)
    shin = aligning(thigh @ (place[f"foot.{side}"] - place[f"lowerleg01.{side}"]), down)
    above = shin @ thigh
    forward = above @ (place[f"toe3-1.{side}"] - place[f"foot.{side}"])
    forward[2] = 0.0  # keep the sole level
    foot = aligning(forward, np.array([sign * FOOT_TURN_OUT, -1.0, 0.0]))
    return {
        f"upperleg01.{side}": thigh,
        f"lowerleg01.{side}": thigh.T @ shin @ thigh,
        f"foot.{side}": above.T @ foot @ above,
    }
