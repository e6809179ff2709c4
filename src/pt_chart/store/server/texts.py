"""Texts on their way to PostgreSQL and back: it holds every character but the first, U+0000.

U+0000 travels as two characters that begin with U+FDD0, which Unicode sets aside for a program's
own use; U+FDD0 itself is doubled in the same way, so that reading back is exact.
"""

from __future__ import annotations

from typing import Any

from psycopg import Connection
from psycopg.adapt import Buffer, Dumper, Loader

_MARK = "\ufdd0"
_NUL, _SELF = _MARK + "0", _MARK + "1"
_TEXT = ("text", "varchar")


def put(text: str) -> str:
    """A text as PostgreSQL can hold it."""
    if "\x00" not in text and _MARK not in text:
        return text
    return text.replace(_MARK, _SELF).replace("\x00", _NUL)


def got(text: str) -> str:
    """The text that `put` was given."""
    return text.replace(_NUL, "\x00").replace(_SELF, _MARK) if _MARK in text else text


class _TextDumper(Dumper):
    def dump(self, obj: str) -> bytes:
        return put(obj).encode()


class _TextLoader(Loader):
    def load(self, data: Buffer) -> str:
        return got(str(data, "utf-8"))


def teach(connection: Connection[Any]) -> None:
    """Let a connection translate all texts."""
    connection.adapters.register_dumper(str, _TextDumper)
    for name in _TEXT:
        connection.adapters.register_loader(name, _TextLoader)
