"""The figure's map: which region every point of every view belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from pt_chart.clinical.bodychart.marks import BodyChart, Point, View
from pt_chart.clinical.sides import Side


@dataclass(frozen=True, slots=True)
class Region:
    """A named part of one view.

    ``id`` is hierarchical (``thigh_posterior.proximal_medial``) and says no side; ``reach``
    orders regions from the low back (0) outward to the toes; ``polygons`` are in 0..1 of the
    view's box, for drawing and for tapping.
    """

    id: str
    label: str
    side: Side | None
    reach: int
    below_knee: bool
    polygons: tuple[tuple[Point, ...], ...] = ()

    def within(self, region: str, side: Side | None) -> bool:
        """Whether this region is ``region`` or a finer part of it, on that side."""
        same = self.id == region or self.id.startswith(f"{region}.")
        return same and self.side == side

    @property
    def words(self) -> str:
        """Label with the side spelled out first: "RIGHT calf"."""
        return f"{self.side.spelled} {self.label}" if self.side else self.label


@dataclass(frozen=True, eq=False)
class ViewAtlas:
    """One view: its aspect and a label image.

    ``labels`` is a (rows, columns) array of unsigned integers over the view's box; 0 is outside
    the figure and ``n`` is ``regions[n - 1]``. ``aspect`` is width divided by height of the box.
    """

    view: View
    aspect: float
    labels: NDArray[np.uint8]
    regions: tuple[Region, ...]

    @cached_property
    def figure_pixels(self) -> int:
        """How many label pixels lie on the figure."""
        return int(np.count_nonzero(self.labels))

    @cached_property
    def region_pixels(self) -> NDArray[np.int64]:
        """Label pixels per region, index as in ``labels`` (0 = outside)."""
        return np.bincount(self.labels.ravel(), minlength=len(self.regions) + 1)

    @cached_property
    def middle(self) -> NDArray[np.bool_]:
        """Which regions have no side (between the legs), index as in ``labels``."""
        return np.array([False, *(region.side is None for region in self.regions)])

    def region_at(self, point: Point) -> Region | None:
        """The region under a point in 0..1 of the box, None outside the figure."""
        rows, columns = self.labels.shape
        column, row = int(point[0] * columns), int(point[1] * rows)
        if not (0 <= row < rows and 0 <= column < columns):
            return None
        label = int(self.labels[row, column])
        return self.regions[label - 1] if label else None


@dataclass(frozen=True, eq=False)
class BodyAtlas:
    """All views of one figure: a body in one version.

    ``names`` gives the label of every region id and parent. ``lookup`` finds the figure of a body
    and version, None when this program does not have it.
    """

    version: str
    views: Mapping[View, ViewAtlas]
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: str = "neutral"
    lookup: Callable[[str, str], BodyAtlas | None] = field(default=lambda _body, _version: None)

    def of(self, chart: BodyChart) -> BodyAtlas:
        """The figure that a drawing was made on; this one when that is not to be had."""
        return self.drawn_on(chart) or self.lookup(chart.body, self.version) or self

    def drawn_on(self, chart: BodyChart) -> BodyAtlas | None:
        """The figure that a drawing was made on, None when this program does not have it."""
        if (chart.body, chart.figure_version) == (self.body, self.version):
            return self
        return self.lookup(chart.body, chart.figure_version)

    def region(self, id: str, side: Side | None, view: View | None = None) -> Region | None:
        """A region by id and side, on a view or on the first that shows it."""
        for atlas in self.views.values():
            if view is not None and atlas.view is not view:
                continue
            for region in atlas.regions:
                if region.id == id and region.side == side:
                    return region
        return None
