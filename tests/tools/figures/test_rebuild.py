"""A sample is drawn again: same bytes twice, and the same picture as the committed file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.figures.charts import draw_chart
from tools.figures.compose import compose
from tools.figures.figure_files import read_figures

RESOURCES = Path(__file__).parents[3] / "resources" / "figures"
# lying, seated with goals and an arrow, standing with a wall, one leg, an examiner, a body chart
SAMPLE = (
    "exercises/prone_lying",
    "exercises/massage_self",
    "exercises/calf_stretch_wall",
    "exam/single_leg_stance",
    "exam/sij_thigh_thrust",
    "body/female/back",
)
ALLOWED_DIFFERENCE = 0.001
ZOOM = 3
PATH = re.compile(r'<path d="([^"]*)" fill="([^"]*)"(?: [a-z-]+="[^"]*")*?(?: stroke="([^"]*)")?')


def _flat(data: str) -> list[NDArray[np.float64]]:
    """Polylines of M, L, C, Z path data."""
    rings = []
    for part in data.split("M")[1:]:
        points: list[NDArray[np.float64]] = []
        for command, body in re.findall(r"([LC]?)([^LCZ]+)", part):
            pairs = np.array(body.split(), float).reshape(-1, 2)
            if command == "C":
                for k in range(0, len(pairs), 3):
                    a, (b, c, d) = points[-1], pairs[k : k + 3]
                    for u in np.linspace(0.1, 1, 10):
                        v = 1 - u
                        points.append(a * v**3 + 3 * b * u * v**2 + 3 * c * u * u * v + d * u**3)
            else:
                points += list(pairs)
        rings.append(np.array(points))
    return rings


def _picture(text: str) -> NDArray[np.uint8]:
    width, height = (int(v) for v in re.findall(r'viewBox="0 0 (\d+) (\d+)"', text)[0])
    image = Image.new("RGB", (width * ZOOM, height * ZOOM), "white")
    pen = ImageDraw.Draw(image)
    for data, fill, stroke in PATH.findall(text):
        for ring in _flat(data):
            corners = [(float(x), float(y)) for x, y in ring * ZOOM]
            if fill != "none" and len(corners) > 2:
                pen.polygon(corners, fill=fill)
            elif fill == "none":
                pen.line(corners, fill=stroke or "black", width=ZOOM)
    return np.asarray(image)


@cache
def _built(name: str) -> Mapping[str, str]:
    """SVG text by the path of its committed file below resources/figures."""
    if name.startswith("body/"):
        _, body, view = name.split("/")
        return {f"{name}.svg": draw_chart(body, view).art.drawing.text()}
    frames = compose(read_figures()[name]).frames
    return {f"{name}/{frame}.svg": text for frame, text in frames.items()}


@pytest.mark.parametrize("name", SAMPLE)
def test_the_committed_picture_is_what_the_pipeline_draws(name: str) -> None:
    for file, text in _built(name).items():
        committed = (RESOURCES / file).read_text(encoding="utf-8")
        a, b = _picture(text), _picture(committed)
        assert a.shape == b.shape
        assert np.any(a != b, axis=2).mean() <= ALLOWED_DIFFERENCE
        assert np.any(a != 255, axis=2).mean() > 0.12


def test_a_changed_picture_would_be_noticed() -> None:
    text = next(iter(_built(SAMPLE[0]).values()))
    moved = text.replace('fill="#c98f66"', 'fill="#d99f76"')
    assert np.any(_picture(text) != _picture(moved), axis=2).mean() > ALLOWED_DIFFERENCE


def test_same_bytes_again() -> None:
    again = compose(read_figures()[SAMPLE[0]]).frames
    assert list(again.values()) == list(_built(SAMPLE[0]).values())


ARROW = """
from tools.figures.figure_files import read_figures
from tools.figures.scene import Scene
figure = read_figures()["exercises/bird_dog"]
scene = Scene(figure)
placed = [scene.patient(frame) for frame in figure.frames]
print(scene.arrow_path(figure.arrows[0], placed, 1).tobytes().hex())
"""


def test_no_order_of_a_set_gets_into_a_picture() -> None:
    """Strings hash otherwise in each process; the same pose must come out."""
    told = set()
    for seed in ("1", "2", "3"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        made = subprocess.run(
            [sys.executable, "-c", ARROW],
            cwd=RESOURCES.parents[1],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        told.add(made.stdout)
    assert len(told) == 1
