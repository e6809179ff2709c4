"""Three visits typed with real keys: time by the keystroke-level model.

The scripts are `tests/journeys/scripts.py`, the model `tests/journeys/keystroke_level.py`; what
the figures say and do not say is in docs/journeys.md.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QFileDialog

from pt_chart.ui.shell.application import build
from tests.benchmarks.measure import Measure
from tests.journeys import scripts
from tests.journeys.keyboard import throw_away
from tests.journeys.keystroke_level import CountedKeyboard

Script = Callable[[CountedKeyboard], None]

JOURNEYS: tuple[tuple[str, Script, int, int, int, str], ...] = (
    ("evaluation of the L5 case", scripts.evaluation, 0, 0, 480, "11:30"),
    ("follow-up note", scripts.follow_up, 1, 1, 180, "4:12 (daily note)"),
    ("six-exercise program", scripts.program, 1, 0, 60, "2:00"),
)
"""Name, script, visits in the chart, signed ones of them, aim in seconds, vendor median."""


class Waiting:
    """Waits as pytest-qt does."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 20_000) -> None:
        """Until something is so; an assertion that fails counts as not yet."""
        until = time.monotonic() + timeout / 1000
        while True:
            QApplication.processEvents()
            if callback() is not False:
                return
            if time.monotonic() > until:
                raise TimeoutError(callback)
            time.sleep(0.002)


def run() -> list[Measure]:
    """Each journey once: the model's time does not scatter, only the waiting in it does."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["bench"])
    return [_measure(app, *journey) for journey in JOURNEYS]


def _measure(
    app: QApplication, name: str, script: Script, visits: int, signed: int, aim: int, vendor: str
) -> Measure:
    with tempfile.TemporaryDirectory() as folder:
        place = scripts.make_clinic(Path(folder) / "data", visits, signed)
        keyboard = CountedKeyboard(build(app, place), Waiting())
        target = str(Path(folder) / "handout.pdf")
        QFileDialog.getSaveFileName = lambda *_a, **_k: (target, "")  # type: ignore[method-assign]
        scripts.unlock(keyboard)
        script(keyboard)
        effort, filled = keyboard.effort, scripts.fields_filled(keyboard)
        laps = ", ".join(f"{part} {lap.clock}" for part, lap in keyboard.laps.items())
        keyboard.window.lock()
        keyboard.settle()
        throw_away(keyboard.window)
    note = (
        f"{effort.clock} by the model: {effort.keys} keystrokes, {effort.clicks} clicks, "
        f"{effort.decisions} decisions, {effort.screens} screens, {filled} fields, "
        f"{effort.waiting:.1f} s waiting ({laps}). "
        f"Vendor median {vendor}: of other work by other people, unlike for like."
    )
    return Measure(f"journey: {name}", (effort.seconds * 1000,), aim_p95=aim * 1000.0, note=note)
