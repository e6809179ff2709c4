"""Keeps every test to itself: own home folder, no network."""

import itertools
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HOME_VARIABLES = {
    "HOME": "",
    "USERPROFILE": "",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_STATE_HOME": "state",
    "XDG_DOCUMENTS_DIR": "documents",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
}
_numbers = itertools.count()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds all tests' homes."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(scope="session", autouse=True)
def runtime_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A run-time and cache folder for the whole run, as a desktop session has one."""
    folder = tmp_path_factory.mktemp("session")
    folder.chmod(0o700)
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_RUNTIME_DIR", str(folder))
    patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))


@pytest.fixture(autouse=True)
def own_home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own; nothing of the person who runs the tests is touched."""
    home = homes / str(next(_numbers))
    home.mkdir()
    for name, below in HOME_VARIABLES.items():
        monkeypatch.setenv(name, str(home / below))
    return home


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this computer fails the test that makes it."""

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def connect_here(own: socket.socket, address: Any, *rest: Any) -> Any:
            if isinstance(address, tuple) and not is_here(str(address[0])):
                raise AssertionError(f"a test tried to reach {address} over the network")
            return connect(own, address, *rest)

        return connect_here

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


def is_here(host: str) -> bool:
    """Whether an address is this computer's own."""
    return host in ("localhost", "::1") or host.startswith("127.")
