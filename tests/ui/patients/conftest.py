"""The register page of a window, and what it works on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.ui.patients.view import PatientsView
from pt_chart.ui.shell.window import MainWindow


@pytest.fixture
def view(window: MainWindow, settle: Callable[[], None]) -> PatientsView:
    """The register page."""
    settle()
    assert window.patients is not None
    return window.patients


@pytest.fixture
def session(window: MainWindow) -> ClinicSession:
    """What the window works on; it is 10 November, 10:00."""
    assert window.session is not None
    return window.session
