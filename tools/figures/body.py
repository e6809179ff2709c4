"""The human body: mesh, bones and skin weights of one CC0 body, put into an anatomical baseline.

Axes: +x is the person's left, -y is forward, +z is up; meters; the origin lies between the hips.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse

from tools.figures.baseline import baseline_rotations
from tools.figures.rotation import Array, Ints, Mask, rigid
from tools.figures.subdivision import catmull_clark, triangles_of

BODIES = Path(__file__).parent / "bodies"
BODY_NAMES = ("neutral", "female", "male", "female_heavier", "male_older")
CANONICAL_BODY = "neutral"

ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
HAND = ("wrist", "finger", "metacarpal")
LEG = ("upperleg", "lowerleg", "foot", "toe")
FOOT = ("foot", "toe")
HEAD = ("head", "eye")


@dataclass(frozen=True)
class Skeleton:
    """Bones as names, parent indices (-1 for the root) and head positions in the rest pose."""

    names: tuple[str, ...]
    parents: tuple[int, ...]
    heads: Array

    def index(self, name: str) -> int:
        """Position of a bone. Raises ValueError for a name that does not exist."""
        return self.names.index(name)

    def forward(
        self, rotations: dict[str, Array], heads: Array, root: Array | None = None
    ) -> list[Array]:
        """Transforms (4x4, one per bone) after turning bones about their heads."""
        start = np.eye(4) if root is None else root
        result: list[Array] = []
        for i, parent in enumerate(self.parents):
            above = start if parent < 0 else result[parent]
            turn = rotations.get(self.names[i])
            result.append(above if turn is None else above @ rigid(turn, heads[i]))
        return result


class Body:
    """One body; every array indexed by coarse vertex unless the name says ``fine``."""

    def __init__(self, name: str, weight_smoothing: int = 2) -> None:
        data = np.load(BODIES / f"body_{name}.npz")
        self.name = name
        self.vertices: Array = data["V"].astype(float)
        self.quads: Ints = data["F"].astype(np.int64)
        self.skeleton = Skeleton(
            tuple(str(x) for x in data["labels"]),
            tuple(int(x) for x in data["parents"]),
            data["heads"].astype(float),
        )
        self.triangles = triangles_of(self.quads)
        self.used: Ints = np.unique(self.triangles)
        self.neighbors, self.unused = _neighbor_mean(len(self.vertices), self.triangles)
        self.weights = self._smoothed_weights(data, weight_smoothing)
        turned = self.skeleton.forward(
            baseline_rotations(self.skeleton.names, self.skeleton.heads), self.skeleton.heads
        )
        self.to_baseline = turned
        homogeneous = np.c_[self.skeleton.heads, np.ones(len(self.skeleton.heads))]
        self.baseline_heads: Array = np.array(
            [m @ h for m, h in zip(turned, homogeneous, strict=True)]
        )[:, :3]
        self.baseline = self.skin(turned)

    def _smoothed_weights(self, data: Any, rounds: int) -> Array:
        count = len(self.vertices)
        weights = np.zeros((count, len(self.skeleton.names)))
        for k in range(data["W"].shape[1]):
            np.add.at(weights, (np.arange(count), data["WI"][:, k]), data["W"][:, k])
        for _ in range(rounds):
            mixed = 0.5 * weights + 0.5 * (self.neighbors @ weights)
            mixed[self.unused] = weights[self.unused]
            weights = mixed
        return np.asarray(weights / np.maximum(weights.sum(1, keepdims=True), 1e-9))

    def skin(self, transforms: list[Array]) -> Array:
        """Coarse vertices after linear blend skinning of the rest mesh."""
        stacked = np.array(transforms)[:, :3, :]
        blended = np.tensordot(self.weights, stacked, axes=(1, 0))
        moved: Array = np.einsum("vij,vj->vi", blended[:, :, :3], self.vertices)
        return moved + blended[:, :, 3]

    @cached_property
    def _subdivided(self) -> tuple[Any, Ints]:
        return catmull_clark(len(self.vertices), self.quads)

    @property
    def subdivide(self) -> Any:
        """Sparse matrix: fine values = ``subdivide @ coarse values``."""
        return self._subdivided[0]

    @cached_property
    def fine_triangles(self) -> Ints:
        """Triangles of the subdivided mesh."""
        return triangles_of(self._subdivided[1])

    @cached_property
    def fine_used(self) -> Ints:
        """Fine vertices that a face uses (helper vertices would spoil bounds)."""
        return np.unique(self.fine_triangles)

    @cached_property
    def fine_rest(self) -> Array:
        """Fine vertices in the pose the mesh was modeled in, arms away from the trunk."""
        return np.asarray(self.subdivide @ self.vertices)

    @cached_property
    def fine_weights(self) -> Array:
        """Skin weights on the fine mesh."""
        return np.asarray(self.subdivide @ self.weights)

    @cached_property
    def canonical(self) -> Array:
        """Fine vertices in canonical coordinates: the baseline of the neutral body.

        All bodies share one topology, so clothing, regions, muscles and nerves are functions of
        these coordinates and need no per-body thresholds.
        """
        neutral = load_body(CANONICAL_BODY)
        return np.asarray(neutral.subdivide @ neutral.baseline)

    @cached_property
    def fine_baseline(self) -> Array:
        """Fine vertices of this body standing in its own baseline."""
        return np.asarray(self.subdivide @ self.baseline)

    def share(self, *prefixes: str, side: str = "") -> Array:
        """Per fine vertex: summed weight of the bones whose name starts with a prefix."""
        chosen = [
            i
            for i, name in enumerate(self.skeleton.names)
            if name.startswith(prefixes) and name.endswith(side)
        ]
        return np.asarray(self.fine_weights[:, chosen].sum(1))

    @cached_property
    def scale(self) -> float:
        """Leg length against the neutral body; offsets given in canonical meters are scaled."""
        neutral = load_body(CANONICAL_BODY)
        own = self.baseline_heads[self.skeleton.index("foot.L")][2]
        return float(own / neutral.baseline_heads[neutral.skeleton.index("foot.L")][2])


def _neighbor_mean(count: int, triangles: Ints) -> tuple[Any, Mask]:
    """Sparse operator giving each vertex the mean of its neighbors, and who has none."""
    sides = np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    ones = np.ones(len(sides))
    one_way = sparse.coo_matrix((ones, (sides[:, 0], sides[:, 1])), shape=(count, count)).tocsr()
    linked: Any = (one_way + one_way.T).astype(bool).astype(float)
    degree = np.asarray(linked.sum(1)).ravel()
    return sparse.diags(1 / np.maximum(degree, 1)) @ linked, degree == 0


@cache
def load_body(name: str) -> Body:
    """The named body, loaded once. Raises FileNotFoundError for an unknown name."""
    return Body(name)
