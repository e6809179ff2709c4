"""A person at the keyboard: real key events into the native window, counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
SECTIONS = ("history", "body_chart", "exam", "measures", "plan", "program", "documents")


class Waits(Protocol):
    """What waits until something is so: pytest-qt's bot, or a benchmark's own."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = ...) -> None:
        """Until the callback is true, or an error."""
        ...


class Keyboard:
    """Types into a window; ``count`` keystrokes so far (a chord is one)."""

    def __init__(self, window: MainWindow, qtbot: Waits) -> None:
        self.window = window
        self.count = 0
        self._bot = qtbot
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window, 60_000)

    @property
    def visit(self) -> VisitView:
        """The open visit."""
        assert self.window.visit is not None
        return self.window.visit

    @property
    def focus(self) -> str:
        """What a screen reader says of the control that has the keyboard."""
        focused = QApplication.focusWidget()
        assert focused is not None, "the keyboard is nowhere"
        return focused.accessibleName()

    def press(self, *keys: Qt.Key, hold: Qt.KeyboardModifier | None = None) -> None:
        """Press keys one after the other."""
        for key in keys:
            handle = self.window.windowHandle()
            QTest.keyClick(handle, key, hold or Qt.KeyboardModifier.NoModifier)
            self.count += 1
            self.settle()

    def type(self, text: str) -> None:
        """Type a text letter by letter."""
        for letter in text:
            # Qt takes a letter here, which its type stubs do not say.
            QTest.keyClick(self.window.windowHandle(), cast("Qt.Key", letter))
            self.count += 1
        self.settle()

    def enter(self, text: str) -> None:
        """Type a text and press Enter."""
        self.type(text)
        self.press(Key.Key_Return)

    def tab_to(self, name: str, limit: int = 25) -> None:
        """Press Tab until a control with these words in its name has the keyboard."""
        met = [self.focus]
        while name not in met[-1]:
            assert len(met) <= limit, f"{name!r} is not within {limit} tabs: {met}"
            self.press(Key.Key_Tab)
            met.append(self.focus)

    def section(self, name: str) -> None:
        """Alt and the section's number."""
        number = SECTIONS.index(name) + 1
        self.press(Key(Key.Key_0.value + number), hold=ALT)
        assert self.visit.section == name

    def quick(self, line: str) -> None:
        """Ctrl+E, the shorthand, Enter."""
        if self.focus != "Quick entry":
            self.press(Key.Key_E, hold=CTRL)
        self.enter(line)
        assert self.visit.quick.field.text() == "", self.visit.quick.remark.text()

    def settle(self) -> None:
        """Let queued answers and repaints happen."""
        for _ in range(4):
            QApplication.processEvents()

    def wait_for_visit(self) -> VisitView:
        """Until a visit is open."""
        self._bot.waitUntil(lambda: self.window.visit is not None)
        self.settle()
        return self.visit

    def wait_until(self, done: Callable[[], bool | None], timeout: int = 60_000) -> None:
        """Until something is so."""
        self._bot.waitUntil(done, timeout=timeout)
        self.settle()


def throw_away(window: QWidget) -> None:
    """Close a window and everything that waits to be deleted."""
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
