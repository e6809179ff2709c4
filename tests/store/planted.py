"""Names planted in a chart, and where they are found outside it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

NAMES = ("Zwolinskaplain", "Xoloitzcuintli", "quetzalcoatlnote", "1357924680", "vexillology")
"""Family name, given name, a note, an ID, a reason: nothing of it may be readable anywhere."""


def leaks(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file, its name, and what lies in archives, in three encodings and any case."""
    for path in sorted(folder.rglob("*")):
        yield from ((str(path), name) for name in NAMES if name.lower() in path.name.lower())
        if not path.is_file():
            continue
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        for name in NAMES:
            needles = [name.encode(), name.encode("utf-16-le"), name.encode("utf-16-be")]
            if any(n.lower() in content.lower() for content in contents for n in needles):
                yield str(path), name
