"""A fault on any thread leaves a report without patient text, and nothing of it elsewhere."""

from __future__ import annotations

import sys
import threading
from types import SimpleNamespace

import pytest

from pt_chart.charting.errors import ServerLost, WorldError
from pt_chart.store.worker import StoreThread
from pt_chart.ui.shell.application import report_crashes
from tests.ui import clinic

NAME = "Zwolinskaplain"


class _Unwritable(clinic.FakeWorkplace):
    """A workplace whose crash reports cannot be written."""

    def report_crash(self, error: BaseException) -> str:
        """Nowhere."""
        super().report_crash(error)
        return ""


@pytest.fixture(params=[clinic.FakeWorkplace, _Unwritable])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> clinic.FakeWorkplace:
    """A workplace that hears of faults, and the hooks put back afterwards."""
    for owner, name in (
        (sys, "excepthook"),
        (sys, "unraisablehook"),
        (threading, "excepthook"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    made: clinic.FakeWorkplace = request.param()
    report_crashes(made)
    return made


def _fault() -> None:
    raise ValueError(f"duplicate key: {NAME}")


def test_no_thread_prints_what_a_fault_says(
    place: clinic.FakeWorkplace, capfd: pytest.CaptureFixture[str]
) -> None:
    store = StoreThread()
    store.post(_fault)
    store.stop()
    thread = threading.Thread(target=_fault)
    thread.start()
    thread.join()
    try:
        _fault()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
        sys.unraisablehook(SimpleNamespace(exc_value=error))
    assert len(place.crashes) == 4
    said = "".join(capfd.readouterr())
    assert said.count("without patient text") >= 4
    assert NAME not in said


def test_a_failure_of_the_world_that_no_page_caught_is_told_and_is_no_fault(
    place: clinic.FakeWorkplace,
) -> None:
    told: list[WorldError] = []
    report_crashes(place, told.append)
    lost = ServerLost()
    sys.excepthook(ServerLost, lost, None)
    assert (told, place.crashes) == ([lost], [])
