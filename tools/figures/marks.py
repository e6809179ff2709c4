"""What lies over the figure: nerve line, arrows, water, and small signs (pain, clock, pause)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.figures.bezier import curve_data, smoothed
from tools.figures.camera import Camera
from tools.figures.rotation import Array
from tools.figures.svg import INK, Drawing

NERVE_RIM, NERVE_FILL = "#7a5b00", "#ffd23f"
LOADED_RIM, LOADED_FILL = "#7d1f12", "#f0553a"
ARROW_COLOR = "#1f6fb2"
WATER_COLOR, WATER_LINE = "#8cc7de", "#3f86a6"
BURST_COLOR = "#c8321e"
BURST_RAYS, BURST_INNER, BURST_OUTER = 9, 17.0, 26.0
CLOCK_RADIUS = 17.0
PAUSE_HALF_HEIGHT, PAUSE_HALF_GAP = 13.0, 5.5
CIRCLE = 0.5523  # handle length of a quarter circle drawn as one Bezier curve
ARROW_WIDTH, HEAD_LENGTH, HEAD_HALF_WIDTH = 3.4, 9.5, 5.6


@dataclass(frozen=True, eq=False)
class Arrow:
    """World path (n, 3) of an arrow; ``both`` puts a head at each end."""

    path: Array
    both: bool = False


@dataclass(frozen=True, eq=False)
class Mark:
    """A sign at a world point: ``burst`` (pain or cramp), ``clock`` or ``pause``."""

    kind: str
    at: Array
    size: float = 1.0


def paint_nerves(
    drawing: Drawing, camera: Camera, nerves: Sequence[Array], scale: float, *, loaded: bool
) -> None:
    """Nerve lines; a loaded nerve is red."""
    lines = [curve_data(smoothed(camera.project(n)[:, :2], 2), 0.5, scale) for n in nerves]
    drawing.stroke(lines, 4.4, LOADED_RIM if loaded else NERVE_RIM)
    drawing.stroke(lines, 2.9, LOADED_FILL if loaded else NERVE_FILL)


def paint_arrow(drawing: Drawing, camera: Camera, arrow: Arrow, scale: float) -> None:
    """A line with a head at its end, or at both ends."""
    pixels = smoothed(camera.project(arrow.path)[:, :2], 3)
    drawing.stroke([curve_data(pixels, 0.5, scale)], ARROW_WIDTH, ARROW_COLOR)
    ways = (pixels, pixels[::-1]) if arrow.both else (pixels,)
    drawing.fill([_head(way, scale) for way in ways], ARROW_COLOR)


def _head(pixels: Array, scale: float) -> str:
    end = pixels[-1] * scale
    along = pixels[-1] - pixels[max(len(pixels) - 5, 0)]
    along = along / (np.linalg.norm(along) + 1e-9)
    across = np.array([-along[1], along[0]])
    tail = end - along * 2
    corners = [end + along * HEAD_LENGTH, tail + across * HEAD_HALF_WIDTH]
    corners.append(tail - across * HEAD_HALF_WIDTH)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def paint_water(drawing: Drawing, camera: Camera, height: float, scale: float) -> None:
    """Water in front of everything below a height, with a wavy line on top."""
    top = float(camera.project(np.array([[0.0, 0.0, height]]))[0, 1]) * scale
    x = np.linspace(0, drawing.width, 60)
    y = top + 1.6 * np.sin(x / drawing.width * 14 * np.pi)
    surface = curve_data(np.c_[x, y], 0.15, 1.0)
    corners = f"L{drawing.width:.0f} {drawing.height:.0f}L0 {drawing.height:.0f}Z"
    drawing.fill([surface + corners], WATER_COLOR, 0.38)
    drawing.stroke([surface], 1.6, WATER_LINE)


def paint_mark(drawing: Drawing, camera: Camera, mark: Mark, scale: float) -> None:
    """A sign. Raises KeyError for an unknown kind."""
    x, y = camera.project(mark.at[None])[0, :2] * scale
    {"burst": _burst, "clock": _clock, "pause": _pause}[mark.kind](
        drawing, float(x), float(y), mark.size
    )


def _segment(ax: float, ay: float, bx: float, by: float) -> str:
    return f"M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}"


def _burst(drawing: Drawing, x: float, y: float, size: float) -> None:
    rays = []
    for turn in np.arange(BURST_RAYS) * 2 * np.pi / BURST_RAYS:
        dx, dy = float(np.sin(turn)), float(-np.cos(turn))
        near, far = BURST_INNER * size, BURST_OUTER * size
        rays.append(_segment(x + near * dx, y + near * dy, x + far * dx, y + far * dy))
    drawing.stroke(rays, 2.6, BURST_COLOR)


def _circle(x: float, y: float, r: float) -> str:
    h = r * CIRCLE
    curves = (
        (r, h, h, r, 0, r),
        (-h, r, -r, h, -r, 0),
        (-r, -h, -h, -r, 0, -r),
        (h, -r, r, -h, r, 0),
    )
    text = f"M{x + r:.1f} {y:.1f}"
    for ax, ay, bx, by, cx, cy in curves:
        text += f"C{x + ax:.1f} {y + ay:.1f} {x + bx:.1f} {y + by:.1f} {x + cx:.1f} {y + cy:.1f}"
    return text + "Z"


def _clock(drawing: Drawing, x: float, y: float, size: float) -> None:
    r = CLOCK_RADIUS * size
    ring = _circle(x, y, r)
    drawing.fill([ring], "#ffffff")
    drawing.stroke([ring], 2.6, ARROW_COLOR)
    drawing.stroke(
        [_segment(x, y, x, y - 0.68 * r), _segment(x, y, x + 0.45 * r, y + 0.2 * r)],
        2.4,
        INK,
    )


def _pause(drawing: Drawing, x: float, y: float, size: float) -> None:
    half, gap = PAUSE_HALF_HEIGHT * size, PAUSE_HALF_GAP * size
    bars = [_segment(x + s * gap, y - half, x + s * gap, y + half) for s in (-1, 1)]
    drawing.stroke(bars, 6.5 * size, ARROW_COLOR)
