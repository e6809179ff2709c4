"""Codes on paper: 150 random bits as 30 letters and figures, and two more that catch a slip.

The alphabet is Crockford's base 32: no I, L, O or U, so that handwriting and print are not
misread; what is typed may have any case, spaces or dashes, and O for 0 or I for 1.
"""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DATA, _CHECK, _GROUP = 30, 2, 4
_MISREAD = str.maketrans("OIL", "011", " -\u2010\u2011\u2012\u2013\u2014\t\r\n")


def new_code() -> str:
    """A random code in groups of four."""
    data = "".join(secrets.choice(ALPHABET) for _ in range(_DATA))
    return in_groups(data + _check(data))


def in_groups(code: str) -> str:
    """A code as it is printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """A code as it was typed, in its printed form.

    Raises:
        ValueError: a character is missing, of another alphabet, or mistyped; the message says so.
    """
    code = text.upper().translate(_MISREAD)
    if len(code) != _DATA + _CHECK:
        raise ValueError(f"The code has {_DATA + _CHECK} characters; {len(code)} were typed.")
    strange = next((letter for letter in code if letter not in ALPHABET), "")
    if strange:
        raise ValueError(f"{strange!r} does not occur in a code; compare it with the paper.")
    if _check(code[:_DATA]) != code[_DATA:]:
        raise ValueError("One of the characters is mistyped; compare it with the paper.")
    return in_groups(code)


def _check(data: str) -> str:
    digest = int.from_bytes(hashlib.sha256(data.encode()).digest()[:2], "big")
    return ALPHABET[digest >> 11] + ALPHABET[digest >> 6 & 31]
