"""Text of a PDF with font, size, color and place, and what is drawn beside it, by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import addressof, byref, c_float, c_int, c_uint, c_ulong, create_string_buffer
from dataclasses import dataclass, field
from importlib import import_module
from math import hypot
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# The library has no types of its own.
pdfium: Any = import_module("pypdfium2")
raw: Any = import_module("pypdfium2.raw")

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the lower left corner of the page."""

RASTER_SCALE = 2.0
"""Pixels per point of the raster that contrast and ink are measured on."""

_ITALIC = 1 << 6


@dataclass(slots=True)
class Piece:
    """Characters drawn in one go. ``mark`` is the marked-content number, None outside the tree."""

    page: int
    text: str
    font: str
    size: float
    italic: bool
    color: tuple[int, int, int]
    box: Box
    artifact: bool
    mark: int | None


@dataclass(slots=True)
class Sheet:
    """A page: its size, its text in drawing order, rules, boxes and images."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)


class Pages:
    """The pages of a PDF; rasters are made when asked for, one kept at a time."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfium.PdfDocument(data)
        self.sheets = [_sheet(page, index) for index, page in enumerate(self._document)]
        self._raster: tuple[int, NDArray[np.uint8]] | None = None

    def raster(self, page: int) -> NDArray[np.uint8]:
        """The page in color, shape (rows, columns, 3), `RASTER_SCALE` pixels per point."""
        if self._raster is None or self._raster[0] != page:
            image = self._document[page].render(scale=RASTER_SCALE, rev_byteorder=True)
            pixels = np.array(image.to_numpy()[..., :3], dtype=np.uint8)
            self._raster = (page, pixels)
        return self._raster[1]


def _sheet(page: Any, index: int) -> Sheet:
    width, height = page.get_size()
    sheet = Sheet(width, height)
    sheet.pieces.extend(_pieces(page, index))
    for item in page.get_objects(max_depth=2):
        left, bottom, right, top = item.get_bounds()
        box = (left, bottom, right, top)
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            sheet.images.append(box)
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            if top - bottom < 2.5 and right - left > 8:
                sheet.rules.append(box)
            elif top - bottom > 18 and right - left > 90:
                sheet.boxes.append(box)
    return sheet


def _pieces(page: Any, index: int) -> Iterator[Piece]:
    text = page.get_textpage()
    current: tuple[Any, Piece] | None = None
    for at in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        owner = raw.FPDFText_GetTextObject(text, at)
        if not owner:
            continue
        address = addressof(owner.contents)
        if current is None or current[0] != address:
            if current is not None:
                yield current[1]
            current = (address, _start(text, at, owner, index))
        piece = current[1]
        character = _character(text, at)
        piece.text += character
        if character.isspace():
            continue
        left, bottom, right, top = text.get_charbox(at, loose=True)
        box = piece.box
        piece.box = (
            min(box[0], left),
            min(box[1], bottom),
            max(box[2], right),
            max(box[3], top),
        )
    if current is not None:
        yield current[1]


def _character(text: Any, at: int) -> str:
    code = raw.FPDFText_GetUnicode(text, at)
    if code in {0x02, 0xFFFE}:
        return "-"
    if code == 0 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return chr(code)


def _start(text: Any, at: int, owner: Any, page: int) -> Piece:
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(text, at, matrix):
        scale = hypot(matrix.c, matrix.d)
    size = c_float()
    raw.FPDFTextObj_GetFontSize(owner, byref(size))
    name, flags = create_string_buffer(256), c_int()
    raw.FPDFText_GetFontInfo(text, at, name, 256, byref(flags))
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    raw.FPDFText_GetFillColor(text, at, byref(red), byref(green), byref(blue), byref(alpha))
    artifact, mark = _marks(owner)
    font = name.value.decode("utf-8", "replace").rpartition("+")[2]
    return Piece(
        page,
        "",
        font,
        round(size.value * scale, 2),
        bool(flags.value & _ITALIC) or "italic" in font.lower() or "oblique" in font.lower(),
        (red.value, green.value, blue.value),
        text.get_charbox(at, loose=True),
        artifact,
        mark,
    )


def _marks(owner: Any) -> tuple[bool, int | None]:
    artifact, number = False, None
    for index in range(max(raw.FPDFPageObj_CountMarks(owner), 0)):
        mark = raw.FPDFPageObj_GetMark(owner, index)
        if not mark:
            continue
        value = c_int()
        if raw.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", byref(value)):
            number = value.value
        elif _mark_name(mark) == "Artifact":
            artifact = True
    return artifact, number


def _mark_name(mark: Any) -> str:
    buffer = (raw.FPDF_WCHAR * 64)()
    length = c_ulong()
    raw.FPDFPageObjMark_GetName(mark, buffer, 128, byref(length))
    return bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")
