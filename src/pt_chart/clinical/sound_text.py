"""Text that UTF-8 can hold, so that it can be stored and signed: mended where it enters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

T = TypeVar("T")


def sound_text(text: str) -> str:
    """The text with half surrogate pairs (a broken paste) replaced by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def sound(value: T) -> T:
    """A frozen value with every text in it made sound; the same object where nothing changed."""
    mended = _mended(value)
    return value if mended == value else mended  # type: ignore[return-value]


def _mended(value: object) -> object:
    if isinstance(value, str):
        # A member of a string enum is a word of the program, not of a person.
        return sound_text(value) if type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_mended(part) for part in value)
    if isinstance(value, Mapping):
        return {key: _mended(part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _mended(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **parts)
    return value
