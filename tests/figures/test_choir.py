"""The cross-walk to the CHOIR body map names every segment once and leaves no region out."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

BODY = Path(__file__).parents[2] / "resources" / "figures" / "body"

with (BODY / "choir.toml").open("rb") as file:
    SEGMENTS = tomllib.load(file)["segment"]


def test_all_74_segments_once() -> None:
    numbers = [s["number"] for s in SEGMENTS]
    assert sorted(numbers) == [*range(101, 137), *range(201, 239)]
    for segment in SEGMENTS:
        assert segment["view"] == ("front" if segment["number"] < 200 else "back")


def _named(side: str) -> list[tuple[str, ...]]:
    return sorted((s["view"], s["name"], *s["regions"]) for s in SEGMENTS if s["side"] == side)


def test_sides_come_in_pairs() -> None:
    assert len(_named("left")) == 37
    assert _named("left") == _named("right")


def test_every_region_of_front_and_back_has_a_segment() -> None:
    for view in ("front", "back"):
        ids = [i for s in SEGMENTS if s["view"] == view for i in s["regions"]]
        text = (BODY / "neutral" / f"{view}_regions.json").read_text(encoding="utf-8")
        for region in json.loads(text)["regions"]:
            assert any(region["id"] == i or region["id"].startswith(f"{i}.") for i in ids), region
