"""Reads forms/packs: exercises that go together for a presentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pt_chart.clinical.problems import Problem
from pt_chart.clinical.program import dosing
from pt_chart.clinical.program.library import Exercise, ExerciseKind
from pt_chart.clinical.program.packs import Pack
from pt_chart.clinical.sides import Side
from pt_chart.definitions.toml_reader import Reader, nearest_hint, read_toml


def read_packs(
    folders: Sequence[Path], exercises: Mapping[str, Exercise], problems: list[Problem]
) -> Mapping[str, Pack]:
    """The packs of one or more forms folders by id; every exercise must be in the library."""
    found: dict[str, Pack] = {}
    for path in [path for folder in folders for path in sorted((folder / "packs").glob("*.toml"))]:
        reader = read_toml(path, problems, f"packs/{path.name}")
        if reader is None:
            continue
        reader.whole("version")
        for table in reader.tables("pack"):
            pack = _pack(table, exercises)
            if pack.id in found:
                table.problem("id", f"{pack.id!r} stands twice", "give each its own id")
            found[pack.id] = pack
            table.finish()
        reader.finish()
    return MappingProxyType(found)


def _pack(table: Reader, exercises: Mapping[str, Exercise]) -> Pack:
    items = []
    for id in table.texts("exercises"):
        exercise = exercises.get(id)
        if exercise is None:
            table.problem("exercises", f"{id!r} is no exercise", nearest_hint(id, exercises))
        elif exercise.kind is ExerciseKind.CLINIC_ONLY:
            table.problem("exercises", f"{id!r} is given in the clinic", "leave it out")
        else:
            items.append(dosing.default_item(exercise, Side.BOTH))
    return Pack(table.text("id"), table.text("name"), table.text("condition", ""), tuple(items))
