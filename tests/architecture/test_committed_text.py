"""No committed file ties the project to one machine or one package server."""

import re
from pathlib import Path

import pytest

from tests.support.committed import ROOT, name, text_files

# Spelled in halves, so that this file does not find itself.
MACHINE = re.compile("/" + r"(work|root)/|/opt/" + "wheels|/tmp/" + "team")
SERVERS = re.compile("pypi" + r"\.org|python" + r"hosted|npm" + r"js\.(org|com)|deb\." + "debian")
LOCKS = sorted((ROOT / "packaging" / "requirements").glob("*.*"))


def places(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in any text file."""
    return [
        f"{name(path)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_path_of_one_machine() -> None:
    assert places(MACHINE) == []


def test_no_package_server() -> None:
    assert places(SERVERS) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_address_in_the_pinned_lists(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(-i|--index-url|--extra-index-url|--find-links)", text)


@pytest.mark.parametrize("layer", ["runtime", "build", "test", "bench", "design"])
def test_every_package_is_pinned_with_a_hash(layer: str) -> None:
    text = (ROOT / "packaging" / "requirements" / f"{layer}.txt").read_text()
    entries = [entry for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", text) if entry.strip()]
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+", entry), entry
        assert "--hash=sha256:" in entry, entry
