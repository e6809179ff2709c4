"""A window over a real encrypted chart whose user administers it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.clinical.people import Clinic, Clinician
from pt_chart.host.paths import DataFolders
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit


@pytest.fixture
def place(tmp_path: Path) -> LocalWorkplace:
    """A workplace with a chart: one patient, one draft, an owner who administers."""
    made = LocalWorkplace(DataFolders(tmp_path / "data"), demo=False, cost=CHEAP)
    owner = Clinician("user-1", "Ines Corvale", "PT")
    session = made.create(Clinic("Larkmoor"), owner, PASSWORD, run_here)
    session.store.save_patient(PATIENT)
    session.store.save_episode(EPISODE)
    session.store.save_draft(new_visit())
    session.store.close()
    return made


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, place: LocalWorkplace) -> Iterator[MainWindow]:
    """The window, unlocked."""
    made = MainWindow(theme, place)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.unlocked(place.unlock("Ines Corvale", PASSWORD, made.main.post))
    yield made
    if made.session is not None:
        made.session.store.abandon()
        made.session = None
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
