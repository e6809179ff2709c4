"""A chart that verification finds fault with is backed up all the same."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pt_chart.charting.audit import AuditAction
from pt_chart.clinical.visit import Visit
from pt_chart.host import backup_note
from pt_chart.store import backup
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.restore import restore
from tests.fakes import THERAPIST, FakeClock
from tests.places import FilePlace
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, PASSWORD, SIGNATURE

pytestmark = pytest.mark.on_file


def test_a_chart_with_a_fault_is_backed_up_as_it_is_and_says_so(
    chart: ChartFile,
    draft: Visit,
    place: FilePlace,
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody altered it: all the more it needs backups, and they are told every time."""
    chart.sign(draft, SIGNATURE)
    place.behind(chart, "UPDATE answer SET note = 'another word'")
    rotated: list[object] = []
    monkeypatch.setattr(backup, "rotate", lambda *_, **__: rotated.append(1))
    result = backed_up(chart, tmp_path / "backups")
    assert result.proved
    assert rotated == [], "sound ones of before are not pushed out"
    assert "the chart itself does not verify: The signed visit of 2026-11-10" in result.remark
    line = next(one.entry for one in chart.audit() if one.entry.action is AuditAction.BACKUP)
    assert result.remark in line.detail
    chart.close()
    opened = restore(result.path, path, THERAPIST.name, PASSWORD, clock=FakeClock())
    assert ChartAdministration(opened, CHEAP).verify().problems
    opened.close()


def test_the_status_line_says_so_without_what_is_wrong(tmp_path: Path) -> None:
    at = datetime(2026, 11, 10, 12, 30, tzinfo=UTC)
    backup_note.write(tmp_path, at, backup_note.UNSOUND)
    told = backup_note.words(tmp_path, at)
    assert told == (
        "Backup today 12:30 is whole, but the chart itself does not verify: see Clinic, "
        "Verification"
    )
