"""What the command line prints for patients, and what it says about it."""

import json
from pathlib import Path

import pytest

from pt_chart.cli import BAD_INPUT, DONE, run
from tests.cli.test_commands import CASE, EMERGENCY
from tests.documents import reading

NAMED = {"name": "Brown, Tom", "age": 45, "sex": "M"}
CLINIC = {"name": "Harbor", "phone": "555-010-0142", "hours": "Weekdays, 8 to 5"}


def printed(folder: Path, *options: str, **changes: object) -> str:
    """The text of the handout of a case with some parts changed."""
    path, target = folder / "case.json", folder / "out.pdf"
    path.write_text(json.dumps(CASE | changes), encoding="utf-8")
    assert run(["handout", str(path), "-o", str(target), *options]) == DONE
    return " ".join(reading.words(target.read_bytes()).split())


@pytest.mark.parametrize("findings", [CASE["findings"], EMERGENCY])
def test_a_clinic_without_a_phone_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], findings: object
) -> None:
    assert "______________" in printed(tmp_path, findings=findings)
    told = capsys.readouterr().err
    assert "no phone number" in told
    assert "clinic.phone" in told
    assert "555-010-0142" in printed(tmp_path, findings=findings, clinic=CLINIC)
    assert "no phone number" not in capsys.readouterr().err


def test_the_checklist_says_of_a_card_and_letter_what_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(tmp_path, findings=EMERGENCY)
    assert "checklist" not in capsys.readouterr().err
    assert run(["check-handout", str(tmp_path / "out.pdf")]) == BAD_INPUT
    told = capsys.readouterr()
    assert "“Safety card” and “Emergency referral letter”, not a home exercise" in told.err
    assert "fail" not in told.out + told.err


def test_what_a_sheet_must_hold_and_does_not_is_said_when_it_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clinician = {"name": "Ines Corvale", "credentials": "PT"}
    printed(tmp_path, clinic=CLINIC, clinician=clinician, patient=NAMED, date="2026-11-21")
    assert "checklist" not in capsys.readouterr().err
    ids = (
        "flexion_seated", "lateral_shift_correction", "hamstring_heel_dig",
        "long_lever_bridge_iso",
    )  # fmt: skip
    reason = {"reason": "Looked at together in the clinic"}
    found = [{"id": "leg_pain", "value": True, "side": "left"}]
    chosen = [{"exercise": one, "override": reason} for one in ids]
    printed(tmp_path, "--lang", "es", side="left", findings=found, program=chosen)
    told = capsys.readouterr().err
    assert "checklist, item 34 (must): whole file: 5 pages; 4 at most" in told


def test_the_letter_tells_the_age_of_the_case(tmp_path: Path) -> None:
    patient = {"name": "R. S.", "age": 62, "sex": "F"}
    said = printed(tmp_path, findings=EMERGENCY, patient=patient, clinic=CLINIC)
    assert "Age 62" in said


def test_spanish_paper_says_its_hours_in_spanish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(tmp_path, "--lang", "es", clinic=CLINIC)
    assert "Lun a vie, 8 a 5" in said
    assert "Office hours" not in capsys.readouterr().err
    odd = printed(tmp_path, "--lang", "es", clinic=CLINIC | {"hours": "by appointment"})
    assert "by appointment" in odd
    assert "Office hours: own words print as typed" in capsys.readouterr().err
    own = printed(
        tmp_path,
        "--lang",
        "es",
        clinic=CLINIC | {"hours": "by appointment", "hours_es": "con cita"},
    )
    assert "con cita" in own
