"""A program that is killed, and the folder as it was in the middle of its session put back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pt_chart.charting.audit import AuditAction, AuditEntry
from pt_chart.charting.errors import ChartRolledBack
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart, open_chart
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, SIGNATURE, new_visit

WORK: dict[str, Callable[[ChartFile], object]] = {
    "a look": lambda chart: chart.record(AuditEntry(AuditAction.VIEW, PATIENT.id)),
    "a signature": lambda chart: chart.sign(chart.visit("visit-1"), SIGNATURE),
    "a draft": lambda chart: chart.save_draft(
        chart.visit("visit-1").with_answer(FindingKey("nprs"), Answer(9))
    ),
}


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_what_was_done_after_the_copy_is_missed(
    tmp_path: Path, work: Callable[[ChartFile], object]
) -> None:
    folder, seen = tmp_path / "chart", tmp_path / "seen"
    path = folder / "clinic.ptchart"
    create_chart(path, THERAPIST, PASSWORD, cost=CHEAP).close()
    chart = open_chart(path, THERAPIST.name, PASSWORD, witness=seen)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    chart.save_draft(new_visit())
    _copy(folder, tmp_path / "copy")
    work(chart)
    # As a kill leaves it: nothing is written at the end.
    _copy(folder, tmp_path / "killed")
    _copy(seen, tmp_path / "seen then")
    chart.abandon()
    _put_back(tmp_path / "seen then", seen)

    _put_back(tmp_path / "killed", folder)
    open_chart(path, THERAPIST.name, PASSWORD, witness=seen).abandon()

    _put_back(tmp_path / "seen then", seen)
    _put_back(tmp_path / "copy", folder)
    with pytest.raises(ChartRolledBack):
        open_chart(path, THERAPIST.name, PASSWORD, witness=seen)


def _copy(folder: Path, to: Path) -> None:
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*.lock"))


def _put_back(kept: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
