"""One canonical text for one frozen value, so that a signature can speak of it.

The text is JSON in the canonical form of RFC 8785: members sorted by their UTF-16 code units, no
spaces, shortest escapes, numbers as ECMAScript writes them. Parts of a dataclass that stand at
their default are left out, so that a part that a later version adds (with a default) leaves the
digest of every visit that was signed before as it was.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any

from pt_chart.clinical.visit import Visit, VisitStatus

FORM = 2
"""Which canonical form signatures speak of; form 1 (before RFC 8785) was never released."""
_LARGEST_EXACT = 2**53


def canonical_text(value: object) -> str:
    """The canonical JSON of a value; equal values give equal text, on every machine.

    Dataclasses become objects by field name, keys their text form, enums their value, dates ISO.

    Raises:
        TypeError: a part has no canonical form.
        ValueError: a number is not finite.
    """
    return _text(_plain(value))


def visit_digest(visit: Visit) -> str:
    """SHA-256 (hex) over what was charted: the visit without what is added at or after signing."""
    charted = replace(
        visit,
        signature=None,
        cosignature=None,
        withdrawal=None,
        addenda=(),
        revision=0,
        status=VisitStatus.DRAFT,
    )
    return digest_of(charted)


def digest_of(value: object) -> str:
    """SHA-256 (hex) of a value's canonical text."""
    return sha256(canonical_text(value).encode("utf-8", "surrogatepass")).hexdigest()


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
        return {
            part.name: _plain(getattr(value, part.name))
            for part in fields(value)
            if not _at_default(part, getattr(value, part.name))
        }
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _plain_key(key: object) -> object:
    return key.value if isinstance(key, Enum) else key


def _at_default(part: Field[Any], value: object) -> bool:
    if part.default is not MISSING:
        return type(value) is type(part.default) and bool(value == part.default)
    return part.default_factory is not MISSING and bool(value == part.default_factory())


def _text(value: object) -> str:
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, list):
        return f"[{','.join(map(_text, value))}]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_string(name)}:{_text(value[name])}" for name in names) + "}"
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    if isinstance(value, int):
        # Beyond 2^53 readers of JSON may round: such a number is written as text.
        return str(value) if abs(value) <= _LARGEST_EXACT else _string(str(value))
    if not math.isfinite(value):
        raise ValueError("a number that is not finite has no canonical form")
    if value == 0:
        return "0"
    sign, digits, exponent = _decimal(value)
    return sign + _ecmascript(digits, exponent)


def _decimal(value: float) -> tuple[str, str, int]:
    """Sign, shortest digits that read back the same, and the place of the point after them."""
    mantissa, _, power = f"{value!r}".lower().partition("e")
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, rest = mantissa.lstrip("-").partition(".")
    digits = (whole + rest).lstrip("0")
    leading = len(whole + rest) - len(digits)
    point = len(whole) - leading + int(power or 0)
    return sign, digits.rstrip("0"), point


def _ecmascript(digits: str, point: int) -> str:
    """Digits with the point at a place, as Number.prototype.toString writes them."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    fraction = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
