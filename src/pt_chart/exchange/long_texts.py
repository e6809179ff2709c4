"""JSON with whole files inside: their long base64 texts stay on the disk until they are wanted.

A bundle with scanned reports is mostly base64. Each such text is left where it is; what is parsed
holds a short name in its place, so that memory does not grow with the files.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO
from uuid import uuid4

from pt_chart.charting.errors import StorageFailed
from pt_chart.charting.exchange_port import LARGEST_READ, LARGEST_WITH_FILES, FileUnreadable
from pt_chart.exchange.raw_file import as_refusals, refuse_special, refused, too_large

LONG = 32 * 1024
"""Signs of base64 in a row from which on a text is left on the disk."""
_CHUNK = 1024 * 1024
_BEGINS = re.compile(rb'(?<!\\)"(?:data|content)"\s{0,8}:\s{0,8}"(?=[A-Za-z0-9+/]{%d})' % LONG)
"""Only where base64 belongs, in FHIR and in our record; a long text elsewhere stays a text."""
_LONGEST_BEGIN = 30
_RUN = re.compile(rb"[A-Za-z0-9+/]*")
_END = re.compile(rb'={0,2}"')
_LONGEST_END = 3


@dataclass(frozen=True, slots=True)
class LongTexts:
    """The long texts of one file, by the names that stand for them in what was parsed."""

    file: Path = field(default_factory=Path)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def content(self, text: str) -> bytes | Callable[[], bytes]:
        """What a text of base64 holds, or how to get it where it stayed on the disk.

        Raises:
            ValueError: it is no base64.
        """
        if text in self.places:
            return lambda: self._read(text)
        return b64decode(text, validate=True)

    def decoded(self, text: str) -> bytes:
        """What a text of base64 holds, read now.

        Raises:
            ValueError: it is no base64, or more than is held in memory at once.
            WorldError: the file is no longer what it was.
        """
        if self.places.get(text, (0, 0))[1] > LARGEST_READ * 4 // 3:
            raise ValueError(f"it holds more than {LARGEST_READ // 2**20} MiB")
        found = self.content(text)
        return found if isinstance(found, bytes) else found()

    def verified(self, text: str, digest: str) -> bytes | Callable[[], bytes]:
        """The same as `content`, where its SHA-256 has to be ``digest``; asked when it is read.

        Raises:
            ValueError: it is no base64, or has another digest.
        """
        found = self.content(text)
        if isinstance(found, bytes):
            if sha256(found).hexdigest() != digest:
                raise ValueError("it was altered")
            return found

        def read() -> bytes:
            raw = self._read(text)
            if sha256(raw).hexdigest() != digest:
                raise self._changed()
            return raw

        return read

    def _read(self, text: str) -> bytes:
        start, length = self.places[text]
        try:
            with self.file.open("rb") as opened:
                opened.seek(start)
                return b64decode(opened.read(length), validate=True)
        except (OSError, ValueError) as error:
            raise self._changed() from error

    def _changed(self) -> StorageFailed:
        return StorageFailed(
            f"{self.file.name}: a file in it cannot be read, or was altered.",
            "Leave the file where it is while it is imported, or export it again.",
        )


def read_apart(file: Path, limit: int = LARGEST_READ) -> tuple[bytes, LongTexts]:
    """The content of a JSON file with names for its long texts, and the texts.

    Raises:
        FileUnreadable: it is missing, no ordinary file, may not be read, or is too large.
    """
    with as_refusals(file):
        size = refuse_special(file)
        if size > LARGEST_WITH_FILES:
            raise too_large(file, size, LARGEST_WITH_FILES)
        with file.open("rb") as opened:
            taking = _Taking(file, opened, limit)
            taking.take()
    return bytes(taking.kept), LongTexts(file, taking.places)


@dataclass(slots=True)
class _Taking:
    """Walks over a file once, a piece at a time."""

    file: Path
    opened: IO[bytes]
    limit: int
    kept: bytearray = field(default_factory=bytearray)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    _piece: bytes = b""
    _at: int = 0
    """Where the piece begins in the file."""
    _name: str = field(default_factory=lambda: f"text-{uuid4().hex}-")
    """Begins the names of this reading; nobody can have written them into the file."""

    def take(self) -> None:
        """Go to the end of the file."""
        while self._more():
            while (begins := _BEGINS.search(self._piece)) is not None:
                self._keep(begins.end())
                self._take_long()
            # What may be the beginning of a long text stays for the next look.
            self._keep(max(0, len(self._piece) - LONG - _LONGEST_BEGIN))
        self._keep(len(self._piece))

    def _take_long(self) -> None:
        """The piece begins inside a text that may be long base64."""
        start = self._at
        while (run := _RUN.match(self._piece)) is not None:
            self._drop(run.end())
            if len(self._piece) >= _LONGEST_END or not self._more():
                break
        end = _END.match(self._piece)
        length = self._at - start + (end.end() - 1 if end is not None else 0)
        if end is None:
            self._take_plainly(start, length)
            return
        self._drop(end.end() - 1)
        name = f"{self._name}{len(self.places)}"
        self.places[name] = (start, length)
        self._add(name.encode())

    def _take_plainly(self, start: int, length: int) -> None:
        """A text that began like base64 and is something else."""
        if len(self.kept) + length > self.limit:
            raise self._too_much()
        here = self.opened.tell()
        self.opened.seek(start)
        self._add(self.opened.read(length))
        self.opened.seek(here)

    def _more(self) -> bool:
        chunk = self.opened.read(_CHUNK)
        self._piece += chunk
        return bool(chunk)

    def _drop(self, count: int) -> None:
        self._piece = self._piece[count:]
        self._at += count

    def _keep(self, count: int) -> None:
        self._add(self._piece[:count])
        self._drop(count)

    def _add(self, some: bytes) -> None:
        if len(self.kept) + len(some) > self.limit:
            raise self._too_much()
        self.kept += some

    def _too_much(self) -> FileUnreadable:
        what = f"holds more than {self.limit // 2**20} MiB beside the files in it"
        return refused(self.file, what, "split it into several files")
