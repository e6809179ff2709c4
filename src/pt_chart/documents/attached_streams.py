"""How much the compressed parts of a foreign PDF hold, found out within a bound.

Libraries open them without one: a file of a thousand bytes may hold gigabytes, packed twice.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from typing import Any

from pt_chart.charting.attachments import AttachmentRefused

MOST_INFLATED = 256 * 1024 * 1024
"""Bytes that all compressed parts together may have when opened."""
MOST_DRAWN = 24 * 1024 * 1024
"""The same of what is drawn line by line: pages and their parts, apart from pictures."""
MOST_POINTS = 200_000_000
"""Points that a picture in a page may have (our default): A3 at 600 to the inch has 70 million."""
_FED, _PIECE = 64 * 1024, 1024 * 1024
_MOST_LAYERS = 3
_STREAM, _END = re.compile(rb"stream\r?\n"), b"endstream"
_UNBOUNDED = re.compile(rb"/(LZW(Decode)?|RunLengthDecode|RL)\b")
_INSIDE_OUT = re.compile(
    rb"\[[^\]]*/(FlateDecode|Fl)\b[^\]]*/(ASCIIHexDecode|ASCII85Decode|AHx|A85)\b"
)
"""Letters inside of what is packed: no program writes that."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_HEX, _A85 = re.compile(rb"[0-9A-Fa-f\s]+"), re.compile(rb"[!-uz\s]+")
_PRINT = "Print it, scan the print, and attach the scan."


def refuse_bomb(content: bytes) -> None:
    """Open every compressed part of the raw file, however often it is packed.

    Raises:
        AttachmentRefused: together they hold too much, or are packed in a way not followed here.
    """
    named = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), content)
    if any(sign.search(text) for sign in (_UNBOUNDED, _INSIDE_OUT) for text in (content, named)):
        raise AttachmentRefused("The PDF is packed in a way that is not opened here.", _PRINT)
    left, view = MOST_INFLATED, memoryview(content)
    for match in _STREAM.finditer(content):
        end = content.find(_END, match.end())
        for size in opened(view[match.end() : end if end > 0 else len(content)]):
            left -= size
            if left < 0:
                raise _too_much(MOST_INFLATED)


def refuse_too_much_to_draw(pikepdf: Any, pdf: Any) -> None:
    """Look at what would be drawn: the parts of pages, and the pictures in them.

    Raises:
        AttachmentRefused: drawing it would take minutes and gigabytes.
    """
    own = {part.objgen for page in pdf.pages for part in _contents(pikepdf, page)}
    left = MOST_DRAWN
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == "/Image":
            if _number(thing, "/Width") * _number(thing, "/Height") > MOST_POINTS:
                told = (
                    f"A picture in the PDF has more than {MOST_POINTS // 1_000_000} million points."
                )
                raise AttachmentRefused(told, "Scan it at a lower resolution.")
            if thing.objgen not in own:
                continue
        for size in opened(memoryview(thing.read_raw_bytes())):
            left -= size
            if left < 0:
                raise _too_much(MOST_DRAWN)


def opened(packed: memoryview) -> Iterator[int]:
    """The sizes of what a part holds, piece by piece and layer by layer."""
    text = bytes(packed[:_FED]).lstrip()[:70]
    if not _is_packed(text) and _A85.fullmatch(text.removeprefix(b"<~")[:64]):
        packed = memoryview(_from_text(bytes(packed)))
    layer = _Layer(1)
    try:
        for start in range(0, len(packed), _FED):
            yield from layer.feed(packed[start : start + _FED])
            if layer.ended:
                return
    except zlib.error:
        yield len(packed)  # not packed, or broken from here on


class _Layer:
    """One unpacking; what comes out of it may be packed again."""

    def __init__(self, depth: int) -> None:
        if depth > _MOST_LAYERS:
            raise AttachmentRefused("A part of the PDF is packed many times over.", _PRINT)
        self._depth = depth
        self._inflate = zlib.decompressobj()
        self._inner: _Layer | None = None
        self._begun = False

    @property
    def ended(self) -> bool:
        """Whether this layer is over; what follows is padding."""
        return self._inflate.eof

    def feed(self, fed: bytes | memoryview) -> Iterator[int]:
        """Unpack some more.

        Raises:
            zlib.error: it is not packed like this.
        """
        while fed and not self._inflate.eof:
            piece = self._inflate.decompress(fed, _PIECE)
            yield len(piece)
            yield from self._deeper(piece)
            fed = self._inflate.unconsumed_tail

    def _deeper(self, piece: bytes) -> Iterator[int]:
        if piece and not self._begun:
            self._begun = True
            self._inner = _Layer(self._depth + 1) if _is_packed(piece) else None
        if self._inner is not None and piece:
            try:
                yield from self._inner.feed(piece)
            except zlib.error:
                self._inner = None


def _is_packed(start: bytes | memoryview) -> bool:
    """Whether bytes begin as a packed part does."""
    return len(start) > 1 and start[0] & 15 == 8 and (start[0] * 256 + start[1]) % 31 == 0


def _from_text(written: bytes) -> bytes:
    """What was written in letters, as far as it can be read; itself where it is no such text."""
    if _HEX.fullmatch(written[:64].strip(b"<>\r\n")):
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", written.partition(b">")[0])
        return binascii.unhexlify(digits[: len(digits) // 2 * 2])
    found = _A85.match(written.lstrip().removeprefix(b"<~").partition(b"~")[0])
    try:
        return base64.a85decode(found[0] if found else b"", ignorechars=b" \t\n\r\v\0\f")
    except ValueError:
        return written


def _contents(pikepdf: Any, page: Any) -> list[Any]:
    found = page.obj.get("/Contents")
    return list(found) if isinstance(found, pikepdf.Array) else [found] if found else []


def _number(thing: Any, key: str) -> int:
    try:
        return abs(int(thing.get(key, 0)))
    except (TypeError, ValueError, OverflowError):
        return 0


def _too_much(most: int) -> AttachmentRefused:
    return AttachmentRefused(f"The PDF would need more than {most >> 20} MB when opened.", _PRINT)
