"""Signs and arrows over a figure, the examiner as a second person, the sheets for viewers."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tools.figures.camera import Camera
from tools.figures.examiner import examiner
from tools.figures.figure_files import read_figures
from tools.figures.marks import Arrow, Mark, paint_arrow, paint_mark, paint_nerves
from tools.figures.readability import ALIKE, CHOICES, choices, exercise_names
from tools.figures.rotation import Array
from tools.figures.scene import Scene
from tools.figures.svg import Drawing


def _camera() -> Camera:
    camera = Camera(-90, 0)
    camera.frame(np.array([[0.0, -0.5, 0.0], [0.0, 0.5, 1.0]]), padding=10)
    return camera


@pytest.mark.parametrize(("kind", "strokes"), [("burst", 9), ("clock", 1), ("pause", 2)])
def test_signs(kind: str, strokes: int) -> None:
    drawing = Drawing(200, 200)
    paint_mark(drawing, _camera(), Mark(kind, np.array([0.0, 0.0, 0.5])), 0.2)
    stroked = [line for line in drawing.text().splitlines() if "stroke=" in line]
    assert stroked[0].count("M") == strokes
    numbers = [float(v) for v in re.findall(r"-?\d+\.\d", stroked[0].split('"')[1])]
    assert np.isfinite(numbers).all()


def test_an_unknown_sign_is_refused() -> None:
    with pytest.raises(KeyError):
        paint_mark(Drawing(9, 9), _camera(), Mark("skull", np.zeros(3)), 0.2)


@pytest.mark.parametrize(("both", "heads"), [(False, 1), (True, 2)])
def test_an_arrow_has_one_head_or_two(both: bool, heads: int) -> None:
    drawing = Drawing(200, 200)
    path = np.array([[0.0, y, 0.5] for y in np.linspace(-0.3, 0.3, 12)])
    paint_arrow(drawing, _camera(), Arrow(path, both), 0.2)
    assert drawing.text().splitlines()[2].count("M") == heads


def test_a_loaded_nerve_looks_unlike_a_gliding_one() -> None:
    path = np.array([[0.0, y, 0.5] for y in np.linspace(-0.3, 0.3, 12)])
    texts = []
    for loaded in (False, True):
        drawing = Drawing(200, 200)
        paint_nerves(drawing, _camera(), [path], 0.2, loaded=loaded)
        texts.append(drawing.text())
    assert texts[0] != texts[1]


def test_the_examiner_holds_the_leg_and_is_cut_at_the_table() -> None:
    figure = read_figures()["exam/slr"]
    scene = Scene(figure)
    frames = {f.name: f for f in figure.frames}
    placed = [scene.patient(f) for f in figure.frames]
    person = placed[1].person

    def place(spec: object) -> Array:
        return scene.model.landmarks.place(spec).under(person.movement)  # type: ignore[arg-type]

    helper, miss = examiner(frames["end"].examiner, place)
    assert miss < 6
    hand = helper.model.landmarks.place("hand.R").under(helper.movement)
    assert np.linalg.norm(hand - place("heel.R")) < 0.16
    lowest = frames["end"].examiner["cut"]
    for surface in helper.surfaces():
        assert surface.alpha is not None
        assert (surface.alpha[surface.points[:, 2] < lowest - 0.01] < 0).all()


def test_what_is_taken_for_one_another_is_offered_together() -> None:
    names = exercise_names()
    for group in ALIKE:
        assert set(group) <= set(names)
        for exercise in group:
            offered = choices(exercise, names, 2)
            assert set(group) <= set(offered)
            assert len(set(offered)) == CHOICES
    assert choices("clamshell", names, 1) != choices("clamshell", names, 2)
