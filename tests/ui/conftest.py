"""Windows over a small clinic in memory, offscreen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pt_chart.host.resources import resources_dir
from pt_chart.ui.shell.application import open_main_window
from pt_chart.ui.shell.collecting import collect_here
from pt_chart.ui.shell.visit_view import VisitView
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Scheme, Theme
from tests.support.patient_bot import qtbot
from tests.ui import clinic

__all__ = ["qtbot"]

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plugin warns that it has no window manager to give size hints to."""
    offscreen = pytest.mark.qt_log_ignore("^This plugin does not support ")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(offscreen)


@pytest.fixture(autouse=True)
def collected_here(qapp: QApplication) -> Iterator[None]:
    """Garbage is collected on the window's thread, as in the program."""
    collector = collect_here(qapp)
    yield
    collector.step()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme."""
    return Theme(qapp, resources_dir(), Scheme.LIGHT)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """The register of an open chart, shown at 1366 x 768."""
    made = open_main_window(qapp, clinic.FakeWorkplace(), clinic.session(), Scheme.LIGHT)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def visit(window: MainWindow) -> VisitView:
    """The second visit of the invented patient, just begun."""
    session = window.session
    assert session is not None
    window.start_visit(session.store.episode("e1"))
    assert window.visit is not None
    return window.visit


@pytest.fixture
def settle(qapp: QApplication) -> Callable[[], None]:
    """Let queued answers and repaints happen."""

    def run() -> None:
        for _ in range(5):
            qapp.processEvents()

    return run
