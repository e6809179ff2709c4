"""Two drawings of one patient: gone, kept, new, and whether pain moved up or down the leg."""

from __future__ import annotations

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.clinical.bodychart.derive import summarize
from pt_chart.clinical.bodychart.marks import BodyChart, SymptomKind
from pt_chart.clinical.bodychart.summary import (
    ChartComparison,
    ChartSummary,
    RegionTouched,
    StrengthChange,
)
from pt_chart.clinical.sides import Side

RULE = (
    "Centralizing: the farthest region on a painful side is nearer the back than before and no"
    " side reaches farther. Peripheralizing: a side reaches farther. Unchanged: same reach."
)


def compare(before: BodyChart, now: BodyChart, atlas: BodyAtlas) -> ChartComparison:
    """What changed from an earlier drawing to this one, by region and reach."""
    return compare_summaries(summarize(before, atlas), summarize(now, atlas))


def compare_summaries(before: ChartSummary, now: ChartSummary) -> ChartComparison:
    """The same from summaries already at hand."""
    old = {(r.region, r.side): r for r in before.areas}
    new = {(r.region, r.side): r for r in now.areas}
    direction, sentence = _direction(before, now)
    return ChartComparison(
        gone=tuple(r for key, r in old.items() if key not in new),
        kept=tuple(r for key, r in new.items() if key in old),
        new=tuple(r for key, r in new.items() if key not in old),
        direction=direction,
        rule=RULE,
        sentence=sentence,
        strengths=_strengths(before, now),
    )


def _strengths(before: ChartSummary, now: ChartSummary) -> tuple[StrengthChange, ...]:
    old, new = _worst(before), _worst(now)
    return tuple(StrengthChange(k, old[k], new[k]) for k in SymptomKind if k in old and k in new)


def _worst(summary: ChartSummary) -> dict[SymptomKind, int | None]:
    return dict(summary.worst_by_kind)


def _reach(summary: ChartSummary) -> dict[Side | None, RegionTouched]:
    return {region.side: region for region in summary.distal_most}


def _direction(before: ChartSummary, now: ChartSummary) -> tuple[str, str]:
    if not before.regions or not now.regions:
        return "cannot say", "One of the two drawings is empty; the direction cannot be said."
    old, new = _reach(before), _reach(now)
    farther = [s for s in new if new[s].reach > (old[s].reach if s in old else -1)]
    nearer = [s for s in old if s not in new or new[s].reach < old[s].reach]
    if farther:
        side = farther[0]
        was = f"{_words(old[side])}" if side in old else "no region on that side"
        return "peripheralizing", f"Reached {was}; now reaches {_words(new[side])}."
    if nearer:
        side = nearer[0]
        now_at = _words(new[side]) if side in new else "no region on that side"
        return "centralizing", f"Reached {_words(old[side])}; now stops at {now_at}."
    return "unchanged", f"Still reaches {_words(now.distal_most[0])}."


def _words(region: RegionTouched) -> str:
    return f"{region.side.spelled} {region.label}" if region.side else region.label
