"""Font embedding that remembers the subsets it made.

A subset depends only on the characters used, and most documents use the same ones; making it
again costs more than laying out a page.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace


class CachedFace(TTFontFace):
    """A face whose embedded subsets are kept, compressed, for the next document."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self._packed = lru_cache(maxsize=32)(self._pack)

    def _pack(self, characters: tuple[int, ...]) -> tuple[bytes, int]:
        data = super().makeSubset(list(characters))
        return zlib.compress(data), len(data)

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:
        """Add font file and descriptor of a subset to a PDF; returns the descriptor's reference."""
        packed, length = self._packed(tuple(subset))
        file = pdfdoc.PDFStream(
            pdfdoc.PDFDictionary({"Length1": length, "Filter": "/FlateDecode"}), packed
        )
        reference = doc.Reference(file, f"fontFile:{fontname}")
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": self.ascent,
                "CapHeight": self.capHeight,
                "Descent": self.descent,
                "Flags": 4,
                "FontBBox": pdfdoc.PDFArray(self.bbox),
                "FontName": pdfdoc.PDFName(fontname),
                "ItalicAngle": self.italicAngle,
                "StemV": self.stemV,
                "FontFile2": reference,
                "MissingWidth": self.defaultWidth,
            }
        )
        return doc.Reference(descriptor, f"fontDescriptor:{fontname}")


@lru_cache(maxsize=64)
def _written(widths: tuple[float, ...]) -> bytes:
    """A PDF array as text: reportlab writes bytes as they are, numbers one by one."""
    return b"[ " + b" ".join(f"{width:.7g}".encode() for width in widths) + b" ]"


class CachedFont(TTFont):
    """A TrueType font of reportlab over a `CachedFace`."""

    def __init__(self, name: str, filename: str, *, shapable: bool = False) -> None:
        super().__init__(name, filename, shapable=shapable)
        self.face = CachedFace(filename)

    def addObjects(self, doc: Any) -> None:
        """Add the font's objects to a PDF, its widths already written out."""
        names = [
            self.getSubsetInternalName(n, doc)[1:] for n in range(len(self.state[doc].subsets))
        ]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name in names:
            fonts[name].Widths = _written(tuple(fonts[name].Widths.sequence))
