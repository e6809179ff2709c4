"""Set-up is tested on small trees of its own, with programs that only pretend to install."""

from pathlib import Path

import pytest

from tests.run.pretend import Pretend


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pretend:
    """A checkout whose installer writes down what it is asked instead of doing it."""
    monkeypatch.setenv("PT_CHART_INSTALLER", "uv")
    monkeypatch.delenv("PT_CHART_VENV", raising=False)
    return Pretend(tmp_path, monkeypatch)
