"""Reader for the small SVG dialect of resources/figures and resources/icons.

Flat shapes only: ``svg`` with a viewBox, ``g``, ``path`` (M L H V C Z, absolute or relative),
``rect``, ``circle``, ``ellipse``, ``line``, ``polyline``, ``polygon``; fills and strokes as
``#rgb`` or ``#rrggbb``, widths, caps, joins, dashes, opacities, ``transform`` on any element.
Anything else is refused by name, so that a picture is never half drawn.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pt_chart.documents.shapes import ellipse, number, polyline, rounded

if TYPE_CHECKING:
    from pt_chart.documents.tagging import RawObject


class SvgError(ValueError):
    """A drawing that uses something outside the dialect; the message names it."""


_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*?)(/?)>", re.DOTALL)
_SKIPPED = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>|<(title|desc)\b.*?</\1>", re.DOTALL)
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TRANSFORM = re.compile(r"(\w+)\s*\(([^)]*)\)")
_COUNT = {"M": 2, "L": 2, "C": 6, "H": 1, "V": 1, "Z": 0}
_OPERATOR = {"M": "m", "L": "l", "C": "c"}
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_INHERITED = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-dasharray",
    "fill-rule",
    "fill-opacity",
    "stroke-opacity",
    "opacity",
)
_NAMED = {"black": "#000000", "white": "#ffffff"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A parsed drawing: size in its own units, packed PDF operators (y down), opacities in use.

    ``ink`` is the box (left, top, right, bottom) around every point drawn.
    """

    key: str
    width: float
    height: float
    packed: bytes
    opacities: tuple[tuple[float, float], ...] = ()
    ink: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def form(self) -> RawObject:
        """A PDF form of this drawing for one document."""
        from pt_chart.documents.tagging import RawObject

        made = RawObject()
        made.source = _form_source(self)
        return made


@lru_cache(maxsize=256)
def _form_source(drawing: Drawing) -> bytes:
    """The form's source, which is the same in every document."""
    states = "".join(
        f"/a{index}<</Type/ExtGState/ca {fill:g}/CA {stroke:g}>>"
        for index, (fill, stroke) in enumerate(drawing.opacities)
    )
    resources = f"<</ExtGState<<{states}>>>>" if states else "<<>>"
    head = (
        f"<</Type/XObject/Subtype/Form/FormType 1/BBox[0 0 {drawing.width:g} {drawing.height:g}]"
        f"/Resources {resources}/Filter/FlateDecode/Length {len(drawing.packed)}>>"
    )
    return head.encode("ascii") + b"\nstream\n" + drawing.packed + b"\nendstream\n"


@lru_cache(maxsize=256)
def read(data: bytes) -> Drawing:
    """Parse a drawing.

    Raises:
        SvgError: it has no viewBox, or uses an element, path command or color outside the dialect.
    """
    return _Reader(data.decode("utf-8")).drawing(hashlib.sha256(data).hexdigest()[:24])


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = _SKIPPED.sub("", source)
        self._out: list[str] = []
        self._opacities: list[tuple[float, float]] = []
        self._points: list[tuple[float, float]] = []
        self._state: dict[str, str] = {}

    def drawing(self, key: str) -> Drawing:
        box: list[float] | None = None
        stack: list[dict[str, str]] = []
        style: dict[str, str] = {}
        for closing, name, attributes in self._tags():
            if closing:
                style = self._leave(name, style, stack)
                continue
            if name == "svg":
                box = _view_box(attributes)
                self._out.append(f"1 0 0 1 {number(-box[0])} {number(-box[1])} cm")
            if name in {"svg", "g"}:
                stack.append(style)
                style = self._enter(attributes, style)
            else:
                self._shape(name, attributes, style)
        if box is None:
            raise SvgError("the drawing has no svg element with a viewBox")
        xs = [x for x, _ in self._points] or [box[0]]
        ys = [y for _, y in self._points] or [box[1]]
        ink = (min(xs) - box[0], min(ys) - box[1], max(xs) - box[0], max(ys) - box[1])
        packed = zlib.compress("\n".join(self._out).encode("ascii"))
        return Drawing(key, box[2], box[3], packed, tuple(self._opacities), ink)

    def _tags(self) -> Iterator[tuple[bool, str, dict[str, str]]]:
        for slash, name, text, single in _TAG.findall(self._source):
            attributes = {key: a or b for key, a, b in _ATTRIBUTE.findall(text)}
            yield bool(slash), name, attributes
            if single and name in {"svg", "g"}:
                yield True, name, {}

    def _enter(self, attributes: Mapping[str, str], style: Mapping[str, str]) -> dict[str, str]:
        merged = _merged(style, attributes)
        self._out.append("q")
        if "transform" in attributes:
            self._out.append(_matrix(attributes["transform"]))
        return merged

    def _leave(
        self, name: str, style: dict[str, str], stack: list[dict[str, str]]
    ) -> dict[str, str]:
        if name not in {"svg", "g"}:
            return style
        self._out.append("Q")
        self._state = {}
        return stack.pop()

    def _shape(self, name: str, attributes: Mapping[str, str], style: Mapping[str, str]) -> None:
        path = self._path(name, attributes)
        if not path:
            return
        merged = _merged(style, attributes)
        paint = _paint(merged)
        if not paint:
            return
        moved = "transform" in attributes
        if moved:
            self._out.append(f"q {_matrix(attributes['transform'])}")
        self._out.append(self._settings(merged))
        self._out.append(f"{path} {paint}")
        if moved:
            self._out.append("Q")
            self._state = {}

    def _path(self, name: str, attributes: Mapping[str, str]) -> str:
        sizes = {key: _number(attributes.get(key, "0"), key) for key in _GEOMETRY.get(name, ())}
        if name == "path":
            return self._commands(attributes.get("d", ""))
        if name == "rect":
            return self._rect(sizes)
        if name == "circle":
            return self._ellipse(sizes["cx"], sizes["cy"], sizes["r"], sizes["r"])
        if name == "ellipse":
            return self._ellipse(sizes["cx"], sizes["cy"], sizes["rx"], sizes["ry"])
        if name == "line":
            return self._polyline([(sizes["x1"], sizes["y1"]), (sizes["x2"], sizes["y2"])])
        if name in {"polyline", "polygon"}:
            values = [float(v) for v in _NUMBER.findall(attributes.get("points", ""))]
            points = list(zip(values[::2], values[1::2], strict=True))
            return self._polyline(points) + (" h" if name == "polygon" else "")
        raise SvgError(f"the drawing uses <{name}>, which the reader does not draw")

    def _polyline(self, points: list[tuple[float, float]]) -> str:
        self._points += points
        return polyline(points)

    def _rect(self, sizes: Mapping[str, float]) -> str:
        x, y, width, height = (sizes[key] for key in ("x", "y", "width", "height"))
        self._points += [(x, y), (x + width, y + height)]
        radius = min(sizes["rx"] or sizes["ry"], width / 2, height / 2)
        if radius:
            return rounded(x, y, width, height, radius)
        return " ".join(map(number, (x, y, width, height))) + " re"

    def _ellipse(self, cx: float, cy: float, rx: float, ry: float) -> str:
        self._points += [(cx - rx, cy - ry), (cx + rx, cy + ry)]
        return ellipse(cx, cy, rx, ry)

    def _commands(self, data: str) -> str:
        tokens = _PATH.findall(data)
        out: list[str] = []
        x = y = start_x = start_y = 0.0
        command, index = "", 0
        while index < len(tokens):
            if tokens[index].isalpha():
                command = tokens[index]
                index += 1
            upper = command.upper()
            if upper not in _COUNT:
                raise SvgError(f"the drawing uses the path command {command or tokens[index]!r}")
            count = _COUNT[upper]
            values = [float(v) for v in tokens[index : index + count]]
            if len(values) < count:
                raise SvgError("a path in the drawing ends in the middle of a command")
            index += count
            if upper == "Z":
                out.append("h")
                x, y = start_x, start_y
                continue
            values = _absolute(upper, values, x, y, relative=command.islower())
            x, y = values[-2], values[-1]
            self._points += list(zip(values[::2], values[1::2], strict=True))
            out.append(" ".join(map(number, values)) + " " + _OPERATOR.get(upper, "l"))
            if upper == "M":
                start_x, start_y = x, y
                command = "l" if command == "m" else "L"
        return "\n".join(out)

    def _settings(self, style: Mapping[str, str]) -> str:
        wanted = _operators(style)
        fill = _opacity(style, "fill-opacity")
        stroke = _opacity(style, "stroke-opacity")
        if (fill, stroke) != (1.0, 1.0) or "gs" in self._state:
            if (fill, stroke) not in self._opacities:
                self._opacities.append((fill, stroke))
            wanted["gs"] = f"/a{self._opacities.index((fill, stroke))} gs"
        changed = [text for key, text in wanted.items() if self._state.get(key) != text]
        self._state.update(wanted)
        return " ".join(changed)


_GEOMETRY = {
    "rect": ("x", "y", "width", "height", "rx", "ry"),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "line": ("x1", "y1", "x2", "y2"),
}


def _view_box(attributes: Mapping[str, str]) -> list[float]:
    values = [float(v) for v in _NUMBER.findall(attributes.get("viewBox", ""))]
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        raise SvgError("the drawing's viewBox is not four numbers with a positive size")
    return values


def _merged(style: Mapping[str, str], attributes: Mapping[str, str]) -> dict[str, str]:
    if "style" in attributes or "class" in attributes:
        raise SvgError("the drawing uses a style or class attribute; write plain attributes")
    return {**style, **{key: attributes[key] for key in _INHERITED if key in attributes}}


def _paint(style: Mapping[str, str]) -> str:
    filled = style.get("fill", "#000000") != "none"
    stroked = style.get("stroke", "none") != "none"
    star = "*" if filled and style.get("fill-rule") == "evenodd" else ""
    if filled and stroked:
        return f"B{star}"
    if filled:
        return f"f{star}"
    return "S" if stroked else ""


def _operators(style: Mapping[str, str]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    fill, stroke = style.get("fill", "#000000"), style.get("stroke", "none")
    if fill != "none":
        wanted["fill"] = f"{_color(fill)} rg"
    if stroke != "none":
        wanted["stroke"] = f"{_color(stroke)} RG"
        wanted["width"] = f"{number(_number(style.get('stroke-width', '1'), 'stroke-width'))} w"
        wanted["cap"] = f"{_choice(_CAPS, style.get('stroke-linecap', 'butt'))} J"
        wanted["join"] = f"{_choice(_JOINS, style.get('stroke-linejoin', 'miter'))} j"
        dashes = style.get("stroke-dasharray", "none")
        wanted["dash"] = f"[{' '.join(_NUMBER.findall(dashes))}] 0 d"
    return wanted


def _choice(known: Mapping[str, int], name: str) -> int:
    if name not in known:
        raise SvgError(f"the drawing uses {name!r}; known are {', '.join(known)}")
    return known[name]


def _color(text: str) -> str:
    code = _NAMED.get(text, text)
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", code):
        code = "#" + "".join(2 * digit for digit in code[1:])
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", code):
        raise SvgError(f"the drawing uses the color {text!r}; write #rrggbb")
    return " ".join(f"{int(code[i : i + 2], 16) / 255:.3g}" for i in (1, 3, 5))


def _number(text: str, name: str) -> float:
    try:
        return float(text.removesuffix("px"))
    except ValueError:
        raise SvgError(f"{name} in the drawing is not a number: {text!r}") from None


def _opacity(style: Mapping[str, str], name: str) -> float:
    own = _number(style.get(name, "1"), name)
    return round(own * _number(style.get("opacity", "1"), "opacity"), 3)


def _absolute(
    command: str, values: list[float], x: float, y: float, *, relative: bool
) -> list[float]:
    """End points (and control points) of one path command in absolute coordinates."""
    if command == "H":
        return [values[0] + (x if relative else 0.0), y]
    if command == "V":
        return [x, values[0] + (y if relative else 0.0)]
    if not relative:
        return values
    return [value + (y if index % 2 else x) for index, value in enumerate(values)]


def _matrix(text: str) -> str:
    parts = []
    for name, inside in _TRANSFORM.findall(text):
        v = [float(n) for n in _NUMBER.findall(inside)]
        if name == "translate":
            v = [1, 0, 0, 1, v[0], v[1] if len(v) > 1 else 0]
        elif name == "scale":
            v = [v[0], 0, 0, v[1] if len(v) > 1 else v[0], 0, 0]
        elif name != "matrix" or len(v) != 6:
            raise SvgError(f"the drawing uses the transform {name!r}")
        parts.append(" ".join(map(number, v)) + " cm")
    return " ".join(parts)
