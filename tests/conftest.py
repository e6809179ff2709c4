"""What holds for every test; the parts are in tests/support/."""

import importlib.util
import os

import pytest
from hypothesis import settings

from tests.support import needs
from tests.support.isolation import homes, no_network, own_home, runtime_folder
from tests.support.postgres import cluster
from tests.support.silence import no_logged_warnings

__all__ = ["cluster", "homes", "no_logged_warnings", "no_network", "own_home", "runtime_folder"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Without PySide6 (run.py test --without-qt) only the tests that draw windows are left out.
QT_IS_HERE = importlib.util.find_spec("PySide6") is not None
collect_ignore = [] if QT_IS_HERE else ["ui", "journeys"]

settings.register_profile("default", deadline=None, max_examples=50, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-qt's settings in pyproject.toml also where pytest-qt is switched off."""
    if not pluginmanager.has_plugin("pytest-qt"):
        parser.addini("qt_api", "unused without pytest-qt")
        parser.addini("qt_log_level_fail", "unused without pytest-qt")


def pytest_configure(config: pytest.Config) -> None:
    """Describe the project's own marker."""
    config.addinivalue_line("markers", "on_file: in tests/store, a test about chart files only")
    config.addinivalue_line(
        "markers", "needs(*names): names in launcher.outside.NEEDS; skipped and listed without them"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Check what cannot be checked by running a test that is skipped."""
    needs.check_names(items)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what cannot run here."""
    needs.skip_or_fail(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what could not run here."""
    needs.list_skipped(terminalreporter)
