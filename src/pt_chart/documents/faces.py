"""The bundled typeface as the documents use it: widths, coverage, and what it cannot print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont


class Weight(StrEnum):
    """The three weights of printed text; the value names the font file."""

    REGULAR = "Inter-Regular"
    SEMIBOLD = "Inter-SemiBold"
    BOLD = "Inter-Bold"


HARD_SPACE = "\u00a0"
_INVISIBLE = {"\u00ad", "\u200b", "\u2060", "\ufeff"}


class Face:
    """One weight: which characters it has, and ``width(text)``, the length of a text at size 1.

    Every character of a measured text must be in the face; see `printable`.
    """

    def __init__(self, weight: Weight, font: TTFont) -> None:
        self.weight = weight
        self.font = font
        face = font.face
        self._widths: dict[int, float] = {c: w / 1000 for c, w in face.charWidths.items()}
        self._widths[0xA0] = self._widths[0x20]
        self.width = lru_cache(maxsize=8192)(self._width)

    def __contains__(self, character: str) -> bool:
        return ord(character) in self._widths

    def _width(self, text: str) -> float:
        widths = self._widths
        return sum([widths[ord(character)] for character in text])


def _font_folder() -> Path:
    from pt_chart.host.resources import resources_dir

    return resources_dir() / "fonts"


@cache
def face(weight: Weight) -> Face:
    """The face of a weight, read from the bundled font on first use.

    Raises:
        FileNotFoundError: the program was installed without its resources.
    """
    from reportlab.pdfbase import pdfmetrics

    from pt_chart.documents.subsets import CachedFont

    path = _font_folder() / f"{weight.value}.ttf"
    if not path.is_file():
        raise FileNotFoundError(f"{path.name} is missing from the resources; reinstall pt-chart")
    font = CachedFont(weight.value, str(path), shapable=False)
    pdfmetrics.registerFont(font)
    return Face(weight, font)


def printable(text: str) -> str:
    """The text as it can be set: composed, without control characters, nothing boxed.

    A character that the typeface lacks becomes its code in brackets, ``[U+6F22]``, so that the
    reader sees that something stood there; `missing_characters` lists them for the person who
    prints. Line feeds stay; tabs become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    known = face(Weight.REGULAR)
    out: list[str] = []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        if character == "\n":
            out.append(character)
        elif character.isspace() and character != HARD_SPACE:
            out.append(" ")
        elif character in known and character not in _INVISIBLE:
            out.append(character)
        elif not _dropped(character):
            out.append(_spelled(character) or f"[U+{ord(character):04X}]")
    return "".join(out)


def _spelled(character: str) -> str:
    """A ligature or wide form by the letters it stands for, "" where they are lacking too."""
    known = face(Weight.REGULAR)
    letters = unicodedata.normalize("NFKC", character)
    return letters if all(one in known for one in letters) else ""


def _dropped(character: str) -> bool:
    return character in _INVISIBLE or unicodedata.category(character) in {"Cc", "Cf"}


def missing_characters(content: object) -> tuple[str, ...]:
    """Every character in any text of a content value that the typeface lacks, in code order."""
    known = face(Weight.REGULAR)
    found = {
        character
        for text in _texts(content)
        if not text.isascii()
        for character in unicodedata.normalize("NFC", text)
        if character not in known
        and not character.isspace()
        and not _dropped(character)
        and not _spelled(character)
    }
    return tuple(sorted(found))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from _texts(getattr(value, part.name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, (tuple, list, frozenset)):
        for item in value:
            yield from _texts(item)
