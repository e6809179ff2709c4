"""The reader for drawings."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pt_chart.documents.sheet import Sheet
from pt_chart.documents.svg import SvgError, read
from pt_chart.host.resources import resources_dir
from tests.documents import reading


def svg(body: str, box: str = "0 0 100 100") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{body}</svg>'.encode()


def drawn(data: bytes, *, mirrored: bool = False) -> NDArray[np.uint8]:
    """Pixels of a drawing at (100, 100) on an otherwise empty page, 1 pixel per point."""
    sheet = Sheet("letter", title="Test")
    with sheet.artifact():
        sheet.drawing(read(data), 100, 100, 1.0, mirrored=mirrored)
    return reading.raster(sheet.save())[100:200, 100:200]


def test_shapes_land_where_they_are_drawn() -> None:
    pixels = drawn(svg('<rect x="10" y="20" width="30" height="5" fill="#000000"/>'))
    rows, columns = (pixels < 128).nonzero()
    assert (rows.min(), rows.max()) == (20, 24)
    assert (columns.min(), columns.max()) == (10, 39)


def test_mirroring_swaps_left_and_right_only() -> None:
    pixels = drawn(svg('<rect x="10" y="20" width="30" height="5"/>'), mirrored=True)
    rows, columns = (pixels < 128).nonzero()
    assert (rows.min(), rows.max()) == (20, 24)
    assert (columns.min(), columns.max()) == (60, 89)


def test_the_view_box_moves_the_origin() -> None:
    pixels = drawn(svg('<rect x="-40" y="0" width="10" height="10"/>', "-50 -50 100 100"))
    rows, columns = (pixels < 128).nonzero()
    assert (rows.min(), columns.min()) == (50, 10)


@pytest.mark.parametrize(
    "shape",
    [
        '<circle cx="50" cy="50" r="20"/>',
        '<ellipse cx="50" cy="50" rx="20" ry="20"/>',
        '<path d="M30 30L70 30L70 70L30 70Z"/>',
        '<path d="M30 30H70V70H30Z"/>',
        '<path d="m30 30l40 0l0 40l-40 0z"/>',
        '<path d="M30 30 70 30 70 70 30 70Z"/>',
        '<path d="M30 30C30 30 70 30 70 30C70 30 70 70 70 70L30 70Z"/>',
        '<polygon points="30,30 70,30 70,70 30,70"/>',
        '<rect x="30" y="30" width="40" height="40" rx="4"/>',
        '<g transform="translate(20 20)"><rect x="10" y="10" width="40" height="40"/></g>',
        '<rect x="15" y="15" width="20" height="20" transform="scale(2)"/>',
        '<g fill="#000"><polyline points="30,30 70,30 70,70 30,70"/></g>',
    ],
)
def test_every_kind_of_shape_and_path_fills_the_same_box(shape: str) -> None:
    rows, columns = (drawn(svg(shape)) < 200).nonzero()
    assert 28 <= rows.min() <= 31
    assert 68 <= rows.max() <= 71
    assert 28 <= columns.min() <= 31
    assert 68 <= columns.max() <= 71


def test_opacity_lets_what_is_below_show() -> None:
    below = '<rect x="0" y="0" width="50" height="100" fill="#000000"/>'
    glass = '<rect x="0" y="0" width="100" height="100" fill="#ffffff" opacity="0.5"/>'
    pixels = drawn(svg(below + glass))
    assert 100 < pixels[50, 25] < 150
    assert pixels[50, 75] == 255


def test_ink_is_the_box_around_everything_drawn() -> None:
    drawing = read(svg('<path d="M10 20L40 60"/><circle cx="70" cy="70" r="5"/>'))
    assert drawing.ink == (10.0, 20.0, 75.0, 75.0)
    assert drawing.width == drawing.height == 100


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<text>hello</text>", "<text>"),
        ('<image href="x.png"/>', "<image>"),
        ('<path d="M0 0Q1 1 2 2"/>', "'Q'"),
        ('<path d="M0 0L1"/>', "middle of a command"),
        ('<rect width="5" height="5" fill="url(#g)"/>', r"url\(#g\)"),
        ('<rect width="5" height="5" style="fill:red"/>', "style"),
        ('<rect width="5%" height="5"/>', "width"),
        ('<rect width="5" height="5" transform="skewX(3)"/>', "skewX"),
    ],
)
def test_what_lies_outside_the_dialect_is_refused_by_name(body: str, named: str) -> None:
    with pytest.raises(SvgError, match=named):
        read(svg(body))


def test_a_drawing_without_a_view_box_is_refused() -> None:
    with pytest.raises(SvgError, match="viewBox"):
        read(b"<svg></svg>")
    with pytest.raises(SvgError, match="viewBox"):
        read(b"")


def test_every_shipped_drawing_can_be_read_and_stays_in_its_box() -> None:
    resources = resources_dir()
    icons = resources / "icons" / "documents"
    files = sorted([*(resources / "figures").rglob("*.svg"), *icons.rglob("*.svg")])
    assert len(files) > 30
    for file in files:
        drawing = read(file.read_bytes())
        left, top, right, bottom = drawing.ink
        assert left > -3, file.name
        assert top > -3, file.name
        assert right < drawing.width + 3, file.name
        assert bottom < drawing.height + 3, file.name
