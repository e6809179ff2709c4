"""Whole days at the clinic: the real window over a real encrypted chart, by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap import DEMO_PASSWORD, DEMO_USER, LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.host.paths import DataFolders
from pt_chart.ui.shell.application import build
from tests.journeys.keyboard import Keyboard, throw_away
from tests.store.samples import CHEAP
from tests.support.patient_bot import qtbot

__all__ = ["qtbot"]

HERE = Path(__file__).parent
PASSWORD = "an invented password"
THERAPIST = "Ines Corvale"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plugin warns that it has no window manager to give size hints to."""
    offscreen = pytest.mark.qt_log_ignore("^This plugin does not support ")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(offscreen)


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose demo clinic was made once for all journeys."""
    folder = tmp_path_factory.mktemp("demo")
    place = LocalWorkplace(DataFolders(folder), demo=True, cost=CHEAP)
    place.unlock(DEMO_USER, DEMO_PASSWORD, run_here).store.close()
    return folder


@pytest.fixture
def demo_folder(demo_made: Path, tmp_path: Path) -> Path:
    """A data folder of one's own with a demo clinic."""
    folder = tmp_path / "data"
    shutil.copytree(demo_made, folder)
    return folder


@pytest.fixture
def clinic_folder(tmp_path: Path) -> Path:
    """A data folder with an empty real chart."""
    folder = tmp_path / "data"
    place = LocalWorkplace(DataFolders(folder), demo=False, cost=CHEAP)
    clinic = Clinic("Larkmoor Physical Therapy", phone="(555) 010-0142")
    clinician = Clinician("", THERAPIST, "PT")
    place.create(clinic, clinician, PASSWORD, run_here).store.close()
    return folder


@pytest.fixture
def sit_down(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[..., Keyboard]]:
    """Starts the program over a data folder and gives the keyboard; the window is locked."""
    opened: list[Keyboard] = []

    def start(folder: Path, *, demo: bool = False) -> Keyboard:
        place = LocalWorkplace(DataFolders(folder), demo=demo, cost=CHEAP)
        keyboard = Keyboard(build(qapp, place), qtbot)
        opened.append(keyboard)
        return keyboard

    yield start
    for keyboard in opened:
        if keyboard.window.session is not None:
            keyboard.window.lock()
            keyboard.settle()
        throw_away(keyboard.window)


@pytest.fixture
def demo(sit_down: Callable[..., Keyboard], demo_folder: Path) -> Keyboard:
    """The demo clinic, unlocked by typing its password."""
    keyboard = sit_down(demo_folder, demo=True)
    keyboard.enter(DEMO_PASSWORD)
    keyboard.wait_until(lambda: keyboard.window.session is not None)
    return keyboard
