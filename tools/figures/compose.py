"""One figure from its definition to SVG text and an index entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tools.figures.camera import Camera, Surface
from tools.figures.drawing import Artwork, Extras, paint, photograph, visible_points
from tools.figures.examiner import examiner
from tools.figures.figure_files import Figure, Frame
from tools.figures.hands import examiner_hand
from tools.figures.looks import read_looks
from tools.figures.marks import Arrow, Mark
from tools.figures.person import Person
from tools.figures.props import Setting, build_props
from tools.figures.rotation import Array
from tools.figures.scene import Placed, Scene
from tools.figures.tissue import muscle_field, nerve_lines

SIZE_LIMIT = 29_500  # bytes; the program promises less than 30 kB per picture
# how loosely curves are fitted, tried until the file is small enough; above 1 without shade
LOOSENESS = (1.0, 1.5, 2.6, 3.6, 4.6)


@dataclass(frozen=True)
class Built:
    """SVG text by frame name, size in units, and the worst miss of the pose solver (cm)."""

    figure: Figure
    frames: dict[str, str]
    size: tuple[int, int]
    miss: float


@dataclass
class _Shot:
    frame: Frame
    people: list[Person]
    props: list[Surface]
    arrows: list[Arrow]
    marks: list[Mark]


def compose(figure: Figure) -> Built:
    """Draw all frames of a figure at one scale and in one view box."""
    scene = Scene(figure)
    placed = [scene.patient(frame) for frame in figure.frames]
    shots = [_shot(scene, placed, i, frame) for i, frame in enumerate(figure.frames)]
    seen = [visible_points([s for p in shot.people for s in p.surfaces()]) for shot in shots]
    seen += [visible_points(shot.props) for shot in shots if shot.props]
    seen += [a.path for shot in shots for a in shot.arrows]
    seen += [m.at[None] for shot in shots for m in shot.marks]
    framing = np.vstack(seen)
    extras = [_extras(figure, shot, framing) for shot in shots]
    photos = [
        photograph(Camera(*figure.view), shot.people, shot.props, e)
        for shot, e in zip(shots, extras, strict=True)
    ]
    arts: list[Artwork] = []
    for looseness in LOOSENESS:
        arts = [
            paint(photo, replace(e, looseness=looseness, shade=looseness <= 1))
            for photo, e in zip(photos, extras, strict=True)
        ]
        if max(len(a.drawing.text()) for a in arts) <= SIZE_LIMIT:
            break
    texts = {s.frame.name: a.drawing.text() for s, a in zip(shots, arts, strict=True)}
    art = arts[0]
    size = (round(art.drawing.width), round(art.drawing.height))
    return Built(figure, texts, size, max(p.miss for p in placed))


def _shot(scene: Scene, placed: Sequence[Placed], index: int, frame: Frame) -> _Shot:
    figure, person = scene.figure, placed[index].person
    person.shown = (-np.inf, figure.top)
    people = [person]
    points = np.vstack([p.person.points[p.person.model.body.used] for p in placed])
    ground = figure.height or 0.0
    seat = scene.seat if scene.seat is not None else 0.0
    setting = Setting(person, placed[0].person, points, seat, ground)
    for number, hand in enumerate(frame.hands):
        at = setting.place(hand) + np.array(hand.get("shift", (0, 0, 0)), float)
        people.append(examiner_hand(hand, at, actor=2 + number))
    if frame.examiner:
        helper, miss = examiner(frame.examiner, setting.place)
        placed[index].miss = max(placed[index].miss, miss)
        people.append(helper)
    last = index == len(placed) - 1
    arrows = list(frame.arrows) or (list(figure.arrows) if last else [])
    paths = [
        Arrow(scene.arrow_path(a, list(placed), index), both=bool(a.get("both"))) for a in arrows
    ]
    marks = [_mark(setting, m) for m in frame.marks]
    return _Shot(frame, people, build_props(setting, frame.props), paths, marks)


def _mark(setting: Setting, spec: Mapping[str, Any]) -> Mark:
    at = setting.place(spec["on"]) + np.array(spec.get("shift", (0, 0, 0)), float)
    return Mark(spec["kind"], at, float(spec.get("size", 1.0)))


def _extras(figure: Figure, shot: _Shot, framing: Array) -> Extras:
    patient = shot.people[0]
    body = patient.model.body
    return Extras(
        muscles=[(0, muscle_field(body, name)) for name in _muscles(figure, shot.frame)],
        nerves=nerve_lines(body, patient.movement, figure.nerve) if figure.nerve else (),
        loaded=shot.frame.loaded,
        arrows=shot.arrows,
        marks=shot.marks,
        framing=framing,
        water=shot.frame.water,
    )


def _muscles(figure: Figure, frame: Frame) -> tuple[str, ...]:
    return figure.muscles if frame.muscles is None else frame.muscles


def index_entry(built: Built) -> dict[str, Any]:
    """What ``index.toml`` says about a figure."""
    figure = built.figure
    overlays = []
    if figure.nerve:
        overlays.append("nerve")
    if any(_muscles(figure, f) for f in figure.frames):
        overlays.append("muscle")
    if figure.arrows or any(f.arrows for f in figure.frames):
        overlays.append("arrow")
    return {
        "id": figure.id,
        "drawn_side": figure.side,
        "orientation": figure.orientation,
        "size": list(built.size),
        "look": figure.look,
        "body": read_looks()[figure.look].body,
        "overlays": overlays,
        "legend": figure.legend,
        "frames": [
            {"name": f.name, "file": f"{figure.folder}/{figure.id}/{f.name}.svg",
             "alt": f.alt, "caption": f.caption}
            for f in figure.frames
        ],
    }  # fmt: skip
