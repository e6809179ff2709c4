"""A small clinic on disk, with a key that is cheap to derive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pt_chart.clinical.visit import Visit
from pt_chart.store.chart_file import ChartFile
from pt_chart.store.open import create_chart
from tests.fakes import THERAPIST
from tests.store.samples import CHEAP, EPISODE, PASSWORD, PATIENT, new_visit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the chart is."""
    return tmp_path / "clinic.ptchart"


@pytest.fixture
def chart(path: Path) -> Iterator[ChartFile]:
    """An open chart with one patient and one episode."""
    opened = create_chart(path, THERAPIST, PASSWORD, cost=CHEAP)
    opened.save_patient(PATIENT)
    opened.save_episode(EPISODE)
    yield opened
    opened.abandon()


@pytest.fixture
def draft(chart: ChartFile) -> Visit:
    """A stored draft."""
    return chart.save_draft(new_visit())
