"""Words for numbers nobody should read as percentages."""

from __future__ import annotations

import math

from pt_chart.clinical.reasoning.knowledge import Constants

ZONES = ("much less", "less", "about as", "more", "much more")
AS_LIKELY = ZONES.index("about as")
CANNOT_SEPARATE = "cannot separate"
STARTS = "starts from"


def band_said(band: str) -> str:
    """A starting band in words ("less common")."""
    return band.replace("_", " ")


def zone(value: float, edges: tuple[float, float]) -> int:
    """Index into `ZONES` of a log-odds value: ``edges`` are the cuts of "more" and "much more"."""
    near, far = edges
    if abs(value) < near:
        return 2
    step = 1 if abs(value) < far else 2
    return 2 + step if value > 0 else 2 - step


def band_word(low: float, middle: float, high: float, constants: Constants) -> str:
    """The word for a cause: its middle, or "cannot separate" when the range spans less to more."""
    edges = constants.band_edges
    if zone(low, edges) < 2 < zone(high, edges):
        return CANNOT_SEPARATE
    word = ZONES[zone(middle, edges)]
    return f"{word} likely"


def range_words(low: float, high: float, constants: Constants) -> str:
    """The range in words, such as "less to about as"; one word when both ends share it."""
    first, last = (ZONES[zone(value, constants.band_edges)] for value in (low, high))
    return first if first == last else f"{first} to {last}"


def strength_word(weight: float, constants: Constants) -> str:
    """A plain word for how much a finding says, from its undamped log weight as applied."""
    ratio = math.exp(abs(weight))
    for least, word in constants.strengths:
        if ratio >= least:
            return word
    return "weighs nothing"
