"""Starts Qt and the window."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from pt_chart.charting.errors import WorldError
from pt_chart.host import diagnostics
from pt_chart.host.resources import resources_dir
from pt_chart.ui.shell.collecting import collect_here
from pt_chart.ui.shell.impatience import tells
from pt_chart.ui.shell.text_size import first_size, put_on
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme, Theme

if TYPE_CHECKING:
    from pt_chart.charting.clinic_session import ClinicSession
    from pt_chart.ui.workplace import Workplace


def start(workplace: Workplace, arguments: Sequence[str]) -> int:
    """Show the unlock window and run until it is closed; the exit code."""
    put_on(workplace.settings().text_size)
    app = QApplication(["pt-chart", *arguments])
    app.setApplicationName("pt-chart")
    window = build(app, workplace)
    report_crashes(workplace, tells(window))
    window.resize(first_size())
    window.show()
    return app.exec()


def build(app: QApplication, workplace: Workplace) -> MainWindow:
    """A window over a workplace, locked, in the scheme of this workstation."""
    collect_here(app)
    chosen = workplace.settings().scheme
    scheme = Scheme(chosen) if chosen in set(Scheme) else Scheme.SYSTEM
    theme = Theme(app, resources_dir(), scheme)
    theme.touch = workplace.settings().touch
    return MainWindow(theme, workplace)


def open_main_window(
    app: QApplication, workplace: Workplace, session: ClinicSession, scheme: Scheme
) -> MainWindow:
    """A window over an open chart, for pictures and tests."""
    collect_here(app)
    window = MainWindow(Theme(app, resources_dir(), scheme), workplace)
    window.unlocked(session)
    return window


def report_crashes(workplace: Workplace, world: Callable[[WorldError], None] | None = None) -> None:
    """From here on a fault on any thread writes a report without patient text, and nothing else.

    Python itself would print messages and values, which end up in the system's journal. A failure
    of the world (the disk, the server) is no fault: ``world`` tells it to the person.
    """

    def tell(error: BaseException | None) -> None:
        if error is None:
            return
        if world is not None and isinstance(error, WorldError):
            world(error)
            return
        place = workplace.report_crash(error)
        sys.stderr.write(f"pt-chart: a fault was met; report without patient text: {place}\n")
        if place == "":
            sys.stderr.write(diagnostics.report(error))

    sys.excepthook = lambda _kind, error, _trace: tell(error)
    threading.excepthook = lambda fault: tell(fault.exc_value)
    sys.unraisablehook = lambda fault: tell(fault.exc_value)
