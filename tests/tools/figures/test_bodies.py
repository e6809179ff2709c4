"""Thresholds hang on landmarks: clothes, muscles and hair lie alike on all five bodies."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.figures.body import BODY_NAMES, Body, load_body
from tools.figures.clothing import shirt_field, shorts_field
from tools.figures.figure_files import read_figures
from tools.figures.hair import STYLES, hair_field, strands
from tools.figures.pose import LIMITS
from tools.figures.scene import Scene
from tools.figures.tissue import muscle_field

Values = NDArray[np.float64]


def _heights(body: Body, field: Values) -> tuple[float, float]:
    """Lowest and highest place where a field is positive: 0 = ankle, 1 = hip of this body."""
    ankle, hip = (
        body.baseline_heads[body.skeleton.index(f"{bone}.R")][2] for bone in ("foot", "upperleg01")
    )
    used = np.intersect1d(np.flatnonzero(field > 0), body.fine_used)
    z = (body.fine_baseline[used, 2] - ankle) / (hip - ankle)
    return float(z.min()), float(z.max())


@pytest.mark.parametrize("body", BODY_NAMES)
def test_hems_and_muscles_lie_alike(body: str) -> None:
    model, neutral = load_body(body), load_body("neutral")
    fields = {
        "shorts": (shorts_field(model), shorts_field(neutral)),
        "shirt": (shirt_field(model), shirt_field(neutral)),
    }
    for name in ("hamstring_R", "calf_L", "glute_R"):
        fields[name] = (muscle_field(model, name), muscle_field(neutral, name))
    for name, (own, reference) in fields.items():
        low, high = _heights(model, own)
        assert low == pytest.approx(_heights(neutral, reference)[0], abs=0.06), name
        if name != "shirt":
            assert high == pytest.approx(_heights(neutral, reference)[1], abs=0.06), name


@pytest.mark.parametrize("body", BODY_NAMES)
def test_hair_sits_on_the_head_only(body: str) -> None:
    model = load_body(body)
    head = model.share("head", "neck")
    for style in STYLES:
        grown = hair_field(model, style) > 0
        assert grown.any()
        assert head[grown & (model.fine_weights.sum(1) > 0)].mean() > 0.9, style
        for line in strands(model, model.fine_baseline, style):
            assert np.isfinite(line).all()
            assert np.ptp(line, axis=0).max() < 0.3


def test_every_solved_pose_keeps_to_the_joint_limits() -> None:
    """A few poses with many goals; what the solver set stays within the working limits."""
    figures = read_figures()
    for name in (
        "exercises/massage_self",
        "exercises/slump_slider",
        "exercises/calf_cramp_release",
    ):
        scene = Scene(figures[name])
        for frame in figures[name].frames:
            pose = scene.patient(frame).pose
            for joint, motions in pose.joints.items():
                for motion, degrees in motions.items():
                    limits = LIMITS.get(f"{joint.split('_')[0]}.{motion}")
                    if limits and joint != "root":
                        assert limits[0] - 1e-6 <= degrees <= limits[1] + 1e-6, (name, joint)
