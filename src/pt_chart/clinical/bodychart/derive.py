"""A drawing in words: regions, extent, reach. It never names a nerve root.

Clinicians cannot tell L5 from S1 drawings better than chance (Albert 2019): the drawing is used
for extent, reach and change only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pt_chart.clinical.bodychart.atlas import BodyAtlas, Region, ViewAtlas
from pt_chart.clinical.bodychart.coverage import Coverage, Mask, coverage_of, union_of
from pt_chart.clinical.bodychart.marks import (
    BodyChart,
    Constancy,
    Depth,
    Mark,
    RegionFill,
    SymptomKind,
    View,
)
from pt_chart.clinical.bodychart.soundness import asked_intensity, drawable
from pt_chart.clinical.bodychart.summary import ChartSummary, Felt, RegionTouched
from pt_chart.clinical.sides import Side

_BODY_VIEWS = (View.FRONT, View.BACK)


@dataclass(frozen=True, slots=True)
class Patch:
    """What is left of one mark after later erasing, on its view."""

    mark: Mark
    cover: Coverage

    @property
    def atlas(self) -> ViewAtlas:
        """The view that the mark lies on."""
        return self.cover.atlas


def visible_patches(chart: BodyChart, atlas: BodyAtlas) -> tuple[Patch, ...]:
    """The marks that still cover something, in drawing order."""
    patches: list[Patch] = []
    for mark in chart.marks:
        view = atlas.views.get(mark.view)
        if view is None:
            continue
        cover = coverage_of(mark.shape, view)
        if not cover.size:
            continue
        if mark.erases:
            patches = [
                replace(p, cover=p.cover.without(cover)) if p.mark.view is mark.view else p
                for p in patches
            ]
        else:
            patches.append(Patch(mark, cover))
    return tuple(p for p in patches if p.cover.size)


def summarize(chart: BodyChart, atlas: BodyAtlas) -> ChartSummary:
    """Everything that follows from a drawing; see `ChartSummary`.

    ``atlas`` is the current figure; a drawing made on another one is read on its own.
    """
    atlas = atlas.of(chart)
    patches = visible_patches(chart, atlas)
    regions = _touched(patches)
    areas = _areas(regions, atlas)
    marked = {view: _union(view, patches) for view in atlas.views}
    figure = sum(v.figure_pixels for v in atlas.views.values() if v.view in _BODY_VIEWS)
    drawn = sum(int(m.sum()) for v, m in marked.items() if m is not None and v in _BODY_VIEWS)
    return ChartSummary(
        regions=regions,
        area_by_kind=_area_by_kind(patches),
        share_by_view=_view_shares(marked, atlas),
        body_share=drawn / figure if figure else 0.0,
        below_knee_share=_below_knee(marked, atlas, drawn),
        distal_most=_distal_most(regions),
        sides=tuple(s for s in (Side.LEFT, Side.RIGHT) if any(r.side is s for r in regions)),
        crosses_midline=_crosses_midline(patches),
        areas=areas,
        sentence=_sentence(areas),
        outside_figure=_outside(chart, atlas),
        worst_by_kind=_worst_by_kind(patches),
    )


def _worst_by_kind(patches: tuple[Patch, ...]) -> tuple[tuple[SymptomKind, int | None], ...]:
    worst: dict[SymptomKind, int | None] = {}
    for mark in (patch.mark for patch in patches):
        strengths = [i for i in (worst.get(mark.kind), asked_intensity(mark)) if i is not None]
        worst[mark.kind] = max(strengths, default=None)
    return tuple((kind, worst[kind]) for kind in SymptomKind if kind in worst)


def _outside(chart: BodyChart, atlas: BodyAtlas) -> int:
    return sum(
        1
        for mark in chart.marks
        if mark.is_area
        # Damaged marks and unknown regions are told of by themselves.
        and not isinstance(mark.shape, RegionFill)
        and mark.view in atlas.views
        and not coverage_of(mark.shape, atlas.views[mark.view]).size
        and drawable(mark)
    )


def _union(view: View, patches: tuple[Patch, ...]) -> Mask | None:
    pieces = [p.cover for p in patches if p.mark.view is view]
    return union_of(pieces, pieces[0].atlas) if pieces else None


def _view_shares(
    marked: dict[View, Mask | None], atlas: BodyAtlas
) -> tuple[tuple[View, float], ...]:
    return tuple(
        (view, float(mask.sum()) / atlas.views[view].figure_pixels)
        for view, mask in marked.items()
        if mask is not None
    )


def _touched(patches: tuple[Patch, ...]) -> tuple[RegionTouched, ...]:
    found: dict[tuple[str, Side | None], tuple[Region, list[Mark]]] = {}
    for patch in patches:
        for region in patch.cover.regions:
            found.setdefault((region.id, region.side), (region, []))[1].append(patch.mark)
    touched = (_of_region(region, marks) for region, marks in found.values())
    return tuple(sorted(touched, key=lambda r: (r.reach, r.region, r.side or "")))


def _of_region(region: Region, marks: list[Mark]) -> RegionTouched:
    """What all marks that touch a region say of it."""
    strengths = [i for i in map(asked_intensity, marks) if i is not None]
    kinds: dict[SymptomKind, list[Mark]] = {}
    for mark in marks:
        kinds.setdefault(mark.kind, []).append(mark)
    return RegionTouched(
        region.id,
        region.label,
        region.side,
        tuple(kinds),
        max(strengths, default=None),
        region.reach,
        region.below_knee,
        tuple(dict.fromkeys(mark.view for mark in marks)),
        felt=tuple(_felt(kind, these) for kind, these in kinds.items()),
    )


def _felt(kind: SymptomKind, marks: list[Mark]) -> Felt:
    """The strongest of one kind, with all that was said of it."""
    strengths = [i for i in map(asked_intensity, marks) if i is not None]
    return Felt(
        kind,
        max(strengths, default=None),
        tuple(dict.fromkeys(m.depth for m in marks if m.depth is not Depth.UNSURE)),
        tuple(dict.fromkeys(m.constancy for m in marks if m.constancy is not Constancy.UNSURE)),
    )


def _joined(felt: Iterable[Felt]) -> tuple[Felt, ...]:
    """One entry per kind, in order of first mention: the strongest, with all that was said."""
    found: dict[SymptomKind, Felt] = {}
    for one in felt:
        old = found.get(one.kind, one)
        strengths = [i for i in (old.intensity, one.intensity) if i is not None]
        found[one.kind] = Felt(
            one.kind,
            max(strengths, default=None),
            tuple(dict.fromkeys((*old.depths, *one.depths))),
            tuple(dict.fromkeys((*old.constancies, *one.constancies))),
        )
    return tuple(found.values())


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
        _joined(felt for m in members for felt in m.felt),
    )


def _area_by_kind(patches: tuple[Patch, ...]) -> tuple[tuple[SymptomKind, float], ...]:
    pieces: dict[tuple[SymptomKind, View], list[Coverage]] = {}
    for patch in patches:
        pieces.setdefault((patch.mark.kind, patch.mark.view), []).append(patch.cover)
    totals: dict[SymptomKind, int] = {}
    for (kind, _), covers in pieces.items():
        count = int(np.count_nonzero(union_of(covers, covers[0].atlas)))
        totals[kind] = totals.get(kind, 0) + count
    whole = sum(totals.values())
    return tuple((kind, totals[kind] / whole) for kind in SymptomKind if kind in totals)


def _below_knee(
    marked: dict[View, Mask | None], atlas: BodyAtlas, marked_pixels: int
) -> float | None:
    if not marked_pixels:
        return None
    below = 0
    for view, mask in marked.items():
        if mask is None or view not in _BODY_VIEWS:
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
    """Whether one mark lies on both sides of the same view, or on a region of the middle."""
    for patch in patches:
        sides = {region.side for region in patch.cover.regions}
        if None in sides or {Side.LEFT, Side.RIGHT} <= sides:
            return True
    return False


def _sentence(areas: tuple[RegionTouched, ...]) -> str:
    """Where each kind is, never a kind where another one was drawn.

    A drawing of one kind begins with the place: "RIGHT calf: numbness."; one of several tells
    each kind with its own places, and kinds that have all places in common together.
    """
    if not areas:
        return "Nothing drawn."
    kinds = tuple(dict.fromkeys(kind for area in areas for kind in area.kinds))
    if len(kinds) == 1:
        told = (_first_large(f"{where}: {kinds[0].label}.") for where in _places(areas))
        return " ".join(told)
    together: dict[str, list[str]] = {}
    for kind in kinds:
        there = tuple(area for area in areas if kind in area.kinds)
        together.setdefault(", ".join(_places(there)), []).append(kind.label)
    said = "; ".join(f"{_listed(labels)}: {where}" for where, labels in together.items())
    return _first_large(f"{said}.")


def _places(areas: tuple[RegionTouched, ...]) -> list[str]:
    """The areas of each side with the side in front: "RIGHT buttock and calf"."""
    found: list[str] = []
    for side in (Side.LEFT, Side.RIGHT, None):
        labels = list(dict.fromkeys(area.label for area in areas if area.side is side))
        if labels:
            found.append(f"{side.spelled} {_listed(labels)}" if side else _listed(labels))
    return found


def _first_large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _listed(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
