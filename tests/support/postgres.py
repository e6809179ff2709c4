"""The PostgreSQL server of a test run: one for each worker, started by the first test that asks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers import Cluster


@pytest.fixture(scope="session")
def cluster(runtime_folder: None) -> Iterator["Cluster"]:
    """A running server that this run started itself; see `tests.servers`."""
    from tests.servers import started

    with started() as running:
        yield running
