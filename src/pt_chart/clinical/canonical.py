"""One canonical text for one frozen value, so that a signature can speak of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from hashlib import sha256

from pt_chart.clinical.visit import Visit, VisitStatus


def canonical_text(value: object) -> str:
    """JSON with sorted keys and no spaces; equal values give equal text, on every machine.

    Dataclasses become objects by field name, keys their text form, enums their value, dates ISO.

    Raises:
        TypeError: a part has no canonical form.
        ValueError: a number is not finite.
    """
    return json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def visit_digest(visit: Visit) -> str:
    """SHA-256 (hex) over what was charted: the visit without signature, addenda and revision."""
    charted = replace(visit, signature=None, addenda=(), revision=0, status=VisitStatus.DRAFT)
    return sha256(canonical_text(charted).encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(_plain_key(key)): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list | frozenset):
        parts = [_plain(part) for part in value]
        return sorted(parts, key=repr) if isinstance(value, frozenset) else parts
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _plain_key(key: object) -> object:
    return key.value if isinstance(key, Enum) else key
