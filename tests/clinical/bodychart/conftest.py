"""The shipped body chart, read once."""

from __future__ import annotations

import pytest

from pt_chart.clinical.bodychart.atlas import BodyAtlas
from pt_chart.definitions.figures import read_atlas
from pt_chart.host.resources import resources_dir


@pytest.fixture(scope="session")
def atlas() -> BodyAtlas:
    return read_atlas(resources_dir() / "figures" / "body", "neutral")
