"""Whole parts of the body in a view: the calf beside its quarters, as one fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from pt_chart.clinical.bodychart.atlas import Region, ViewAtlas
from pt_chart.clinical.sides import Side

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "buttock": "buttock",
        "thigh_anterior": "front of thigh",
        "thigh_posterior": "back of thigh",
        "thigh_medial": "inner thigh",
        "thigh_lateral": "outer thigh",
        "knee": "front of knee",
        "popliteal": "back of knee",
        "calf": "calf",
        "shin": "shin",
        "ankle": "ankle",
        "heel": "heel",
        "foot_dorsum": "top of foot",
        "sole": "sole of foot",
        "toes": "toes",
    }
)
"""Parts whose finer regions are told apart, by the beginning of their ids."""


@lru_cache(maxsize=24)
def wholes(atlas: ViewAtlas) -> tuple[Region, ...]:
    """Each part that the view shows in two or more finer regions of a side, as one region.

    A fill of its id covers all of them (`Region.within`).
    """
    return tuple(_wholes(atlas))


def _wholes(atlas: ViewAtlas) -> Iterator[Region]:
    for name, label in NAMES.items():
        for side in (Side.RIGHT, Side.LEFT, None):
            parts = [one for one in atlas.regions if one.within(name, side)]
            if len(parts) > 1:
                yield Region(
                    name,
                    f"{label}, whole",
                    side,
                    min(one.reach for one in parts),
                    all(one.below_knee for one in parts),
                    tuple(polygon for one in parts for polygon in one.polygons),
                )
