"""Takes the pictures: the window, or a part of it, in both schemes and sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QWidget

from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme

SIZES = (QSize(1366, 768), QSize(1920, 1080))
SCHEMES = (Scheme.LIGHT, Scheme.DARK)
SETTLE_MS = 450
"""Time given to a page for its delayed work (handout preview), in milliseconds."""


class Camera:
    """Pictures of one window into one folder."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self.window = window
        self.out = out

    def everywhere(self, name: str) -> Iterator[Path]:
        """The window as it stands: light and dark, 1366 and 1920 pixels wide.

        Raises:
            OSError: the folder cannot be written.
        """
        for scheme in SCHEMES:
            self.window.choose_scheme(scheme)
            for size in SIZES:
                yield self.window_at(size, f"{name}-{scheme.value}-{size.width()}")
        self.window.choose_scheme(Scheme.LIGHT)

    def window_at(self, size: QSize, name: str) -> Path:
        """The window once, in the scheme it has."""
        self.window.resize(size)
        return self.of(self.window, name)

    def of(self, widget: QWidget, name: str) -> Path:
        """Any widget, a dialog say, at the size it has."""
        # The camera is at work: on a slow machine the idle lock would close the page before it.
        self.window.eventFilter(self.window, QEvent(QEvent.Type.MouseMove))
        settle()
        target = self.out / f"{name}.png"
        if not widget.grab().save(str(target)):
            raise OSError(f"{target.name} could not be written")
        return target


def settle(milliseconds: int = SETTLE_MS) -> None:
    """Let timers and paint events run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
