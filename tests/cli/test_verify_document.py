"""`pt-chart verify-document`: by code and by file, against an encrypted chart on disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting import clinical_papers
from pt_chart.charting.draft_saver import run_here
from pt_chart.charting.verification import keep_issued
from pt_chart.cli import BAD_INPUT, DONE, FAILED, run
from pt_chart.clinical.canonical import visit_digest
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.clinical.visit import Signature
from pt_chart.host.paths import DataFolders
from tests.store.samples import CHEAP, EPISODE, PATIENT, new_visit

PASSWORD = "an invented password"
NOW = datetime(2026, 11, 24, 11, 42, tzinfo=UTC)


def test_a_printed_report_is_known_by_its_code_and_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = LocalWorkplace(DataFolders(tmp_path / "data"), demo=False, cost=CHEAP)
    owner = Clinician("", "Ines Corvale", "PT")
    session = place.create(Clinic("Larkmoor"), owner, PASSWORD, run_here)
    session.store.save_patient(PATIENT)
    session.store.save_episode(EPISODE)
    draft = session.store.save_draft(new_visit())
    signer = session.clinician
    signature = Signature(signer.id, signer.signature, "therapist", NOW, visit_digest(draft))
    session.store.sign(replace(draft), signature)
    opened = session.open_visit(draft.id)
    report = clinical_papers.report(session, opened)
    pdf = session.documents.pack((report,), paper="letter")
    (code,) = keep_issued(session.store, opened.desk.visit, (report,), pdf)
    session.close_visit()
    session.store.close()
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf)

    monkeypatch.setattr("pt_chart.cli._ask", lambda _: PASSWORD)
    where = ["--data-dir", str(tmp_path / "data")]
    assert run(["verify-document", code.lower(), *where]) == DONE
    assert f"{code}: matches." in capsys.readouterr().out
    assert run(["verify-document", str(file), *where]) == DONE
    assert "to the last byte" in capsys.readouterr().out
    file.write_bytes(pdf.replace(b"%PDF-1.7", b"%PDF-1.6"))
    assert run(["verify-document", str(file), *where]) == FAILED
    assert "altered." in capsys.readouterr().out
    assert run(["verify-document", "AAAA-AAAA", *where]) == FAILED
    assert "unknown." in capsys.readouterr().out
    assert run(["verify-document", "hello", *where]) == BAD_INPUT
    assert "not a verification code" in capsys.readouterr().err
    assert run(["verify-document", str(tmp_path / "none.pdf"), *where]) == BAD_INPUT
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["", "  ", ".", "folder", "missing.pdf", "empty.pdf", "text.pdf"])
def test_what_is_no_code_and_no_pdf_is_told_before_a_password_is_asked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "text.pdf").write_text("a letter", encoding="utf-8")
    assert run(["verify-document", named]) == BAD_INPUT
    told = capsys.readouterr().err
    assert "name " in told
    assert "PDF" in told


@pytest.mark.parametrize("command", ["handout", "reason"])
@pytest.mark.parametrize("named", [".", "missing.json"])
def test_a_case_that_is_no_file_is_told_with_the_fix(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    named: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    more = ["-o", "x.pdf"] if command == "handout" else []
    assert run([command, named, *more]) == FAILED
    assert "name a CASE file" in capsys.readouterr().err
