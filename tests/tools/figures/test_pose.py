from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.figures.body import BODY_NAMES, load_body
from tools.figures.goals import limits_of, read_goal, solve
from tools.figures.points import Landmarks
from tools.figures.pose import LIMITS, BonePoser, Pose, problems
from tools.figures.rotation import Array, about, about_vector, aligning

ANGLE = st.floats(-180, 180, allow_nan=False)


def _at(body: str, pose: Pose, place: str) -> Array:
    poser = BonePoser(load_body(body))
    return Landmarks(poser.body).place(place).under(poser.movement(pose))


@given(st.sampled_from("xyz"), ANGLE)
def test_rotations_are_proper(axis: str, degrees: float) -> None:
    turn = about(axis, degrees)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1)
    unit = np.eye(3)["xyz".index(axis)]
    np.testing.assert_allclose(about_vector(unit, degrees), turn, atol=1e-12)


def test_aligning_turns_one_direction_into_the_other() -> None:
    a, b = np.array([1.0, 2.0, 0.5]), np.array([-0.3, 1.0, 2.0])
    turned = aligning(a, b) @ a
    np.testing.assert_allclose(turned / np.linalg.norm(a), b / np.linalg.norm(b), atol=1e-12)


@pytest.mark.parametrize("body", BODY_NAMES)
def test_baseline_stands_straight(body: str) -> None:
    model = load_body(body)
    hip, knee, ankle = (
        model.baseline_heads[model.skeleton.index(f"{n}.R")]
        for n in ("upperleg01", "lowerleg01", "foot")
    )
    assert hip[2] > knee[2] > ankle[2]
    assert np.abs(hip[:2] - ankle[:2]).max() < 0.005
    assert np.isfinite(model.baseline).all()


@pytest.mark.parametrize("body", ["neutral", "female_heavier"])
def test_clinical_directions(body: str) -> None:
    rest = Pose()
    ankle = _at(body, rest, "ankle.R")
    assert _at(body, Pose(joints={"hip_R": {"flex": 60}}), "ankle.R")[1] < ankle[1] - 0.3
    assert _at(body, Pose(joints={"hip_R": {"abd": 30}}), "ankle.R")[0] < ankle[0] - 0.2
    assert _at(body, Pose(joints={"knee_R": {"flex": 90}}), "ankle.R")[1] > ankle[1] + 0.2
    toe = _at(body, rest, "toe.R")
    assert _at(body, Pose(joints={"ankle_R": {"dorsi": 20}}), "toe.R")[2] > toe[2] + 0.03
    head = _at(body, rest, "head")
    assert _at(body, Pose(joints={"lumbar": {"flex": 30}}), "head")[1] < head[1] - 0.1


@settings(max_examples=15)
@given(st.floats(0, 120), st.floats(-20, 40), st.floats(0, 130))
def test_left_mirrors_right(flex: float, abduction: float, knee: float) -> None:
    def ankle(side: str) -> Array:
        joints = {f"hip_{side}": {"flex": flex, "abd": abduction}, f"knee_{side}": {"flex": knee}}
        return _at("neutral", Pose(joints=joints), f"ankle.{side}")

    np.testing.assert_allclose(ankle("R") * [-1, 1, 1], ankle("L"), atol=2e-3)


def test_lying_puts_the_head_level_with_the_pelvis() -> None:
    for base in ("supine", "prone", "left_side", "right_side"):
        pose = Pose(base=base)
        assert abs((_at("neutral", pose, "head") - _at("neutral", pose, "pelvis"))[2]) < 0.08


def test_unknown_names_are_told() -> None:
    pose = Pose(base="floating", joints={"hip_R": {"bend": 3}, "wing_L": {"flex": 1}})
    assert len(problems(pose)) == 3
    assert problems(Pose(joints={"hip_R": {"flex": 3}, "neck": {"rot": 5}})) == []


def test_goal_brings_the_hand_to_the_thigh_within_limits() -> None:
    poser = BonePoser(load_body("neutral"))
    landmarks = Landmarks(poser.body)
    pose = Pose(joints={"hip_R": {"flex": 88}, "knee_R": {"flex": 88}, "elbow_R": {"flex": 40}})
    goal = read_goal(
        {"point": "hand.R", "to": {"on": "thigh.R", "t": 0.6, "offset": [0, -0.1, 0]}},
        landmarks,
    )
    solved, miss = solve(poser, pose, [goal])
    assert miss < 1.0
    assert pose.get("shoulder_R", "flex") == 0  # the pose given is left alone
    for name in LIMITS:
        joint, motion = name.split(".")
        low, high = limits_of(f"{joint}_R.{motion}")
        assert low - 1e-6 <= solved.get(f"{joint}_R", motion) <= high + 1e-6


def test_out_of_reach_is_reported() -> None:
    poser = BonePoser(load_body("neutral"))
    goal = read_goal({"point": "hand.R", "to": {"at": [0, -3, 0]}}, Landmarks(poser.body))
    _, miss = solve(poser, Pose(), [goal])
    assert miss > 100


def test_blend_is_halfway() -> None:
    middle = Pose(joints={"knee_R": {"flex": 10}}).blend(Pose(joints={"knee_R": {"flex": 50}}), 0.5)
    assert middle.get("knee_R", "flex") == pytest.approx(30)
