"""The order of strength and reflex grades."""

from __future__ import annotations

import re
from functools import lru_cache

_GRADE = re.compile(r"([0-5])([+-]?)")
_THIRD = {"": 0.0, "+": 1 / 3, "-": -1 / 3}


@lru_cache(maxsize=64)
def grade_rank(text: str) -> float:
    """The place of a grade on its scale, so that grades compare: 4- < 4 < 4+ < 5- < 5.

    A half grade stands a third from its whole grade; the figure is an order, not a measure.

    Raises:
        ValueError: the text is not a grade.
    """
    found = _GRADE.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is not a grade; grades are 0 to 5 with + or -, such as 4-")
    return int(found[1]) + _THIRD[found[2]]
