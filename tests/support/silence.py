"""A warning that is logged fails the test, unless the test asks for caplog and looks itself."""

import logging
from collections.abc import Iterator

import pytest


class Collector(logging.Handler):
    """Keeps what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record as text."""
        self.lines.append(f"{record.name}: {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_logged_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which something was logged at WARNING or above."""
    collector = Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        pytest.fail("logged during the test:\n" + "\n".join(collector.lines), pytrace=False)
