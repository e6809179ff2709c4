"""A chart file starts as quickly as before there were servers."""

from __future__ import annotations

import subprocess
import sys

_ASK = (
    "import sys\n"
    "import pt_chart.store.{}\n"
    "print([m for m in sys.modules if 'postgresql' in m or 'psycopg' in m or '.server.' in m])"
)


def loaded_by(module: str) -> str:
    """What of the server's side a new Python has loaded after importing a module."""
    run = [sys.executable, "-c", _ASK.format(module)]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()


def test_a_chart_file_loads_nothing_of_the_server() -> None:
    assert loaded_by("file_entering") == "[]"
    assert loaded_by("administration") == "[]"


def test_the_door_is_cheap() -> None:
    found = loaded_by("server.door")
    assert "psycopg" not in found
    assert "sqlalchemy" not in found
