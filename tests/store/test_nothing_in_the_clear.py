"""Planted names stay inside the encryption: no file of the chart or of the system shows them."""

from __future__ import annotations

import sqlite3
import traceback
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pt_chart.clinical.findings import Answer, FindingKey
from pt_chart.clinical.people import Episode, Patient
from pt_chart.clinical.visit import Addendum
from pt_chart.store.open import create_chart
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, NOON, PASSWORD, PATIENT, SIGNATURE, new_visit

pytestmark = pytest.mark.on_file

PLANTED = ("Zwolinskaplain", "Xoloitzcuintli", "quetzalcoatl-note", "1357924680")
TELLTALES = (b"SQLite format", b"CREATE TABLE", b"patient", PASSWORD.encode())


def test_no_file_shows_a_planted_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    folder = tmp_path / "clinic"
    chart = create_chart(folder / "clinic.ptchart", THERAPIST, PASSWORD, cost=CHEAP)
    chart.save_patient(Patient("p", PLANTED[3], PLANTED[0], PLANTED[1], None))
    chart.save_episode(Episode("e", "p", f"{PLANTED[0]} pain", None, EPISODE.started))
    draft = chart.save_draft(new_visit(episode_id="e"))
    for number in range(50):
        answer = Answer(PLANTED[2] * 40, note=PLANTED[2])
        draft = chart.save_draft(draft.with_answer(FindingKey(f"f{number}"), answer))
    chart.sign(draft, SIGNATURE)
    chart.add_addendum(draft.id, Addendum(PLANTED[2], "user-1", "Ines", NOON))
    assert len(chart.search(PLANTED[0])) == 1

    assert {"clinic.ptchart-wal", "clinic.ptchart-shm"} <= {f.name for f in folder.iterdir()}
    assert list(_leaks(folder)) == []
    assert list(_leaks(temporary)) == []
    assert _open_files_elsewhere(folder) == []
    chart.close()
    assert list(_leaks(folder)) == []
    assert capfd.readouterr() == ("", "")


def test_the_search_for_leaks_finds_one(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE patient (name TEXT)")
    plain.execute("INSERT INTO patient VALUES (?)", (PLANTED[0],))
    plain.commit()
    plain.close()
    assert len(list(_leaks(tmp_path))) >= 3


def test_what_the_database_raises_tells_no_values(chart: StoredChart) -> None:
    """An error of ours in the store is shown with its statement, never with what was in it."""
    chart.save_patient(replace(PATIENT, family_name=PLANTED[0]))
    statement = text("INSERT INTO patient (id, family_name) VALUES (:id, :name)")
    values = {"id": PATIENT.id, "name": PLANTED[0]}
    with pytest.raises(IntegrityError) as raised:
        chart._write(lambda t: t.connection.execute(statement, values))
    told = "".join(traceback.format_exception(raised.value))
    assert "INSERT INTO patient" in told
    assert PLANTED[0] not in told


def _leaks(folder: Path) -> Iterator[tuple[str, bytes]]:
    needles = [*(name.encode() for name in PLANTED), *TELLTALES]
    needles += [name.encode("utf-16-le") for name in PLANTED]
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            yield from ((file.name, needle) for needle in needles if needle in content)


def _open_files_elsewhere(folder: Path) -> list[str]:
    """Files this process holds open that SQLite could have spilled into."""
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        return []
    targets = []
    for descriptor in descriptors.iterdir():
        try:
            targets.append(str(descriptor.readlink()))
        except OSError:
            continue
    return [target for target in targets if "etilqs" in target or target.endswith(".creating")]
