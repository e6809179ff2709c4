"""A pytest-qt robot that waits longer than a busy machine needs; a wait that holds is free."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

WAIT_MS = 60_000
"""pytest-qt's own 5 seconds failed tests on a machine with two cores that builds and tests."""


class PatientBot(QtBot):
    """The robot of pytest-qt with longer waits where a test names none."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = WAIT_MS) -> None:
        """Turn the event loop until something holds."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = WAIT_MS, **how: Any) -> Any:
        """Turn the event loop until a signal came."""
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget: Any, *, timeout: int = WAIT_MS) -> Any:
        """Turn the event loop until a window is on the screen."""
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The robot of every window's test."""
    return PatientBot(request)
