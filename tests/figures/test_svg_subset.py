"""Every built figure keeps to the SVG subset that the program's own reader understands."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

FIGURES = Path(__file__).parents[2] / "resources" / "figures"
FILES = sorted(FIGURES.rglob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
STYLE = {"fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity"}
STYLE |= {"stroke-linecap", "stroke-linejoin"}
ALLOWED = {f"{SVG}path": {"d"} | STYLE, f"{SVG}ellipse": {"cx", "cy", "rx", "ry"} | STYLE}
PAIR = r"-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?"
SEGMENTS = re.compile(
    rf"(?:M{PAIR}(?:(?:L{PAIR})|(?:C{PAIR}(?: {PAIR}){{2}}(?: {PAIR}){{0,999}}))*Z?)+"
)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}|none")
MARGIN = 20.0


def _name(path: Path) -> str:
    return path.relative_to(FIGURES).as_posix()


def test_there_are_figures() -> None:
    assert len(FILES) > 150


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_subset(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text) < 30_000
    root = ET.fromstring(text)  # noqa: S314 - our own files
    assert root.tag == f"{SVG}svg"
    box = [float(v) for v in root.attrib["viewBox"].split()]
    assert box[:2] == [0, 0]
    assert (float(root.attrib["width"]), float(root.attrib["height"])) == (box[2], box[3])
    assert len(root) > 0
    for element in root:
        assert set(element.attrib) <= ALLOWED[element.tag]
        assert len(element) == 0
        for key in ("fill", "stroke"):
            assert COLOR.fullmatch(element.attrib.get(key, "none"))
        if element.tag == f"{SVG}path":
            _check_path(element.attrib["d"], box)


def _check_path(data: str, box: list[float]) -> None:
    assert SEGMENTS.fullmatch(data), data[:80]
    for curve in re.findall(r"C([^MLZ]*)", data):
        assert len(NUMBER.findall(curve)) % 6 == 0
    values = [float(v) for v in NUMBER.findall(data)]
    assert min(values) > -MARGIN
    assert max(values[0::2]) < box[2] + MARGIN
    assert max(values[1::2]) < box[3] + MARGIN
