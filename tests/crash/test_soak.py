"""The soak in its short form; `run.py soak` runs the long one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.soak import clients, disk, flips, fuzz, imports, kills

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fork and SIGKILL")


def test_kills_lose_nothing(tmp_path: Path) -> None:
    outcome = kills.run(12, tmp_path, seed=3)
    assert outcome.faults == []
    assert outcome.counts["charts read whole"] == 12
    assert outcome.counts["acknowledgments"] > 12


def test_flipped_bits_are_noticed_or_harmless(tmp_path: Path) -> None:
    outcome = flips.run(15, tmp_path)
    assert outcome.faults == []
    assert sum(outcome.counts.values()) == 15


def test_bad_input_is_refused(tmp_path: Path) -> None:
    outcome = fuzz.run(250, tmp_path)
    assert outcome.faults == []
    assert outcome.counts["case refused"]
    assert outcome.counts["backup refused"]


def test_broken_imports_are_refused_or_undone(tmp_path: Path) -> None:
    outcome = imports.run(150, tmp_path)
    assert outcome.faults == []
    assert outcome.counts["bundles refused"]
    assert outcome.counts["patients carried out and undone"]


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_a_failing_disk_loses_nothing(tmp_path: Path) -> None:
    outcome = disk.run(tmp_path, most=3)
    assert outcome.faults == []
    assert outcome.counts["writes that failed"] >= 24
    assert outcome.counts["told as DiskFull"]
    assert outcome.counts["told as StorageFailed"]


@pytest.mark.needs("postgresql")
def test_two_clients_at_a_restarted_server_lose_nothing(tmp_path: Path) -> None:
    outcome = clients.run(4, tmp_path, seed=5)
    assert outcome.faults == []
    assert outcome.counts["restarts"] == 2
    assert outcome.counts["edits acknowledged"] > 20
