"""A small clinic on the test's own PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.host.paths import DataFolders
from pt_chart.store.server.chart import ChartServer
from tests.fakes import THERAPIST, FakeClock
from tests.places import ServerPlace
from tests.servers import Cluster, started
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit
from tests.store.server.at_workstation import lock, unlock


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.needs("postgresql"))


@pytest.fixture
def place(cluster: Cluster, tmp_path: Path) -> Iterator[ServerPlace]:
    """A chart with one patient and one episode, closed."""
    made = ServerPlace(tmp_path, cluster)
    chart = made.create(THERAPIST, PASSWORD)
    chart.save_patient(PATIENT)
    chart.save_episode(EPISODE)
    chart.close()
    yield made
    made.leave()


@pytest.fixture
def chart(place: ServerPlace) -> Iterator[ChartServer]:
    """The chart, open."""
    opened = place.open(THERAPIST.name, PASSWORD)
    yield opened
    opened.abandon()


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[Cluster]:
    """A server of this file alone: it is stopped again and again."""
    with started() as made:
        yield made


@pytest.fixture
def workstation(own_cluster: Cluster, tmp_path: Path, running: None) -> LocalWorkplace:
    """A workstation at a chart with one draft."""
    folders = DataFolders(tmp_path / "data")
    own_cluster.new_chart(folders.connection, THERAPIST, PASSWORD, cost=CHEAP, clock=FakeClock())
    made = LocalWorkplace(folders, demo=False, cost=CHEAP)
    session = unlock(made)
    session.store.save_patient(PATIENT)
    session.store.save_episode(EPISODE)
    session.store.save_draft(new_visit())
    lock(session)
    return made


@pytest.fixture
def running(own_cluster: Cluster) -> Iterator[None]:
    """Whatever a test did, the server runs again."""

    def again() -> None:
        if own_cluster._server is None:
            own_cluster.start()

    own_cluster.start_again = again  # type: ignore[attr-defined]
    yield
    again()
