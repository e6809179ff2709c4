"""Charts in the real window until it is killed: `python charting_window.py DATA_FOLDER`.

Opens the demo clinic's unlock window, types the password, finds a patient, and enters numbers by
quick entry. Each number that the banner calls saved is told on standard output.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pt_chart.bootstrap import DEMO_PASSWORD, LocalWorkplace
from pt_chart.host.paths import DataFolders
from pt_chart.ui.shell.application import build


def main() -> None:
    """Chart without end."""
    app = QApplication(["pt-chart"])
    window = build(app, LocalWorkplace(DataFolders(Path(sys.argv[1])), demo=True))
    window.show()
    QTest.qWaitForWindowActive(window)

    def enter(text: str) -> None:
        for letter in text:
            QTest.keyClick(window.windowHandle(), cast("Qt.Key", letter))
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)

    def until(done: Callable[[], bool]) -> None:
        while not done():
            app.processEvents()
            time.sleep(0.002)

    enter(DEMO_PASSWORD)
    until(lambda: window.session is not None)
    app.processEvents()
    enter("tallow")
    until(lambda: window.visit is not None)
    visit = window.visit
    assert visit is not None
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_E, control)
    number = 0
    while True:
        number = number % 120 + 1
        enter(f"slr r p2 {number}")
        until(lambda: not visit.open.desk.saver.state.pending)
        sys.stdout.write(f"{visit.open.desk.visit.id} {number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
