"""The lists inside the import contracts stay complete when rooms and packages come and go."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}
# contract -> the rooms that may do what the contract forbids the others
FREE = {"database": {"store"}, "paper": {"documents"}}
MODULE_OF = {
    "argon2-cffi": "argon2",
    "pillow": "PIL",
    "pyside6-essentials": "PySide6",
}


def rooms() -> set[str]:
    """Every direct part of the package."""
    package = ROOT / "src" / "pt_chart"
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    return modules | {path.parent.name for path in package.glob("*/__init__.py")}


@pytest.mark.parametrize("contract", sorted(FREE))
def test_a_contract_binds_every_other_room(contract: str) -> None:
    bound = {name.removeprefix("pt_chart.") for name in CONTRACTS[contract]["source_modules"]}
    assert bound == rooms() - FREE[contract]


def test_qt_is_bound_to_the_window_and_its_starter() -> None:
    bound = {
        name.removeprefix("pt_chart.")
        for contract in ("qt", "qt-at-the-top")
        for name in CONTRACTS[contract]["source_modules"]
    }
    assert bound == rooms() - {"ui", "main"}


def test_the_clinical_domain_is_kept_from_every_package_but_numpy() -> None:
    wanted = (ROOT / "packaging" / "requirements" / "runtime.in").read_text()
    names = re.findall(r"(?m)^([A-Za-z0-9-]+)", wanted)
    modules = {MODULE_OF.get(name.lower(), name.lower()) for name in names} - {"numpy"}
    assert modules == set(CONTRACTS["clinical"]["forbidden_modules"])
