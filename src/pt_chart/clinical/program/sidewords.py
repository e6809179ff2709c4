"""Puts the treated side into words.

English patient texts hold ``{your_side}`` ("your right"; "one" when both sides are done in turn),
``{your_other_side}`` ("your left"; "the other"), ``{each_side}`` ("your right"; "each"),
``{side}`` and ``{other_side}`` (without "your"). Another language has the words that its grammar
asks for: each key below [side.left], [side.right] and [side.both] of its phrases.
"""

from __future__ import annotations

import re

from pt_chart.clinical.program.phrases import Phrases
from pt_chart.clinical.sides import Side

TOKEN = re.compile(r"\{(\w*)\}")
_OF_EACH = re.compile(r"\bthe \{side\} (\w+)", re.IGNORECASE)
"""An English part of the body with its side, as the captions of pictures have it."""


_A_EL = re.compile(r"\b([Aa]|[Dd]e) el\b")
"""Two Spanish words that become one."""


def fill(text: str, side: Side, phrases: Phrases) -> str:
    """A text with its side words in place; a sentence that starts with one gets its capital.

    Other words in braces stay as they are: people type them.
    """
    said = phrases.texts
    if side is Side.BOTH:
        text = _OF_EACH.sub(_one_of_both, text)
    filled = TOKEN.sub(lambda found: said.get(f"side.{side.value}.{found[1]}", found[0]), text)
    if phrases.language == "es":
        filled = _A_EL.sub(r"\1l", filled)
    return filled[:1].upper() + filled[1:] if text.startswith("{") else filled


def _one_of_both(found: re.Match[str]) -> str:
    """ "one leg"; "the toes", which are more than one on each side."""
    part = found[1]
    return f"the {part}" if part.endswith("s") else f"one {part}"


def tokens(text: str) -> tuple[str, ...]:
    """The words in braces of a text, in order."""
    return tuple(TOKEN.findall(text))
