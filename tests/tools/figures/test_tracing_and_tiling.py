from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import box

from tools.figures.tiling import TilingError, check_tiling, cleaned, polygons_of
from tools.figures.tracing import center_lines, outlines, runs_outside


def test_center_line_of_a_thick_stroke() -> None:
    mask = np.zeros((60, 120), bool)
    mask[28:33, 10:110] = True
    lines = center_lines(mask)
    assert len(lines) == 1
    assert np.ptp(lines[0][:, 0]) > 85
    assert np.abs(lines[0][:, 1] - 30.5).max() < 1.5


def test_spurs_are_pruned_and_straight_lines_joined() -> None:
    mask = np.zeros((80, 120), bool)
    mask[40, 5:115] = True
    mask[34:40, 60] = True
    lines = center_lines(mask)
    assert len(lines) == 1
    assert len(lines[0]) > 100


def test_outlines_keep_holes_and_drop_crumbs() -> None:
    mask = np.zeros((80, 80), bool)
    mask[10:70, 10:70] = True
    mask[30:50, 30:50] = False
    mask[2:5, 2:5] = True
    assert len(outlines(mask, 1.0, 80)) == 2


def test_runs_outside() -> None:
    ring = np.array([[x, 5.0] for x in range(40)] + [[x, 15.0] for x in range(39, -1, -1)])
    covered = np.zeros((30, 60), bool)
    assert len(runs_outside(ring, covered)) == 1
    covered[:10] = True
    pieces = runs_outside(ring, covered)
    assert len(pieces) == 1
    assert (pieces[0][:, 1] == 15).all()


def _map() -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.int64]], int]:
    y, x = np.mgrid[0:120, 0:120]
    inside = (x - 60) ** 2 + (y - 60) ** 2 < 50**2
    labels = np.where(y < 60, 1, np.where(x < 60, 2, 3))
    return np.where(inside, labels, 0).astype(np.int64), int(inside.sum())


def test_polygons_tile() -> None:
    labels, area = _map()
    shapes = polygons_of(labels)
    assert sorted(shapes) == [1, 2, 3]
    check = check_tiling(list(shapes.values()), area)
    assert check.misplaced == 0
    assert check.union_over_mask > 0.99


def test_overlap_and_gap_are_refused() -> None:
    with pytest.raises(TilingError):
        check_tiling([box(0, 0, 10, 10), box(5, 0, 15, 10)], 150)
    with pytest.raises(TilingError):
        check_tiling([box(0, 0, 10, 10)], 150)


def test_crumbs_join_their_neighbors() -> None:
    labels, _ = _map()
    labels[30:34, 58:62] = 3
    mask = labels > 0
    calm = cleaned(labels, 3, mask)
    assert (calm[28:36, 56:64] == 1).all()
    assert ((calm > 0) == mask).all()
