"""The index of figures: complete, plain, and in step with the exercises."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "resources" / "figures"
GROUPS = ("exercises", "exam")
OVERLAYS = {"nerve", "muscle", "arrow"}
NERVE_ROOT = re.compile(r"\b[LST]\d\b")


def _index() -> dict[str, dict[str, Any]]:
    with (FIGURES / "index.toml").open("rb") as file:
        document = tomllib.load(file)
    return {f"{g}/{name}": table for g in GROUPS for name, table in document[g].items()}


INDEX = _index()


@pytest.mark.parametrize("name", sorted(INDEX))
def test_entry(name: str) -> None:
    entry = INDEX[name]
    assert entry["drawn_side"] in {"right", "none"}
    assert entry["orientation"] in {"lying", "seated", "standing"}
    assert set(entry["overlays"]) <= OVERLAYS
    assert bool({"nerve", "muscle"} & set(entry["overlays"])) == bool(entry["legend"])
    texts = []
    for frame in entry["frames"]:
        root = ET.parse(FIGURES / frame["file"]).getroot()  # noqa: S314 - our own files
        assert [float(root.attrib[k]) for k in ("width", "height")] == entry["size"]
        assert re.fullmatch(r"[A-Z{][^.?!]*\.", frame["alt"]), "one sentence"
        assert 0 < len(frame["caption"]) <= 45
        assert not NERVE_ROOT.search(frame["alt"] + frame["caption"])
        assert max(len(s.split()) for s in re.split(r"[.;:]", frame["alt"])) <= 22
        texts += [frame["alt"], frame["caption"]]
    assert any("{side}" in t for t in texts) == (entry["drawn_side"] == "right")
    assert not re.search(r"\b(left|right) (leg|knee|foot|heel|hip|thigh|ankle)", " ".join(texts))


def test_no_stray_files() -> None:
    listed = {f["file"] for entry in INDEX.values() for f in entry["frames"]}
    found = {
        p.relative_to(FIGURES).as_posix() for g in GROUPS for p in (FIGURES / g).rglob("*.svg")
    }
    assert found == listed


def test_every_exercise_has_its_figure() -> None:
    wanted = set()
    for path in (ROOT / "forms" / "exercises").glob("*.toml"):
        with path.open("rb") as file:
            for exercise in tomllib.load(file).get("exercise", ()):
                if "figure" in exercise:
                    wanted.add(exercise["figure"])
    assert wanted
    assert {w for w in wanted if f"exercises/{w}" not in INDEX} == set()


def test_several_people_are_drawn() -> None:
    people = [entry["look"] for name, entry in INDEX.items() if name.startswith("exercises/")]
    shares = {p: people.count(p) / len(people) for p in set(people)}
    assert len(shares) >= 6
    assert max(shares.values()) < 0.3


def test_every_body_chart_and_overlay_is_described_in_one_sentence() -> None:
    with (FIGURES / "body" / "descriptions.toml").open("rb") as file:
        told = tomllib.load(file)
    views, overlays = set(), set()
    for path in (FIGURES / "body").glob("*/*.svg"):
        view, _, overlay = path.stem.partition("_overlay_")
        views.add(view)
        if overlay:
            overlays.add(overlay)
    assert set(told["view"]) == views
    assert set(told["overlay"]) == overlays
    for sentence in [*told["view"].values(), *told["overlay"].values()]:
        assert re.fullmatch(r"[A-Z][^.!?]*\.", sentence)
