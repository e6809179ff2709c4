"""A small clinic, with a key that is cheap to derive, in a file and on a server.

A test that asks for ``path`` is about a chart file; every other test that asks for ``place``,
``chart`` or ``draft`` runs on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart.clinical.visit import Visit
from pt_chart.store.stored_chart import StoredChart
from tests.fakes import THERAPIST
from tests.places import KINDS, Place, of_kind
from tests.store.samples import EPISODE, PASSWORD, PATIENT, new_visit


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what holds for every chart on each kind."""
    elsewhere = metafunc.definition.path.parent != Path(__file__).parent
    if "place" not in metafunc.fixturenames or elsewhere:
        return
    on_file = "path" in metafunc.fixturenames or metafunc.definition.get_closest_marker("on_file")
    metafunc.parametrize("place", KINDS[:1] if on_file else KINDS, indirect=True)


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Where the chart is to be."""
    made = of_kind(request.param, tmp_path, request)
    yield made
    made.leave()


@pytest.fixture
def path(place: Place) -> Path:
    """The chart's file."""
    return place.path


@pytest.fixture
def chart(place: Place) -> Iterator[StoredChart]:
    """An open chart with one patient and one episode."""
    opened = place.create(THERAPIST, PASSWORD)
    opened.save_patient(PATIENT)
    opened.save_episode(EPISODE)
    yield opened
    opened.abandon()


@pytest.fixture
def draft(chart: StoredChart) -> Visit:
    """A stored draft."""
    return chart.save_draft(new_visit())
