"""Puts the treated side into words.

Patient texts hold ``{your_side}`` ("your right"; "one" when both sides are done in turn),
``{your_other_side}`` ("your left"; "the other"), ``{each_side}`` ("your right"; "each"),
``{side}`` and ``{other_side}`` (without "your").
"""

from __future__ import annotations

import re

from pt_chart.clinical.program.phrases import Phrases
from pt_chart.clinical.sides import Side

SIDE_WORDS = ("your_side", "your_other_side", "each_side", "side", "other_side")
TOKEN = re.compile(r"\{(\w*)\}")


def fill(text: str, side: Side, phrases: Phrases) -> str:
    """A text with its side words in place; a sentence that starts with one gets its capital."""
    filled = TOKEN.sub(lambda found: phrases.text(f"side.{side.value}.{found[1]}"), text)
    return filled[:1].upper() + filled[1:] if text.startswith("{your") else filled


def tokens(text: str) -> tuple[str, ...]:
    """The words in braces of a text, in order."""
    return tuple(TOKEN.findall(text))
