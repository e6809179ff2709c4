"""The code on a signed document: short enough to read out, different when anything differs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from pt_chart.clinical.visit import Visit

CODE_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Letters and digits that are not mistaken for each other on paper or by phone."""

CODE_LENGTH = 8


def document_code(
    kind: str, visit: Visit, *, released: tuple[str, ...] = (), content: object = None
) -> str:
    """The code of a document made from a signed visit, in two groups ("K7F2-9QDM").

    It depends on the kind of document, the visit's signature (which covers everything recorded),
    the addenda, the sections released (() = all), and ``content``: what was typed for this document
    alone, any dataclass. Nobody can make one up who does not have the signature's digest.

    Raises:
        ValueError: the visit is not signed.
    """
    signature = visit.signature
    if signature is None:
        raise ValueError("only a signed visit has documents with a code")
    told = [
        "pt-chart document, version 1",
        kind,
        visit.id,
        [signature.digest, signature.code, signature.at.isoformat()],
        [[one.text, one.by, one.at.isoformat()] for one in visit.addenda],
        sorted(released),
        _plain(content),
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    letters = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    half = CODE_LENGTH // 2
    return "".join(letters[:half]) + "-" + "".join(letters[half:])


def tidy_code(typed: str) -> str:
    """A code as it is printed from one as it was typed: case, spaces and dashes do not matter.

    Raises:
        ValueError: it cannot be a code; the message says what one looks like.
    """
    bare = "".join(typed.upper().split()).replace("-", "").replace("\u2013", "")
    if len(bare) != CODE_LENGTH or any(letter not in CODE_ALPHABET for letter in bare):
        raise ValueError(
            f"{typed.strip()!r} is not a verification code: it has {CODE_LENGTH} letters and "
            "digits, such as K7F2-9QDM, at the foot of every signed page"
        )
    half = CODE_LENGTH // 2
    return f"{bare[:half]}-{bare[half:]}"


def _plain(value: object) -> object:
    """A value as JSON can say it, the same for equal values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"a document's content holds a {type(value).__name__}")
