"""Backups that earlier versions of the program made are still restored, and say nothing wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pt_chart.store import backup
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.open import open_chart
from pt_chart.store.restore import restore
from pt_chart.store.schema import REVISIONS
from tests.fakes import THERAPIST, FakeClock
from tests.gold.make_chart import GOLD, draft
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT

KEPT = [one for one in REVISIONS if one > "0002"]
"""Each made by the last program of its revision; of the first two none was kept."""


@pytest.mark.parametrize("revision", KEPT)
def test_a_backup_of_each_revision_is_restored(revision: str, tmp_path: Path) -> None:
    path = tmp_path / "clinic.ptchart"
    for _ in ("where nothing stands", "over the chart itself"):
        chart = restore(
            GOLD / revision / "clinic.ptbackup",
            path,
            THERAPIST.name,
            PASSWORD,
            clock=FakeClock(),
        )
        assert chart.patient(PATIENT.id) == PATIENT
        assert {one.id for one in chart.visits_of(EPISODE.id)} == {"visit-1", draft().id}
        assert ChartAdministration(chart, CHEAP).verify().problems == ()
        chart.close()


@pytest.mark.parametrize("revision", KEPT)
def test_an_older_backup_is_wrapped_with_todays_keys(revision: str, tmp_path: Path) -> None:
    folder = tmp_path / revision
    shutil.copytree(GOLD / revision, folder)
    chart = open_chart(folder / "clinic.ptchart", THERAPIST.name, PASSWORD)
    administration = ChartAdministration(chart, CHEAP, folder)
    administration.change_password(PASSWORD, "three other words")
    key = chart._keys.chart
    assert folder / "clinic.ptbackup" in administration.older_copies()
    assert administration.wrap_copies() >= 1
    chart.close()
    assert backup.prove(folder / "clinic.ptbackup", key).rows > 20
    restored = restore(
        folder / "clinic.ptbackup",
        tmp_path / "new" / "clinic.ptchart",
        THERAPIST.name,
        "three other words",
        clock=FakeClock(),
    )
    assert ChartAdministration(restored, CHEAP).verify().problems == ()
    restored.close()
