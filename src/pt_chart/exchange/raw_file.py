"""The bytes of a file that somebody else wrote, never more than memory can take."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pt_chart.charting.exchange_port import ENCODINGS, LARGEST_READ, FileProblem, FileUnreadable

LIMIT = LARGEST_READ
_WORKBOOK = 'in the spreadsheet: Save as, "CSV UTF-8"; unpack a compressed folder first'
_FOREIGN = (
    (b"PK\x03\x04", "is a workbook of a spreadsheet, or a compressed folder", _WORKBOOK),
    (b"\xd0\xcf\x11\xe0", "is an old workbook of a spreadsheet", _WORKBOOK),
    (b"\x1f\x8b", "is a compressed file", "unpack it first"),
    (b"%PDF", "is a PDF", "attach it to a patient (the card, Attach a file)"),
)
_LOOKED_AT = 2_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_raw(file: Path, limit: int = LIMIT) -> bytes:
    """The whole content of an ordinary file.

    Raises:
        FileUnreadable: it is missing, no ordinary file, too large, or may not be read.
    """
    with as_refusals(file):
        size = refuse_special(file)
        if size > limit:
            raise too_large(file, size, limit)
        with file.open("rb") as opened:
            raw = opened.read(limit + 1)
    if len(raw) > limit:
        raise too_large(file, len(raw), limit)
    return raw


def is_json(file: Path) -> bool:
    """Whether a file begins as JSON in UTF-8 does.

    Raises:
        FileUnreadable: it is missing, no ordinary file, or may not be read.
    """
    with as_refusals(file):
        refuse_special(file)
        with file.open("rb") as opened:
            first = opened.read(_LOOKED_AT)
    return first.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[")


def refuse_special(file: Path) -> int:
    """How many bytes an ordinary file has.

    Raises:
        FileUnreadable: it is a folder, a device or the like.
        OSError: it is missing.
    """
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):
        raise refused(file, "is not an ordinary file", "choose a .csv or .json file")
    return found.st_size


@contextmanager
def as_refusals(file: Path) -> Iterator[None]:
    """Turn what the disk refuses into a problem of the file."""
    try:
        yield
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise refused(file, why, "check the place and your right to read it") from error


def decoded(file: Path, raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding that it was read in: by its mark, as asked for, or UTF-8.

    Raises:
        FileUnreadable: it is no text in that encoding; the row is named.
    """
    for mark, what, fix in _FOREIGN:
        if raw.startswith(mark):
            raise refused(file, what, fix)
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    name = marked or encoding or _unmarked(raw) or "utf-8"
    try:
        text = raw.decode(name)
    except (UnicodeDecodeError, LookupError) as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        row = raw[:at].count(b"\n") + 1
        raise FileUnreadable(
            FileProblem(
                file.name,
                row,
                "",
                f"is not {_words(name)} text (byte {at + 1})",
                'save it as "CSV UTF-8", or choose the encoding it was written in',
            )
        ) from error
    if "\x00" in text:
        row = text[: text.index("\x00")].count("\n") + 1
        problem = FileProblem(
            file.name,
            row,
            "",
            "holds a zero byte, so it is no text file",
            "save it again as CSV UTF-8 or as JSON",
        )
        raise FileUnreadable(problem)
    return text, _words(name)


def _unmarked(raw: bytes) -> str:
    """UTF-16 without its mark is told by the zero bytes of its Latin letters, "" for no such."""
    some = raw[:_LOOKED_AT]
    pairs = len(some) // 2
    if pairs and some[1::2].count(0) > pairs * 3 // 4 and not some[::2].count(0):
        return "utf-16-le"
    if pairs and some[::2].count(0) > pairs * 3 // 4 and not some[1::2].count(0):
        return "utf-16-be"
    return ""


def _words(encoding: str) -> str:
    plain = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    return dict(ENCODINGS).get(plain, encoding)


def refused(file: Path, what: str, fix: str) -> FileUnreadable:
    """The whole file cannot be used."""
    return FileUnreadable(FileProblem(file.name, 0, "", what, fix))


def too_large(file: Path, size: int, limit: int) -> FileUnreadable:
    """The file holds more than is read."""
    found = f"is {size / 2**20:,.0f} MiB large; {limit // 2**20:,} MiB is the most that is read"
    return refused(file, found, "split it into several files")
