"""What steps aside for a restore: who is asked where it is damaged, and that nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pt_chart.charting.administration import MayStepAside
from pt_chart.charting.audit import AuditAction
from pt_chart.charting.errors import DiskFull, NotAllowed, WrongPassword
from pt_chart.clinical.people import Clinician
from pt_chart.store import restore as restoring
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.keyfile import KeyFile, new_chart_key, new_signing_seed
from pt_chart.store.keyfile_format import keys_text, read_keys
from pt_chart.store.open import create_chart, open_chart
from pt_chart.store.place import ChartPlace
from pt_chart.store.restore import restore
from tests.fakes import THERAPIST, FakeClock
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, NOON, PASSWORD

pytestmark = pytest.mark.on_file
DESK = Clinician("user-4", "Dee Desk", "", "front_desk")
OTHER = Clinician("user-2", "Bram Ostrande", "PT", "therapist", administers=True)
OWNER = Clinician("x", "Olga Owner")
OWN = "three other words"


@pytest.fixture
def kept(chart: ChartFile, tmp_path: Path) -> Path:
    """A backup of a chart with a second administrator, and of no other."""
    ChartAdministration(chart, CHEAP).add_user(OTHER, OWN, PASSWORD)
    return backed_up(chart, tmp_path / "backups").path


@pytest.fixture
def elsewhere(chart: ChartFile, tmp_path: Path) -> Path:
    """Another clinic's chart, with a front desk."""
    place = tmp_path / "second" / "clinic.ptchart"
    other = create_chart(place, OWNER, PASSWORD, cost=CHEAP)
    ChartAdministration(other, CHEAP).add_user(DESK, OWN, PASSWORD)
    other.close()
    return place


def _restored(kept: Path, path: Path, may: MayStepAside | None = None) -> ChartFile:
    return restore(kept, path, THERAPIST.name, PASSWORD, clock=FakeClock(), aside=may)


def _line(chart: ChartFile) -> str:
    lines = (one.entry for one in chart.audit() if one.entry.action is AuditAction.RESTORE)
    return next(entry.detail for entry in lines)


def test_a_chart_without_its_head_still_says_who_manages_it(
    chart: ChartFile, kept: Path, elsewhere: Path
) -> None:
    chart.close()
    ChartPlace(elsewhere).head.unlink()
    with pytest.raises(NotAllowed):
        _restored(kept, elsewhere, MayStepAside(DESK.name, OWN))
    with pytest.raises(WrongPassword):
        _restored(kept, elsewhere, MayStepAside(OWNER.name, OWN))
    opened = _restored(kept, elsewhere, MayStepAside(OWNER.name, PASSWORD))
    assert "set aside, confirmed by Olga Owner, though it was damaged" in _line(opened)
    opened.close()


def test_nobody_confirms_for_what_cannot_be_read(
    chart: ChartFile, kept: Path, elsewhere: Path
) -> None:
    chart.close()
    elsewhere.write_bytes(bytes(elsewhere.stat().st_size))
    opened = _restored(kept, elsewhere, MayStepAside(DESK.name, OWN))
    assert "confirmed" not in _line(opened)
    assert "could not be read, nobody was asked" in _line(opened)
    opened.close()


def test_a_planted_key_file_confirms_nothing(chart: ChartFile, kept: Path, elsewhere: Path) -> None:
    """Somebody's own password around a key of their own, under the owner's name."""
    chart.close()
    place = ChartPlace(elsewhere)
    key, seed = new_chart_key(), new_signing_seed()
    forged = KeyFile(read_keys(place).chart_id).with_user(OWNER, "planted words", key, CHEAP, seed)
    place.keys_before.write_bytes(keys_text(forged, key))
    with pytest.raises(WrongPassword):
        _restored(kept, elsewhere, MayStepAside(OWNER.name, "planted words"))
    with pytest.raises(WrongPassword):
        open_chart(elsewhere, OWNER.name, "planted words")
    assert len(place.attempts.read_text("utf-8").splitlines()) >= 1
    open_chart(elsewhere, OWNER.name, PASSWORD, clock=_later).close()
    assert not place.keys_before.exists()


def _later() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=10)


def test_who_was_let_go_does_not_come_back_over_a_damaged_chart(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    ChartAdministration(chart, CHEAP).deactivate(OTHER.id, PASSWORD)
    chart.close()
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(NotAllowed, match="no longer opens"):
        restore(kept, path, OTHER.name, OWN, clock=FakeClock())
    _restored(kept, path).close()


def test_two_restores_in_one_second_set_both_charts_aside(
    chart: ChartFile, kept: Path, path: Path
) -> None:
    chart.close()
    for _ in range(3):
        restore(kept, path, THERAPIST.name, PASSWORD, clock=lambda: NOON).close()
    aside = sorted(file.name for file in path.parent.glob("*.before-restore-*.ptchart"))
    assert aside == [
        "clinic.before-restore-20261110-123005-2.ptchart",
        "clinic.before-restore-20261110-123005-3.ptchart",
        "clinic.before-restore-20261110-123005.ptchart",
    ]
    for name in aside:
        open_chart(path.with_name(name), THERAPIST.name, PASSWORD).close()


def test_a_disk_that_is_full_after_the_swap_hides_nothing(
    chart: ChartFile, kept: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart.close()

    def full(*_: object, **__: object) -> ChartFile:
        raise DiskFull

    monkeypatch.setattr(restoring, "open_chart", full)
    with pytest.raises(DiskFull) as told:
        _restored(kept, path)
    assert told.value.message.startswith("The backup took the place of the chart, but did not")
    monkeypatch.undo()
    opened = open_chart(path, THERAPIST.name, PASSWORD)
    assert "restored from" in _line(opened)
    opened.close()
