"""Each import contract of pyproject.toml, broken once on purpose in a copy of the program."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "pyproject.toml"
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads(CONFIG.read_text())["tool"]["importlinter"]["contracts"]
}

# contract -> (room that offends, what it imports, what the report must say about it)
OFFENSES = [
    ("layers", "clinical", "pt_chart.definitions", "pt_chart.clinical is not allowed to import"),
    ("layers", "definitions", "pt_chart.charting", "pt_chart.definitions is not allowed to import"),
    ("layers", "charting", "pt_chart.host", "pt_chart.charting is not allowed to import"),
    ("layers", "host", "pt_chart.store", "pt_chart.host is not allowed to import"),
    ("layers", "store", "pt_chart.documents", "pt_chart.store is not allowed to import"),
    ("layers", "documents", "pt_chart.ui", "pt_chart.documents is not allowed to import"),
    ("layers", "ui", "pt_chart.store", "pt_chart.ui is not allowed to import pt_chart.store"),
    ("layers", "ui", "pt_chart.bootstrap", "pt_chart.ui is not allowed to import pt_chart.boot"),
    ("qt", "documents", "PySide6", "pt_chart.documents.offender -> PySide6"),
    ("qt-at-the-top", "bootstrap", "PySide6", "pt_chart.bootstrap.offender -> PySide6"),
    ("database", "charting", "sqlcipher3", "pt_chart.charting.offender -> sqlcipher3"),
    ("database", "ui", "sqlite3", "pt_chart.ui.offender -> sqlite3"),
    ("paper", "ui", "reportlab", "pt_chart.ui.offender -> reportlab"),
    ("clinical", "clinical", "sqlalchemy", "pt_chart.clinical.offender -> sqlalchemy"),
]


def copy_of_the_program(folder: Path) -> Path:
    """A copy of src/ that a test may spoil; returns its package folder."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "pt_chart", folder / "pt_chart", ignore=ignored)
    return folder / "pt_chart"


def offend(package: Path, room: str, target: str) -> None:
    """Add one import that must not be there."""
    single = package / f"{room}.py"
    spoiled = single if single.is_file() else package / room / "offender.py"
    with spoiled.open("a") as handle:
        handle.write(f"\nimport {target}\n")


def lint(folder: Path, contract: str) -> tuple[int, str]:
    """Check one contract on the copy in a folder: exit code and report."""
    program = "from importlinter.cli import lint_imports_command as command; command()"
    command = [sys.executable, "-c", program, "--config", str(CONFIG), "--no-cache", "--no-logo"]
    done = subprocess.run(
        [*command, "--contract", contract],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("contract", "room", "target", "said"), OFFENSES)
def test_an_offense_is_reported(
    tmp_path: Path, contract: str, room: str, target: str, said: str
) -> None:
    offend(copy_of_the_program(tmp_path), room, target)
    code, report = lint(tmp_path, contract)
    assert code == 1, report
    assert said in report


def test_a_room_that_nobody_placed_is_reported(tmp_path: Path) -> None:
    (copy_of_the_program(tmp_path) / "annex.py").write_text('"""A room without a place."""\n')
    code, report = lint(tmp_path, "layers")
    assert code == 1
    assert "annex" in report


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_program_keeps_every_contract(tmp_path: Path, contract: str) -> None:
    copy_of_the_program(tmp_path)
    code, report = lint(tmp_path, contract)
    assert code == 0, report


def test_every_contract_is_broken_once() -> None:
    assert {contract for contract, *_ in OFFENSES} == set(CONTRACTS)
