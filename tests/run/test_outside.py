"""System packages: asked for only when missing, installed only where that is allowed."""

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import outside
from launcher.outside import Need
from launcher.problems import SetupProblem


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A need whose file is not there yet; returns the file."""
    missing = tmp_path / "thing.jar"
    need = Need("opening things", ("thing-package",), files=(str(missing),))
    monkeypatch.setitem(outside.NEEDS, "thing", need)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(outside, "on_debian", lambda: True)
    return missing


def test_a_met_need_asks_for_nothing(gone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone.touch()

    def refuse(packages: list[str]) -> bool:
        raise AssertionError(packages)

    monkeypatch.setattr(outside, "apt_install", refuse)
    outside.provide(("thing",), required=("thing",))


def test_what_apt_brings_is_enough(gone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def install(packages: list[str]) -> bool:
        asked.extend(packages)
        gone.touch()
        return True

    monkeypatch.setattr(outside, "apt_install", install)
    outside.provide(("thing",), required=("thing",))
    assert asked == ["thing-package"]


def test_without_the_right_the_exact_command_is_given(
    gone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "may_install", lambda: None)
    with pytest.raises(SetupProblem, match="opening things") as caught:
        outside.provide(("thing",), required=("thing",))
    assert "sudo apt-get install thing-package" in caught.value.fix


def test_what_is_not_required_is_only_mentioned(
    gone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(outside, "may_install", lambda: None)
    outside.provide(("thing",))
    assert "sudo apt-get install thing-package" in capsys.readouterr().out


def test_without_apt_the_missing_things_are_named(
    gone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "on_debian", lambda: False)
    with pytest.raises(SetupProblem) as caught:
        outside.provide(("thing",), required=("thing",))
    assert str(gone) in caught.value.fix


def test_other_systems_need_nothing(gone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert outside.missing(("thing",)) == []


@pytest.mark.parametrize(("answer", "prefix"), [(0, ["sudo", "-n"]), (1, None)])
def test_sudo_is_used_only_when_it_asks_for_no_password(
    monkeypatch: pytest.MonkeyPatch, answer: int, prefix: list[str] | None
) -> None:
    monkeypatch.setattr(outside, "on_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    done = subprocess.CompletedProcess[bytes](["sudo"], answer)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert outside.may_install() == prefix


def test_a_library_loads_or_does_not() -> None:
    libc = ctypes.util.find_library("c")
    assert libc is not None
    assert outside.loads(libc)
    assert not outside.loads("libno-such-thing.so.1")
