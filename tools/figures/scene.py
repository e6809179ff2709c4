"""From a figure definition to posed people on their support, frame by frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from scipy.interpolate import CubicSpline

from tools.figures.figure_files import Figure, Frame
from tools.figures.goals import read_goal, solve
from tools.figures.looks import read_looks
from tools.figures.person import Model, Person, load_model
from tools.figures.pose import Pose
from tools.figures.rotation import Array

ARROW_SAMPLES = 9


@dataclass(eq=False)
class Placed:
    """A solved pose and the person standing, sitting or lying in it."""

    pose: Pose
    person: Person
    miss: float


@dataclass
class Scene:
    """All frames of a figure share floor, seat height and anchor."""

    figure: Figure
    seat: float | None = None
    ground: float = 0.0
    _anchor: Array | None = field(default=None)

    @cached_property
    def model(self) -> Model:
        """The patient's model."""
        return load_model(read_looks()[self.figure.look])

    def patient(self, frame: Frame) -> Placed:
        """The patient of a frame; call frames in order (the first fixes seat and anchor)."""
        landmarks = self.model.landmarks
        goals = [read_goal(g, landmarks) for g in frame.goals]
        pose, miss = solve(self.model.poser, frame.pose, goals)
        return Placed(pose, self._settle(pose, frame), miss)

    def _settle(self, pose: Pose, frame: Frame) -> Person:
        """Put the pose on its support and over the anchor."""
        movement = self.model.poser.movement(pose)
        person = Person.posed(self.model, movement)
        shift = np.array(frame.at, float)
        shift[2] += self._height_shift(person, frame) + frame.lift
        if self.figure.anchor:
            place = self.model.landmarks.place(self.figure.anchor).under(movement)
            if self._anchor is None:
                self._anchor = place + shift
            shift[:2] = (self._anchor - place)[:2]
        return moved(person, shift)

    def _height_shift(self, person: Person, frame: Frame) -> float:
        figure = self.figure
        if (frame.support or figure.support) == "floor":
            return (figure.height or 0.0) - person.lowest()
        contact = person.lowest("seat")
        if self.seat is None:
            # the first frame decides how high the seat is: given, or so that the feet rest
            self.seat = figure.height or contact - person.lowest("feet")
        return self.seat - contact

    def arrow_path(self, spec: Mapping[str, Any], placed: list[Placed], index: int) -> Array:
        """World path of an arrow drawn on frame ``index``.

        Either ``path``: points relative to the place ``point``; or the way that place takes between
        two frames, shifted by ``offset``.
        """
        if "path" in spec:
            origin = self.model.landmarks.place(spec["point"])
            points = origin.under(placed[index].person.movement) + np.array(spec["path"], float)
            along = np.linspace(0, 1, len(points))
            return np.asarray(CubicSpline(along, points)(np.linspace(0, 1, 24)))
        first, last = (placed[i] for i in spec.get("between", (0, 1)))
        frames = self.figure.frames
        place = self.model.landmarks.place(spec["point"])
        points = []
        for share in np.linspace(0, 1, ARROW_SAMPLES):
            pose = first.pose.blend(last.pose, float(share))
            person = self._settle(pose, frames[placed.index(last)])
            points.append(place.under(person.movement))
        along = np.linspace(0, 1, ARROW_SAMPLES)
        window = np.linspace(float(spec.get("start", 0.15)), float(spec.get("end", 0.9)), 24)
        path = CubicSpline(along, np.array(points))(window)
        return np.asarray(path + np.array(spec.get("offset", (0, 0, 0)), float))


def _shifted(movement: list[Array], by: Array) -> list[Array]:
    shift = np.eye(4)
    shift[:3, 3] = by
    return [shift @ m for m in movement]


def moved(person: Person, by: Array) -> Person:
    """The same person elsewhere."""
    return Person(
        person.model, _shifted(person.movement, by), person.points + by, actor=person.actor
    )
