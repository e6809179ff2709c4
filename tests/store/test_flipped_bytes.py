"""A byte changes anywhere in the files: it is noticed or harmless, never a wrong value."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from pt_chart.charting.errors import ChartDamaged, ChartNewer
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.visit import Visit
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart
from tests.fakes import THERAPIST
from tests.store.samples import EPISODE, PASSWORD, PATIENT

pytestmark = pytest.mark.on_file

FLIPS = 25
NOTICED = (ChartDamaged, ChartNewer)


@pytest.mark.parametrize("suffix", ["", "-wal", ".keys", ".head"])
def test_flipped_bytes(chart: ChartFile, draft: Visit, tmp_path: Path, suffix: str) -> None:
    visit = draft
    for value in range(5):
        visit = chart.save_draft(visit.with_answer(FindingKey("nprs"), Answer(value)))
    kept = tmp_path / "kept"
    kept.mkdir()
    for file in tmp_path.glob("clinic.*"):
        if not file.name.endswith("-shm"):
            shutil.copy(file, kept / file.name)
    dice = random.Random(suffix)  # noqa: S311 - which byte, not a secret
    outcomes = [_flip_one(kept, tmp_path / str(n), suffix, dice, visit) for n in range(FLIPS)]
    # One slot of the head may be lost: the other one still bounds the chart from below.
    assert ("noticed" in outcomes) == (suffix != ".head")


def _flip_one(kept: Path, folder: Path, suffix: str, dice: random.Random, visit: Visit) -> str:
    shutil.copytree(kept, folder)
    path = folder / "clinic.ptchart"
    target = folder / f"clinic.ptchart{suffix}"
    content = bytearray(target.read_bytes())
    content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    target.write_bytes(content)
    try:
        opened = open_chart(path, THERAPIST.name, PASSWORD)
    except NOTICED:
        return "noticed"
    try:
        assert opened.visits_of(EPISODE.id) == (visit,)
        assert opened.patient(PATIENT.id) == PATIENT
        opened.check()
    except NOTICED:
        return "noticed"
    finally:
        opened.abandon()
    return "harmless"
