"""Hears of the system's own lock and sleep, where it tells, so that the chart locks with it.

Linux tells over D-Bus (the session's screen saver, logind's sleep), Windows by messages to the
window. Everywhere a clock that leaps between two looks says that the computer slept. macOS tells
Qt programs nothing of its lock; the idle lock and the leap hold there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    QTimer,
    Signal,
    Slot,
)

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

LOOK_EVERY_MS = 15_000
SLEPT_S = 60
"""A look that comes so late means that the computer slept."""
SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver")
_WM_POWERBROADCAST, _PBT_APMSUSPEND = 0x0218, 0x0004
_WM_WTSSESSION_CHANGE, _WTS_SESSION_LOCK = 0x02B1, 0x7


class SystemWatch(QObject):
    """``locked`` carries why: words for the unlock window."""

    locked = Signal(str)

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._now = now
        self._looked = now()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._filter: _WindowsMessages | None = None
        if sys.platform == "win32":
            self._filter = _WindowsMessages(self.locked.emit)
            QCoreApplication.instance().installNativeEventFilter(self._filter)
        elif sys.platform.startswith("linux"):
            self._listen()

    def look(self) -> None:
        """Compare the clock with the last look."""
        now, before = self._now(), self._looked
        self._looked = now
        if now - before > LOOK_EVERY_MS / 1000 + SLEPT_S:
            self.locked.emit("Locked: the computer slept")

    def watch_session(self, window: int) -> None:
        """Windows: ask to be told of the session's lock. ``window`` is the native handle."""
        if sys.platform == "win32":
            import ctypes

            register = getattr(ctypes, "windll").wtsapi32  # noqa: B009 - only there on Windows
            register.WTSRegisterSessionNotification(window, 0)

    def _listen(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        session = QDBusConnection.sessionBus()
        for name in SCREEN_SAVERS if session.isConnected() else ():
            for path in ("/ScreenSaver", "/" + name.replace(".", "/")):
                _follow(session, path, name, "ActiveChanged", self, "_saver(bool)")
        system = QDBusConnection.systemBus()
        if system.isConnected():
            login = "org.freedesktop.login1"
            manager = "/org/freedesktop/login1"
            _follow(system, manager, f"{login}.Manager", "PrepareForSleep", self, "_sleep(bool)")
            _follow(system, "", f"{login}.Session", "Lock", self, "_session()")

    @Slot(bool)
    def _saver(self, active: bool) -> None:
        if active:
            self.locked.emit("Locked with the computer")

    @Slot(bool)
    def _sleep(self, begins: bool) -> None:
        if begins:
            self.locked.emit("Locked: the computer goes to sleep")

    @Slot()
    def _session(self) -> None:
        self.locked.emit("Locked with the computer")


def _follow(
    bus: QDBusConnection, path: str, interface: str, signal: str, receiver: QObject, slot: str
) -> None:
    """Have a slot called at a D-Bus signal, whoever sends it.

    The type stubs ask for bytes where PySide6 takes the text of `SLOT` only.
    """
    connect: Callable[..., bool] = bus.connect
    connect("", path, interface, signal, receiver, SLOT(slot))


class _WindowsMessages(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends to the program's windows."""

    def __init__(self, locked: Callable[[str], None]) -> None:
        super().__init__()
        self._locked = locked

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """Tell of a lock or a sleep; never keeps a message back."""
        name = kind.data() if isinstance(kind, QByteArray) else bytes(kind)
        if name == b"windows_generic_MSG":
            from ctypes import wintypes

            sent = wintypes.MSG.from_address(int(message))
            if sent.message == _WM_POWERBROADCAST and sent.wParam == _PBT_APMSUSPEND:
                self._locked("Locked: the computer goes to sleep")
            elif sent.message == _WM_WTSSESSION_CHANGE and sent.wParam == _WTS_SESSION_LOCK:
                self._locked("Locked with the computer")
        return False, 0
