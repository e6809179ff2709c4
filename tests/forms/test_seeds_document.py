"""docs/seeds.md points only to what is there, and to every exercise of the seed articles."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pt_chart.clinical.program.content import LATE
from tests.support.shipped import FORMS, vocabulary
from tests.support.shipped_library import library

DOCUMENT = (FORMS.parent / "docs" / "seeds.md").read_text(encoding="utf-8")
PLACES = re.findall(r"`(\w+):(\w+)`", DOCUMENT)
KINDS = sorted({kind for kind, _ in PLACES})


def ids_in(folder: Path, table: str) -> set[str]:
    found = set()
    for path in folder.glob("*.toml"):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        found |= {entry["id"] for entry in content.get(table, [])}
    return found


def known(kind: str) -> set[str]:
    shelf = library()
    return {
        "finding": lambda: set(vocabulary().fields),
        "exercise": lambda: set(shelf.exercises),
        "rule": lambda: set(shelf.rules),
        "stop": lambda: set(shelf.stop_rules),
        "traffic": lambda: {one.traffic.id for one in shelf.exercises.values()},
        "story": lambda: set(shelf.phrases.stories),
        "advice": lambda: set(shelf.phrases.advice),
        "warning": lambda: set(shelf.phrases.warnings),
        "comparison": lambda: ids_in(FORMS / "knowledge", "comparison"),
        "condition": lambda: ids_in(FORMS / "knowledge", "condition"),
        "flag": lambda: ids_in(FORMS / "flags", "flag"),
    }[kind]()


@pytest.mark.parametrize("kind", KINDS)
def test_every_place_is_there(kind: Any) -> None:
    pointed = {id for other, id in PLACES if other == kind}
    assert pointed <= known(kind), pointed - known(kind)


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_every_exercise_of_an_article_is_in_its_table(seed: Any) -> None:
    part = DOCUMENT.split(f"## Seed article {seed}")[1].split("\n## ")[0]
    for id, exercise in library().exercises.items():
        if seed in exercise.seeds:
            assert f"`exercise:{id}`" in part, id


def test_every_row_points_somewhere() -> None:
    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| ")]
    told = [line for line in rows if "The article says" not in line]
    assert len(told) > 90
    for line in told:
        assert re.search(r"`\w+:\w+`", line), line


def test_exercises_are_indicated_for_conditions_that_exist() -> None:
    conditions = known("condition")
    for exercise in library().exercises.values():
        assert set(exercise.indications) <= conditions, exercise.id
    assert set(library().phrases.stories) - {"general", *LATE.values()} <= conditions
