"""Overlays for the body charts: sensory key points, sciatic nerve, muscles.

Key points: the key sensory points L1 to S4-5 of the International Standards for Neurological
Classification of Spinal Cord Injury (ISNCSCI, American Spinal Injury Association), placed on this
body by their descriptions. They are points for testing; no zones are drawn. Nerve and muscles are
sketches from general anatomy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.figures.bezier import curve_data, smoothed
from tools.figures.body import ARM
from tools.figures.camera import normals, sample
from tools.figures.charts import Chart, draw_chart
from tools.figures.marks import NERVE_FILL, NERVE_RIM
from tools.figures.rotation import Array
from tools.figures.svg import Drawing
from tools.figures.tissue import NERVE, muscle_field, nerve_lines
from tools.figures.tracing import outlines

POINT_COLOR = "#5b3e91"
POINT_RADIUS = 2.6
FACING = 0.02
HIDDEN_BEHIND = 0.02
MUSCLE_VIEWS = ("back", "left", "right")
WHOLE = (0.0, 1.0)
# which part of each branch a view shows, as shares of its length from the top
NERVE_SPANS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "front": {"fibular": (0.34, 1.0)},
    "back": {"trunk": WHOLE, "tibial": (0.0, 0.86), "fibular": (0.0, 0.3)},
    "left": {"trunk": WHOLE, "tibial": WHOLE, "fibular": WHOLE},
    "right": {"trunk": WHOLE, "tibial": WHOLE, "fibular": WHOLE},
    "foot_tops": {"fibular": (0.83, 1.0)},
    "soles": {"tibial": (0.86, 1.0)},
}


@dataclass(frozen=True)
class KeyPoint:
    """A key sensory point: place on the left half of the body, canonical meters."""

    level: str
    at: tuple[float, float, float]
    where: str


KEY_POINTS = (
    KeyPoint("L1", (0.085, -0.09, -0.105), "halfway between the groin crease and L2"),
    KeyPoint("L2", (0.085, -0.09, -0.215), "front inner thigh, halfway down"),
    KeyPoint("L3", (0.072, -0.03, -0.435), "inner bump of the thigh bone, above the knee"),
    KeyPoint("L4", (0.080, -0.01, -0.900), "inner ankle bone"),
    KeyPoint("L5", (0.128, -0.125, -0.955), "top of the foot, base of the third toe"),
    KeyPoint("S1", (0.150, 0.020, -0.960), "outer side of the heel"),
    KeyPoint("S2", (0.116, 0.060, -0.457), "middle of the back of the knee"),
    KeyPoint("S3", (0.085, 0.090, -0.100), "sit bone or fold under the buttock"),
    KeyPoint("S4-5", (0.014, 0.060, -0.075), "beside the anus"),
)
MUSCLES: Mapping[str, str] = {
    "glute": "#e0a070",
    "glute_med": "#d9c06a",
    "piriformis": "#b0453a",
    "hamstring": "#d9573f",
    "calf": "#c77b9b",
}


class _Surface:
    """Posed skin of a chart and which of it faces the viewer."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        person = chart.person
        self.fine = person.fine()
        body = person.model.body
        self.skin = np.intersect1d(np.flatnonzero(body.share(*ARM) < 0.4), body.fine_used)
        self.canonical = body.canonical
        toward = chart.art.picture.camera.toward
        self.facing = normals(self.fine, body.fine_triangles) @ toward > FACING
        if person.hidden is not None:
            self.facing &= person.hidden >= 0

    def locate(self, at: Array) -> Array | None:
        """Picture position (units) of the skin at a canonical place, None when it is not seen."""
        away = np.linalg.norm(self.canonical[self.skin] - at, axis=1)
        vertex = int(self.skin[away.argmin()])
        picture = self.chart.art.picture
        x, y, depth = picture.camera.project(self.fine[vertex][None])[0]
        height, width = picture.depth.shape
        row, column = min(max(int(y), 0), height - 1), min(max(int(x), 0), width - 1)
        in_front = depth / picture.camera.scale < picture.depth[row, column] + HIDDEN_BEHIND
        if not (self.facing[vertex] and in_front):
            return None
        return np.array([x, y]) * self.chart.art.scale

    def project(self, points: Array) -> Array:
        """Picture units of world points."""
        art = self.chart.art
        return np.asarray(art.picture.camera.project(points)[:, :2] * art.scale)


def _blank(chart: Chart) -> Drawing:
    drawing = chart.art.drawing
    return Drawing(drawing.width, drawing.height)


def sensory_points(chart: Chart) -> tuple[Drawing, list[dict[str, Any]]]:
    """Dots at the key points that this view shows, and the list of them."""
    drawing, surface = _blank(chart), _Surface(chart)
    found = []
    for point in KEY_POINTS:
        for side, sign in (("left", 1.0), ("right", -1.0)):
            place = surface.locate(np.array(point.at) * [sign, 1, 1])
            if place is None:
                continue
            x, y = float(place[0]), float(place[1])
            drawing.dot(x, y, POINT_RADIUS, POINT_RADIUS, POINT_COLOR)
            found.append(
                {
                    "level": point.level,
                    "side": side,
                    "where": point.where,
                    "x": round(x, 1),
                    "y": round(y, 1),
                }
            )
    return drawing, found


def sciatic(chart: Chart, view: str) -> Drawing:
    """The nerve with its branches, as far as this view shows the part of the body it lies in."""
    drawing, surface = _blank(chart), _Surface(chart)
    person = chart.person
    movement = person.model.poser.movement(chart.view.pose)
    data = []
    for side in "LR":
        if chart.view.hidden_side == side:
            continue
        lines = nerve_lines(person.model.body, movement, side)
        for name, line in zip(NERVE, lines, strict=True):
            if name in NERVE_SPANS[view]:
                first, last = (round(s * len(line)) for s in NERVE_SPANS[view][name])
                flat = surface.project(line[first:last])
                data.append(curve_data(smoothed(flat, 1.0), 0.15, 1.0))
    drawing.stroke(data, 4.4, NERVE_RIM)
    drawing.stroke(data, 2.9, NERVE_FILL)
    return drawing


def muscles(chart: Chart) -> Drawing:
    """Glutei, piriformis, hamstrings and calf as flat patches on the skin."""
    drawing, picture = _blank(chart), chart.art.picture
    body = chart.person.model.body
    for name, color in MUSCLES.items():
        fields = [muscle_field(body, f"{name}_{side}") for side in "LR"]
        values = np.maximum(*fields)
        shown = np.full(picture.depth.shape, -1.0)
        for i, surface in enumerate(picture.surfaces):
            where = picture.hits.surface == i
            if where.any() and len(surface.points) == len(values):
                shown[where] = sample(values, surface, picture.hits, where)
        lines = (smoothed(c, 3, closed=True) for c in outlines(shown > 0, 2, 200))
        data = [curve_data(line, 1.2, chart.art.scale, closed=True) for line in lines]
        drawing.fill(data, color, 0.7)
        drawing.stroke(data, 0.8, "#5a2f26", 0.8)
    return drawing


def build_overlays(body: str, view: str, folder: Path) -> list[Path]:
    """Write the overlays of one view; an overlay with nothing to show is not written."""
    folder.mkdir(parents=True, exist_ok=True)
    chart = draw_chart(body, view)
    points, listed = sensory_points(chart)
    drawings = {"sensory_points": points, "sciatic": sciatic(chart, view)}
    if view in MUSCLE_VIEWS:
        drawings["muscles"] = muscles(chart)
    written = []
    for name, drawing in drawings.items():
        path = folder / f"{view}_overlay_{name}.svg"
        path.unlink(missing_ok=True)
        if not drawing.empty:
            path.write_text(drawing.text(), encoding="utf-8")
            written.append(path)
    if listed:
        path = folder / f"{view}_overlay_sensory_points.json"
        document = {"standard": "ISNCSCI key sensory points", "points": listed}
        path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
        written.append(path)
    return written
