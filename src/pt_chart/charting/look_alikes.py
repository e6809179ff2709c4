"""Names that look alike: a second "Olga Owner" with a letter of another alphabet is no other name.

What is compared is what the eye tells apart: no case, accents, spaces, punctuation or signs that
show nothing; letters of the Cyrillic and Greek alphabets count as the Latin ones that they look
like, and so do digits. The table is ours, made from the shapes of the letters in common typefaces.
"""

from __future__ import annotations

import unicodedata

_SAME_SHAPE = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "ғ": "f", "һ": "h", "н": "h",
    "і": "l", "ї": "l", "ј": "j", "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p",
    "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "у": "y", "ү": "y", "ѵ": "v", "ԝ": "w", "х": "x",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "l", "κ": "k", "μ": "m", "ν": "v", "ο": "o",
    "ρ": "p", "σ": "o", "ς": "c", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "γ": "y", "ζ": "z",
    "ı": "l", "ł": "l", "ø": "o", "đ": "d", "ß": "b", "æ": "ae", "œ": "oe", "ɑ": "a", "ɡ": "g",
    "i": "l", "1": "l", "|": "l", "!": "l", "0": "o", "3": "e", "5": "s", "8": "b",
}  # fmt: skip
_TOGETHER = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_CAPITALS = {"Β": "b", "Η": "h", "Ρ": "p", "Ν": "n", "Μ": "m", "Υ": "y", "Ζ": "z", "Χ": "x"}
"""Greek capitals whose small letters look like other Latin ones."""


def shape_of(name: str) -> str:
    """What is left of a name for comparing it with another; "" where nothing of it shows."""
    bare = (_CAPITALS.get(sign, sign) for sign in unicodedata.normalize("NFKD", name))
    apart = unicodedata.normalize("NFKD", "".join(bare).casefold())
    shown = "".join(_SAME_SHAPE.get(sign, sign) for sign in apart if sign.isalnum() or sign in "|!")
    for two, one in _TOGETHER:
        shown = shown.replace(two, one)
    return shown


def look_alike(one: str, other: str) -> bool:
    """Whether two names are hard to tell apart by eye."""
    return shape_of(one) == shape_of(other)
