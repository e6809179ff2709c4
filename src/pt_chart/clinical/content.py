"""Frozen dataclasses as canonical JSON and back, exactly.

The form is canonical: keys sorted, no spaces, ASCII with escapes, floats in the shortest form
that reads back the same. Reading needs the class: absent keys take the field's default (written
by an older version); a key the class does not know is refused.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class UnreadableContent(ValueError):
    """A text is not what its class says: damaged, or written by a newer program."""


def dump(value: object) -> str:
    """Canonical JSON of a dataclass, a tuple of them, or plain values."""
    return _ENCODER.encode(value)


def load(kind: type[T], text: str) -> T:
    """Read a value of ``kind`` (a dataclass or ``tuple[...]`` type) back.

    Raises:
        UnreadableContent: the text does not describe one.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        raise UnreadableContent(f"{kind} from {len(text)} characters") from error
    return build(kind, data)


def build(kind: type[T], data: object) -> T:
    """A value of ``kind`` from parsed JSON.

    Raises:
        UnreadableContent: the data does not describe one.
    """
    try:
        return cast("T", _reader(cast("Hashable", kind))(data))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableContent(f"not a {kind}") from error


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


_ENCODER = json.JSONEncoder(default=_plain, sort_keys=True, separators=(",", ":"))
_Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> _Reader:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _optional(_reader(next(arg for arg in inner if arg is not type(None))))
    if origin is tuple:
        return _tuple(inner)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_reader(inner[1]))
    if is_dataclass(kind):
        return _dataclass(cast("type[Any]", kind))
    if kind in {date, datetime}:
        return cast("_Reader", kind.fromisoformat)
    return cast("_Reader", kind) if issubclass(kind, StrEnum) else _same


def _same(data: Any) -> Any:
    return data


def _optional(read: _Reader) -> _Reader:
    return lambda data: None if data is None else read(data)


def _mapping(read: _Reader) -> _Reader:
    return lambda data: types.MappingProxyType({key: read(item) for key, item in data.items()})


def _tuple(inner: tuple[Any, ...]) -> _Reader:
    if len(inner) == 2 and inner[1] is Ellipsis:
        each = _reader(inner[0])
        return lambda data: tuple(each(item) for item in data)
    readers = [_reader(kind) for kind in inner]
    return lambda data: tuple(read(item) for read, item in zip(readers, data, strict=True))


def _dataclass(kind: type[Any]) -> _Reader:
    hints = get_type_hints(kind)
    names = {part.name: part for part in fields(kind)}

    def read(data: Any) -> Any:
        if not isinstance(data, dict) or not data.keys() <= names.keys():
            raise UnreadableContent(f"not a {kind.__name__}")
        values = {name: _reader(hints[name])(item) for name, item in data.items()}
        for name, part in names.items():
            required = part.default is MISSING and part.default_factory is MISSING
            if required and name not in values:
                raise UnreadableContent(f"{kind.__name__} without {name}")
        return kind(**values)

    return read
