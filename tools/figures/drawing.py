"""Line art of a picture: flat fills, soft shade, contour lines, face, overlays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage as ndi

from tools.figures import hair
from tools.figures.bezier import curve_data, smoothed
from tools.figures.camera import Camera, Surface, sample
from tools.figures.marks import Arrow, Mark, paint_arrow, paint_mark, paint_nerves, paint_water
from tools.figures.person import Person
from tools.figures.picture import Edges, Picture, find_edges, take
from tools.figures.rotation import Array, Mask, transform_points
from tools.figures.svg import INK, Drawing
from tools.figures.tracing import (
    center_lines,
    convex_hull,
    outlines,
    runs_outside,
    snapped,
    thinned,
)

UNITS_PER_METER = 200.0
PADDING = 14.0
OUTLINE, INNER, THIN = 2.0, 1.4, 1.1
# pixels; less than half of the thinnest line that covers the border of a fill
FILL_ERROR, LOOSE_FILL_ERROR = 1.9, 2.4
VERY_LOOSE = 2.0
SHADE_COLOR, SHADE_OPACITY = "#24344a", 0.10
LIGHT = np.array([-0.35, 0.62, 0.70])
SHADE_LEVEL = 0.18
STRAND_SLACK, STRAND_RIM, STRAND_TINT = 0.008, 6, 0.22
MUSCLE_COLOR, MUSCLE_OPACITY = "#d9573f", 0.45
PROP_COLORS: Mapping[str, str] = {
    "mat": "#e6ebe4",
    "pillow": "#f7f7f4",
    "wood": "#d9d2c7",
    "wall": "#eceae5",
    "table": "#dfe3e4",
    "frame": "#c3c8cb",
    "strap": "#c8553d",
    "band": "#3f8f6b",
    "steel": "#b9bec4",
    "ball": "#c9d8b6",
    "roll": "#efe6cf",
    "towel": "#f3efe6",
    "hot": "#e0745a",
    "cold": "#7fb4d9",
    "shoe": "#8d99a8",
}


@dataclass
class Extras:
    """What lies over the figure, in world meters; muscle fields come with their actor."""

    muscles: Sequence[tuple[int, Array]] = ()
    nerves: Sequence[Array] = ()
    loaded: bool = False
    arrows: Sequence[Arrow] = ()
    marks: Sequence[Mark] = ()
    shade: bool = True
    framing: Array | None = None
    padding: float = PADDING
    line: str = INK
    see_through: Sequence[str] = ()
    features: bool = True
    outline: float = OUTLINE
    details: Sequence[Array] = field(default_factory=list)
    zoom: float = 1.0
    water: float | None = None
    looseness: float = 1.0


@dataclass(frozen=True)
class Artwork:
    """The drawing and the picture behind it."""

    drawing: Drawing
    picture: Picture
    scale: float
    looseness: float = 1.0


def visible_points(surfaces: Sequence[Surface]) -> Array:
    """Vertices of the parts that are not cut away, for framing."""
    parts = []
    for s in surfaces:
        kept = s.triangles
        if s.alpha is not None:
            kept = kept[(s.alpha[kept] >= 0).any(1)]
        parts.append(s.points[np.unique(kept)])
    return np.vstack(parts)


@dataclass(frozen=True)
class Photograph:
    """A rendered scene, which can be painted more than once."""

    camera: Camera
    people: Sequence[Person]
    picture: Picture
    edges: Edges
    scale: float


def photograph(
    camera: Camera, people: Sequence[Person], props: Sequence[Surface], extras: Extras
) -> Photograph:
    """Render a scene and find its edges. The camera is framed here."""
    scale = UNITS_PER_METER * extras.zoom / camera.scale
    points = visible_points([s for p in people for s in p.surfaces()] + list(props))
    if extras.framing is not None:
        points = np.vstack([points, extras.framing])
    camera.frame(points, padding=int(extras.padding / scale))
    picture = take(camera, people, props)
    return Photograph(camera, people, picture, find_edges(picture), scale)


def paint(photo: Photograph, extras: Extras) -> Artwork:
    """Line art of a rendered scene."""
    width, height = photo.camera.size
    scale, people = photo.scale, photo.people
    drawing = Drawing(width * scale, height * scale)
    art = Artwork(drawing, photo.picture, scale, extras.looseness)
    _paint_fills(art, people)
    if extras.shade:
        _paint_shade(art)
    _paint_muscles(art, people, extras)
    _paint_lines(art, photo.edges, people, extras)
    _paint_overlays(art, photo.camera, extras)
    return art


def draw(
    camera: Camera, people: Sequence[Person], props: Sequence[Surface], extras: Extras
) -> Artwork:
    """Render and paint a scene."""
    return paint(photograph(camera, people, props, extras), extras)


def _shapes(mask: Mask, sigma: float, smallest: float, error: float, scale: float) -> list[str]:
    lines = (smoothed(c, 2.2, closed=True) for c in outlines(mask, sigma, smallest))
    return [curve_data(line, error, scale, closed=True) for line in lines]


def _paint_fills(art: Artwork, people: Sequence[Person]) -> None:
    picture, scale = art.picture, art.scale
    error = LOOSE_FILL_ERROR if art.looseness > VERY_LOOSE else FILL_ERROR
    for name in (n for n in picture.names if n in PROP_COLORS):
        mask = picture.is_material(name)
        if name == "mat" and mask.any():
            # whatever lies on the mat is painted later, so its outline is not cut out here
            mask = picture.shown & convex_hull(mask)
        data = _shapes(mask, 1.3, 60, error, scale)
        art.drawing.fill(data, PROP_COLORS[name])
    for person in people:
        mine = picture.actor == person.actor
        look = person.model.look
        pieces = (("skin", look.skin), ("shorts", look.shorts), ("shirt", look.shirt))
        for name, color in (*pieces, ("hair", look.hair)):
            # skin goes under everything of this person so that no seam shows
            mask = mine if name == "skin" else mine & picture.is_material(name)
            if color and mask.any():
                art.drawing.fill(_shapes(mask, 1.3, 60, error, scale), color)


def _paint_shade(art: Artwork) -> None:
    picture, body = art.picture, art.picture.body
    axes = picture.camera.axes
    seen = picture.normal @ np.array([axes[0], -axes[1], -axes[2]]).T
    lit = np.where(body, seen @ LIGHT, 0.6)
    dark = ndi.gaussian_filter(lit, 4) < SHADE_LEVEL
    dark = ndi.binary_opening(dark & body, iterations=4)
    lines = (smoothed(c, 6, closed=True) for c in outlines(dark, 3.0, 1500))
    data = [curve_data(line, 2.2, art.scale, closed=True) for line in lines]
    art.drawing.fill(data, SHADE_COLOR, SHADE_OPACITY)


def _paint_muscles(art: Artwork, people: Sequence[Person], extras: Extras) -> None:
    picture = art.picture
    by_actor = {p.actor: p for p in people}
    for actor, values in extras.muscles:
        shown = np.full(picture.depth.shape, -1.0)
        count = len(by_actor[actor].model.traits)
        for i, surface in enumerate(picture.surfaces):
            dressed = surface.material in {"skin", "shirt", "shorts"}
            if surface.actor == actor and dressed and len(surface.points) == count:
                where = picture.hits.surface == i
                if where.any():
                    shown[where] = sample(values, surface, picture.hits, where)
        lines = (smoothed(c, 3, closed=True) for c in outlines(shown > 0, 2, 200))
        data = [curve_data(line, 1.6, art.scale, closed=True) for line in lines]
        art.drawing.fill(data, MUSCLE_COLOR, MUSCLE_OPACITY)


def _paint_lines(art: Artwork, edges: Edges, people: Sequence[Person], extras: Extras) -> None:
    picture, scale, drawing = art.picture, art.scale, art.drawing
    body, ink, loose = picture.body, extras.line, extras.looseness
    silhouette = outlines(body, 1.5, 260)
    gaps = picture.gaps
    slit = ndi.binary_erosion(gaps, iterations=1) | thinned(gaps)
    drawing.stroke(
        [curve_data(smoothed(p, 2), 0.6, scale) for p in center_lines(slit, 8)], THIN, ink
    )
    if extras.features:
        for person in people:
            _paint_face(art, edges, person, ink)
            if extras.looseness < VERY_LOOSE:
                _paint_strands(art, edges, person)
    drawing.stroke(_prop_lines(art, edges), THIN, ink)
    hems = center_lines(ndi.binary_dilation(edges.hems), 30)
    drawing.stroke(
        [curve_data(smoothed(snapped(p, silhouette, 22), 3), 0.8, scale) for p in hems], THIN, ink
    )
    inner = edges.inner & body & ~ndi.binary_dilation(gaps, iterations=4)
    drawing.stroke(
        [
            curve_data(smoothed(snapped(p, silhouette), 2.5), 0.8 * loose, scale)
            for p in center_lines(inner, 16)
        ],
        INNER,
        ink,
    )
    drawing.stroke(
        [
            curve_data(smoothed(c, 2.2, closed=True), 1.0 * loose, scale, closed=True)
            for c in silhouette
        ],
        extras.outline,
        ink,
    )


def _prop_lines(art: Artwork, edges: Edges) -> list[str]:
    """Edges of props; where a person covers them the person's own outline is enough."""
    picture, scale, body = art.picture, art.scale, art.picture.body
    covered = ndi.binary_dilation(body, iterations=3)
    rings = outlines(picture.shown & ~body, 1.2, 150)
    soft = [n for n in picture.names if n in {"strap", "band", "pillow", "towel", "roll"}]
    rings += [c for n in soft for c in outlines(picture.is_material(n), 1.2, 60)]
    lines = center_lines(edges.inner & ~body, 16)
    lines += [piece for ring in rings for piece in runs_outside(ring, covered)]
    return [curve_data(smoothed(line, 1.5), 0.9 * art.looseness, scale) for line in lines]


def _paint_face(art: Artwork, edges: Edges, person: Person, ink: str) -> None:
    picture, scale = art.picture, art.scale
    height, width = picture.depth.shape
    movement = person.head_movement
    fine: list[str] = []
    bold: list[str] = []
    facing = float((movement[:3, :3] @ np.array([0.0, -1.0, 0.0])) @ picture.camera.toward)
    for name, points in person.model.features:
        pixels = picture.camera.project(transform_points(movement, points))
        x = np.clip(pixels[:, 0].astype(int), 0, width - 1)
        y = np.clip(pixels[:, 1].astype(int), 0, height - 1)
        slack = 0.010 if name == "eye" else 0.012
        seen = pixels[:, 2] / picture.camera.scale < picture.depth[y, x] + slack
        seen &= picture.actor[y, x] == person.actor
        rim = edges.rim_distance[y, x]
        if name == "eye":
            if seen.all() and rim.min() > 8 and facing > -0.2:
                rx = max(0.45, 1.05 * abs(facing) ** 0.5)
                center = pixels[0, :2] * scale
                art.drawing.dot(float(center[0]), float(center[1]), rx, 1.25, ink)
            continue
        if name in {"brow", "lid"} and rim.min() < 7:
            continue
        kept = np.flatnonzero(seen)
        if len(kept) > 0.7 * len(seen):
            line = curve_data(pixels[kept[0] : kept[-1] + 1, :2], 0.5, scale)
            (bold if name == "brow" else fine).append(line)
    art.drawing.stroke(fine, 1.0, ink)
    art.drawing.stroke(bold, 1.5, ink)


def _paint_strands(art: Artwork, edges: Edges, person: Person) -> None:
    """A few lighter lines in the hair, so that it does not read as a cap."""
    look, picture = person.model.look, art.picture
    if not look.hair:
        return
    height, width = picture.depth.shape
    lines = []
    for strand in hair.strands(person.model.body, person.fine(), look.style):
        pixels = picture.camera.project(strand)
        x = np.clip(pixels[:, 0].astype(int), 0, width - 1)
        y = np.clip(pixels[:, 1].astype(int), 0, height - 1)
        seen = pixels[:, 2] / picture.camera.scale < picture.depth[y, x] + STRAND_SLACK
        seen &= (picture.actor[y, x] == person.actor) & (edges.rim_distance[y, x] > STRAND_RIM)
        kept = np.flatnonzero(seen)
        if len(kept) > len(seen) // 2:
            lines.append(curve_data(pixels[kept[0] : kept[-1] + 1, :2], 0.6, art.scale))
    art.drawing.stroke(lines, THIN, _lighter(look.hair))


def _lighter(color: str) -> str:
    parts = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(p + (255 - p) * STRAND_TINT):02x}" for p in parts)


def _paint_overlays(art: Artwork, camera: Camera, extras: Extras) -> None:
    drawing, scale = art.drawing, art.scale
    details = [curve_data(camera.project(d)[:, :2], 0.4, scale) for d in extras.details]
    drawing.stroke(details, 0.9, extras.line, 0.55)
    paint_nerves(drawing, camera, extras.nerves, scale, loaded=extras.loaded)
    if extras.water is not None:
        paint_water(drawing, camera, extras.water, scale)
    for arrow in extras.arrows:
        paint_arrow(drawing, camera, arrow, scale)
    for mark in extras.marks:
        paint_mark(drawing, camera, mark, scale)
