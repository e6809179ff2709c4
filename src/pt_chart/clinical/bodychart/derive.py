"""A drawing in words: regions, extent, reach. It never names a nerve root.

Clinicians cannot tell L5 from S1 drawings better than chance (Albert 2019): the drawing is used
for extent, reach and change only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pt_chart.clinical.bodychart.atlas import BodyAtlas, Region, ViewAtlas
from pt_chart.clinical.bodychart.coverage import Mask, mask_of
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    BrushStroke,
    Mark,
    Outline,
    RegionFill,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.summary import ChartSummary, RegionTouched
from pt_chart.clinical.findings import FindingKey, Value
from pt_chart.clinical.sides import Side

TOUCHED_SHARE_OF_MARK = 0.10
TOUCHED_SHARE_OF_REGION = 0.20
"""A region counts as touched when a mark has a tenth of its area there, or fills a fifth of it."""

_BODY_VIEWS = (View.FRONT, View.BACK)


@dataclass(frozen=True, slots=True)
class Patch:
    """What is left of one mark after later erasing, on its view."""

    mark: Mark
    mask: Mask
    atlas: ViewAtlas


def visible_patches(chart: BodyChart, atlas: BodyAtlas) -> tuple[Patch, ...]:
    """The marks that still cover something, in drawing order."""
    patches: list[Patch] = []
    for mark in chart.marks:
        view = atlas.views.get(mark.view)
        if view is None:
            continue
        mask = mask_of(mark.shape, view)
        if mark.erases:
            patches = [
                replace(p, mask=p.mask & ~mask) if p.mark.view is mark.view else p for p in patches
            ]
        elif mask.any():
            patches.append(Patch(mark, mask, view))
    return tuple(p for p in patches if p.mask.any())


def summarize(chart: BodyChart, atlas: BodyAtlas) -> ChartSummary:
    """Everything that follows from a drawing; see `ChartSummary`."""
    patches = visible_patches(chart, atlas)
    regions = _touched(patches)
    areas = _areas(regions, atlas)
    shares = tuple((view, _view_share(view, patches)) for view in atlas.views)
    marked = {view: _union(view, patches) for view in _BODY_VIEWS}
    body_pixels = sum(v.figure_pixels for v in atlas.views.values() if v.view in _BODY_VIEWS)
    marked_pixels = sum(int(m.sum()) for m in marked.values() if m is not None)
    sides = tuple(s for s in (Side.LEFT, Side.RIGHT) if any(r.side is s for r in regions))
    drawn = [m for m in chart.marks if isinstance(m.shape, BrushStroke | Outline | RegionFill)]
    outside = sum(
        1
        for m in drawn
        if not m.erases
        and m.view in atlas.views
        and not mask_of(m.shape, atlas.views[m.view]).any()
    )
    return ChartSummary(
        regions=regions,
        area_by_kind=_area_by_kind(patches),
        share_by_view=tuple((view, share) for view, share in shares if share),
        body_share=marked_pixels / body_pixels if body_pixels else 0.0,
        below_knee_share=_below_knee(marked, atlas, marked_pixels),
        distal_most=_distal_most(regions),
        sides=sides,
        crosses_midline=_crosses_midline(patches),
        areas=areas,
        sentence=_sentence(areas),
        outside_figure=outside,
    )


def chart_findings(summary: ChartSummary) -> dict[FindingKey, Value]:
    """Findings that the drawing itself shows, to be offered "from body chart".

    Only what was drawn is said: an empty part of the drawing is not a negative answer.
    """
    found: dict[FindingKey, Value] = {}
    for region in summary.regions:
        parent = region.region.split(".")[0]
        if _PAINFUL & set(region.kinds):
            site = _PAIN_SITES.get(parent)
            if site is not None:
                found[FindingKey(site, None if site == "back_pain" else region.side)] = True
            if region.below_knee:
                found[FindingKey("pain_below_knee", region.side)] = True
        if _is_leg(region.region) or parent == "buttock":
            for kind in region.kinds:
                if kind in _QUALITIES:
                    found[FindingKey(_QUALITIES[kind], region.side)] = True
    if {r.side for r in summary.regions if _is_leg(r.region)} >= {Side.LEFT, Side.RIGHT}:
        found[FindingKey("bilateral_leg_symptoms")] = True
    return found


_PAINFUL = frozenset(SymptomKind) - {
    SymptomKind.TINGLING,
    SymptomKind.NUMBNESS,
    SymptomKind.TIGHTNESS,
    SymptomKind.TWITCHING,
}

_PAIN_SITES = {
    "low_back": "back_pain",
    "buttock": "buttock_pain",
    "hip_lateral": "lateral_hip_pain",
    "groin": "groin_pain",
    "thigh_posterior": "posterior_thigh_pain",
    "thigh_anterior": "anterior_thigh_pain",
    "thigh_medial": "medial_thigh_pain",
    "thigh_lateral": "lateral_thigh_pain",
    "knee": "knee_pain",
    "popliteal": "posterior_knee_pain",
    "calf": "calf_pain",
    "shin": "shin_pain",
    "ankle": "ankle_pain",
    "heel": "heel_pain",
    "sole": "sole_pain",
    "foot_dorsum": "foot_pain",
    "foot_medial": "foot_pain",
    "foot_lateral": "foot_pain",
    "toes": "foot_pain",
}

_QUALITIES = {
    SymptomKind.DEEP_DULL_PULL: "deep_dull_pull",
    SymptomKind.SHARP: "sharp_pain",
    SymptomKind.BURNING: "burning_pain",
    SymptomKind.SHOOTING: "shooting_pain",
    SymptomKind.TINGLING: "tingling",
    SymptomKind.NUMBNESS: "numbness",
    SymptomKind.CRAMP: "cramping_pain",
    SymptomKind.TIGHTNESS: "tightness_sensation",
    SymptomKind.TWITCHING: "twitching_reported",
}


def _is_leg(region: str) -> bool:
    return region.split(".", maxsplit=1)[0] in _LEG_REGIONS


_LEG_REGIONS = frozenset(
    [
        "thigh_posterior",
        "thigh_anterior",
        "thigh_medial",
        "thigh_lateral",
        "popliteal",
        "knee",
        "calf",
        "shin",
        "ankle",
        "heel",
        "sole",
        "foot_lateral",
        "foot_medial",
        "foot_dorsum",
        "toes",
    ]
)


def _union(view: View, patches: tuple[Patch, ...]) -> Mask | None:
    masks = [p.mask for p in patches if p.mark.view is view]
    return np.logical_or.reduce(masks) if masks else None


def _view_share(view: View, patches: tuple[Patch, ...]) -> float:
    union = _union(view, patches)
    if union is None:
        return 0.0
    pixels = next(p.atlas.figure_pixels for p in patches if p.mark.view is view)
    return float(union.sum()) / pixels


def _touched(patches: tuple[Patch, ...]) -> tuple[RegionTouched, ...]:
    found: dict[tuple[str, Side | None], RegionTouched] = {}
    for patch in patches:
        for region in _regions_under(patch):
            key = (region.id, region.side)
            found[key] = _merge(found.get(key), region, patch.mark)
    return tuple(sorted(found.values(), key=lambda r: (r.reach, r.region, r.side or "")))


def _regions_under(patch: Patch) -> list[Region]:
    atlas = patch.atlas
    covered = np.bincount(atlas.labels[patch.mask], minlength=len(atlas.regions) + 1)
    of_mark = covered >= max(TOUCHED_SHARE_OF_MARK * patch.mask.sum(), 1)
    of_region = covered >= np.maximum(TOUCHED_SHARE_OF_REGION * atlas.region_pixels, 1)
    return [atlas.regions[n - 1] for n in np.flatnonzero(of_mark | of_region) if n]


def _merge(old: RegionTouched | None, region: Region, mark: Mark) -> RegionTouched:
    if old is None:
        old = RegionTouched(
            region.id, region.label, region.side, (), None, region.reach, region.below_knee, ()
        )
    strengths = [i for i in (old.intensity, mark.intensity) if i is not None]
    return replace(
        old,
        kinds=old.kinds if mark.kind in old.kinds else (*old.kinds, mark.kind),
        intensity=max(strengths) if strengths else None,
        views=old.views if mark.view in old.views else (*old.views, mark.view),
    )


def _areas(regions: tuple[RegionTouched, ...], atlas: BodyAtlas) -> tuple[RegionTouched, ...]:
    """Fine regions of one parent as that parent; a single fine one keeps its own name."""
    groups: dict[tuple[str, Side | None], list[RegionTouched]] = {}
    for region in regions:
        groups.setdefault((region.region.split(".")[0], region.side), []).append(region)
    return tuple(
        area
        for (parent, _), members in groups.items()
        for area in (members if parent in _SPOKEN_FINE else (_together(parent, members, atlas),))
    )


_SPOKEN_FINE = frozenset({"ankle", "heel", "sole", "toes", "trunk", "arm"})
"""Parents whose fine parts are words of everyday speech ("outer ankle")."""


def _together(parent: str, members: list[RegionTouched], atlas: BodyAtlas) -> RegionTouched:
    strengths = [m.intensity for m in members if m.intensity is not None]
    return RegionTouched(
        parent,
        atlas.names.get(parent, parent.replace("_", " ")),
        members[0].side,
        tuple(dict.fromkeys(kind for m in members for kind in m.kinds)),
        max(strengths) if strengths else None,
        max(m.reach for m in members),
        any(m.below_knee for m in members),
        tuple(dict.fromkeys(view for m in members for view in m.views)),
    )


def _area_by_kind(patches: tuple[Patch, ...]) -> tuple[tuple[SymptomKind, float], ...]:
    totals: dict[SymptomKind, int] = {}
    for kind in SymptomKind:
        for view in View:
            masks = [p.mask for p in patches if p.mark.kind is kind and p.mark.view is view]
            if masks:
                covered = int(np.logical_or.reduce(masks).sum())
                totals[kind] = totals.get(kind, 0) + covered
    whole = sum(totals.values())
    return tuple((kind, count / whole) for kind, count in totals.items())


def _below_knee(
    marked: dict[View, Mask | None], atlas: BodyAtlas, marked_pixels: int
) -> float | None:
    if not marked_pixels:
        return None
    below = 0
    for view, mask in marked.items():
        if mask is None:
            continue
        view_atlas = atlas.views[view]
        lut = np.array([False, *(r.below_knee for r in view_atlas.regions)])
        below += int(lut[view_atlas.labels[mask]].sum())
    return below / marked_pixels


def _distal_most(regions: tuple[RegionTouched, ...]) -> tuple[RegionTouched, ...]:
    found: list[RegionTouched] = []
    for side in (Side.LEFT, Side.RIGHT, None):
        on_side = [r for r in regions if r.side is side and r.reach >= 0]
        if on_side and (side is not None or not found):
            found.append(max(on_side, key=lambda r: r.reach))
    return tuple(found)


def _crosses_midline(patches: tuple[Patch, ...]) -> bool:
    """Whether one mark lies on both sides of the same view."""
    for patch in patches:
        sides = {region.side for region in _regions_under(patch)}
        if {Side.LEFT, Side.RIGHT} <= sides:
            return True
    return False


def _sentence(regions: tuple[RegionTouched, ...]) -> str:
    if not regions:
        return "Nothing drawn."
    parts: list[str] = []
    for side in (Side.LEFT, Side.RIGHT, None):
        labels: list[str] = []
        kinds: list[str] = []
        for region in regions:
            if region.side is side:
                labels += [region.label] if region.label not in labels else []
                kinds += [k.label for k in region.kinds if k.label not in kinds]
        if labels:
            where = f"{side.spelled} {_listed(labels)}" if side else _listed(labels).capitalize()
            parts.append(f"{where}: {_listed(kinds)}.")
    return " ".join(parts)


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
