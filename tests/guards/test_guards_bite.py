"""Each guard of tests/support, broken once on purpose in a pytest run of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import logging, os, socket, warnings
import pytest

def test_logs_a_warning():
    logging.getLogger("probe").warning("stray")

def test_asks_for_the_log(caplog):
    logging.getLogger("probe").warning("wanted")
    assert "wanted" in caplog.text

def test_reaches_out():
    with socket.socket() as own:
        own.connect(("192.0.2.1", 9))

def test_stays_here():
    with socket.socket() as server, socket.socket() as own:
        server.bind(("127.0.0.1", 0))
        server.listen()
        own.connect(server.getsockname())

def test_warns():
    warnings.warn("careless")

@pytest.mark.needs("jdk")
def test_wants_java():
    pass

def test_has_its_own_home():
    assert "homes" in os.path.expanduser("~")
"""


def run_probe(folder: Path, text: str = PROBE, **variables: str) -> str:
    """Run pytest with the project's conftest on one file; returns what it printed."""
    probe = folder / "test_probe.py"
    probe.write_text(text)
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml")]
    command += ["--rootdir", str(ROOT), "-p", "tests.conftest", "-p", "no:randomly", "-v"]
    command += ["-p", "no:cacheprovider", "-p", "no:pytest-qt", str(probe)]
    environment = {**os.environ, **variables}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    # An empty PATH: whatever this machine has, the probe finds no Java.
    return run_probe(tmp_path_factory.mktemp("probe"), PATH="", PT_CHART_NO_SKIPS="")


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("test_logs_a_warning", "ERROR"),
        ("test_asks_for_the_log", "PASSED"),
        ("test_reaches_out", "FAILED"),
        ("test_stays_here", "PASSED"),
        ("test_warns", "FAILED"),
        ("test_wants_java", "SKIPPED"),
        ("test_has_its_own_home", "PASSED"),
    ],
)
def test_outcome(printed: str, name: str, outcome: str) -> None:
    assert any(f"::{name} {outcome}" in line for line in printed.splitlines()), printed


def test_skipped_needs_are_listed_with_the_command(printed: str) -> None:
    listing = printed.split("not run, for want of something from outside", 1)[1]
    assert "test_wants_java: jdk (sudo apt-get install default-jdk-headless)" in listing


def test_continuous_integration_fails_on_a_missing_need(tmp_path: Path) -> None:
    printed = run_probe(tmp_path, PATH="", PT_CHART_NO_SKIPS="1")
    assert "::test_wants_java ERROR" in printed


def test_a_misspelled_need_is_refused(tmp_path: Path) -> None:
    text = "import pytest\npytestmark = pytest.mark.needs('jdkk')\ndef test_x(): pass"
    printed = run_probe(tmp_path, text)
    assert "needs 'jdkk'; known are: window" in printed
