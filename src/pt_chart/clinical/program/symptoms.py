"""The patient's own symptoms in plain words, from the body chart or the recorded findings."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.bodychart.summary import ChartSummary, RegionTouched
from pt_chart.clinical.facts import Facts
from pt_chart.clinical.program.phrases import Phrases, SymptomWord
from pt_chart.clinical.program.places import pain_places, part_of_leg
from pt_chart.clinical.sides import Side

MOST_WORDS = 3
"""So many symptoms are named at most; a longer list is not read."""


PAINS = ("ache", "deep_dull_pull", "sharp", "burning", "shooting", "cramp")
"""Ids of symptom words that say pain."""


@dataclass(frozen=True, slots=True)
class OwnSymptoms:
    """What the patient feels: joined words, whether a verb after them is plural, how far down.

    ``words`` is "" when nothing was drawn or recorded; ``place`` "" when it is not known. ``light``
    is what the traffic light speaks of: the pain is always among it where pain was recorded.
    """

    words: str
    plural: bool
    place: str
    light: str = ""
    light_plural: bool = False


def own_symptoms(facts: Facts, chart: ChartSummary | None, phrases: Phrases) -> OwnSymptoms:
    """The symptoms to name on the handout: as drawn first, else as recorded.

    The strongest areas count first on a drawing. Nothing about a nerve root is read from it.
    """
    drawn = _drawn(chart, phrases)
    found = drawn or _recorded(facts, phrases)
    chosen = found[:MOST_WORDS]
    place = _farthest(chart, facts.side, phrases)
    parts = (part_of_leg(facts) or one if one == "leg" else one for one in pain_places(facts)[:1])
    hurts = [phrases.text(f"pain.{one}") for one in parts]
    pains = {phrases.symptoms[id].words for id in PAINS if id in phrases.symptoms}
    if any(word.words in pains for word in chosen):
        hurts = []
    light = [*hurts, *(word.words for word in chosen)][:MOST_WORDS]
    plural = len(light) > 1 or (not hurts and bool(chosen) and chosen[0].plural)
    return OwnSymptoms(
        joined([word.words for word in chosen], phrases) if chosen else "",
        len(chosen) > 1 or (bool(chosen) and chosen[0].plural),
        place,
        joined(light, phrases) if light else "",
        plural,
    )


def joined(words: list[str], phrases: Phrases) -> str:
    """Words as a list in a sentence: "a", "a and b", "a, b, and c"."""
    if len(words) < 3:
        return phrases.text("joined.and").join(words)
    head = phrases.text("joined.comma").join(words[:-1])
    return f"{head}{phrases.text('joined.last')}{words[-1]}"


def _drawn(chart: ChartSummary | None, phrases: Phrases) -> list[SymptomWord]:
    if chart is None:
        return []
    regions = sorted(chart.regions, key=lambda region: -(region.intensity or 0))
    kinds = dict.fromkeys(kind.value for region in regions for kind in region.kinds)
    return [phrases.symptoms[kind] for kind in kinds if kind in phrases.symptoms]


def _recorded(facts: Facts, phrases: Phrases) -> list[SymptomWord]:
    return [word for id, word in phrases.symptoms.items() if _reported(id, word, facts)]


def _reported(id: str, word: SymptomWord, facts: Facts) -> bool:
    for finding in word.findings:
        for value in facts.recorded(finding).values():
            if value is True or value == id or (isinstance(value, tuple) and id in value):
                return True
    return False


def _farthest(chart: ChartSummary | None, side: Side | None, phrases: Phrases) -> str:
    """The plain word of the region farthest down, on the main side where there is one."""
    if chart is None or not chart.distal_most:
        return ""
    sides = side.each if side is not None else Side.BOTH.each
    regions = [one for one in chart.distal_most if one.side in sides] or list(chart.distal_most)
    return _place(max(regions, key=lambda one: one.reach), phrases)


def _place(region: RegionTouched, phrases: Phrases) -> str:
    name = f"{region.region} {region.label}".lower()
    for part, words in phrases.places:
        if part in name:
            return words
    return ""
