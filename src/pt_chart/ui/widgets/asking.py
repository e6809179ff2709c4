"""Dialogs before a chart: locking ends them, and what one then still answers does not count."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QDialog

T = TypeVar("T")

_ended = [0]
"""How often dialogs were ended; the system's own dialogs cannot be closed, only not believed."""


def end_dialogs() -> None:
    """The chart is locked: close every dialog of the program unanswered."""
    _ended[0] += 1
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QDialog) and window.isVisible():
            window.reject()


def asked(ask: Callable[[], T]) -> T | None:
    """Ask with a dialog that waits; None where the chart was locked meanwhile."""
    before = _ended[0]
    answer = ask()
    return answer if _ended[0] == before else None


def name_asked(ask: Callable[[], tuple[str, str]]) -> str:
    """The name that a file dialog answers; "" for none, or where the chart was locked meanwhile."""
    answer = asked(ask)
    return answer[0] if answer is not None else ""
