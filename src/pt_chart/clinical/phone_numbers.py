"""Whether a text is a number that a patient can call: it stands in the box of warning signs."""

from __future__ import annotations

import re

_SHAPE = re.compile(r"[+(]?[\d\s()./-]*\d(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?", re.IGNORECASE)
_FEWEST, _FEWEST_EMERGENCY = 6, 2
_MOST = 15
"""Digits of a number with its country's code (ITU-T E.164)."""


def number_fault(text: str, *, emergency: bool = False) -> str:
    """What is wrong with a number to call, with the fix; "" for a number, and for none at all.

    An ``emergency`` number may be as short as 112; others are what is dialed from outside.
    """
    if not text:
        return ""
    fewest = _FEWEST_EMERGENCY if emergency else _FEWEST
    number = re.split(r"x|ext", text, maxsplit=1, flags=re.IGNORECASE)[0]
    digits = sum(sign.isdigit() for sign in number)
    if _SHAPE.fullmatch(text) and fewest <= digits <= _MOST:
        return ""
    return f"{text!r} is no number to call; type its {fewest} to {_MOST} digits."
