"""A posed and dressed person as surfaces for the renderer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.spatial import ConvexHull

from tools.figures import clothing, hair
from tools.figures.body import FOOT, HAND, HEAD, Body, load_body
from tools.figures.camera import Surface, normals
from tools.figures.face import Feature, face_features
from tools.figures.looks import Look
from tools.figures.points import Landmarks
from tools.figures.pose import BonePoser
from tools.figures.rotation import Array, Ints, transform_points

# columns of the per-vertex traits the line finder uses
TOE, HEADPART, FINGER, HANDPART, QUIET = range(5)
SKIN_UNDER_CLOTH = 0.012
SLEEVE_EASE = 0.008


class Model:
    """What never changes about one look: body, solver, landmarks, traits."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.body: Body = load_body(look.body)
        self.poser = BonePoser(self.body)
        self.landmarks = Landmarks(self.body)
        self.features: list[Feature] = face_features(self.body)
        self.traits = self._traits()
        self.toes: dict[str, Ints] = {
            s: np.flatnonzero(self.body.share("toe", side=s) > 0.25) for s in "LR"
        }

    def _traits(self) -> Array:
        x, y, z = self.body.canonical.T
        groin = (np.abs(x) < 0.11) & (y < 0) & (z < 0.05) & (z > -0.13)
        quiet = groin & (self.body.share("upperarm", "lowerarm", *HAND) < 0.3)
        # on the bare body of the charts the crease of the shoulder would cross the whole trunk
        shoulder = (np.abs(x) > 0.10) & (np.abs(x) < 0.26) & (z > 0.33) & (z < 0.56)
        columns = [
            self.body.share("toe"),
            self.body.share(*HEAD),
            self.body.share("finger"),
            self.body.share(*HAND),
            (quiet | shoulder).astype(float) * (not self.look.shorts),
        ]
        return np.stack(columns, axis=1)


@cache
def load_model(look: Look) -> Model:
    """The model of a look, built once."""
    return Model(look)


@dataclass
class Person:
    """One person in one pose. ``movement`` takes baseline to world, per bone."""

    model: Model
    movement: list[Array]
    points: Array
    hidden: Array | None = None
    mitten_toes: bool = True
    actor: int = 0
    toe_calm: float = 6.0
    shown: tuple[float, float] = (-np.inf, np.inf)  # world heights between which it is drawn
    sleeve: Array | None = None  # set on a lone forearm: where its sleeve is

    @classmethod
    def posed(cls, model: Model, movement: list[Array], actor: int = 0) -> Person:
        """Skin the body with bone movements."""
        pairs = zip(movement, model.body.to_baseline, strict=True)
        return cls(model, movement, model.body.skin([m @ b for m, b in pairs]), actor=actor)

    @property
    def head_movement(self) -> Array:
        """4x4 transform of the head from the baseline."""
        return self.movement[self.model.body.skeleton.index("head")]

    def fine(self) -> Array:
        """Posed fine vertices."""
        return np.asarray(self.model.body.subdivide @ self.points)

    def lowest(self, part: str = "all") -> float:
        """Lowest height of the body, of its feet or of its sitting surface."""
        body, fine = self.model.body, self.fine()
        if part == "feet":
            chosen = np.flatnonzero(body.share(*FOOT) > 0.5)
        elif part == "seat":
            weight = body.share("upperleg", "pelvis", "root")
            depth = fine[:, 1] - self.movement[0][1, 3]
            near = (body.canonical[:, 2] < 0.02) & (body.canonical[:, 2] > -0.30)
            chosen = np.flatnonzero((weight > 0.8) & near & (depth > -0.30) & (depth < 0.2))
        else:
            chosen = body.fine_used
        chosen = np.intersect1d(chosen, body.fine_used)
        return float(fine[chosen, 2].min())

    def hide(self, *prefixes: str, side: str = "") -> None:
        """Leave out the parts that these bones move (the far arm on a side view)."""
        cut = 0.35 - self.model.body.share(*prefixes, side=side)
        self.hidden = cut if self.hidden is None else np.minimum(self.hidden, cut)

    def surfaces(self) -> list[Surface]:
        """Skin, toes, clothes and hair, ready to draw."""
        look, body, fine = self.model.look, self.model.body, self.fine()
        if self.sleeve is not None:
            return self._forearm(fine, self.sleeve)
        cover = np.full(len(fine), -1.0)
        dressed: list[Surface] = []
        if look.shirt:
            cut = clothing.shirt_field(body)
            cover = np.maximum(cover, cut)
            points = clothing.shirt_points(body, self.points)
            dressed.append(self._surface("shirt", points, alpha=cut))
        if look.shorts:
            cut = clothing.shorts_field(body, trousers=look.trousers)
            cover = np.maximum(cover, cut)
            points = clothing.shorts_points(body, self.points, trousers=look.trousers)
            dressed.append(self._surface("shorts", points, alpha=cut))
        if look.hair:
            cut = hair.hair_field(body, look.style)
            cover = np.maximum(cover, cut)
            points = hair.hair_points(body, fine, look.style)
            dressed.append(self._surface("hair", points, alpha=cut))
        skin = SKIN_UNDER_CLOTH - cover
        if self.hidden is not None:
            skin = np.minimum(skin, self.hidden)
        result = [self._surface("skin", fine, alpha=skin), *self._toe_caps(fine), *dressed]
        if look.style == "bun":
            result.append(self._bun())
        if self.shown == (-np.inf, np.inf):
            return result
        return [self._cut(surface) for surface in result]

    def _cut(self, surface: Surface) -> Surface:
        z = surface.points[:, 2]
        inside = np.minimum(z - self.shown[0], self.shown[1] - z)
        alpha = inside if surface.alpha is None else np.minimum(surface.alpha, inside)
        return replace(surface, alpha=alpha)

    def _surface(self, material: str, points: Array, alpha: Array | None) -> Surface:
        body = self.model.body
        rest = body.fine_rest + 1000.0 * self.actor
        return Surface(material, points, body.fine_triangles, rest, alpha, self.actor)

    def _forearm(self, fine: Array, sleeve: Array) -> list[Surface]:
        """A hand with its cuff and nothing else."""
        cloth = fine + SLEEVE_EASE * normals(fine, self.model.body.fine_triangles)
        return [
            self._surface("skin", fine, alpha=self.hidden),
            self._surface("shirt", cloth, alpha=sleeve),
        ]

    def _toe_caps(self, fine: Array) -> list[Surface]:
        """Toes as one convex shape each: five separate toes are noise at print size."""
        caps = []
        for chosen in self.model.toes.values() if self.mitten_toes else ():
            if self.hidden is not None and self.hidden[chosen].mean() < 0:
                continue
            points = fine[chosen]
            hull: Ints = np.asarray(ConvexHull(points).simplices, np.int64)
            rest = self.model.body.fine_rest[chosen] + 1000.0 * self.actor
            caps.append(Surface("toecap", points, _outward(points, hull), rest, None, self.actor))
        return caps

    def _bun(self) -> Surface:
        points, triangles = hair.bun(self.model.body)
        moved = transform_points(self.head_movement, points)
        rest = np.full_like(points, 500.0 + 1000.0 * self.actor)
        return Surface("hair", moved, triangles, rest, None, self.actor)

    def traits_of(self, surface: Surface) -> Array:
        """Traits (n, 5) of the vertices of one of this person's surfaces."""
        traits = self.model.traits
        if len(surface.points) == len(traits):
            return traits
        if surface.material == "toecap":
            for chosen in self.model.toes.values():
                rest = self.model.body.fine_rest[chosen] + 1000.0 * self.actor
                if len(chosen) == len(surface.rest) and np.array_equal(rest, surface.rest):
                    return traits[chosen]
        blank = np.zeros((len(surface.points), traits.shape[1]))
        blank[:, HEADPART] = 1.0
        return blank


def _outward(points: Array, triangles: Ints) -> Ints:
    corner = points[triangles]
    face = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    inward = ((corner.mean(1) - points.mean(0)) * face).sum(1) < 0
    turned = triangles.copy()
    turned[inward] = turned[inward][:, ::-1]
    return turned
