"""Export commands: the password on a real terminal, without echo; wrong ones refused."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.cli import BAD_INPUT, DONE, FAILED, run
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.host.paths import DataFolders
from tests.exchange.validators_run import model_problems
from tests.store.samples import CHEAP, EPISODE, PATIENT, new_visit

PASSWORD = "an invented password"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a chart of one patient."""
    folder = tmp_path / "data"
    place = LocalWorkplace(DataFolders(folder), demo=False, cost=CHEAP)
    owner = Clinician("", "Ines Corvale", "PT")
    session = place.create(Clinic("Larkmoor"), owner, PASSWORD, run_here)
    session.store.save_patient(PATIENT)
    session.store.save_episode(EPISODE)
    session.store.save_draft(new_visit())
    session.store.close()
    return folder


def on_a_terminal(arguments: list[str], typed: str) -> tuple[int, str]:
    """Exit code and everything the terminal showed, after typing a line at the prompt."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "pt_chart", *arguments]
    child = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown, sent, until = b"", False, time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([ours], [], [], 0.1)
        if ready:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        if not sent and b"Password of" in shown:
            os.write(ours, typed.encode() + b"\n")
            sent = True
    os.close(ours)
    return child.wait(timeout=60), shown.decode()


def test_a_patient_goes_out_and_the_password_is_never_shown(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    words = ["export-patient", PATIENT.record_number, "-o", str(file), "--data-dir", str(data)]
    code, shown = on_a_terminal(words, PASSWORD)
    assert (code, "not encrypted" in shown) == (DONE, True), shown
    assert PASSWORD not in shown
    assert model_problems(json.loads(file.read_bytes())) == []


def test_a_wrong_password_writes_nothing(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = ["export-clinic", str(folder), "--data-dir", str(data), "--user", "Ines Corvale"]
    code, shown = on_a_terminal(words, "not the password")
    assert code == FAILED
    assert "do not open this chart" in shown
    assert not folder.exists()


def test_the_clinic_goes_out(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("pt_chart.cli._ask", lambda _: PASSWORD)
    folder = tmp_path / "out"
    assert run(["export-clinic", str(folder), "--data-dir", str(data)]) == DONE
    assert "1 patients" in capsys.readouterr().out
    assert (folder / "manifest.json").exists()
    assert run(["export-clinic", str(folder), "--data-dir", str(data)]) == FAILED
    assert "not empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--user", "Nobody"], BAD_INPUT, "one of: Ines Corvale"),
        (["--data-dir", "/nowhere/at/all"], FAILED, "no chart here"),
        ([], BAD_INPUT, "on a terminal"),
    ],
)
def test_what_is_missing_is_told(
    data: Path,
    tmp_path: Path,
    words: list[str],
    code: int,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = ["export-clinic", str(tmp_path / "out"), "--data-dir", str(data), *words]
    assert run(given) == code
    assert told in capsys.readouterr().err


def test_an_unknown_id_is_told(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("pt_chart.cli._ask", lambda _: PASSWORD)
    file = str(tmp_path / "f.json")
    assert run(["export-patient", "99999", "-o", file, "--data-dir", str(data)]) == BAD_INPUT
    assert "no patient has it" in capsys.readouterr().err


def test_a_case_goes_out_as_a_bundle(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    finding = {"id": "slr", "side": "right", "value": True}
    case.write_text(json.dumps({"version": 1, "side": "right", "findings": [finding]}))
    out = tmp_path / "bundle.json"
    assert run(["export-case", str(case), "-o", str(out)]) == DONE
    bundle = json.loads(out.read_bytes())
    assert model_problems(bundle) == []
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds.count("Observation") == 1
