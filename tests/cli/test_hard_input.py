"""Input that once slipped through: each is refused or told, with place and fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from pt_chart.cli import BAD_INPUT, DONE, FAILED, run
from tests.cli.test_commands import case_file

ROOT = Path(__file__).resolve().parents[2]


def test_a_number_beyond_all_measure_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = [{"id": "slr_angle", "side": "right", "value": 10**400}]
    assert run(["reason", case_file(tmp_path, findings=huge)]) == BAD_INPUT
    told = capsys.readouterr().err
    assert "findings[0].value" in told
    assert "too large" in told
    assert len(told) < 400


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_id_is_not_dropped(
    empty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [{"id": empty, "value": True}]
    assert run(["reason", case_file(tmp_path, findings=findings)]) == BAD_INPUT
    assert "findings[0].id" in capsys.readouterr().err


def test_the_pdf_never_replaces_the_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = case_file(tmp_path)
    before = Path(case).read_bytes()
    assert run(["handout", case, "-o", case]) == BAD_INPUT
    assert Path(case).read_bytes() == before
    assert "name another file" in capsys.readouterr().err


def test_characters_without_a_glyph_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = case_file(tmp_path, patient={"name": "\u738b"})
    assert run(["handout", case, "-o", str(tmp_path / "h.pdf")]) == DONE
    assert "printed as codes" in capsys.readouterr().err


def test_nerve_symptoms_in_both_legs_of_unknown_age_are_never_waved_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = [{"id": "numbness", "side": "both", "value": True}]
    assert run(["reason", case_file(tmp_path, findings=findings)]) == DONE
    assert "urgent referral" in capsys.readouterr().out.splitlines()[0]


def test_a_name_that_no_file_can_have_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = case_file(tmp_path)
    assert run(["handout", case, "-o", str(tmp_path / ("x" * 300))]) == FAILED
    told = capsys.readouterr().err
    assert "choose a folder" in told
    assert "Traceback" not in told


def test_the_case_of_the_documentation_is_read_and_printed(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "case-format.md").read_text("utf-8")
    case = tmp_path / "case.json"
    case.write_text(page.split("```json\n")[1].split("```")[0], "utf-8")
    assert run(["reason", str(case)]) == DONE
    printed = tmp_path / "handout.pdf"
    assert run(["handout", str(case), "-o", str(printed)]) == DONE
    assert printed.read_bytes().startswith(b"%PDF")
