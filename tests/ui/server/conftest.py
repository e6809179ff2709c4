"""A workstation at a real server of its own, which a test may stop or hang."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.draft_saver import run_here
from pt_chart.host.paths import DataFolders
from pt_chart.ui.shell import impatience
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from tests.fakes import THERAPIST, FakeClock
from tests.servers import Cluster, started
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit
from tests.store.server.at_workstation import lock


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server that is stopped in between."""
    with started() as made:
        yield made


@pytest.fixture
def window(
    qtbot: QtBot,
    theme: Theme,
    own_cluster: Cluster,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MainWindow]:
    """A locked window of a workstation at a server with one draft.

    It stands still for an answer as long as a busy machine may need for one.
    """
    monkeypatch.setattr(impatience, "SECONDS", 60.0)
    folders = DataFolders(tmp_path / "data")
    own_cluster.new_chart(folders.connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    place = LocalWorkplace(folders, demo=False, cost=CHEAP)
    session = place.unlock(THERAPIST.name, PASSWORD, run_here)
    session.store.save_patient(PATIENT)
    session.store.save_episode(EPISODE)
    session.store.save_draft(new_visit())
    lock(session)
    made = MainWindow(theme, place)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
