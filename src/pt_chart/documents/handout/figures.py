"""The start and end pictures of an exercise with their captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Protocol

from pt_chart.clinical.program.handout import FigureRef
from pt_chart.documents.blocks import Block, Paragraph
from pt_chart.documents.labels import Labels
from pt_chart.documents.sheet import Sheet
from pt_chart.documents.style import Scale
from pt_chart.documents.svg import Drawing, read
from pt_chart.documents.tagging import Element
from pt_chart.documents.text import Span, strong, words_width


class FigureSource(Protocol):
    """Where pictures come from."""

    def svg(self, figure: str, frame: str) -> bytes:
        """The drawing of one frame of a figure.

        Raises:
            KeyError: there is no such figure or frame.
        """
        ...


@dataclass(frozen=True, slots=True)
class PictureSize:
    """How large pictures are, in points: ``upright`` is the height of someone sitting or
    standing, ``lying`` the width of someone lying; ``stacked`` = lying ones below each other.

    ``overhang`` is what a caption may be wider than its picture before it wraps.
    """

    upright: float
    lying: float
    stacked: bool
    overhang: float


ROOMY = PictureSize(143.0, 226.0, stacked=True, overhang=60.0)
SNUG = replace(ROOMY, overhang=10.0)
TIGHT = PictureSize(143.0, 196.0, stacked=True, overhang=10.0)
ABREAST = PictureSize(143.0, 150.0, stacked=False, overhang=0.0)
SMALL = PictureSize(124.0, 122.0, stacked=False, overhang=6.0)
SMALL_APART = replace(SMALL, overhang=44.0)
"""The same with room for captions that stand in few lines."""
LARGE_ROOMY = PictureSize(186.0, 244.0, stacked=False, overhang=60.0)
LARGE_SNUG = PictureSize(160.0, 220.0, stacked=False, overhang=60.0)
LARGE_TIGHT = PictureSize(143.0, 165.0, stacked=False, overhang=30.0)
LARGE_SMALL = PictureSize(118.0, 150.0, stacked=False, overhang=70.0)
"""So small only where an exercise would be torn over two pages."""

LYING_RATIO = 1.45
"""From this ratio of width to height on, a picture shows someone lying: stacked, not abreast."""


class Photo:
    """A clinic's own picture: its pixels as units, all of it ink."""

    def __init__(self, png: bytes) -> None:
        from reportlab.lib.utils import ImageReader

        self.image = ImageReader(BytesIO(png))
        self.width, self.height = map(float, self.image.getSize())
        self.ink = (0.0, 0.0, self.width, self.height)


@dataclass(frozen=True, slots=True)
class _Picture:
    """A frame and the left and right edge (in its units) between which it is shown."""

    ref: FigureRef
    drawing: Drawing | Photo
    left: float
    right: float

    @property
    def ink_width(self) -> float:
        return self.right - self.left

    @property
    def ink_height(self) -> float:
        return self.drawing.ink[3] - self.drawing.ink[1]


def caption_words(ref: FigureRef, words: Labels) -> list[Span]:
    """The caption after its frame's label ("Start: ...")."""
    label = {"start": words.start, "end": words.end}.get(ref.frame, words.then)
    return [strong(f"{label}:"), Span(f" {ref.caption}")] if ref.caption else [strong(label)]


def _cropped(refs: Sequence[FigureRef], source: FigureSource) -> list[_Picture]:
    """Every frame cropped to its own ink."""
    drawings: list[tuple[FigureRef, Drawing | Photo]] = [
        (ref, Photo(ref.raster) if ref.raster else read(source.svg(ref.figure, ref.frame)))
        for ref in refs
    ]
    return [_Picture(ref, d, d.ink[0], d.ink[2]) for ref, d in drawings]


def _aligned(pictures: list[_Picture]) -> list[_Picture]:
    """Frames of one size under a common crop, so that what stays in place does not jump."""
    if len({picture.drawing.width for picture in pictures}) != 1:
        return pictures
    left = min(picture.left for picture in pictures)
    right = max(picture.right for picture in pictures)
    return [replace(picture, left=left, right=right) for picture in pictures]


class Pictures(Block):
    """All frames of an exercise at one scale: abreast when upright, stacked when lying."""

    def __init__(
        self,
        refs: Sequence[FigureRef],
        source: FigureSource,
        words: Labels,
        scale: Scale,
        size: PictureSize = ROOMY,
    ) -> None:
        self._pictures = _cropped(refs, source)
        self._captions = [Paragraph(caption_words(r, words), scale.caption) for r in refs]
        self._overhang = size.overhang
        widest = max((p.ink_width for p in self._pictures), default=1.0)
        highest = max((p.ink_height for p in self._pictures), default=1.0)
        lying = widest / highest >= LYING_RATIO
        if lying:
            self._pictures = _aligned(self._pictures)
            widest = max(p.ink_width for p in self._pictures)
        self._zoom = size.lying / widest if lying else size.upright / highest
        self._stacked = lying and size.stacked
        self._gap = 14.0

    def __bool__(self) -> bool:
        return bool(self._pictures)

    def natural_width(self) -> float:
        """Points that the pictures need side by side or stacked, captions wrapped below them."""
        if self._stacked:
            return max(p.ink_width for p in self._pictures) * self._zoom
        return sum(self._natural_slots()) + self._gap * (len(self._pictures) - 1)

    def _natural_slots(self) -> list[float]:
        slots = []
        for picture, caption in zip(self._pictures, self._captions, strict=True):
            ink = picture.ink_width * self._zoom
            text = words_width(caption.words, caption.style) + 1
            slots.append(max(ink, min(text, ink + self._overhang)))
        return slots

    def _slots(self, width: float) -> list[tuple[float, float]]:
        """(x, width) of each picture in the column."""
        if self._stacked:
            return [(0.0, width)] * len(self._pictures)
        shrink = min(1.0, width / self.natural_width())
        spare = min(max(width - self.natural_width(), 0.0) / len(self._pictures), 60.0)
        slots, x = [], 0.0
        for natural in self._natural_slots():
            slot = natural * shrink + spare
            slots.append((x, slot))
            x += slot + self._gap * shrink
        return slots

    def _zoom_in(self, width: float) -> float:
        natural = self.natural_width()
        return self._zoom * min(1.0, width / natural)

    def height(self, width: float) -> float:
        zoom = self._zoom_in(width)
        heights = []
        for picture, caption, (_, slot) in zip(
            self._pictures, self._captions, self._slots(width), strict=True
        ):
            heights.append((picture.ink_height * zoom, caption.height(slot)))
        if self._stacked:
            return sum(a + b + 4 for a, b in heights) + 7 * (len(heights) - 1)
        return max(a for a, _ in heights) + 5 + max(b for _, b in heights)

    def draw(self, sheet: Sheet, x: float, top: float, width: float, parent: Element) -> None:
        zoom = self._zoom_in(width)
        highest = max(p.ink_height for p in self._pictures) * zoom
        for picture, caption, (offset, slot) in zip(
            self._pictures, self._captions, self._slots(width), strict=True
        ):
            height = picture.ink_height * zoom
            if self._stacked:
                self._picture(sheet, picture, (x, top), zoom, parent)
                caption.draw(sheet, x, top + height + 4, slot, parent)
                top += height + 4 + caption.height(slot) + 7
            else:
                start = (x + offset, top + highest - height)
                self._picture(sheet, picture, start, zoom, parent)
                caption.draw(sheet, x + offset, top + highest + 5, slot, parent)

    def _picture(
        self,
        sheet: Sheet,
        picture: _Picture,
        at: tuple[float, float],
        zoom: float,
        parent: Element,
    ) -> None:
        x, top = at
        drawing, ref = picture.drawing, picture.ref
        above = drawing.ink[1]
        offset = drawing.width - picture.right if ref.mirrored else picture.left
        box = sheet.figure_attributes(x, top, picture.ink_width * zoom, picture.ink_height * zoom)
        element = parent.child("Figure", alt=ref.alt, attributes=box)
        if isinstance(drawing, Photo):
            wide, high = drawing.width * zoom, drawing.height * zoom
            with sheet.content(element):
                sheet.photo(drawing.image, x, top, wide, high)
            return
        with sheet.content(element):
            sheet.drawing(
                drawing, x - offset * zoom, top - above * zoom, zoom, mirrored=ref.mirrored
            )
