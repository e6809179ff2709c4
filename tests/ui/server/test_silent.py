"""A real window at a real server that never answers: nothing waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from pt_chart.charting.errors import ServerUnsure
from pt_chart.store.server.link import driver
from pt_chart.ui.program import printing
from pt_chart.ui.shell import impatience
from pt_chart.ui.shell.access_watch import AccessWatch
from pt_chart.ui.shell.sections import SECTIONS
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.unlock.view import UnlockView
from tests.servers import Cluster
from tests.store.samples import EPISODE, PATIENT
from tests.ui.server.workstation import unlock

SILENT = "does not answer in time"
pytestmark = pytest.mark.needs("postgresql")
TOO_LONG = 45
"""Seconds; one call alone would wait longer for a server that says nothing."""


@pytest.fixture
def hung(
    window: MainWindow, own_cluster: Cluster, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], None]]:
    """Hangs the server, until the end of the test; the window is unlocked."""
    unlock(window, qtbot)
    assert window.patients is not None
    patients = window.patients
    patients.show_patient(PATIENT.id)
    qtbot.waitUntil(lambda: patients.card.open_button is not None)

    def hang() -> None:
        # Only now: a busy computer may well take longer while the server answers.
        monkeypatch.setattr(impatience, "SECONDS", 0.3)
        assert window.session is not None
        impatience.wait_no_longer(window.session)
        link = cast("Any", window.session.store)._ledger.link
        driver(link.connected()).patience = 2.0 * TOO_LONG
        own_cluster.hang()

    yield hang
    own_cluster.wake()


def _told(window: MainWindow) -> str:
    view = window.visit or window.patients
    assert view is not None
    assert view.notices.notice is not None
    return view.notices.notice.text


def _read_ahead(window: MainWindow, qtbot: QtBot) -> None:
    """Wait for what is asked as soon as a visit is open."""
    session = window.session
    assert session is not None
    read: list[object] = []
    session.store.later(lambda _store: None, read.append)
    qtbot.waitUntil(lambda: bool(read))


def test_every_page_of_an_open_visit_opens(
    window: MainWindow, hung: Callable[[], None], qtbot: QtBot
) -> None:
    window.open_visit("visit-1")
    _read_ahead(window, qtbot)
    hung()
    begun = time.monotonic()
    for section in SECTIONS:
        window.go_to(section.id)
        assert window.visit is not None
        assert window.visit.section == section.id
    assert time.monotonic() - begun < TOO_LONG
    window.lock()
    assert isinstance(window.stack.currentWidget(), UnlockView)


def test_the_register_says_so_and_the_chart_can_be_locked(
    window: MainWindow, hung: Callable[[], None]
) -> None:
    assert window.patients is not None
    hung()
    begun = time.monotonic()
    window.open_visit("visit-1")
    assert window.visit is None
    assert SILENT in _told(window)
    window.start_visit(EPISODE)
    window.patients.ask_merge()
    window.show_clinic("users")
    window.show_patients()
    window.lock()
    assert time.monotonic() - begun < TOO_LONG
    assert isinstance(window.stack.currentWidget(), UnlockView)


def _nothing_else_is_asked(window: MainWindow, qtbot: QtBot) -> None:
    """What waits behind another question is not begun, which is told at once as not done."""
    (watch,) = window.findChildren(AccessWatch)
    watch.timer.stop()
    qtbot.waitUntil(lambda: not watch._asking)


def test_a_change_that_was_not_confirmed_is_told_when_the_server_has_answered(
    window: MainWindow, hung: Callable[[], None], own_cluster: Cluster, qtbot: QtBot
) -> None:
    session = window.session
    assert session is not None
    _nothing_else_is_asked(window, qtbot)
    session.store.flush()
    hung()
    with pytest.raises(ServerUnsure):
        session.store.save_patient(PATIENT)
    own_cluster.wake()
    qtbot.waitUntil(lambda: _told(window).startswith("The server has answered"))
    assert _told(window) == impatience.STORED.text


@pytest.mark.parametrize("asked", ["program", "documents"])
def test_nothing_leaves_the_chart_that_cannot_be_logged(
    window: MainWindow,
    hung: Callable[[], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
) -> None:
    went: list[str] = []
    for way in ("ask_and_print", "ask_and_save"):
        monkeypatch.setattr(printing, way, lambda *_all, way=way: went.append(way))
    window.open_visit("visit-1")
    _read_ahead(window, qtbot)
    hung()
    window.go_to(asked)
    assert window.visit is not None
    page = window.visit.page(asked)
    assert page is not None
    cast("Any", page).print_asked()
    assert went == []
    assert "cannot print or export until it is back" in _told(window)


def test_the_handout_says_that_the_server_is_silent(
    window: MainWindow, hung: Callable[[], None], qtbot: QtBot
) -> None:
    window.open_visit("visit-1")
    _read_ahead(window, qtbot)
    hung()
    window.go_to("program")
    assert window.visit is not None
    preview = cast("Any", window.visit.page("program"))._handout._preview
    qtbot.waitUntil(lambda: SILENT in preview.accessibleName())


def test_a_document_that_names_users_says_that_the_server_is_silent(
    window: MainWindow, hung: Callable[[], None], qtbot: QtBot
) -> None:
    window.open_visit("visit-1")
    _read_ahead(window, qtbot)
    hung()
    window.go_to("documents")
    assert window.visit is not None
    page = cast("Any", window.visit.page("documents"))
    titles = [one.title for one in page._documents]
    page._list.setCurrentRow(titles.index("Second look"))
    qtbot.waitUntil(lambda: SILENT in page._preview.accessibleName())
