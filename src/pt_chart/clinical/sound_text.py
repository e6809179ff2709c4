"""Text that UTF-8 can hold, so that it can be stored and signed: mended where it enters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar
from unicodedata import category

T = TypeVar("T")
_FORMAT = "Cf"
"""Unicode's category of signs that shape text and show nothing."""
_JOINERS = "\u200c\u200d"


def sound_text(text: str) -> str:
    """The text with half surrogate pairs (a broken paste) replaced by U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def seen_text(text: str) -> str:
    """A name without signs that nobody sees: zero-width ones, and those that turn text around.

    Joiners stay between two letters, where some scripts need them.
    """
    kept = [
        sign
        for place, sign in enumerate(text)
        if category(sign) != _FORMAT or (sign in _JOINERS and _between_letters(text, place))
    ]
    return "".join(kept).strip()


def _between_letters(text: str, place: int) -> bool:
    around = text[place - 1 : place], text[place + 1 : place + 2]
    return all(sign and not sign.isascii() and category(sign)[0] in "LM" for sign in around)


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
