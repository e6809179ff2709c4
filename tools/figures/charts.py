"""Body charts: line art, regions that tile it, and the label image the program reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from scipy.interpolate import CubicSpline
from shapely.geometry import Polygon

from tools.figures.body import ARM, FOOT, HAND, LEG, Body
from tools.figures.camera import PIXELS_PER_METER, Camera, normals, sample
from tools.figures.chart_views import VIEWS, Line, View
from tools.figures.drawing import Artwork, Extras, draw
from tools.figures.looks import read_looks
from tools.figures.person import Person, load_model
from tools.figures.regions import MIDLINE, SurfacePoints, classify, read_catalog
from tools.figures.rotation import Array, Ints, Mask
from tools.figures.tiling import check_tiling, cleaned, polygons_of
from tools.figures.tracing import polygon_pixels

FIGURE_VERSION = "1"
CHART_BODIES = ("neutral", "female", "male")
CHART_LINE = "#2A3136"
FEET_ZOOM = 3.2
LABEL_PIXELS_PER_UNIT = 2.5
FINGER_TOES = range(1, 6)


@dataclass(frozen=True)
class Chart:
    """A drawn view with the pieces later steps need."""

    person: Person
    art: Artwork
    view: View


def draw_chart(body: str, name: str) -> Chart:
    """Line art of one view of one body."""
    view = VIEWS[name]
    model = load_model(read_looks()[f"chart_{body}"])
    person = Person.posed(model, model.poser.movement(view.pose))
    person.points = _calmed(model.body, person.points)
    person.mitten_toes = name in {"back", "left", "right"}
    person.toe_calm = 6.0 if person.mitten_toes else 1.0
    if view.hidden_side:
        person.hide(*ARM, side=view.hidden_side)
        person.hide(*LEG, side=view.hidden_side)
    if view.feet_only:
        person.hidden = model.body.share(*FOOT) - 0.55
    zoom = FEET_ZOOM if view.feet_only else 1.0
    extras = Extras(
        shade=False,
        padding=10,
        line=CHART_LINE,
        features=not view.feet_only,
        details=_surface_lines(person, view),
        zoom=zoom,
        outline=1.5 if view.feet_only else 2.0,
    )
    camera = Camera(view.azimuth, view.elevation, PIXELS_PER_METER * zoom)
    return Chart(person, draw(camera, [person], [], extras), view)


def _calmed(body: Body, points: Array) -> Array:
    """Smooth the front of the groin: the chart shows no anatomy there."""
    x, y, z = body.baseline.T
    part = (np.abs(x) < 0.06) & (z < 0.03) & (z > -0.11) & (y < 0.0) & ~body.unused
    moved = points.copy()
    for _ in range(14):
        for factor in (0.6, -0.61):
            step = moved + factor * (body.neighbors @ moved - moved)
            moved = np.where(part[:, None], step, moved)
    return moved


def _surface_lines(person: Person, view: View) -> list[Array]:
    """Inner lines of the view laid onto the posed skin, world meters."""
    if not view.lines:
        return []
    body, fine = person.model.body, person.fine()
    # seen from the front or back a line is given as (x, z), from a side as (y, z)
    depth, across = (1, 0) if view.azimuth % 180 == 0 else (0, 1)
    facing = -1.0 if view.azimuth in {0, -90} else 1.0
    outward = normals(body.canonical, body.fine_triangles)[:, depth] * facing
    usable = np.flatnonzero((outward > 0.2) & (body.share(*ARM) < 0.4))
    usable = np.intersect1d(usable, body.fine_used)
    flat = body.canonical[usable][:, [across, 2]]
    result = []
    for line in view.lines:
        placed = []
        for point in _sampled(line):
            away = np.linalg.norm(flat - point, axis=1)
            near = np.argsort(away, kind="stable")[:10]
            weight = np.exp(-((away[near] / 0.008) ** 2)) + 1e-9
            placed.append((fine[usable[near]] * weight[:, None]).sum(0) / weight.sum())
        smooth = ndi.gaussian_filter1d(np.array(placed), 2.0, axis=0, mode="nearest")
        result.append(np.asarray(smooth))
    return result


def _sampled(line: Line, count: int = 24) -> Array:
    points = np.array(line, float)
    if len(points) < 3:
        share = np.linspace(0, 1, count)[:, None]
        return np.asarray(points[0] * (1 - share) + points[-1] * share)
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))]
    return np.asarray(CubicSpline(along, points)(np.linspace(0, along[-1], count)))


def _toe_shares(body: Body) -> Array:
    return np.stack([body.share(f"toe{k}") for k in FINGER_TOES], axis=1)


def surface_samples(chart: Chart) -> tuple[SurfacePoints, Mask]:
    """Canonical surface data at every pixel that shows skin, and the mask of those pixels."""
    body = chart.person.model.body
    picture = chart.art.picture
    columns = np.c_[
        body.canonical,
        normals(body.canonical, body.fine_triangles),
        body.share(*ARM, *HAND),
        body.share(*FOOT),
        _toe_shares(body),
    ]
    shape = picture.depth.shape
    values = np.zeros((*shape, columns.shape[1]))
    for i, surface in enumerate(picture.surfaces):
        where = picture.hits.surface == i
        if where.any():
            own = columns if len(surface.points) == len(columns) else _toe_rows(chart, surface)
            values[where] = sample(
                own if own is columns else columns[own], surface, picture.hits, where
            )
    shown = picture.hits.surface >= 0
    v = values[shown]
    return SurfacePoints(v[:, 0:3], v[:, 3:6], v[:, 6], v[:, 7], v[:, 8:]), shown


def _toe_rows(chart: Chart, surface: Any) -> Ints:
    model = chart.person.model
    for chosen in model.toes.values():
        if np.array_equal(model.body.fine_rest[chosen], surface.rest):
            return chosen
    raise LookupError("a toe surface that belongs to no foot")


def region_labels(chart: Chart) -> tuple[Ints, list[tuple[str, str]], Mask]:
    """Label image (pixels), the (region id, side) of label 1, 2, ..., and the figure's mask."""
    samples, shown = surface_samples(chart)
    ids = classify(samples)
    side = np.where(samples.at[:, 0] > 0, "left", "right")
    keys = np.array(
        [(i, "midline" if i in MIDLINE else s) for i, s in zip(ids, side, strict=True)], object
    )
    allowed = np.array([not str(k[0]).startswith(chart.view.excluded or ("?",)) for k in keys])
    if chart.view.hidden_side:
        allowed &= side == {"L": "right", "R": "left"}[chart.view.hidden_side]
    order = list(read_catalog())
    present = {(str(a), str(b)) for a, b in keys[allowed]}
    names = sorted(present, key=lambda k: (order.index(k[0]), k[1]))
    number = {k: i + 1 for i, k in enumerate(names)}
    flat = [number.get((str(a), str(b)), 0) for a, b in keys]
    labels = np.zeros(shown.shape, np.int64)
    labels[shown] = np.where(allowed, flat, 0)
    mask = ndi.gaussian_filter(chart.art.picture.shown.astype(float), 1.2) > 0.5
    near = ndi.distance_transform_edt(labels == 0, return_distances=False, return_indices=True)
    labels = np.where(mask, labels[near[0], near[1]], 0)
    return cleaned(labels, len(names), mask), names, mask


def regions_document(chart: Chart, name: str) -> dict[str, Any]:
    """The regions of a view as they are stored: ids, labels, polygons in picture units."""
    labels, names, mask = region_labels(chart)
    shapes = polygons_of(labels)
    numbers = sorted(shapes)
    check_tiling([shapes[n] for n in numbers], float(mask.sum()))
    catalog, scale = read_catalog(), chart.art.scale
    drawing = chart.art.drawing
    regions = []
    for index, number in enumerate(numbers, start=1):
        region_id, side = names[number - 1]
        entry = catalog[region_id]
        regions.append(
            {
                "index": index,
                "id": region_id,
                "label": entry.label,
                "side": side,
                "reach": entry.reach,
                "below_knee": entry.below_knee,
                "polygons": _rings(shapes[number], scale),
            }
        )
    return {
        "figure_version": FIGURE_VERSION,
        "view": name,
        "viewbox": [0, 0, round(drawing.width), round(drawing.height)],
        "side_labels": _side_labels(chart.view, drawing.width, drawing.height),
        "regions": regions,
    }


def _rings(shape: Any, scale: float) -> list[list[list[float]]]:
    """Exterior rings in picture units; a region never has holes (checked)."""
    parts: list[Polygon] = list(shape.geoms) if shape.geom_type == "MultiPolygon" else [shape]
    if any(len(p.interiors) for p in parts):
        raise ValueError("a region encloses another one")
    rings = [np.array(p.exterior.coords)[:-1] * scale for p in parts]
    return [[[round(float(x), 2), round(float(y), 2)] for x, y in ring] for ring in rings]


def _side_labels(view: View, width: float, height: float) -> list[dict[str, Any]]:
    """Where the program prints RIGHT and LEFT, picture units."""
    if view.hidden_side:
        text = {"R": "LEFT", "L": "RIGHT"}[view.hidden_side]
        return [{"text": text, "x": round(width / 2), "y": 8}]
    first, second = ("LEFT", "RIGHT") if view.left_at == "left" else ("RIGHT", "LEFT")
    top = 8 if not view.feet_only else round(height - 4)
    return [
        {"text": first, "x": round(width * 0.12), "y": top},
        {"text": second, "x": round(width * 0.88), "y": top},
    ]


def label_image(document: dict[str, Any]) -> NDArray[np.uint8]:
    """uint8 image, ``LABEL_PIXELS_PER_UNIT`` pixels per unit: region index, 0 outside."""
    _, _, width, height = document["viewbox"]
    scale = LABEL_PIXELS_PER_UNIT
    shape = (int(np.ceil(height * scale)), int(np.ceil(width * scale)))
    image = np.zeros(shape, np.uint8)
    for region in document["regions"]:
        for ring in region["polygons"]:
            points = np.array(ring) * scale - 0.5
            rows, columns = polygon_pixels(points[:, 1], points[:, 0], shape)
            image[rows, columns] = region["index"]
    return image


def build_chart(body: str, name: str, folder: Path) -> list[Path]:
    """Write the picture, the regions and the label image of one view; the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    chart = draw_chart(body, name)
    picture, regions = folder / f"{name}.svg", folder / f"{name}_regions.json"
    labels = folder / f"{name}_labels.npz"
    picture.write_text(chart.art.drawing.text(), encoding="utf-8")
    document = regions_document(chart, name)
    regions.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    np.savez_compressed(
        labels, labels=label_image(document), pixels_per_unit=np.array(LABEL_PIXELS_PER_UNIT)
    )
    return [picture, regions, labels]
