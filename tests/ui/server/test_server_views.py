"""Joining, setting up and moving by hand: what is asked, what is refused, what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pt_chart.bootstrap.local import LocalWorkplace
from pt_chart.charting.errors import ServerLost
from pt_chart.charting.server_port import CheckPoint, ServerAddress, ServerNames
from pt_chart.host.paths import DataFolders
from pt_chart.store.server import roles
from pt_chart.store.server.chart import ChartServer
from pt_chart.ui.server.address_form import AddressForm
from pt_chart.ui.server.first_view import ServerView
from pt_chart.ui.server.page import ServerPage
from pt_chart.ui.shell.window import MainWindow
from pt_chart.ui.theme.theme import Theme
from pt_chart.ui.unlock.first_run import FirstRunView
from tests.servers import Cluster
from tests.store.samples import CHEAP, PASSWORD
from tests.ui import clinic

OWNER = "an owner of many tables"


@pytest.fixture
def place() -> clinic.FakeWorkplace:
    """A computer without a chart."""
    return clinic.FakeWorkplace(exists=False)


def _window(qtbot: QtBot, theme: Theme, place: object) -> MainWindow:
    made = MainWindow(theme, place)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, place: clinic.FakeWorkplace) -> ServerView:
    """The server's page of the first start, reached by its button."""
    window = _window(qtbot, theme, place)
    first = window.stack.currentWidget()
    assert isinstance(first, FirstRunView)
    first.server.click()
    shown = window.stack.currentWidget()
    assert isinstance(shown, ServerView)
    return shown


def _fill(form: AddressForm, **texts: str) -> None:
    usual = {"host": "db.example", "role_password": "x", "owner_password": OWNER}
    usual |= {"owner_again": OWNER}
    more = {key: text for key, text in texts.items() if key in form.fields}
    for key, text in {**usual, **more}.items():
        form.fields[key].setText(text)


def test_both_ways_in_are_whole_on_a_small_screen(view: ServerView) -> None:
    view.set_up.show_points([CheckPoint(f"Point {n}", "yes") for n in range(5)])
    QApplication.processEvents()
    for button in (view.join.go, view.set_up.check, view.set_up.go):
        assert not button.visibleRegion().isEmpty()
        assert button.visibleRegion().boundingRect().height() == button.height()


NEW = {"clinic": "Larkmoor", "name": "Ana Ruiz", "password": PASSWORD, "again": PASSWORD}


def test_joining_by_keyboard(
    view: ServerView, place: clinic.FakeWorkplace, qtbot: QtBot, qapp: QApplication
) -> None:
    assert view.join.fields["file"].hasFocus()
    QTest.keyClicks(view.join.fields["file"], "clinic.ptserver")
    QTest.keyClicks(view.join.fields["user"], "Ines Corvale")
    view.join.fields["password"].setText(clinic.PASSWORD)
    QTest.keyClick(view.join.fields["password"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(place.server.calls))
    expected = ("join", Path("clinic.ptserver"), "Ines Corvale", clinic.PASSWORD)
    assert place.server.calls == [expected]
    window = view.window()
    assert isinstance(window, MainWindow)
    qtbot.waitUntil(lambda: window.session is not None)


@pytest.mark.parametrize("key", ["file", "user"])
def test_joining_asks_for_what_is_missing(view: ServerView, key: str) -> None:
    fields = view.join.fields
    fields["file"].setText("clinic.ptserver")
    fields["user"].setText("Ines")
    fields[key].setText("")
    view.join.go.click()
    assert view.join.remark.text()
    assert fields[key].hasFocus()


def test_a_refusal_is_said_at_the_form(
    view: ServerView, place: clinic.FakeWorkplace, qtbot: QtBot
) -> None:
    place.server.failure = ServerLost()
    view.join.fields["file"].setText("clinic.ptserver")
    view.join.fields["user"].setText("Ines")
    view.join.go.click()
    qtbot.waitUntil(lambda: bool(view.join.remark.text()))
    assert ServerLost.message in view.join.remark.text()
    assert view.join.go.isEnabled()


def test_setting_up_passes_on_what_was_typed(
    view: ServerView, place: clinic.FakeWorkplace, qtbot: QtBot
) -> None:
    _fill(view.set_up, **NEW)
    view.set_up.go.click()
    qtbot.waitUntil(lambda: bool(place.server.calls))
    what, address, names, owner, made, person, own = place.server.calls[0]
    assert (what, names, owner, own) == ("set_up", ServerNames(), OWNER, PASSWORD)
    assert isinstance(address, ServerAddress)
    assert (address.host, address.port, address.role) == ("db.example", 5432, "postgres")
    assert getattr(made, "name", "") == "Larkmoor"
    assert getattr(person, "name", "") == "Ana Ruiz"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("host", ""),
        ("port", "0"),
        ("port", "post"),
        ("certificate", "no-such-file.pem"),
        ("database", ""),
        ("owner_again", "other"),
        ("clinic", ""),
        ("name", ""),
        ("again", "other"),
    ],
)
def test_setting_up_says_at_the_field_what_cannot_be(
    view: ServerView, place: clinic.FakeWorkplace, key: str, text: str
) -> None:
    _fill(view.set_up, **NEW)
    view.set_up.fields[key].setText(text)
    view.set_up.go.click()
    assert view.set_up.remark.text()
    assert place.server.calls == []


def test_a_look_at_the_server_lists_every_step(
    view: ServerView, place: clinic.FakeWorkplace, qtbot: QtBot
) -> None:
    place.server.points = (
        CheckPoint("Connection", "encrypted (TLS)"),
        CheckPoint("Version", "PostgreSQL 9.6", "Too old.", "Update it.", stops=True),
    )
    _fill(view.set_up)
    view.set_up.check.click()
    qtbot.waitUntil(lambda: "Version" in view.set_up.points.text())
    lines = view.set_up.points.text().splitlines()
    assert lines == [
        "✓ Connection: encrypted (TLS)",
        "✕ Version: PostgreSQL 9.6",
    ]
    assert view.set_up.advice.text() == "Too old. Update it."
    assert view.set_up.check.isEnabled()


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[MainWindow]:
    """An unlocked clinic whose user manages it."""
    made = _window(qtbot, theme, clinic.FakeWorkplace())
    made.unlocked(clinic.session())
    yield made
    made.close()


def _page(window: MainWindow) -> ServerPage:
    from pt_chart.charting.administration import Administration
    from pt_chart.ui.clinic.work import ClinicWork

    assert window.session is not None
    nothing: Administration = None  # type: ignore[assignment]
    work = ClinicWork(window.theme, window.session, nothing, window.place, window.main)
    page = ServerPage(work)
    window.show_alone(page)
    return page


def test_moving_there_locks_the_window(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    assert page.form is not None
    _fill(page.form)
    page.form.go.click()
    qtbot.waitUntil(lambda: window.session is None)
    office = window.place.server
    assert isinstance(office, clinic.FakeOffice)
    assert office.calls[0][0] == "move_to_server"


def test_while_it_moves_nothing_else_is_done_and_it_can_be_stopped(
    window: MainWindow, qtbot: QtBot
) -> None:
    office = window.place.server
    assert isinstance(office, clinic.FakeOffice)
    office.slow = True
    page = _page(window)
    assert page.form is not None
    _fill(page.form)
    page.form.go.click()
    qtbot.waitUntil(lambda: bool(office.calls))
    over = page.over
    assert over is not None
    assert QApplication.activeModalWidget() is over
    QTest.keyClick(over, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.over is None)
    assert "It was stopped" in page.state.text()
    assert QApplication.activeModalWidget() is None
    assert window.session is not None


def test_moving_back_asks_once_more(window: MainWindow, qtbot: QtBot) -> None:
    office = window.place.server
    assert isinstance(office, clinic.FakeOffice)
    office.connected = True
    page = _page(window)
    page.back.click()
    assert office.calls == []
    assert "once more" in page.state.text()
    office.failure = ServerLost()
    page.back.click()
    qtbot.waitUntil(lambda: ServerLost.message in page.state.text())
    assert window.session is not None
    office.failure = None
    page.back.click()
    qtbot.waitUntil(lambda: window.session is None)


def test_the_connection_file_is_written(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    office = window.place.server
    assert isinstance(office, clinic.FakeOffice)
    office.connected = True
    page = _page(window)
    page.write_connection(tmp_path / "join.ptserver")
    qtbot.waitUntil(lambda: "Written" in page.state.text())


@pytest.mark.needs("postgresql")
def test_a_real_server_is_set_up_and_worked_on(
    qtbot: QtBot,
    theme: Theme,
    cluster: Cluster,
    tmp_path: Path,
    settle: Callable[[], None],
) -> None:
    place = LocalWorkplace(DataFolders(tmp_path / "data"), demo=False, cost=CHEAP)
    window = _window(qtbot, theme, place)
    window.door.show_server()
    view = window.stack.currentWidget()
    assert isinstance(view, ServerView)
    names = {"database": "dialog", "owner": "dialog_owner", "program": "dialog_program"}
    more = {"host": "127.0.0.1", "port": str(cluster.port), "role_password": cluster.admin.password}
    _fill(view.set_up, **NEW, **names, **more)
    try:
        view.set_up.check.click()
        qtbot.waitUntil(lambda: "Version" in view.set_up.points.text())
        view.set_up.go.click()
        qtbot.waitUntil(lambda: window.session is not None)
        assert window.session is not None
        assert isinstance(window.session.store, ChartServer)
        assert window.session.presence is not None
        window.lock()
        settle()
    finally:
        with roles.outside_transactions(cluster.admin) as connection:
            connection.exec_driver_sql("DROP DATABASE IF EXISTS dialog WITH (FORCE)")
            connection.exec_driver_sql("DROP ROLE IF EXISTS dialog_owner")
            connection.exec_driver_sql("DROP ROLE IF EXISTS dialog_program")


@pytest.mark.parametrize("width", [900, 1366, 1920])
def test_nothing_of_the_set_up_is_cut_at_any_width(
    qtbot: QtBot, theme: Theme, settle: Callable[[], None], width: int
) -> None:
    view = ServerView(theme)
    qtbot.addWidget(view)
    view.resize(width, 768)
    view.show()
    settle()
    settle()
    for key, field in view.set_up.fields.items():
        right = field.mapTo(view, field.rect().topRight()).x()
        assert right < width, (key, right)
        assert field.width() > 150, key
