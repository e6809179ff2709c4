"""Text size of this workstation: letters, controls and pictures grow together."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from pt_chart.ui.shell.window import MainWindow

PERCENTS = (100, 125, 150, 175, 200)
FACTOR = "QT_SCALE_FACTOR"
USUAL = QSize(1366, 768)


def put_on(percent: int) -> None:
    """Make the next application of this process so large; a percentage not offered is 100.

    On top of what the system asks for, and of a factor that the environment sets already.
    """
    if percent in PERCENTS and percent != 100:
        given = _number(os.environ.get(FACTOR, ""))
        os.environ[FACTOR] = f"{given * percent / 100:g}"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 1.0


def choose(window: MainWindow, percent: int) -> None:
    """Keep the size for the next start, and say that it waits for it."""
    settings = window.place.settings()
    session = window.session
    if settings.text_size == percent:
        words, advice = f"Text size is {percent} % already", ""
    else:
        window.place.save_settings(replace(settings, text_size=percent))
        words, advice = f"Text size {percent} %", "It holds when pt-chart is started again."
    if session is not None:
        session.remark(words, advice, passing=True)


def first_size() -> QSize:
    """The usual size of the window, or all that the screen has."""
    screen = QGuiApplication.primaryScreen()
    return USUAL.boundedTo(screen.availableSize()) if screen is not None else USUAL
