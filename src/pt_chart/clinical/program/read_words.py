"""Words by which the safety rules read free text: precautions, medicines, a clinic's own steps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Background:
    """Words of precautions, alerts and medicines (lower case) that stand for a finding.

    ``words`` match from the start of a word in any case, ``whole`` (abbreviations) alone and as
    written.
    """

    finding: str
    words: tuple[str, ...]
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that say what a clinic's own text asks of the body.

    They speak where each of ``groups`` has a word in one sentence (from its start, lower case) and
    none of ``unless`` stands in it; ``held`` = only where the text asks for a hold. ``never`` says
    why the words never reach a handout, "" = they may.
    """

    title: str
    groups: tuple[tuple[str, ...], ...]
    properties: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    held: bool = False
    never: str = ""
