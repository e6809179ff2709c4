"""Backups and copies open with the passwords of their day, until they are wrapped anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pt_chart.charting.administration import BackupPlan
from pt_chart.charting.errors import BackupRefused, WrongPassword
from pt_chart.clinical.people import Clinician
from pt_chart.store import backup
from pt_chart.store.administration import ChartAdministration
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import open_chart
from pt_chart.store.restore import restore
from tests.fakes import THERAPIST, FakeClock
from tests.gold.make_chart import GOLD
from tests.soak.clinic import backed_up
from tests.store.samples import CHEAP, PASSWORD, PATIENT, SIGNATURE, new_visit

pytestmark = pytest.mark.on_file
OTHER = Clinician("user-2", "Bram Ostrande", "PT", "therapist", administers=True)
NEW = "three other words"


@pytest.fixture
def kept(chart: ChartFile, tmp_path: Path) -> Path:
    """A backup of a chart with a signed visit, whose owner changed the password since."""
    administration = ChartAdministration(chart, CHEAP)
    administration.add_user(OTHER, PASSWORD, PASSWORD)
    administration.save_plan(BackupPlan(str(tmp_path / "backups")))
    chart.sign(new_visit(), SIGNATURE)
    made = backed_up(chart, tmp_path / "backups").path
    assert administration.older_copies() == ()
    administration.change_password(PASSWORD, NEW)
    administration.deactivate(OTHER.id, NEW)
    return made


def test_a_backup_is_wrapped_anew(chart: ChartFile, kept: Path, tmp_path: Path) -> None:
    administration = ChartAdministration(chart, CHEAP)
    assert administration.older_copies() == (kept,)
    before = backup.kept_in(kept.parent)
    assert administration.wrap_copies() == 1
    assert administration.older_copies() == ()
    assert [one.at for one in backup.kept_in(kept.parent)] == [one.at for one in before]
    assert kept.name in chart.audit(limit=1)[0].entry.detail
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]
    place = tmp_path / "elsewhere" / "clinic.ptchart"
    for who, old in ((THERAPIST.name, PASSWORD), (OTHER.name, PASSWORD)):
        with pytest.raises(WrongPassword):
            restore(kept, place, who, old, clock=FakeClock())
    restored = restore(kept, place, THERAPIST.name, NEW, clock=FakeClock(chart._ledger.now))
    assert restored.visit("visit-1").signed
    restored.sign(new_visit("visit-2", number=2), SIGNATURE)
    restored.check()
    restored.close()


def test_a_copy_from_before_a_migration_is_wrapped_anew(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    shutil.copytree(GOLD / "0002", folder)
    path = folder / "clinic.ptchart"
    chart = open_chart(path, THERAPIST.name, PASSWORD)
    administration = ChartAdministration(chart, CHEAP)
    administration.change_password(PASSWORD, NEW)
    (copy,) = administration.older_copies()
    open_chart(copy, THERAPIST.name, PASSWORD).close()
    assert ".before-0002" in copy.name
    copies = administration.older_copies()
    assert administration.wrap_copies() == len(copies)
    with pytest.raises(WrongPassword):
        open_chart(copy, THERAPIST.name, PASSWORD)
    again = open_chart(copy, THERAPIST.name, NEW)
    assert again.patient(PATIENT.id) == PATIENT
    again.check()
    again.close()
    chart.close()


def test_a_damaged_backup_stays_as_it_is(chart: ChartFile, kept: Path) -> None:
    content = bytearray(kept.read_bytes())
    content[len(content) // 3] ^= 1
    kept.write_bytes(content)
    with pytest.raises(BackupRefused):
        ChartAdministration(chart, CHEAP).wrap_copies()
    assert kept.read_bytes() == content
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]
