"""A sample is drawn again: same bytes twice, and the same picture as the committed file."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tools.figures.compose import Built, compose
from tools.figures.figure_files import read_figures

RESOURCES = Path(__file__).parents[3] / "resources" / "figures"
SAMPLE = "exercises/prone_lying"
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


@pytest.fixture(scope="module")
def built() -> Built:
    return compose(read_figures()[SAMPLE])


def test_the_committed_picture_is_what_the_pipeline_draws(built: Built) -> None:
    for frame, text in built.frames.items():
        committed = (RESOURCES / SAMPLE / f"{frame}.svg").read_text(encoding="utf-8")
        a, b = _picture(text), _picture(committed)
        assert a.shape == b.shape
        assert np.any(a != b, axis=2).mean() <= ALLOWED_DIFFERENCE
        assert np.any(a != 255, axis=2).mean() > 0.15


def test_a_changed_picture_would_be_noticed(built: Built) -> None:
    text = next(iter(built.frames.values()))
    moved = text.replace('fill="#c98f66"', 'fill="#d99f76"')
    assert np.any(_picture(text) != _picture(moved), axis=2).mean() > ALLOWED_DIFFERENCE


def test_same_bytes_again(built: Built) -> None:
    assert compose(read_figures()[SAMPLE]).frames == built.frames
