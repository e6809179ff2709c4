"""What each command of run.py starts, and what it says when it cannot."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import commands, outside

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The program's command lines, instead of starting them."""
    lines: list[list[str]] = []

    def note(command: list[str], _environment: object) -> int:
        lines.append(command)
        return 0

    monkeypatch.setattr(commands, "become", note)
    monkeypatch.setattr(commands, "prepared", lambda *_, **__: ["python"])
    monkeypatch.setattr(outside, "provide", lambda *_, **__: None)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return lines


def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the display away."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", "python -m pt_chart"),
        ("demo", "python -m pt_chart demo"),
        ("demo --reset", "python -m pt_chart demo --reset"),
        ("demo --out pictures", "python -m pt_chart demo --out pictures"),
        ("--dev test tests/ui -x", "python -m pytest tests/ui -x"),
        ("test --without-qt -x", "python -m pytest -p no:pytest-qt -x"),
        ("bench start --json b.json", "python -m tests.benchmarks start --json b.json"),
    ],
)
def test_command(started: list[list[str]], line: str, command: str) -> None:
    assert commands.main(line.split()) == 0
    assert " ".join(started[0]) == command


def test_cli_passes_every_word_on(started: list[list[str]]) -> None:
    commands.main(["cli", "reason", "--json", "case.json"])
    assert started[0][-3:] == ["reason", "--json", "case.json"]


def test_demo_without_a_display_says_so_and_writes_pictures(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blind(monkeypatch)
    assert commands.main(["demo"]) == 0
    assert started[0][-2:] == ["--out", str(ROOT / "demo-output")]
    printed = capsys.readouterr().out
    assert "no display" in printed
    assert str(ROOT / "demo-output") in printed


def test_the_window_without_a_display_is_refused_with_a_way_out(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blind(monkeypatch)
    assert commands.main([]) == 1
    assert started == []
    assert "demo --out DIR" in capsys.readouterr().err


def test_an_unknown_command_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["demoo"]) == 2
    printed = capsys.readouterr().err
    assert "'demoo'" in printed
    assert "demo --out DIR" in printed


def test_check_takes_no_words(started: list[list[str]]) -> None:
    assert commands.main(["check", "everything"]) == 1


def test_the_environment_can_be_put_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PT_CHART_VENV", raising=False)
    assert commands.environment_folder("") == ROOT / ".venv"
    monkeypatch.setenv("PT_CHART_VENV", str(tmp_path / "env"))
    assert commands.environment_folder("-without-qt") == tmp_path / "env-without-qt"


@pytest.mark.parametrize("version", ["2.7.18", "3.6.15", "3.10.13", "3.15.0"])
def test_an_unsuitable_python_is_named(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    numbers = tuple(int(part) for part in version.split("."))
    monkeypatch.setattr(sys, "version_info", numbers)
    monkeypatch.setattr(sys, "version", f"{version} (main)")
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(ROOT / "run.py"), run_name="__main__")
    assert f"this is Python {version}" in str(caught.value)


def test_run_py_needs_nothing_but_python() -> None:
    """-I leaves out every installed package and every variable."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "run.py"), "--help"],
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "demo --out DIR" in done.stdout
