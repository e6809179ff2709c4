"""An examiner's hands: forearm and hand alone, laid where they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.figures.looks import read_looks
from tools.figures.person import Model, Person, load_model
from tools.figures.pose import Pose
from tools.figures.rotation import Array

HAND_LOOK = "examiner"
SHOWN = ("lowerarm", "wrist", "finger", "metacarpal")
FOREARM_CUT = 0.23
CUFF = 0.06


def _frame(normal: Array, along: Array) -> Array:
    """Right-handed axes (columns) from a palm normal and a finger direction."""
    first = normal / np.linalg.norm(normal)
    second = along - first * float(along @ first)
    second = second / np.linalg.norm(second)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def examiner_hand(spec: Mapping[str, Any], at: Array, actor: int) -> Person:
    """Hand of side ``side`` whose grip is at ``at``, palm and fingers in world directions.

    Keys: ``palm``, ``fingers`` (directions), ``curl`` (degrees), ``depth`` (palm to grip, meters).
    """
    side = spec["side"]
    model: Model = load_model(read_looks()[HAND_LOOK])
    pose = Pose(
        joints={
            f"fingers_{side}": {
                "curl": float(spec.get("curl", 25)),
                "thumb": float(spec.get("thumb", 12)),
            },
            f"wrist_{side}": {"flex": float(spec.get("wrist", 0))},
        }
    )
    movement = model.poser.movement(pose)
    landmarks = model.landmarks
    bone, palm = landmarks.direction(f"palm.{side}")
    _, fingers = landmarks.direction(f"fingers.{side}")
    turned = movement[bone][:3, :3]
    now = _frame(turned @ palm, turned @ fingers)
    wanted = _frame(np.array(spec["palm"], float), np.array(spec["fingers"], float))
    rotation = wanted @ now.T
    grip = landmarks.place({"on": f"grip.{side}", "depth": spec.get("depth", 0.03)})
    transform = np.eye(4)
    transform[:3, :3] = rotation
    transform[:3, 3] = at - rotation @ grip.under(movement)
    person = Person.posed(model, [transform @ m for m in movement], actor=actor)
    shown = model.body.share(*SHOWN, side=side)
    elbow = model.body.baseline_heads[model.body.skeleton.index(f"lowerarm01.{side}")]
    wrist = model.body.baseline_heads[model.body.skeleton.index(f"wrist.{side}")]
    along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    beyond_wrist = model.body.fine_baseline @ along - float(wrist @ along)
    person.hidden = np.minimum(shown - 0.5, beyond_wrist + FOREARM_CUT)
    person.sleeve = np.minimum(person.hidden, -CUFF - beyond_wrist)
    return person
