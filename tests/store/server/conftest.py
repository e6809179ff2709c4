"""A small clinic on the test's own PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart.store.server.chart import ChartServer
from tests.fakes import THERAPIST
from tests.places import ServerPlace
from tests.servers import Cluster
from tests.store.samples import EPISODE, PASSWORD, PATIENT


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
