"""Figures as data: reads ``poses/*.toml`` into typed definitions, or lists every problem."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from tools.figures.looks import read_looks
from tools.figures.pose import Pose, problems

POSES = Path(__file__).parent / "poses"
PRESET_FILE = POSES / "presets.toml"
ORIENTATIONS = {"lying", "seated", "standing"}
SUPPORTS = {"floor", "seat"}
FRAME_KEYS = {
    "name", "use", "from", "base", "joints", "flat", "palms", "goals", "alt", "caption", "props",
    "hands", "at", "lift", "arrows", "water", "support", "muscles",
    "marks", "loaded", "examiner",
}  # fmt: skip
FIGURE_KEYS = {
    "look", "view", "support", "height", "orientation", "muscles", "nerve", "props", "anchor",
    "arrows", "frames", "side", "legend",
    "top",
}  # fmt: skip


class FigureFileError(Exception):
    """One or more figure definitions are wrong; one line per problem."""


@dataclass(frozen=True)
class Frame:
    """One picture of a figure."""

    name: str
    pose: Pose
    goals: tuple[Mapping[str, Any], ...]
    alt: str
    caption: str
    props: tuple[Mapping[str, Any], ...]
    hands: tuple[Mapping[str, Any], ...] = ()
    examiner: Mapping[str, Any] = field(default_factory=dict)
    at: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lift: float = 0.0
    arrows: tuple[Mapping[str, Any], ...] = ()
    water: float | None = None
    support: str = ""
    muscles: tuple[str, ...] | None = None  # None: those of the figure
    marks: tuple[Mapping[str, Any], ...] = ()
    loaded: bool = False  # the nerve line is drawn as under load


@dataclass(frozen=True)
class Figure:
    """One exercise or examination figure with its frames."""

    id: str
    folder: str
    look: str
    view: tuple[float, float]
    frames: tuple[Frame, ...]
    orientation: str
    support: str = "floor"
    height: float | None = None
    muscles: tuple[str, ...] = ()
    nerve: str = ""
    anchor: str = ""
    side: str = "right"
    legend: str = ""
    top: float = math.inf  # world height above which the patient is not drawn
    arrows: tuple[Mapping[str, Any], ...] = field(default_factory=tuple)


def _expand_sides(joints: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """``hip_B`` means both sides."""
    result: dict[str, dict[str, float]] = {}
    for joint, motions in joints.items():
        names = [joint[:-1] + s for s in "LR"] if joint.endswith("_B") else [joint]
        for name in names:
            result.setdefault(name, {}).update({k: float(v) for k, v in motions.items()})
    return result


@lru_cache(maxsize=1)
def read_presets() -> Mapping[str, Mapping[str, Any]]:
    """Named partial poses that frames build on."""
    with PRESET_FILE.open("rb") as file:
        presets: Mapping[str, Mapping[str, Any]] = tomllib.load(file)["preset"]
    return presets


def _feet_flat(sides: str) -> list[dict[str, Any]]:
    return [{"aim": f"sole.{s}", "toward": [0, 0, -1], "axes": "yz", "weight": 1.0} for s in sides]


def _palms(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """``palms = {R = [0, 0, -1]}``: which way each palm looks."""
    return [{"aim": f"palm.{s}", "toward": toward} for s, toward in spec.items()]


def _frame(
    table: Mapping[str, Any], earlier: Mapping[str, Frame], shared: tuple[Mapping[str, Any], ...]
) -> Frame:
    base = earlier[table["from"]] if "from" in table else None
    pose = base.pose.copy() if base else Pose()
    goals: list[Mapping[str, Any]] = list(base.goals) if base and "goals" not in table else []
    hands = base.hands if base and "hands" not in table else ()
    examiner = base.examiner if base else {}
    for part in [*(read_presets()[n] for n in table.get("use", ())), table]:
        pose.base = part.get("base", pose.base)
        for joint, motions in _expand_sides(part.get("joints", {})).items():
            pose.joints.setdefault(joint, {}).update(motions)
        goals += _feet_flat(part.get("flat", ""))
        goals += _palms(part.get("palms", {}))
        goals += part.get("goals", ())
    return Frame(
        name=table["name"],
        pose=pose,
        goals=tuple(goals),
        alt=table.get("alt", ""),
        caption=table.get("caption", ""),
        props=shared + tuple(_prop(p) for p in table.get("props", ())),
        hands=tuple(table.get("hands", hands)),
        examiner={**examiner, **table.get("examiner", {})},
        at=tuple(table.get("at", base.at if base else (0.0, 0.0, 0.0))),
        lift=float(table.get("lift", 0.0)),
        arrows=tuple(table.get("arrows", ())),
        water=table.get("water"),
        support=table.get("support", ""),
        muscles=tuple(table["muscles"]) if "muscles" in table else None,
        marks=tuple(table.get("marks", ())),
        loaded=bool(table.get("loaded", False)),
    )


def _prop(spec: str | Mapping[str, Any]) -> Mapping[str, Any]:
    return {"kind": spec} if isinstance(spec, str) else spec


def _frames(
    tables: list[Mapping[str, Any]], shared: tuple[Mapping[str, Any], ...]
) -> tuple[Frame, ...]:
    done: dict[str, Frame] = {}
    for table in tables:
        done[table["name"]] = _frame(table, done, shared)
    return tuple(done.values())


def _figure(name: str, folder: str, table: Mapping[str, Any]) -> Figure:
    shared = tuple(_prop(p) for p in table.get("props", ()))
    return Figure(
        id=name,
        folder=folder,
        look=table["look"],
        view=(float(table["view"][0]), float(table["view"][1])),
        frames=_frames(table["frames"], shared),
        orientation=table["orientation"],
        support=table.get("support", "floor"),
        height=table.get("height"),
        muscles=tuple(table.get("muscles", ())),
        nerve=table.get("nerve", ""),
        anchor=table.get("anchor", ""),
        side=table.get("side", "right"),
        legend=table.get("legend", ""),
        top=float(table.get("top", math.inf)),
        arrows=tuple(table.get("arrows", ())),
    )


def _problems(name: str, table: Mapping[str, Any], figure: Figure | None) -> list[str]:
    found = [f"unknown key {k!r}" for k in table if k not in FIGURE_KEYS]
    for frame in table.get("frames", ()):
        found += [f"unknown frame key {k!r}" for k in frame if k not in FRAME_KEYS]
    if figure is not None:
        if figure.look not in read_looks():
            found.append(f"unknown look {figure.look!r}")
        if figure.orientation not in ORIENTATIONS:
            found.append(f"orientation must be one of {sorted(ORIENTATIONS)}")
        if figure.support not in SUPPORTS:
            found.append(f"support must be one of {sorted(SUPPORTS)}")
        for frame in figure.frames:
            found += [f"{frame.name}: {p}" for p in problems(frame.pose)]
            if not frame.alt or not frame.caption:
                found.append(f"{frame.name}: needs alt and caption")
    return [f"{name}: {p}" for p in found]


@lru_cache(maxsize=4)
def read_figures(folder: Path = POSES) -> Mapping[str, Figure]:
    """All figures by ``folder/id``. Raises FigureFileError listing every problem at once.

    Read once: a definition that is edited while a long build runs belongs to the next build.
    """
    result: dict[str, Figure] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == PRESET_FILE.name:
            continue
        with path.open("rb") as file:
            document = tomllib.load(file)
        for name, table in document["figure"].items():
            try:
                figure = _figure(name, document["folder"], table)
            except KeyError as missing:
                wrong += [f"{name}: {missing} is missing or unknown"]
                continue
            wrong += _problems(name, table, figure)
            result[f"{figure.folder}/{name}"] = figure
    if wrong:
        raise FigureFileError("\n".join(wrong))
    return result
