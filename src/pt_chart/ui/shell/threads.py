"""Work off the window's thread, and the way back to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")


class MainThread(QObject):
    """Runs calls on the window's thread; `post` may be called from any thread.

    It belongs to the application, so that an answer that comes after the window is gone meets a
    living object; such answers are dropped.
    """

    _asked = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(QCoreApplication.instance())
        self._owner = owner
        self._asked.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Run a call soon, on the window's thread."""
        self._asked.emit(call)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if isValid(self._owner):
            call()

    def background(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> threading.Thread:
        """Run ``work`` on a thread of its own and bring its result or exception back."""

        def run() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - whatever it was is handed over
                caught = error
                self.post(lambda: failed(caught))
            else:
                self.post(lambda: done(result))

        thread = threading.Thread(target=run, daemon=True, name="pt-chart background")
        thread.start()
        return thread
