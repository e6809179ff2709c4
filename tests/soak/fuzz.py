"""Invented and mutilated input for every reader: forms, cases, backups, key files."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from pt_chart.charting.errors import WorldError
from pt_chart.clinical.casefile import CaseProblems, read_case
from pt_chart.definitions import DefinitionProblems, load
from pt_chart.definitions.exam_forms import read_forms
from pt_chart.host.json_input import NotJson, read_json
from pt_chart.host.resources import forms_dir
from pt_chart.store import backup_file
from pt_chart.store.keyfile_format import parse_keys
from pt_chart.store.restore import users_of
from tests.soak import clinic
from tests.soak.feeding import Look, feed, mutated
from tests.soak.outcome import Outcome

KNOWN = (WorldError, NotJson, CaseProblems, DefinitionProblems, ValueError)
CASE = {
    "version": 1,
    "side": "right",
    "age": 44,
    "findings": [
        {"id": "slr_angle", "side": "right", "value": 35},
        {"id": "reflex_achilles", "side": "left", "value": "2"},
    ],
    "program": [{"exercise": "sciatic_slider_seated", "side": "right"}],
}
Reader = Callable[[bytes, Path], object]


def run(inputs: int, folder: Path, seed: int = 11) -> Outcome:
    """Feed so many inputs; see `feeding.feed`."""
    readers, dice = _readers(folder), random.Random(seed)  # noqa: S311 - which bytes

    def given(number: int) -> tuple[str, bytes, Look]:
        name, source, read = readers[number % len(readers)]

        def look(content: bytes) -> str:
            try:
                read(content, folder)
            except KNOWN:
                return "refused"
            return "read"

        return name, mutated(dice.choice(source), dice), look

    return feed("fuzzed inputs", inputs, folder, given)


def _readers(folder: Path) -> list[tuple[str, list[bytes], Reader]]:
    vocabulary = load(forms_dir()).vocabulary
    forms = [path.read_bytes() for path in sorted((forms_dir() / "exam").glob("*.toml"))]
    small = [text[:3000] for text in forms]
    chart = clinic.made(folder / "fuzz" / "clinic.ptchart")
    kept = clinic.backed_up(chart, folder / "fuzz").path.read_bytes()
    keys = chart._place.keys.read_bytes()
    chart.abandon()

    def case(content: bytes, work: Path) -> object:
        path = work / "case.json"
        path.write_bytes(content)
        return read_case(read_json(path), vocabulary)

    def form(content: bytes, work: Path) -> object:
        with tempfile.TemporaryDirectory(dir=work) as root:
            (Path(root) / "exam").mkdir()
            (Path(root) / "exam" / "own.toml").write_bytes(content)
            return read_forms([Path(root)], [])

    def backup(content: bytes, work: Path) -> object:
        path = work / "fuzz.ptbackup"
        path.write_bytes(content)
        return backup_file.read_manifest(path), users_of(path)

    text = json.dumps(CASE, indent=1).encode()
    return [
        ("case", [text], case),
        ("form", small, form),
        ("key file", [keys], lambda content, _work: parse_keys(content)),
        ("case", [text], case),
        ("backup", [kept], backup),
    ]
