"""Paths in PDF operators."""

from __future__ import annotations

_ROUND = 0.5523
"""Control point distance with which a cubic curve follows a quarter circle."""


def number(value: float) -> str:
    """A number as PDF source writes it: no exponent, no needless digits."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _join(*parts: float | str) -> str:
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def polyline(points: list[tuple[float, float]]) -> str:
    """An open path through points; "" for none."""
    if not points:
        return ""
    (x, y), *rest = points
    return " ".join([_join(x, y, "m"), *(_join(a, b, "l") for a, b in rest)])


def rounded(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A closed rectangle with round corners."""
    k = radius * (1 - _ROUND)
    right, far = x + width, y + height
    return " ".join(
        (
            _join(x + radius, y, "m", right - radius, y, "l"),
            _join(right - k, y, right, y + k, right, y + radius, "c"),
            _join(right, far - radius, "l"),
            _join(right, far - k, right - k, far, right - radius, far, "c"),
            _join(x + radius, far, "l"),
            _join(x + k, far, x, far - k, x, far - radius, "c"),
            _join(x, y + radius, "l"),
            _join(x, y + k, x + k, y, x + radius, y, "c h"),
        )
    )


def ellipse(cx: float, cy: float, rx: float, ry: float) -> str:
    """A closed ellipse around a center."""
    a, b = rx * _ROUND, ry * _ROUND
    return " ".join(
        (
            _join(cx + rx, cy, "m"),
            _join(cx + rx, cy + b, cx + a, cy + ry, cx, cy + ry, "c"),
            _join(cx - a, cy + ry, cx - rx, cy + b, cx - rx, cy, "c"),
            _join(cx - rx, cy - b, cx - a, cy - ry, cx, cy - ry, "c"),
            _join(cx + a, cy - ry, cx + rx, cy - b, cx + rx, cy, "c h"),
        )
    )
