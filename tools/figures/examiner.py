"""The examiner as a second person: stands behind the table, hands where they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tools.figures.goals import Goal, read_goal, solve
from tools.figures.looks import read_looks
from tools.figures.person import Person, load_model
from tools.figures.points import Landmarks
from tools.figures.pose import Pose
from tools.figures.rotation import Array
from tools.figures.scene import moved

EXAMINER_LOOK = "examiner"
EXAMINER_ACTOR = 1
HEAD_DOWN = {"neck": {"flex": 18.0}, "head": {"flex": 6.0}}
READY: Mapping[str, Mapping[str, float]] = {
    "shoulder": {"flex": 50.0, "abd": 12.0},
    "elbow": {"flex": 30.0, "sup": -40.0},
    "fingers": {"curl": 24.0},
}
PALM_WEIGHT = 0.6


def examiner(spec: Mapping[str, Any], place: Callable[[Any], Array]) -> tuple[Person, float]:
    """The posed examiner and how far a hand misses its place, centimeters.

    Keys of ``spec``: ``at`` (pelvis in the world, meters), ``yaw`` (0 faces the patient's feet, 90
    the patient's left), ``lean`` and ``side`` (trunk, degrees), ``cut`` (nothing is drawn below
    this height), ``joints`` (changes to the ready position), ``R`` and ``L``: where each hand
    goes, a place with ``shift`` and, where wanted, the way its ``palm`` looks. A hand without a
    place hangs free.
    """
    model = load_model(read_looks()[EXAMINER_LOOK])
    at = np.array(spec["at"], float)
    pose = Pose(joints={name: dict(motions) for name, motions in HEAD_DOWN.items()})
    lean = float(spec.get("lean", 16.0))
    pose.joints["root"] = {"yaw": float(spec.get("yaw", 90.0)), "pitch": lean / 2}
    pose.joints["spine"] = {"flex": lean / 2, "side": float(spec.get("side", 0.0))}
    goals: list[Goal] = []
    for side in "RL":
        for name, motions in READY.items():
            pose.joints[f"{name}_{side}"] = dict(motions)
        if side in spec:
            goals += _hand_goals(side, spec[side], place, at, model.landmarks)
    for joint, motions in spec.get("joints", {}).items():
        pose.joints.setdefault(joint, {}).update(motions)
    solved, miss = solve(model.poser, pose, goals)
    person = Person.posed(model, model.poser.movement(solved), actor=EXAMINER_ACTOR)
    person = moved(person, at)
    person.shown = (float(spec.get("cut", -np.inf)), np.inf)
    return person, miss


def _hand_goals(
    side: str,
    hand: Mapping[str, Any],
    place: Callable[[Any], Array],
    at: Array,
    landmarks: Landmarks,
) -> list[Goal]:
    """Goals in the examiner's own frame, whose origin is the pelvis."""
    target = place(hand) + np.array(hand.get("shift", (0, 0, 0)), float) - at
    goals = [read_goal({"point": f"grip.{side}", "to": {"at": list(target)}}, landmarks)]
    if "palm" in hand:
        spec = {"aim": f"palm.{side}", "toward": hand["palm"], "weight": PALM_WEIGHT}
        goals.append(read_goal(spec, landmarks))
    return goals
