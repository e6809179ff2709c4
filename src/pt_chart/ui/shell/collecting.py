"""Garbage is collected on the window's thread only.

Python collects on whichever thread happens to make the next object. On the chart's thread that
would destroy parts of the window there, and Qt ends the program for it (seen: the demo died with
a segmentation fault, and so does a loop of windows dropped while another thread collects).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY_MS = 250
_NAME = "garbage collector"


class Collector(QObject):
    """Does what Python's own collector would have done, on the thread of the application."""

    def __init__(self, app: QCoreApplication) -> None:
        """Turn Python's own off and look after it from now on."""
        super().__init__(app)
        self.setObjectName(_NAME)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._timer.start(EVERY_MS)

    def step(self) -> None:
        """Collect the oldest generation that is due, as Python's thresholds say; often none."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [count > limit for count, limit in counts]
        if due[0]:
            gc.collect(2 if due[1] and due[2] else 1 if due[1] else 0)


def collect_here(app: QCoreApplication) -> Collector:
    """Let garbage be collected on the application's thread; a second call changes nothing."""
    found = app.findChild(Collector, _NAME)
    return found if isinstance(found, Collector) else Collector(app)


def forget_soon() -> None:
    """Free what a locked window let go, once Qt has destroyed its parts.

    What was decrypted must not wait for the next collection, nor stay among what was set aside as
    lasting (`gc.freeze`).
    """
    QTimer.singleShot(EVERY_MS, _forget)


def _forget() -> None:
    gc.unfreeze()
    gc.collect()
    gc.freeze()
