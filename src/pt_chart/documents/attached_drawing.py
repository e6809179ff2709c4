"""How much is drawn on a page of a foreign PDF when its parts draw each other, again and again.

A file of three thousand bytes can hold twelve parts of which each draws the next ten times: the
renderer never comes back, and nothing can stop it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pt_chart.charting.attachments import AttachmentRefused
from pt_chart.documents.attached_streams import MOST_DRAWN

_DRAW = re.compile(rb"/([^\s/<>\[\]()%{}]+)\s+Do\b")
_FILL = re.compile(rb"/([^\s/<>\[\]()%{}]+)\s+(?:scn|SCN)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FINEST_TILE = 1.0
"""Square points of the smallest tile of a pattern (our default); finer ones take for ever."""
_PAGE_AREA = 612.0 * 792.0
_DEEPEST = 40
_ADVICE = "Print it, scan the print, and attach the scan."


def refuse_endless_drawing(pikepdf: Any, pdf: Any) -> None:
    """Add up what every page draws, with what its parts draw in turn.

    Raises:
        AttachmentRefused: a page would be drawn for minutes, or for ever.
    """
    walk = _Walk(pikepdf)
    for page in pdf.pages:
        resources = page.resources
        content = page.obj.get("/Contents")
        parts = list(content) if isinstance(content, pikepdf.Array) else [content]
        drawn = walk.of(b"\n".join(_bytes(pikepdf, one) for one in parts), resources, 0)
        for note in _items(pikepdf, page.obj.get("/Annots")):
            drawn += walk.of_note(note)
        if drawn > MOST_DRAWN:
            raise _endless()


@dataclass(slots=True)
class _Walk:
    """What each part draws, in bytes of its own commands and of those below it."""

    pikepdf: Any
    known: dict[tuple[int, int], int] = field(default_factory=dict)
    open: set[tuple[int, int]] = field(default_factory=set)

    def of(self, content: bytes, resources: Any, depth: int) -> int:
        """Bytes that some commands draw.

        Raises:
            AttachmentRefused: parts draw each other in a circle, or too deep.
        """
        if depth > _DEEPEST:
            raise _endless()
        drawn = len(content)
        for name, count in _counted(_DRAW, content).items():
            part = self._named(resources, "/XObject", name)
            if part is not None and part.get("/Subtype") == "/Form":
                drawn += count * self._part(part, resources, depth)
            if drawn > MOST_DRAWN:
                raise _endless()
        for name, count in _counted(_FILL, content).items():
            part = self._named(resources, "/Pattern", name)
            if part is not None:
                drawn += count * self._tiles(part) * self._part(part, resources, depth)
        for font in self._all(resources, "/Font"):
            for glyph in self._all(font, "/CharProcs"):
                drawn += self._part(glyph, font.get("/Resources", resources), depth)
        return drawn

    def of_note(self, note: Any) -> int:
        """Bytes that the looks of an annotation draw."""
        looks = note.get("/AP") if isinstance(note, self.pikepdf.Dictionary) else None
        shown = looks.get("/N") if isinstance(looks, self.pikepdf.Dictionary) else None
        parts = [shown] if isinstance(shown, self.pikepdf.Stream) else self._values(shown)
        return sum(self._part(one, None, 0) for one in parts)

    def _part(self, part: Any, around: Any, depth: int) -> int:
        if not isinstance(part, self.pikepdf.Stream):
            return 0
        key = tuple(part.objgen)
        if key in self.open:
            raise _endless()
        if key not in self.known:
            self.open.add(key)
            inner = part.get("/Resources", around)
            self.known[key] = self.of(_bytes(self.pikepdf, part), inner, depth + 1)
            self.open.discard(key)
        return self.known[key]

    def _tiles(self, pattern: Any) -> int:
        """How often a pattern may be drawn to fill a page."""
        area = abs(_number(pattern, "/XStep") * _number(pattern, "/YStep"))
        if pattern.get("/PatternType") == 1 and area < _FINEST_TILE:
            raise _endless()
        return max(1, int(_PAGE_AREA / area)) if area else 1

    def _named(self, resources: Any, kind: str, name: bytes) -> Any:
        if not isinstance(resources, self.pikepdf.Dictionary):
            return None
        named = resources.get(kind)
        if not isinstance(named, self.pikepdf.Dictionary):
            return None
        found = named.get("/" + name.decode("latin-1"))
        return found if isinstance(found, self.pikepdf.Dictionary | self.pikepdf.Stream) else None

    def _all(self, resources: Any, kind: str) -> list[Any]:
        if not isinstance(resources, self.pikepdf.Dictionary):
            return []
        return self._values(resources.get(kind))

    def _values(self, held: Any) -> list[Any]:
        if not isinstance(held, self.pikepdf.Dictionary):
            return []
        return [one for _, one in held.items()]


def _items(pikepdf: Any, held: Any) -> list[Any]:
    return list(held) if isinstance(held, pikepdf.Array) else []


def _bytes(pikepdf: Any, part: Any) -> bytes:
    return part.read_bytes() if isinstance(part, pikepdf.Stream) else b""


def _counted(sign: re.Pattern[bytes], content: bytes) -> dict[bytes, int]:
    """How often each name is used; a name may be written with escapes."""
    found: dict[bytes, int] = {}
    for match in sign.finditer(content):
        name = _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), match[1])
        found[name] = found.get(name, 0) + 1
    return found


def _number(part: Any, key: str) -> float:
    try:
        return float(part.get(key, 0))
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _endless() -> AttachmentRefused:
    return AttachmentRefused("The PDF draws its parts again and again.", _ADVICE)
