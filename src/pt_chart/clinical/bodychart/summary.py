"""What a drawing says in words: the shape of the derived facts (never a nerve root)."""

from __future__ import annotations

from dataclasses import dataclass

from pt_chart.clinical.bodychart.marks import Constancy, Depth, SymptomKind, View
from pt_chart.clinical.sides import Side


@dataclass(frozen=True, slots=True)
class Felt:
    """One kind in a region, from the marks of that kind there only.

    ``intensity`` is their strongest, None where it was not asked; ``depths`` and ``constancies``
    what was said of them, without "unsure".
    """

    kind: SymptomKind
    intensity: int | None
    depths: tuple[Depth, ...] = ()
    constancies: tuple[Constancy, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionTouched:
    """A region that a mark touches: kinds, and the strongest intensity there of any kind.

    ``felt`` has the strength of each kind by itself.
    """

    region: str
    label: str
    side: Side | None
    kinds: tuple[SymptomKind, ...]
    intensity: int | None
    reach: int
    below_knee: bool
    views: tuple[View, ...]
    felt: tuple[Felt, ...] = ()

    def feeling(self, kind: SymptomKind) -> Felt | None:
        """What is known of one kind here."""
        return next((felt for felt in self.felt if felt.kind is kind), None)


@dataclass(frozen=True, slots=True)
class ChartSummary:
    """Derived facts of one drawing.

    ``areas`` are the touched regions with the fine parts of one parent joined, as people say it.
    ``area_by_kind`` and ``share_by_view`` are shares 0-1 (of the marked area, of the view);
    ``body_share`` is of front and back together (six views overlap); ``below_knee_share`` is of
    the marked front and back area, None when nothing is marked there; ``distal_most`` is the
    touched region with the largest reach, per side; ``worst_by_kind`` the strongest intensity of
    each kind drawn, None where it was not asked.
    """

    regions: tuple[RegionTouched, ...]
    areas: tuple[RegionTouched, ...]
    area_by_kind: tuple[tuple[SymptomKind, float], ...]
    share_by_view: tuple[tuple[View, float], ...]
    body_share: float
    below_knee_share: float | None
    distal_most: tuple[RegionTouched, ...]
    sides: tuple[Side, ...]
    crosses_midline: bool
    sentence: str
    outside_figure: int
    worst_by_kind: tuple[tuple[SymptomKind, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class StrengthChange:
    """The strongest intensity of a kind before and now, None where it was not asked."""

    kind: SymptomKind
    before: int | None
    now: int | None


@dataclass(frozen=True, slots=True)
class ChartComparison:
    """Two drawings of one patient: what is gone, kept, new, and the stated direction.

    ``direction`` is centralizing, peripheralizing, unchanged or cannot say; ``rule`` states why.
    ``strengths`` are the kinds that both drawings have.
    """

    gone: tuple[RegionTouched, ...]
    kept: tuple[RegionTouched, ...]
    new: tuple[RegionTouched, ...]
    direction: str
    rule: str
    sentence: str
    strengths: tuple[StrengthChange, ...] = ()
