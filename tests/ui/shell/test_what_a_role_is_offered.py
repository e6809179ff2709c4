"""Commands that a role does not include are not offered; emergency access stays said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from pt_chart.charting.access import Role
from pt_chart.charting.clinic_session import ClinicSession
from pt_chart.ui.shell.actions import CLINIC_PAGES
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from tests.fakes import FakeClock
from tests.ui import clinic


@pytest.fixture(params=[Role.THERAPIST])
def window(qtbot: QtBot, theme: Theme, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    """The register, unlocked by somebody of a role."""
    clock = FakeClock()
    store = clinic.filled_store(clock)
    store.user = replace(store.user, role=request.param.value)
    made = MainWindow(theme, clinic.FakeWorkplace())
    qtbot.addWidget(made)
    made.show()
    made.unlocked(
        ClinicSession(store, clinic.definitions(), clinic.figures(), clinic.documents(), clock)
    )
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def offered(window: MainWindow) -> set[str]:
    """The commands that can be called now."""
    assert window.commands is not None
    return {command.id for command, action in window.commands.actions if action.isEnabled()}


WRITES = {"quick_entry", "carry", "carry_card", "rest_normal", "sign", "wrong_patient", "copy_note"}


def test_who_charts_is_offered_it(window: MainWindow) -> None:
    assert {"new_patient", "merge", "clinic_letterhead", "clinic_import"} <= offered(window)
    assert not WRITES & offered(window), "no visit is open"
    window.open_visit("v1")
    assert window.visit is not None
    assert offered(window) >= WRITES


@pytest.mark.parametrize("window", [Role.EMERGENCY], indirect=True)
def test_emergency_access_is_offered_reading_and_printing(window: MainWindow) -> None:
    pages = {f"clinic_{page}" for page in CLINIC_PAGES} & offered(window)
    assert pages == {"clinic_own"}
    assert not {"new_patient", "merge", "start_follow_up"} & offered(window)
    window.open_visit("v1")
    assert window.visit is not None
    assert not WRITES & offered(window)
    assert {"print", "section_exam", "close_visit", "find", "lock"} <= offered(window)


@pytest.mark.parametrize("window", [Role.EMERGENCY], indirect=True)
def test_emergency_access_stays_said_in_the_register_and_in_a_visit(window: MainWindow) -> None:
    assert window.patients is not None
    assert window.session is not None
    register = window.patients.notices
    assert register.notice is not None
    assert register.notice.text.startswith("Emergency access")
    window.session.remark("Your role does not include this.")
    assert register.notice.text.startswith("Your role")
    register.close_button.click()
    assert register.notice.text.startswith("Emergency access")
    window.open_visit("v1")
    assert window.visit is not None
    assert window.visit.notices.notice == register.notice
