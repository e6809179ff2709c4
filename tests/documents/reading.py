"""Reading finished PDFs back: text, structure, pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
from numpy.typing import NDArray

# The library has no types of its own.
pdfium: Any = import_module("pypdfium2")


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page as a reader extracts it."""
    document = pdfium.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def words(pdf: bytes) -> str:
    """All text on one line, spaces single."""
    return " ".join(" ".join(page_texts(pdf)).split())


def raster(pdf: bytes, page: int = 0, scale: float = 1.0) -> NDArray[np.uint8]:
    """A page as gray pixels."""
    image = pdfium.PdfDocument(pdf)[page].render(scale=scale, grayscale=True)
    return np.asarray(image.to_numpy()).squeeze()


def character_boxes(pdf: bytes) -> Iterator[tuple[int, str, tuple[float, float, float, float]]]:
    """(page, character, (left, bottom, right, top)) of every visible character in points."""
    for number, page in enumerate(pdfium.PdfDocument(pdf)):
        text = page.get_textpage()
        content = text.get_text_range()
        for index, character in enumerate(content):
            if not character.isspace():
                yield number, character, text.get_charbox(index)


@dataclass(frozen=True)
class Node:
    """An element of the structure tree: its role, alternative text, roles of its kids, box."""

    role: str
    alt: str
    kids: tuple[str, ...]
    box: tuple[float, ...]


def structure(pdf: bytes) -> list[Node]:
    """The structure tree in reading order."""
    found: list[Node] = []

    def walk(element: pikepdf.Object) -> None:
        kids = [
            kid
            for kid in element.get("/K", pikepdf.Array())
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        ]
        alt = str(element.Alt) if "/Alt" in element else ""
        names = tuple(str(kid.S)[1:] for kid in kids)
        box: tuple[float, ...] = ()
        if "/A" in element and "/BBox" in element.A:
            box = tuple(float(value) for value in element.A.BBox)
        found.append(Node(str(element.S)[1:], alt, names, box))
        for kid in kids:
            walk(kid)

    with pikepdf.open(BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found
