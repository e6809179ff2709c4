"""What the words typed under "Cancer type and year" say, where they say less than cancer.

Only two readings are made, both on the safe side: the words deny a cancer, or they name a basal
cell cancer of the skin and nothing else. Whatever is not understood is a cancer.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_DENIED = re.compile(
    r"(?:no(?:ne|t any| cancer| known cancer| history(?: of cancer)?)?"
    r"|never(?: had(?: any| one)?)?|nil|n ?/ ?a|neg(?:ative)?|denie[sd]|not applicable|-+|0)",
    re.IGNORECASE,
)
_CANCER = r"(?:cancers?|carcinomas?|epithelioma)"
_BASAL = re.compile(
    rf"\b(?:basal(?:[ -]?cells?)?|basalioma|bcc)\b(?:\s+(?:skin\s+)?{_CANCER}\b)?", re.IGNORECASE
)
_SKIN = re.compile(rf"\bskin\s+{_CANCER}\b", re.IGNORECASE)
_BESIDE_BASAL = frozenset(
    {
        *("skin", "type"),
        *("nose", "face", "cheek", "ear", "scalp", "temple", "eyelid", "lip", "forehead", "neck"),
        *("back", "shoulder", "arm", "leg", "hand", "left", "right"),
        *("removed", "excised", "cut", "out", "treated", "healed", "cured", "gone", "times"),
        *("of", "the", "on", "in", "at", "from", "only", "small", "a", "an", "and", "one", "two"),
        *("three", "x", "since", "year", "years", "ago"),
    }
)


def names_no_cancer(text: str) -> bool:
    """Whether the words say that there was none: "none", "no", "never", "n/a", "-"."""
    return _DENIED.fullmatch(text.strip().rstrip(".!").strip()) is not None


def names_basal_cell_alone(text: str) -> bool:
    """Whether the words name a basal cell cancer of the skin, and no word may mean another one.

    Basal cell cancer almost never spreads to bone; every other cancer counts, squamous cell and
    melanoma of the skin too. Our rule, from standard dermatology.
    """
    rest, found = _BASAL.subn(" ", text)
    others = _WORD.findall(_SKIN.sub(" ", rest).lower())
    return found > 0 and all(word in _BESIDE_BASAL for word in others)
