from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tools.figures.bezier import curve_data, fit, number, smoothed


@given(st.floats(-1e4, 1e4, allow_nan=False))
def test_number_is_short_and_close(value: float) -> None:
    text = number(value)
    assert abs(float(text) - value) <= 0.0501
    assert not text.endswith((".", ".0"))
    assert text != "-0"


def _wave(count: int, height: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    x = np.linspace(0, 100, count)
    return np.asarray(np.c_[x, height * np.sin(x / 15)])


@given(st.integers(20, 120), st.floats(0.5, 30))
def test_fit_stays_within_the_error_and_keeps_the_ends(count: int, height: float) -> None:
    points = _wave(count, height)
    segments = fit(points, 0.7)
    np.testing.assert_allclose(segments[0][0], points[0])
    np.testing.assert_allclose(segments[-1][3], points[-1])
    for before, after in pairwise(segments):
        np.testing.assert_allclose(before[3], after[0])
    u = np.linspace(0, 1, 400)[:, None]
    curve = np.vstack(
        [
            (1 - u) ** 3 * s[0]
            + 3 * u * (1 - u) ** 2 * s[1]
            + 3 * u * u * (1 - u) * s[2]
            + u**3 * s[3]
            for s in segments
        ]
    )
    away = np.linalg.norm(points[:, None] - curve[None], axis=2).min(1)
    assert away.max() < 1.0


def test_smoothing_keeps_the_ends_of_an_open_line() -> None:
    line = _wave(60, 20.0) + np.random.default_rng(1).normal(0, 0.5, (60, 2))
    calm = smoothed(line, 3)
    np.testing.assert_allclose(calm[[0, -1]], line[[0, -1]])
    assert np.abs(np.diff(calm[:, 1], 2)).sum() < np.abs(np.diff(line[:, 1], 2)).sum() / 3


def test_curve_data_is_absolute_and_closed() -> None:
    turn = np.linspace(0, 2 * np.pi, 80, endpoint=False)
    data = curve_data(50 + 30 * np.c_[np.cos(turn), np.sin(turn)], 0.5, 0.5, closed=True)
    assert data.startswith("M40 25C")
    assert data.endswith("Z")
    assert curve_data(np.zeros((1, 2)), 0.5, 1.0) == ""
