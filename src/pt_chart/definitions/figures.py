"""Reads the shipped figures: body views with their regions, and the pictures of exercises."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from pt_chart.clinical.bodychart.atlas import BodyAtlas, Region, ViewAtlas
from pt_chart.clinical.bodychart.marks import Point, View
from pt_chart.clinical.sides import Side

LABEL_STEP = 2
"""Every second row and column of the label images is used: 1.25 pixels per figure unit."""


GROUPS = ("exercises", "exam")
"""Tables of the index; pictures of exercises go by their own id, others as ``group/id``."""


NEUTRAL = "neutral"
OLDER = "older"


class FiguresDamaged(Exception):
    """A shipped figure file is missing or not as built; the message names it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a picture.

    ``caption`` and ``alt`` may hold ``{side}``, to be filled with words; ``size`` is width and
    height of the drawing in its own units, ``file`` its place below resources/figures.
    """

    id: str
    caption: str
    alt: str
    size: tuple[float, float]
    file: str


@dataclass(frozen=True, slots=True)
class SensoryPoint:
    """A key sensory point of a spinal level: a place for testing, never a diagnosis."""

    level: str
    side: Side
    where: str
    at: Point


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an exercise or test: its frames in order.

    ``drawn_side`` RIGHT means that a left-sided exercise shows it mirrored, None that it never
    is. ``orientation`` is lying, seated or standing. ``legend`` explains overlays in words.
    """

    id: str
    frames: tuple[Frame, ...]
    drawn_side: Side | None
    orientation: str
    legend: tuple[str, ...]

    def mirrored_for(self, side: Side) -> bool:
        """Whether the picture is shown mirrored for a treated side."""
        return self.drawn_side is Side.RIGHT and side is Side.LEFT


class FigureIndex:
    """All shipped figures below one folder."""

    def __init__(self, folder: Path, pictures: Mapping[str, Picture]) -> None:
        self.folder = folder
        self.pictures = pictures

    @classmethod
    def read(cls, folder: Path) -> FigureIndex:
        """Read the index; drawings and regions are read when asked for.

        Raises:
            FiguresDamaged: the index is missing or not as built.
        """
        path = folder / "index.toml"
        try:
            table = tomllib.loads(path.read_text("utf-8"))
            found = {
                picture.id: picture
                for group in GROUPS
                for id, entry in table.get(group, {}).items()
                for picture in (_picture(group, id, entry),)
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FiguresDamaged(f"{path.name}: {error!r}; install pt-chart again") from error
        return cls(folder, MappingProxyType(found))

    @cached_property
    def atlas(self) -> BodyAtlas:
        """The body chart's regions, of the neutral figure; it finds the others by itself."""
        return replace(read_atlas(self.folder / "body", NEUTRAL), lookup=self.atlas_of)

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that a chart can be drawn on, the neutral one first."""
        found = (p.parent.name for p in (self.folder / "body").glob("*/front_regions.json"))
        return tuple(sorted(found, key=lambda body: (body != NEUTRAL, body)))

    def atlas_of(self, body: str, version: str) -> BodyAtlas | None:
        """The regions of a body in a version of the figure, None when there is no such figure.

        Raises:
            FiguresDamaged: a file of it is missing or not as built.
        """
        known = self._read
        if (body, version) not in known:
            folder = self._body_folder(version)
            there = folder is not None and body.isidentifier() and (folder / body).is_dir()
            made = read_atlas(folder, body) if folder is not None and there else None
            known[body, version] = replace(made, lookup=self.atlas_of) if made else None
        return known[body, version]

    @cached_property
    def _read(self) -> dict[tuple[str, str], BodyAtlas | None]:
        return {(NEUTRAL, self.atlas.version): self.atlas}

    def _body_folder(self, version: str) -> Path | None:
        """Where the figures of a version lie: replaced ones are kept in ``body/older``."""
        if version == self.atlas.version:
            return self.folder / "body"
        older = self.folder / "body" / OLDER
        # A version comes from a stored chart: it may only name a folder that is there.
        names = {path.name for path in older.iterdir()} if older.is_dir() else set()
        return older / version if version in names else None

    def svg(self, figure: str, frame: str) -> bytes:
        """The drawing of a frame as SVG of the subset in resources/figures/README.md.

        Raises:
            KeyError: no such picture or frame.
            FiguresDamaged: the file is missing.
        """
        for one in self.pictures[figure].frames:
            if one.id == frame:
                return self._bytes(Path(one.file))
        raise KeyError(f"{figure}/{frame}")

    def body_svg(self, view: View, body: str = NEUTRAL, version: str = "") -> bytes:
        """The line art of a body view; of the present neutral figure when there is no such one.

        Raises:
            FiguresDamaged: the file is missing.
        """
        present = self.atlas.version
        found = self.atlas_of(body, version or present) or self.atlas_of(body, present)
        found = found or self.atlas
        folder = self._body_folder(found.version) or self.folder / "body"
        return self._bytes(folder.relative_to(self.folder) / found.body / f"{view.value}.svg")

    def overlay_svg(self, view: View, overlay: str, body: str = NEUTRAL) -> bytes:
        """An overlay of a view, b"" where that view has nothing to show of it."""
        path = Path("body") / body / f"{view.value}_overlay_{overlay}.svg"
        return self._bytes(path) if (self.folder / path).is_file() else b""

    def sensory_points(self, view: View, body: str = NEUTRAL) -> tuple[SensoryPoint, ...]:
        """The named key sensory points of a view, in 0..1 of its box.

        Raises:
            FiguresDamaged: the list is not as built.
        """
        path = self.folder / "body" / body / f"{view.value}_overlay_sensory_points.json"
        if not path.is_file():
            return ()
        atlas = self.atlas_of(body, self.atlas.version) or self.atlas
        try:
            listed = json.loads(path.read_text("utf-8"))["points"]
            table = json.loads((path.parent / f"{view.value}_regions.json").read_text("utf-8"))
            left, top, width, height = (float(v) for v in table["viewbox"])
            return tuple(
                SensoryPoint(
                    str(p["level"]),
                    Side(p["side"]),
                    str(p["where"]),
                    ((float(p["x"]) - left) / width, (float(p["y"]) - top) / height),
                )
                for p in listed
                if view in atlas.views
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FiguresDamaged(f"{path.name}: {error!r}; install pt-chart again") from error

    def size(self, figure: str, frame: str) -> tuple[float, float]:
        """Width and height of a frame in its own units.

        Raises:
            KeyError: no such picture or frame.
        """
        for one in self.pictures[figure].frames:
            if one.id == frame:
                return one.size
        raise KeyError(f"{figure}/{frame}")

    def _bytes(self, below: Path) -> bytes:
        try:
            return (self.folder / below).read_bytes()
        except OSError as error:
            raise FiguresDamaged(f"figures/{below.as_posix()} is missing") from error


def read_atlas(folder: Path, body: str) -> BodyAtlas:
    """The label images and regions of one body's views.

    Raises:
        FiguresDamaged: a file is missing or not as built.
    """
    try:
        names = tomllib.loads((folder / "regions.toml").read_text("utf-8"))
        views = {view: _view(folder / body, view) for view in View}
        labels = {id: str(entry["label"]) for id, entry in names["region"].items()}
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise FiguresDamaged(f"body chart: {error!r}; install pt-chart again") from error
    return BodyAtlas(str(names["version"]), MappingProxyType(views), MappingProxyType(labels), body)


def _view(folder: Path, view: View) -> ViewAtlas:
    table = json.loads((folder / f"{view.value}_regions.json").read_text("utf-8"))
    left, top, width, height = (float(v) for v in table["viewbox"])
    regions = []
    for index, entry in enumerate(table["regions"], 1):
        if entry["index"] != index:
            raise ValueError(f"{view.value}: region {index} is out of order")
        side = None if entry["side"] == "midline" else Side(entry["side"])
        polygons = tuple(
            tuple(((x - left) / width, (y - top) / height) for x, y in ring)
            for ring in entry["polygons"]
        )
        regions.append(
            Region(
                entry["id"],
                entry["label"],
                side,
                int(entry["reach"]),
                bool(entry["below_knee"]),
                polygons,
            )
        )
    with np.load(folder / f"{view.value}_labels.npz") as archive:
        labels = np.ascontiguousarray(archive["labels"][::LABEL_STEP, ::LABEL_STEP])
    labels.setflags(write=False)
    return ViewAtlas(view, width / height, labels, tuple(regions))


def _picture(group: str, id: str, entry: dict[str, Any]) -> Picture:
    size = (float(entry["size"][0]), float(entry["size"][1]))
    frames = tuple(
        Frame(str(f["name"]), str(f["caption"]), str(f["alt"]), size, str(f["file"]))
        for f in entry["frames"]
    )
    side = Side.RIGHT if entry["drawn_side"] == "right" else None
    legend = (str(entry["legend"]),) if entry.get("legend") else ()
    named = id if group == "exercises" else f"{group}/{id}"
    return Picture(named, frames, side, str(entry["orientation"]), legend)
