"""Pixel buffers of a scene and the edges found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage as ndi

from tools.figures.camera import Camera, Hits, Surface, cast, normals, sample
from tools.figures.person import FINGER, HANDPART, HEADPART, QUIET, TOE, Person
from tools.figures.rotation import Array, Ints, Mask

BODY_MATERIALS = ("skin", "shirt", "shorts", "hair")
# Neighboring pixels whose places on the unposed body lie further apart than this show an edge.
STRONG_JUMP = 0.016
WEAK_JUMP = 0.007
SAME_CLOTH_JUMP = 0.05
SAME_CLOTH_DEPTH = 0.03
STRONG_PIXELS = 8
CLOTH_CALM = 1.6
QUIET_CALM = 8.0
FINGER_KEEN = 0.25
HEAD_KEEN = 0.3
FINGER_GAP = 7  # pixels
CLOSE_UP, CLOSE_UP_GAP = 1500.0, 14  # pixels per meter from which toes fill the picture
EDGE_MARGIN = 2.5
SPECK = 260  # pixels; smaller holes get no outline, see drawing


@dataclass
class Picture:
    """Per pixel of the picture: what is seen there. Shapes (h, w) or (h, w, 3)."""

    camera: Camera
    surfaces: Sequence[Surface]
    hits: Hits
    shown: Mask
    depth: Array
    material: Ints
    names: tuple[str, ...]
    actor: Ints
    rest: Array
    normal: Array
    calm: Array
    hand: Mask
    gaps: Mask

    def is_material(self, *wanted: str) -> Mask:
        """Pixels that show one of the materials."""
        numbers = [i for i, n in enumerate(self.names) if n in wanted]
        return np.asarray(np.isin(self.material, numbers))

    @property
    def body(self) -> Mask:
        """Pixels that show a person."""
        return self.is_material(*BODY_MATERIALS)


def take(camera: Camera, people: Sequence[Person], props: Sequence[Surface]) -> Picture:
    """Render people and props through a framed camera."""
    owned = [(p, s) for p in people for s in p.surfaces()]
    owners: list[Person | None] = [p for p, _ in owned] + [None] * len(props)
    surfaces = [s for _, s in owned] + list(props)
    hits = cast(camera, surfaces)
    height, width = hits.depth.shape
    names = tuple(dict.fromkeys(_seen_as(s.material) for s in surfaces))
    picture = Picture(
        camera,
        surfaces,
        hits,
        hits.surface >= 0,
        hits.depth.copy(),
        np.full((height, width), -1, np.int64),
        names,
        np.full((height, width), -1, np.int64),
        np.zeros((height, width, 3)),
        np.zeros((height, width, 3)),
        np.ones((height, width)),
        np.zeros((height, width), bool),
        np.zeros((height, width), bool),
    )
    for i, (surface, owner) in enumerate(zip(surfaces, owners, strict=True)):
        where = hits.surface == i
        if where.any():
            _describe(picture, surface, owner, where)
    _close_finger_gaps(picture)
    _fill_specks(picture)
    return picture


def _seen_as(material: str) -> str:
    return "skin" if material == "toecap" else material


def _describe(picture: Picture, surface: Surface, owner: Person | None, where: Mask) -> None:
    hits = picture.hits
    picture.rest[where] = sample(surface.rest, surface, hits, where)
    picture.normal[where] = sample(normals(surface.points, surface.triangles), surface, hits, where)
    picture.material[where] = picture.names.index(_seen_as(surface.material))
    picture.actor[where] = surface.actor
    if owner is None:
        return
    traits = sample(owner.traits_of(surface), surface, hits, where)
    calm = 1 + owner.toe_calm * (traits[:, TOE] > 0.3)
    calm -= FINGER_KEEN * (traits[:, FINGER] > 0.3) + HEAD_KEEN * (traits[:, HEADPART] > 0.6)
    calm += CLOTH_CALM * (surface.material in {"shirt", "shorts"})
    calm += QUIET_CALM * ((traits[:, QUIET] > 0.5) | (surface.material == "hair"))
    picture.calm[where] = calm
    digits = traits[:, HANDPART]
    if not owner.mitten_toes:
        digits = np.maximum(digits, traits[:, TOE])
    picture.hand[where] = digits > 0.35


def _close_finger_gaps(picture: Picture) -> None:
    """Fill slits of background between fingers or toes; they become plain lines later."""
    if not picture.hand.any():
        return
    rows, columns = np.where(picture.hand)
    part = (
        slice(max(int(rows.min()) - 12, 0), int(rows.max()) + 13),
        slice(max(int(columns.min()) - 12, 0), int(columns.max()) + 13),
    )
    radius = FINGER_GAP if picture.camera.scale < CLOSE_UP else CLOSE_UP_GAP
    y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    disk = (x * x + y * y) <= radius * radius
    slits = ndi.binary_closing(picture.hand[part], disk) & ~picture.shown[part]
    labels, count = ndi.label(slits)
    if count:
        sizes = ndi.sum(slits, labels, np.arange(count + 1))
        picture.gaps[part] = (sizes > 25)[labels] & (labels > 0)
    if not picture.gaps.any():
        return
    _copy_nearest(picture, picture.gaps, picture.shown)
    picture.shown |= picture.gaps


def _fill_specks(picture: Picture) -> None:
    """Fill holes in a person that are too small to be outlined."""
    body = picture.body
    labels, count = ndi.label(~body)
    if count < 2:
        return
    sizes = ndi.sum(~body, labels, np.arange(count + 1))
    specks = (sizes < SPECK)[labels] & (labels > 0)
    if specks.any():
        _copy_nearest(picture, specks, body)
        picture.shown |= specks


def _copy_nearest(picture: Picture, to: Mask, known: Mask) -> None:
    nearest = ndi.distance_transform_edt(~known, return_distances=False, return_indices=True)
    target = np.where(to)
    source = (nearest[0][target], nearest[1][target])
    for values in (
        picture.depth,
        picture.material,
        picture.actor,
        picture.rest,
        picture.normal,
        picture.calm,
    ):
        values[target] = values[source]


@dataclass(frozen=True)
class Edges:
    """Masks of inner lines and of garment hems, and the distance to the figure's rim."""

    inner: Mask
    hems: Mask
    rim_distance: Array


def find_edges(picture: Picture) -> Edges:
    """Lines inside the figure, found where the unposed position jumps between neighbors."""
    shape = picture.depth.shape
    masks: Mapping[str, Mask] = {k: np.zeros(shape, bool) for k in ("strong", "weak", "hem")}
    body = picture.body
    for axis in (0, 1):
        _compare_neighbors(picture, body, axis, masks)
    labels, count = ndi.label(masks["weak"] | masks["strong"], np.ones((3, 3)))
    inner = masks["strong"]
    if count:
        strength = ndi.sum(masks["strong"], labels, np.arange(count + 1))
        inner = (strength >= STRONG_PIXELS)[labels] & (labels > 0)
    rim = np.where(
        body,
        ndi.distance_transform_edt(body),
        ndi.distance_transform_edt(picture.shown & ~body),
    )
    closed = ndi.binary_closing(np.pad(inner, 4), np.ones((3, 3), bool))[4:-4, 4:-4]
    inner = closed & (rim > EDGE_MARGIN)
    hems = masks["hem"] & ~ndi.binary_dilation(inner, iterations=3) & (rim > EDGE_MARGIN)
    return Edges(inner, hems, rim)


def _compare_neighbors(picture: Picture, body: Mask, axis: int, masks: Mapping[str, Mask]) -> None:
    first = (slice(None, -1), slice(None)) if axis == 0 else (slice(None), slice(None, -1))
    second = (slice(1, None), slice(None)) if axis == 0 else (slice(None), slice(1, None))
    depth = np.where(picture.shown, picture.depth, 0)
    both = picture.shown[first] & picture.shown[second]
    jump = np.linalg.norm(picture.rest[first] - picture.rest[second], axis=-1)
    calm = np.maximum(picture.calm[first], picture.calm[second])
    changes = (picture.material[first] != picture.material[second]) & both
    close = np.abs(depth[first] - depth[second]) < SAME_CLOTH_DEPTH
    hem = changes & (jump < SAME_CLOTH_JUMP) & close & body[first] & body[second]
    strong = both & ~hem & ((jump > STRONG_JUMP * calm) | (changes & ~hem))
    weak = both & ~hem & (jump > WEAK_JUMP * calm)
    first_nearer = picture.depth[first] <= picture.depth[second]
    for found, name in ((strong, "strong"), (weak, "weak"), (hem, "hem")):
        masks[name][first] |= found & first_nearer
        masks[name][second] |= found & ~first_nearer
