"""Runs in a process of its own: opens a window, says when it was painted, and ends.

`python -m tests.benchmarks.window_probe bare | unlock FOLDER | register FOLDER PASSWORD` prints one
line of JSON: times on the system's monotonic clock, which the measuring process reads as well.
"""

import importlib.util
import json
import runpy
import sys
import threading
import time
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Painted = Callable[["QWidget"], None]


class WhenImported:
    """Calls back right after the program itself has imported a module, changing no order."""

    def __init__(self, name: str, then: Callable[[ModuleType], None]) -> None:
        self.name = name
        self.then = then
        sys.meta_path.insert(0, self)

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Part of Python's protocol for finders; looks after one module only."""
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        loader: Any = spec.loader if spec else None
        load = loader.exec_module

        def load_and_tell(module: ModuleType) -> None:
            load(module)
            self.then(module)

        loader.exec_module = load_and_tell
        return spec


def when_painted(painted: Painted) -> Callable[[ModuleType], None]:
    """What to do to QtWidgets so that the first paint of the first window is told."""

    def prepare(widgets: Any) -> None:
        run = widgets.QApplication.exec

        def watched(*_: object) -> int:
            window = next(w for w in widgets.QApplication.topLevelWidgets() if w.isVisible())
            window.probe = watch_paint(window, painted)
            return int(run())

        widgets.QApplication.exec = watched

    return prepare


def watch_paint(window: "QWidget", painted: Painted) -> object:
    """Call back once, after the window's first paint has gone through all of its parts."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPaint(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                window.removeEventFilter(self)
                QTimer.singleShot(0, lambda: painted(window))
            return False

    filter_ = FirstPaint()
    window.installEventFilter(filter_)
    return filter_


def finish(**times: float) -> None:
    """Print the times and leave."""
    from PySide6.QtWidgets import QApplication

    print(json.dumps(times), flush=True)
    QApplication.quit()


def bare() -> None:
    """The floor: a PySide6 window with nothing in it."""
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    app.exec()


def program(folder: str) -> None:
    """The program, as `python -m pt_chart --data-dir FOLDER` starts it."""
    sys.argv = ["pt-chart", "--data-dir", folder]
    runpy.run_module("pt_chart", run_name="__main__", alter_sys=True)


class Register:
    """Types the password into the unlock window and waits for the painted patient list."""

    def __init__(self, password: str) -> None:
        self.password = password
        self.deriving = 0.0
        WhenImported("pt_chart.store.keyfile", self.time_derivation)

    def time_derivation(self, module: Any) -> None:
        """Take the time of the key derivation, which is slow on purpose."""
        stretch = module._stretch

        def timed(*arguments: object) -> object:
            started = time.perf_counter()
            try:
                return stretch(*arguments)
            finally:
                self.deriving += time.perf_counter() - started

        module._stretch = timed

    def unlock_painted(self, window: Any) -> None:
        """Wait as long as somebody types: until what loads behind the window is loaded."""
        from PySide6.QtCore import QTimer

        if any(thread.name == "pt-chart background" for thread in threading.enumerate()):
            QTimer.singleShot(20, lambda: self.unlock_painted(window))
        else:
            QTimer.singleShot(200, lambda: self.press_enter(window))

    def press_enter(self, window: Any) -> None:
        """The moment from which on is measured."""
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtGui import QKeyEvent

        field = window.stack.currentWidget().password
        field.setText(self.password)
        kind, plain = QEvent.Type.KeyPress, Qt.KeyboardModifier.NoModifier
        key = QKeyEvent(kind, Qt.Key.Key_Return, plain, "\r")
        entered = time.monotonic()
        QCoreApplication.sendEvent(field, key)
        self.wait_for_list(window, entered)

    def wait_for_list(self, window: Any, entered: float) -> None:
        """Look each millisecond whether the list has its rows, then let it paint."""
        from PySide6.QtCore import QCoreApplication, QTimer

        if window.patients is None or not window.patients.found.model().rowCount():
            QTimer.singleShot(1, lambda: self.wait_for_list(window, entered))
            return
        QCoreApplication.processEvents()
        finish(entered=entered, painted=time.monotonic(), deriving=self.deriving)


def main(arguments: Sequence[str]) -> None:
    """Do what the first word says."""
    what, *rest = arguments
    then: Painted = lambda _window: finish(painted=time.monotonic())  # noqa: E731
    if what == "register":
        then = Register(rest[1]).unlock_painted
    WhenImported("PySide6.QtWidgets", when_painted(then))
    if what == "bare":
        bare()
    else:
        program(rest[0])


if __name__ == "__main__":
    main(sys.argv[1:])
