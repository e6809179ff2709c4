"""Planted names are found nowhere outside the encrypted files, whatever was done in the program."""

from __future__ import annotations

import queue
import tempfile
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting import after_signing
from pt_chart.charting.administration import BackupResult
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.errors import WrongPassword
from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Clinic, Clinician, Patient
from pt_chart.clinical.sides import Side
from pt_chart.clinical.visit import Signature
from pt_chart.host.paths import DataFolders
from tests.store.planted import NAMES, leaks
from tests.store.samples import CHEAP, PASSWORD, SIGNATURE


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only temporary folder that this test's program knows."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_a_whole_day_leaves_no_name_behind(
    tmp_path: Path,
    temporary: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    root = tmp_path / "data"
    place = LocalWorkplace(DataFolders(root), demo=False, cost=CHEAP)
    owner = Clinician("", "Ines Corvale", "PT")
    session = place.create(Clinic("Larkmoor"), owner, PASSWORD, run_here)
    family, given, note, number, reason = NAMES
    patient = session.new_patient(Patient("", number, family, given, date(1980, 1, 1)))
    episode = session.new_episode(patient, note, Side.LEFT, onset=note)
    desk = session.start_visit(episode).desk
    desk.set_answer(FindingKey("slr_angle", Side.LEFT), Answer(35, note=note))
    session.store.flush()
    signed = session.store.sign(session.store.visit(desk.visit.id), _mine(session.clinician.id))
    after_signing.record_disclosure(session, patient.id, family, note, reason)
    administration = session.administration
    assert administration is not None
    administration.make_kit(PASSWORD)
    heard: queue.Queue[BackupResult] = queue.Queue()
    administration.back_up(place.backup_folder(), heard.put)
    result = heard.get(timeout=60)
    assert result.proved
    place.note_backup(result)
    place.report_crash(_crash(family, note))
    assert list(leaks(tmp_path)) == []
    session.close_visit()
    session.store.close()
    for wrong in (family, "Ines Corvale"):
        with pytest.raises(WrongPassword):
            place.unlock(wrong, note, run_here)
    again = place.unlock("Ines Corvale", PASSWORD, run_here)
    again.open_visit(signed.id)
    assert again.administration is not None
    again.administration.erase(patient.id, reason, PASSWORD, "ordered by a court")
    again.store.abandon()
    (kept,) = place.backups()
    restored = place.restore(kept.path, "Ines Corvale", PASSWORD, run_here)
    assert restored.store.search("") == (), "who was erased since the backup is erased again"
    assert restored.store.audit()
    restored.store.close()
    assert list(leaks(tmp_path)) == []
    assert list(temporary.iterdir()) == []
    assert not any(name in text for text in (*capfd.readouterr(), caplog.text) for name in NAMES)


def test_the_search_finds_a_name_that_leaked(tmp_path: Path) -> None:
    (tmp_path / f"{NAMES[0]}.txt").write_text("nothing")
    (tmp_path / "plain").write_bytes(NAMES[1].encode("utf-16-le"))
    with zipfile.ZipFile(tmp_path / "some.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", NAMES[2])
    assert len(list(leaks(tmp_path))) == 3


def _mine(user_id: str) -> Signature:
    return replace(SIGNATURE, by=user_id)


def _crash(*texts: str) -> Exception:
    return ValueError(*texts)
