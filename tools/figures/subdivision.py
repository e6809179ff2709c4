"""One step of Catmull-Clark subdivision as a sparse matrix, so that it applies to any attribute."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from tools.figures.rotation import Ints


def _ones(rows: Ints, columns: Ints, shape: tuple[int, int], value: float = 1.0) -> Any:
    data = np.full(len(rows), value)
    return sparse.coo_matrix((data, (rows, columns)), shape=shape).tocsr()


def catmull_clark(vertex_count: int, quads: Ints) -> tuple[Any, Ints]:
    """Subdivision matrix S (fine x coarse) and the fine quads.

    ``S @ values`` gives the values on the fine mesh for positions, weights or any other attribute.
    Vertices on an open border, or used by no face, stay where they are.
    """
    face_count = len(quads)
    sides = np.vstack([quads[:, [i, (i + 1) % 4]] for i in range(4)])
    edges, inverse = np.unique(np.sort(sides, axis=1), axis=0, return_inverse=True)
    edge_of = inverse.reshape(4, face_count)
    edge_count = len(edges)

    corner = np.repeat(np.arange(face_count), 4)
    face_points = _ones(corner, quads.ravel(), (face_count, vertex_count), 0.25)
    edge_faces = _ones(edge_of.ravel(), np.tile(np.arange(face_count), 4), (edge_count, face_count))
    faces_per_edge = np.asarray(edge_faces.sum(1)).ravel()
    edge_rows = np.repeat(np.arange(edge_count), 2)
    middles = _ones(edge_rows, edges.ravel(), (edge_count, vertex_count), 0.5)
    inner = (faces_per_edge == 2).astype(float)
    mean_face = sparse.diags(1 / np.maximum(faces_per_edge, 1)) @ edge_faces @ face_points
    edge_points = sparse.diags(1 - 0.5 * inner) @ middles + sparse.diags(0.5 * inner) @ mean_face

    vertex_edges = _ones(edges.ravel(), edge_rows, (vertex_count, edge_count))
    vertex_faces = _ones(quads.ravel(), corner, (vertex_count, face_count))
    valence = np.asarray(vertex_faces.sum(1)).ravel()
    edge_valence = np.asarray(vertex_edges.sum(1)).ravel()
    on_border = np.asarray(vertex_edges @ (faces_per_edge != 2)).ravel() > 0
    n = np.maximum(valence, 1)
    smoothed = (
        sparse.diags(1 / n**2) @ vertex_faces @ face_points
        + sparse.diags(2 / (n * np.maximum(edge_valence, 1))) @ vertex_edges @ middles
        + sparse.diags((n - 3) / n)
    )
    moves = ((valence > 0) & ~on_border).astype(float)
    vertex_points = sparse.diags(moves) @ smoothed + sparse.diags(1 - moves)
    matrix = sparse.vstack([vertex_points, edge_points, face_points]).tocsr()

    a, b, c, d = quads.T
    e0, e1, e2, e3 = edge_of + vertex_count
    f = np.arange(face_count) + vertex_count + edge_count
    fine = [
        np.c_[a, e0, f, e3],
        np.c_[b, e1, f, e0],
        np.c_[c, e2, f, e1],
        np.c_[d, e3, f, e2],
    ]
    return matrix, np.vstack(fine)


def triangles_of(quads: Ints) -> Ints:
    """Each quad as two triangles; degenerate ones (triangles stored as quads) are dropped."""
    triangles = np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    a, b, c = triangles.T
    return np.asarray(triangles[(a != b) & (b != c) & (a != c)], np.int64)
